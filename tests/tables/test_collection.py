"""Steps over all articles: places under one key, refusals listed once."""

from __future__ import annotations

from typing import Any

import polars as pl

from transforms.read.article import Reject
from transforms.tables.collection import rejects_frame
from transforms.tables.linking import merge_places
from transforms.tables.store import local_schema


def rows(table: str, *found: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(found), schema=local_schema(table))


def test_a_place_of_two_articles_stands_once() -> None:
    calais = {"place_id": 7, "name": "Calais", "kind": "city"}
    merged = merge_places(rows("places", calais | {"article_key": 2}, calais | {"article_key": 1}))
    assert merged["place_id"].to_list() == [7]


def test_a_refusal_reported_twice_stands_once() -> None:
    refusal = Reject("a.txt", None, "empty", "rejected", "the file holds no text")
    other = Reject("b.txt", None, "empty", "rejected", "the file holds no text")
    assert rejects_frame([refusal, other, refusal]).height == 2
    assert rejects_frame([]).is_empty()
