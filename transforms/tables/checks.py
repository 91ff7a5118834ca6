"""Whole-release checks: schemas, foreign keys, offsets that print what they say, spans inside their parents, evidence.

A check is a name and the rows that break it.  One broken row anywhere refuses the release.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from transforms.tables.columns import references_of, span_of
from transforms.tables.schemas import TABLES

EARLIEST_YEAR, LATEST_YEAR = 1000, 2200  # a date outside is a misread number, not a day of the news

Frames = dict[str, pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of one check: how many rows were looked at, how many break it, and the first of those."""

    table: str
    name: str
    rows: int
    failures: pl.DataFrame

    @property
    def passed(self) -> bool:
        """Whether no row breaks it."""
        return self.failures.is_empty()


def _schema_checks(frames: Frames) -> Iterator[Check]:
    for table, schema in TABLES.items():
        frame = frames[table]
        _, failure = schema.filter(frame, cast=False)
        broken = failure.invalid()
        yield Check(table, "schema", frame.height, broken)
        if not broken.is_empty():
            for rule, count in sorted(failure.counts().items()):
                yield Check(table, f"schema: {rule}", frame.height, broken.head(count))


def _foreign_keys(frames: Frames) -> Iterator[Check]:
    for table, schema in TABLES.items():
        for name, column in schema.columns().items():
            reference = references_of(column)
            if reference is None:
                continue
            parent, parent_key = reference
            frame = frames[table]
            orphans = frame.filter(pl.col(name).is_not_null()).join(
                frames[parent], left_on=name, right_on=parent_key, how="anti"
            )
            yield Check(table, f"{name} is in {parent}", frame.height, orphans)


def _with_document(frames: Frames, table: str) -> pl.DataFrame:
    """The table's rows with `document_text`, found through their parent where they have no document of their own."""
    frame = frames[table]
    texts = frames["documents"].select("document_id", document_text=pl.col("text"))
    if "document_id" not in frame.columns:
        parent, parent_key = next(
            reference
            for column in TABLES[table].columns().values()
            if column.primary_key and (reference := references_of(column))
        )
        frame = frame.join(frames[parent].select(parent_key, "document_id"), on=parent_key, how="left")
    return frame.join(texts, on="document_id", how="left")


def _offsets(frames: Frames) -> Iterator[Check]:
    for table, schema in TABLES.items():
        spans = {name: span for name, column in schema.columns().items() if (span := span_of(column))}
        if not spans:
            continue
        frame = _with_document(frames, table)
        for name, (start, end) in spans.items():
            printed = pl.col("document_text").str.slice(pl.col(start), pl.col(end) - pl.col(start))
            wrong = frame.filter(pl.col(name).is_not_null() & printed.ne_missing(pl.col(name)))
            yield Check(table, f"{name} is what {start}:{end} prints", frame.height, wrong.drop("document_text"))


def _inside(frames: Frames, table: str, parent: str, key: str) -> Check:
    frame = frames[table].join(frames[parent].select(key, outer_start="start", outer_end="end"), on=key, how="left")
    outside = frame.filter((pl.col("start") < pl.col("outer_start")) | (pl.col("end") > pl.col("outer_end")))
    return Check(table, f"stands inside its row of {parent}", frame.height, outside)


def _at_least_one(frames: Frames, parent: str, table: str, key: str) -> Check:
    childless = frames[parent].join(frames[table], on=key, how="anti")
    return Check(parent, f"has a row in {table}", frames[parent].height, childless)


def _counted(frames: Frames, parent: str, table: str, key: str, column: str) -> Check:
    counts = frames[table].group_by(key).len("counted")
    wrong = frames[parent].join(counts, on=key, how="left").filter(pl.col(column) != pl.col("counted").fill_null(0))
    return Check(parent, f"{column} counts {table}", frames[parent].height, wrong)


def _dates(frames: Frames) -> Iterator[Check]:
    for table, schema in TABLES.items():
        for name, column in schema.columns().items():
            if column.dtype in (pl.Date(), pl.Datetime("us", "UTC")):
                wild = frames[table].filter(~pl.col(name).dt.year().is_between(EARLIEST_YEAR, LATEST_YEAR))
                yield Check(table, f"{name} is plausible", frames[table].height, wild)


def _parents(frames: Frames) -> Iterator[Check]:
    yield _inside(frames, "mentions", "sentences", "sentence_id")
    yield _inside(frames, "statement_fragments", "statements", "statement_id")
    yield _inside(frames, "events", "sentences", "sentence_id")
    yield _at_least_one(frames, "statements", "statement_fragments", "statement_id")
    yield _at_least_one(frames, "incidents", "events", "incident_id")
    yield _counted(frames, "documents", "sentences", "document_id", "sentence_count")
    yield _counted(frames, "actors", "mentions", "actor_id", "mention_count")
    yield _counted(frames, "incidents", "events", "incident_id", "mention_count")


def check_release(frames: Frames) -> list[Check]:
    """Run every check over all tables of a release; rows that break one are in its `failures`."""
    return [*_schema_checks(frames), *_foreign_keys(frames), *_offsets(frames), *_parents(frames), *_dates(frames)]
