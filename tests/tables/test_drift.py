"""What moves beyond its bound from release to release is told, what moves by chance or by growth is not."""

from __future__ import annotations

import pytest

from tests.releases import seed_tables
from transforms.tables.drift import Drift, drifts, measures

BEFORE = {"articles": 1000, "events per article": 10.0, "share of events without place_id": 0.6, "share of AID": 0.01}


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ({}, []),
        ({"articles": 5000}, []),
        ({"articles": 700}, ["articles: 700, was 1e+03"]),
        ({"events per article": 13.0}, ["events per article: 13, was 10"]),
        ({"events per article": 7.6}, []),
        ({"share of events without place_id": 0.9}, ["share of events without place_id: 0.9, was 0.6"]),
        ({"share of AID": 0.0}, []),
        ({"share of FIGHT": 0.3}, ["share of FIGHT: 0.3, was 0"]),
    ],
)
def test_what_moves_by_more_than_a_quarter_is_told(now: dict[str, float], found: list[str]) -> None:
    assert [str(one) for one in drifts(BEFORE, BEFORE | now, 0.25)] == found


def test_few_articles_tell_nothing() -> None:
    assert drifts(BEFORE, {"articles": 3}, 0.25) == []
    assert drifts({}, BEFORE, 0.25) == []


def test_a_wider_bound_lets_more_pass() -> None:
    now = BEFORE | {"events per article": 14.0}
    assert drifts(BEFORE, now, 0.25) == [Drift("events per article", 10.0, 14.0)]
    assert drifts(BEFORE, now, 0.5) == []


def test_a_release_is_measured() -> None:
    found = measures({table: rows.lazy() for table, rows in seed_tables().items()})
    assert (found["articles"], found["statements per article"]) == (1, 14)
    shares = [value for name, value in found.items() if name.startswith("share of ") and name.endswith(" in events")]
    assert sum(shares) == pytest.approx(1)
    assert all(0 <= value <= 1 for name, value in found.items() if name.startswith(("share", "mean")))
    assert measures({table: rows.clear().lazy() for table, rows in seed_tables().items()}) == {"articles": 0}
