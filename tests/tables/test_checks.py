"""A release with a broken row is refused, and the check names the row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from tests.releases import inputs_of, seed_tables
from transforms.tables.checks import ACCOUNTED_FOR, JOINED_BYTES, check_release, checks_table

Frames = dict[str, pl.DataFrame]


def broken(frames: Frames) -> set[tuple[str, str]]:
    return {(check.table, check.name) for check in check_release(frames, inputs_of(frames)) if not check.passed}


def changed(table: str, *columns: pl.Expr) -> Frames:
    """The seed's tables with columns of the first row of one of them changed."""
    frames = dict(seed_tables())
    first = pl.int_range(pl.len()) == 0
    names = [column.meta.output_name() for column in columns]
    frames[table] = frames[table].with_columns(
        pl.when(first).then(column).otherwise(pl.col(name)).alias(name)
        for name, column in zip(names, columns, strict=True)
    )
    return frames


def test_the_seed_passes_every_check() -> None:
    assert broken(seed_tables()) == set()


def test_an_input_that_is_neither_accepted_nor_rejected_is_missed() -> None:
    frames = seed_tables()
    lost = [check for check in check_release(frames, inputs_of(frames) + 1) if not check.passed]
    assert [(check.table, check.name) for check in lost] == [("documents", ACCOUNTED_FOR)]
    assert lost[0].failures.to_dicts() == [{"accepted": 1, "rejected": 0, "seen": 2}]


def test_the_table_of_checks_names_every_check_once() -> None:
    frames = seed_tables()
    told = checks_table({table: frame.height for table, frame in frames.items()})
    run = {(check.table, check.name) for check in check_release(frames, 1)}
    assert set(told.select("table_name", "name").iter_rows()) == run
    assert told["broken_count"].sum() == 0
    assert told.filter(pl.col("table_name") == "events")["row_count"].unique().to_list() == [frames["events"].height]


CASES: list[tuple[str, Callable[[], Frames], tuple[str, str]]] = [
    (
        "a key twice",
        lambda: {**seed_tables(), "places": pl.concat([seed_tables()["places"]] * 2)},
        ("places", "schema"),
    ),
    (
        "a value outside its set",
        lambda: changed("statements", pl.lit("shouted").alias("act")),
        ("statements", "schema: act|check__allowed"),
    ),
    (
        "a speaker that is no actor",
        lambda: changed("statements", pl.lit(1, pl.Int64).alias("speaker_id")),
        ("statements", "speaker_id is in actors"),
    ),
    (
        "an offset moved by one",
        lambda: changed("mentions", (pl.col("start") + 1).alias("start")),
        ("mentions", "text is what start:end prints"),
    ),
    (
        "a mention outside its sentence",
        lambda: changed("sentences", (pl.col("start") + 3).alias("start")),
        ("mentions", "stands inside its row of sentences"),
    ),
    (
        "a day misread",
        lambda: changed("events", pl.lit(date(21, 11, 28)).alias("starts_on")),
        ("events", "starts_on is plausible"),
    ),
    (
        "a statement without content",
        lambda: {**seed_tables(), "statement_fragments": seed_tables()["statement_fragments"].clear()},
        ("statements", "has a row in statement_fragments"),
    ),
    (
        "a count that is off",
        lambda: changed("documents", (pl.col("sentence_count") + 1).alias("sentence_count")),
        ("documents", "sentence_count counts sentences"),
    ),
    (
        "an end before its start",
        lambda: changed(
            "events", pl.lit(date(2021, 2, 2)).alias("starts_on"), pl.lit(date(2021, 2, 1)).alias("ends_on")
        ),
        ("events", "schema: ends_after_it_starts"),
    ),
]


@pytest.mark.parametrize(("build", "check"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_broken_row_fails_its_check(build: Callable[[], Frames], check: tuple[str, str]) -> None:
    assert check in broken(build())


def test_one_broken_row_is_found_among_the_many_of_long_texts() -> None:
    frames = dict(seed_tables())
    frames["documents"] = frames["documents"].with_columns(pl.concat_str("text", pl.lit("x" * 5_000_000)))
    is_last = pl.int_range(pl.len()) == pl.len() - 1
    frames["mentions"] = frames["mentions"].with_columns(start=pl.col("start") + is_last.cast(pl.Int32))
    assert frames["mentions"].height > JOINED_BYTES // 5_000_000  # so that they are looked at in parts
    found = {(check.table, check.name): check.failures for check in check_release(frames, inputs_of(frames))}
    wrong = found["mentions", "text is what start:end prints"]
    assert wrong["mention_id"].to_list() == frames["mentions"]["mention_id"].to_list()[-1:]
