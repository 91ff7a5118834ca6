"""What joins across articles and what does not, and what the row of an incident says of its mentions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.tables.actors import MERGED
from transforms.tables.incidents import link_incidents, shared_incidents, sum_up_incidents

FRANCE, BRITAIN, CROWD, CALAIS = 1, 2, 3, 11
TYPES = {FRANCE: "country", BRITAIN: "country", CROWD: "group"}
DAY = date(2021, 11, 28)


@dataclass(frozen=True)
class Told:
    """One mention, in an article of its own unless `document` says otherwise."""

    event: int
    kind: str = "CONSULT"
    status: str = "happened"
    starts_on: date | None = DAY
    ends_on: date | None = DAY
    actors: tuple[int, ...] = (FRANCE,)
    recipients: tuple[int, ...] = (BRITAIN,)
    place: int | None = None
    dead: tuple[float, ...] = ()
    published: int = 0  # day of December; the event's number unless told
    document: int = 0


def frame(rows: list[dict[str, Any]], **schema: Any) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=schema)


def linked(*mentions: Told) -> tuple[dict[int, int], dict[int, dict[str, Any]]]:
    """Incident by event, and the incidents by their key."""
    own = [(mention, mention.document or mention.event) for mention in mentions]
    published = {document: date(2021, 12, m.published or m.event) for m, document in own}
    events = frame(
        [
            {
                "event_id": m.event, "document_id": document, "trigger_start": m.event, "event_type": m.kind,
                "status": m.status, "starts_on": m.starts_on, "ends_on": m.ends_on, "place_id": m.place,
                "local_incident_id": 1000 + m.event,
            }
            for m, document in own
        ],
        event_id=pl.Int64, document_id=pl.Int64, trigger_start=pl.Int32, event_type=pl.String, status=pl.String,
        starts_on=pl.Date, ends_on=pl.Date, place_id=pl.Int64, local_incident_id=pl.Int64,
    )  # fmt: skip
    who = [
        {"event_id": m.event, "role": role, "actor_id": actor, "article_key": document}
        for m, document in own
        for role, actors in (("actor", m.actors), ("recipient", m.recipients))
        for actor in actors
    ]
    actors = [(document, *actor) for document in published for actor in TYPES.items()]
    counts = [
        {"event_id": m.event, "measure": "dead", "value_low": dead, "value_high": dead}
        for m in mentions
        for dead in m.dead
    ]
    documents = pl.DataFrame(
        {"document_id": list(published), "published_on": list(published.values())},
        schema_overrides={"document_id": pl.Int64},
    )
    local = {
        "events": events.with_columns(article_key="document_id"),
        "event_actors": frame(who, event_id=pl.Int64, role=pl.String, actor_id=pl.Int64, article_key=pl.Int64),
        "event_counts": frame(
            counts, event_id=pl.Int64, measure=pl.String, value_low=pl.Float64, value_high=pl.Float64
        ),
        "documents": documents.with_columns(article_key="document_id"),
        "actors": pl.DataFrame(actors, schema=["article_key", "actor_id", "actor_type"], orient="row"),
    }
    scans = {table: rows.lazy() for table, rows in local.items()}
    joined = link_incidents(scans, pl.DataFrame(schema=MERGED))
    shared = shared_incidents(scans, joined)
    events = events.join(joined.drop("document_id"), on="local_incident_id", how="left")
    alone = events.filter(pl.col("incident_id").is_null()).with_columns(incident_id="local_incident_id")
    own = sum_up_incidents(alone, local["event_counts"], documents)
    events = events.with_columns(pl.coalesce("incident_id", "local_incident_id").alias("incident_id"))
    incidents = pl.concat([shared, own])
    by_key = {row["incident_id"]: row for row in incidents.to_dicts()}
    return dict(events.select("event_id", "incident_id").iter_rows()), by_key


JOINED = {
    "the same people on the same day": (Told(1), Told(2)),
    "a meeting told from the other side": (Told(1), Told(2, actors=(BRITAIN,), recipients=(FRANCE,))),
    "an assault of one place and day, by whomever": (
        Told(1, "ASSAULT", actors=(), place=CALAIS), Told(2, "ASSAULT", recipients=(), place=CALAIS),
    ),
    "what was planned and then happened": (Told(1, status="planned"), Told(2)),
    "what was planned and then cancelled": (Told(1, status="planned"), Told(2, status="cancelled")),
}  # fmt: skip
APART = {
    "another day": (Told(1), Told(2, starts_on=date(2021, 11, 29), ends_on=date(2021, 11, 29))),
    "no day": (Told(1, starts_on=None, ends_on=None), Told(2, starts_on=None, ends_on=None)),
    "some time in a month": (Told(1, starts_on=date(2021, 11, 1)), Told(2, starts_on=date(2021, 11, 1))),
    "another type": (Told(1), Told(2, "ACCUSE")),
    "an act the other way round": (Told(1, "ACCUSE"), Told(2, "ACCUSE", actors=(BRITAIN,), recipients=(FRANCE,))),
    "people who are only described": (Told(1, "ACCUSE", recipients=(CROWD,)), Told(2, "ACCUSE", recipients=(CROWD,))),
    "talks in one city": (Told(1, place=CALAIS), Told(2, actors=(FRANCE, CROWD), recipients=(), place=CALAIS)),
    "held and cancelled": (Told(1), Told(2, status="cancelled")),
    "asked for and held": (Told(1, status="requested"), Told(2)),
}  # fmt: skip


@pytest.mark.parametrize("case", JOINED)
def test_what_reports_one_happening_joins(case: str) -> None:
    found, _ = linked(*JOINED[case])
    assert found[1] == found[2]


@pytest.mark.parametrize("case", APART)
def test_what_may_be_another_stays_apart(case: str) -> None:
    found, _ = linked(*APART[case])
    assert found[1] != found[2]


def test_what_was_cancelled_never_becomes_held_through_a_plan() -> None:
    plan = Told(1, "PROTEST", "planned", place=CALAIS)
    held = Told(2, "PROTEST", "happened")  # the plan's people
    cancelled = Told(3, "PROTEST", "cancelled", actors=(), place=CALAIS)  # the plan's place
    found, incidents = linked(plan, held, cancelled)
    assert found[1] == found[2] != found[3]
    assert incidents[found[3]]["status"] == "cancelled"


def test_a_row_says_what_its_mentions_say() -> None:
    found, incidents = linked(
        Told(1, "ASSAULT", "planned", place=CALAIS),
        Told(2, "ASSAULT", dead=(27.0, 5.0)),
        Told(3, "ASSAULT", document=2, published=2),
        Told(4, "ASSAULT", dead=(31.0, 4.0)),
    )
    [row] = incidents.values()
    assert set(found.values()) == {row["incident_id"]}
    assert (row["status"], row["starts_on"], row["ends_on"], row["place_id"]) == ("happened", DAY, DAY, CALAIS)
    assert (row["mention_count"], row["document_count"]) == (4, 3)
    assert row["first_published_on"] == date(2021, 12, 1)
    assert (row["dead_low"], row["dead_high"]) == (31.0, 31.0)  # the last article's largest number, never a sum


def test_later_articles_never_renumber_an_incident() -> None:
    before, _ = linked(Told(1), Told(2))
    after, _ = linked(Told(1), Told(2), Told(3), Told(4, "PROTEST"))
    assert all(after[event] == incident for event, incident in before.items())


MENTIONS = [
    Told(1, status="planned"), Told(2), Told(3, status="cancelled"), Told(4, "PROTEST", "planned", place=CALAIS),
    Told(5, "PROTEST", "cancelled", place=CALAIS), Told(6, "PROTEST"), Told(7, dead=(3.0,)), Told(8, starts_on=None),
]  # fmt: skip


@settings(max_examples=25)
@given(st.permutations(MENTIONS))
def test_the_order_of_rows_changes_nothing(mentions: list[Told]) -> None:
    assert linked(*mentions) == linked(*MENTIONS)
