"""The articles coded by hand are coded soundly, and the extraction does not fall behind what it reached on them."""

from __future__ import annotations

from itertools import pairwise

import pytest
import yaml

from tests.coded_articles import CODED, cases, coded, gold, measure
from tests.coded_scores import figures
from transforms.events.model import MEASURES, STATUSES
from transforms.statements.model import ACTS, KINDS, MEDIA
from transforms.tables.schemas import EVENT_TYPES

TYPES = set(EVENT_TYPES)


def values(accepted: str | list[str] | None) -> set[str]:
    if accepted is None:
        return set()
    return set(accepted) if isinstance(accepted, list) else {accepted}


def test_two_articles_or_more_of_each_beat() -> None:
    assert len(cases()) == 20
    assert len({case.split("-")[0] for case in cases()}) >= 10


@pytest.mark.parametrize("case", cases())
def test_coding_is_sound(case: str) -> None:
    told = gold(case)  # fails where a trigger or a content is not in the text
    assert 200 <= len(told["text"].split()) <= 500
    for event in told["events"]:
        assert values(event["type"]) <= TYPES, event
        assert values(event["status"]) <= set(STATUSES), event
        assert all(values(count["measure"]) <= set(MEASURES) for count in event["counts"]), event
        assert event["date"] is None or min(event["date"]["accepted"]) >= "1900", event
    starts = [event["trigger"]["start"] for event in told["events"]]
    assert starts == sorted(set(starts))
    for one, other in pairwise(told["events"]):
        assert one["trigger"]["end"] <= other["trigger"]["start"], (one["trigger"], other["trigger"])
    for statement in told["statements"]:
        assert values(statement["act"]) <= set(ACTS), statement
        assert values(statement["medium"].split("/") if statement["medium"] else None) <= set(MEDIA), statement
        assert statement["kind"] in KINDS
        assert coded(case)["text"].count(statement["content"][0]["text"]) == 1, statement


@pytest.mark.parametrize("case", cases())
def test_mentions_of_one_incident_share_a_type(case: str) -> None:
    shared: dict[str, set[str]] = {}
    for event in gold(case)["events"]:
        shared[event["incident"]] = shared.get(event["incident"], TYPES) & values(event["type"])
    assert [incident for incident, types in shared.items() if not types] == []


def test_figures_hold() -> None:
    floors = yaml.safe_load((CODED / "floors.yaml").read_text("utf-8"))
    beats, _ = measure(cases())
    reached = figures(beats["total"])
    assert {name: reached[name] for name in floors if reached[name] < floors[name]} == {}
