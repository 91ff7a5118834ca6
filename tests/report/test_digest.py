"""The page of a large release holds its newest articles and says so."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import polars.selectors as cs

from tests.releases import seed_tables
from transforms.report.articles import MOST_CHARACTERS, newest
from transforms.report.digest import MOST_INCIDENTS, MOST_STATEMENTS, digest

TIMES = 400


def many() -> dict[str, pl.LazyFrame]:
    """The seed many times over, under other keys, a day later each time, each text four times as long."""
    seed = seed_tables()
    copies: dict[str, list[pl.DataFrame]] = {table: [] for table in seed}
    for number in range(TIMES):
        for table, frame in seed.items():
            keys = [name for name in frame.columns if name.endswith("_id") and frame.schema[name] == pl.Int64]
            moved = frame.with_columns((pl.col(name) // 1000 * 1000 + number) for name in keys)
            moved = moved.with_columns(cs.date() + timedelta(days=number))
            if table == "documents":
                moved = moved.with_columns(pl.concat_str([pl.col("text")] * 4))
            copies[table].append(moved)
    return {table: pl.concat(frames).lazy() for table, frames in copies.items()}


def test_the_newest_articles_are_shown_as_many_as_fit() -> None:
    shown = newest(many())
    days = [article.row["published_on"] for article in shown]
    assert days == sorted(days, reverse=True)
    assert days[0] == date(2021, 11, 28) + timedelta(days=TIMES - 1)
    assert 0 < len(shown) < TIMES
    assert sum(len(article.row["text"]) for article in shown) <= MOST_CHARACTERS


def test_one_article_longer_than_the_page_is_shown() -> None:
    seed = {table: frame.lazy() for table, frame in seed_tables().items()}
    long = seed["documents"].with_columns(pl.col("text") + "x" * MOST_CHARACTERS)
    assert len(newest(seed | {"documents": long})) == 1


def test_lists_are_cut_and_all_rows_are_counted() -> None:
    found = digest(many())
    assert found.rows["statements"] > MOST_STATEMENTS == len(found.statements)
    assert found.rows["incidents"] > MOST_INCIDENTS == len(found.incidents)
    assert found.is_monthly


def test_an_empty_release_has_a_digest() -> None:
    empty = {table: frame.clear().lazy() for table, frame in seed_tables().items()}
    found = digest(empty)
    assert (found.first_day, found.incidents, found.days, newest(empty)) == (None, [], [], [])
