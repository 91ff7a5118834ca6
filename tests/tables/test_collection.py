"""Steps over all articles: actors and places under one key, refusals listed once, the same for any order of rows."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.read.article import Reject
from transforms.tables.collection import merge_actors, merge_places, rejects_frame
from transforms.tables.store import local_schema


def rows(table: str, *found: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(found), schema=local_schema(table))


def actor(article: int, day: int, **more: Any) -> dict[str, Any]:
    known = {"actor_id": 1, "name": "Ada Brandt", "actor_type": "person", "mention_count": 2}
    return known | {"article_key": article, "published_on": date(2022, 1, day)} | more


REPORTS = [
    actor(3, 1, office="mayor", country="DEU"),
    actor(1, 5, office="minister"),
    actor(2, 9, sector="GOV"),
    actor(9, 2, actor_id=2, name="Tom Poe"),
]


@settings(max_examples=20, deadline=None)
@given(st.permutations(REPORTS))
def test_an_actor_is_as_last_reported_and_its_mentions_are_summed(reports: list[dict[str, Any]]) -> None:
    merged = {row["actor_id"]: row for row in merge_actors(rows("actors", *reports)).to_dicts()}
    assert merged[1]["office"] == "minister"
    assert (merged[1]["country"], merged[1]["sector"], merged[1]["mention_count"]) == ("DEU", "GOV", 6)
    assert merged[2]["mention_count"] == 2


def test_a_place_of_two_articles_stands_once() -> None:
    calais = {"place_id": 7, "name": "Calais", "kind": "city"}
    merged = merge_places(rows("places", calais | {"article_key": 2}, calais | {"article_key": 1}))
    assert merged["place_id"].to_list() == [7]


def test_a_refusal_reported_twice_stands_once() -> None:
    refusal = Reject("a.txt", None, "empty", "rejected", "the file holds no text")
    other = Reject("b.txt", None, "empty", "rejected", "the file holds no text")
    assert rejects_frame([refusal, other, refusal]).height == 2
    assert rejects_frame([]).is_empty()
