"""Checks of a release: schemas, foreign keys, offsets that print what they say, spans inside their parents, evidence.

A check is a name and the rows that break it.  One broken row anywhere refuses the release.  What rows of one article
can tell is checked part by part; what needs the rows of all parts, over all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from transforms.tables.arrow import polars_schema
from transforms.tables.columns import references_of, span_of
from transforms.tables.handover import CHECKS, Outcome
from transforms.tables.keys import key
from transforms.tables.schemas import TABLES

EARLIEST_YEAR, LATEST_YEAR = 1000, 2200  # a date outside is a misread number, not a day of the news

JOINED_BYTES = 128 * 1024**2  # of texts beside the rows that are looked at together

Frames = Mapping[str, pl.DataFrame]
Scans = Mapping[str, pl.LazyFrame]
ACCOUNTED_FOR = "is accepted or rejected, as every input seen"
SHARED_TABLES = ("actors", "places", "incidents", "rejects")  # whose rows are of no one article


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
    for table, frame in frames.items():
        _, failure = TABLES[table].filter(frame, cast=False)
        broken = failure.invalid()
        yield Check(table, "schema", frame.height, broken)
        if not broken.is_empty():
            for rule, count in sorted(failure.counts().items()):
                yield Check(table, f"schema: {rule}", frame.height, broken.head(count))


def _references() -> Iterator[tuple[str, str, str, str]]:
    """Every foreign key: table, column, the table that it refers to and that table's key."""
    for table, schema in TABLES.items():
        for name, column in schema.columns().items():
            if (reference := references_of(column)) is not None:
                yield table, name, *reference


def _crosses_parts(table: str, parent: str) -> bool:
    """Whether a row may refer to one of another part."""
    return parent in SHARED_TABLES or (table, parent) == ("documents", "documents")


def _foreign_keys(frames: Frames) -> Iterator[Check]:
    for table, name, parent, parent_key in _references():
        if table in frames and not _crosses_parts(table, parent):
            frame = frames[table]
            known = frame.filter(pl.col(name).is_not_null())
            orphans = known.join(frames[parent], left_on=name, right_on=parent_key, how="anti")
            yield Check(table, f"{name} is in {parent}", frame.height, orphans)


def _foreign_keys_across(scans: Scans) -> Iterator[Check]:
    for table, name, parent, parent_key in _references():
        if _crosses_parts(table, parent):
            own = _keys_of(table)[0]  # the row's, or that of the row above it
            column = scans[table].select(*dict.fromkeys((own, name))).collect()
            parents = scans[parent].select(parent_key).collect()
            orphans = column.drop_nulls(name).join(parents, left_on=name, right_on=parent_key, how="anti")
            yield Check(table, f"{name} is in {parent}", column.height, orphans)


def _keys_of(table: str) -> list[str]:
    """The columns that make a table's key."""
    return [name for name, column in TABLES[table].columns().items() if column.primary_key]


def _unique_across(scans: Scans) -> Iterator[Check]:
    for table in scans:
        own, *others = _keys_of(table)
        if not others:
            keys = scans[table].select(own).collect()
            twice = keys.filter(pl.col(own).is_duplicated()) if keys[own].n_unique() < keys.height else keys.clear()
            yield Check(table, f"{own} is unique", keys.height, twice)


def _with_document(frames: Frames, table: str) -> Iterator[pl.DataFrame]:
    """The table's rows with `document_text`, found through their parent where they have no document of their own.

    They come a few at a time, because each row holds the whole text; an empty frame comes first.
    """
    frame = frames[table]
    texts = frames["documents"].select("document_id", document_text=pl.col("text"))
    if "document_id" not in frame.columns:
        parent, parent_key = next(
            reference
            for column in TABLES[table].columns().values()
            if column.primary_key and (reference := references_of(column))
        )
        frame = frame.join(frames[parent].select(parent_key, "document_id"), on=parent_key, how="left")
    longest = max(texts["document_text"].str.len_bytes().to_list(), default=1)
    for few in (frame.clear(), *frame.iter_slices(max(1, JOINED_BYTES // max(longest, 1)))):
        yield few.join(texts, on="document_id", how="left")


def _offsets(frames: Frames) -> Iterator[Check]:
    for table in frames:
        schema = TABLES[table]
        spans = {name: span for name, column in schema.columns().items() if (span := span_of(column))}
        if not spans:
            continue
        wrong: dict[str, list[pl.DataFrame]] = {name: [] for name in spans}
        for few in _with_document(frames, table):
            for name, (start, end) in spans.items():
                printed = pl.col("document_text").str.slice(pl.col(start), pl.col(end) - pl.col(start))
                broken = few.filter(pl.col(name).is_not_null() & printed.ne_missing(pl.col(name)))
                wrong[name].append(broken.drop("document_text"))
        for name, (start, end) in spans.items():
            yield Check(table, f"{name} is what {start}:{end} prints", frames[table].height, pl.concat(wrong[name]))


def _inside(frames: Frames, table: str, parent: str, key: str) -> Check:
    frame = frames[table].join(frames[parent].select(key, outer_start="start", outer_end="end"), on=key, how="left")
    outside = frame.filter((pl.col("start") < pl.col("outer_start")) | (pl.col("end") > pl.col("outer_end")))
    return Check(table, f"stands inside its row of {parent}", frame.height, outside)


def _at_least_one(frames: Frames, parent: str, table: str, key: str) -> Check:
    childless = frames[parent].join(frames[table], on=key, how="anti")
    return Check(parent, f"has a row in {table}", frames[parent].height, childless)


def _at_least_one_across(scans: Scans, parent: str, table: str, key: str) -> Check:
    parents = scans[parent].select(key).collect()
    childless = parents.join(scans[table].select(key).collect(), on=key, how="anti")
    return Check(parent, f"has a row in {table}", parents.height, childless)


def _counted(scans: Scans, parent: str, table: str, key: str, column: str) -> Check:
    counts = scans[table].group_by(key).len("counted")
    parents = scans[parent].select(key, column).join(counts, on=key, how="left").collect()
    wrong = parents.filter(pl.col(column) != pl.col("counted").fill_null(0))
    return Check(parent, f"{column} counts {table}", parents.height, wrong)


def _dates(frames: Frames) -> Iterator[Check]:
    for table, frame in frames.items():
        for name, column in TABLES[table].columns().items():
            if column.dtype in (pl.Date(), pl.Datetime("us", "UTC")):
                wild = frame.filter(~pl.col(name).dt.year().is_between(EARLIEST_YEAR, LATEST_YEAR))
                yield Check(table, f"{name} is plausible", frame.height, wild)


def _parents(frames: Frames) -> Iterator[Check]:
    yield _inside(frames, "mentions", "sentences", "sentence_id")
    yield _inside(frames, "statement_fragments", "statements", "statement_id")
    yield _inside(frames, "events", "sentences", "sentence_id")
    yield _at_least_one(frames, "statements", "statement_fragments", "statement_id")


def check_shared(frames: Frames) -> list[Check]:
    """Run the checks that the tables whose rows are of no one article allow by themselves."""
    return [*_schema_checks(frames), *_dates(frames)]


def check_part(frames: Frames) -> list[Check]:
    """Run the checks that the rows of some articles allow by themselves."""
    return [
        *_schema_checks(frames),
        *_foreign_keys(frames),
        *_offsets(frames),
        *_parents(frames),
        *_dates(frames),
    ]


def _accounted_for(scans: Scans, seen: int) -> Check:
    accepted = scans["documents"].select(pl.len()).collect().item()
    rejected = scans["rejects"].filter(pl.col("severity") == "rejected").select(pl.len()).collect().item()
    found = pl.DataFrame({"accepted": accepted, "rejected": rejected, "seen": seen})
    return Check("documents", ACCOUNTED_FOR, seen, found.filter(pl.lit(accepted + rejected != seen)))


def check_across(scans: Scans, seen: int) -> list[Check]:
    """Run the checks that need the rows of all parts: unique keys, references from part to part, counts.

    `seen` is the number of inputs that were read: each is a document or a reject.
    """
    return [
        _accounted_for(scans, seen),
        *_unique_across(scans),
        *_foreign_keys_across(scans),
        _at_least_one_across(scans, "incidents", "events", "incident_id"),
        _counted(scans, "documents", "sentences", "document_id", "sentence_count"),
        _counted(scans, "actors", "mentions", "actor_id", "mention_count"),
        _counted(scans, "incidents", "events", "incident_id", "mention_count"),
    ]


def check_release(frames: Frames, seen: int) -> list[Check]:
    """Run every check over all tables of a release that are in memory."""
    return [*check_part(frames), *check_across({table: frame.lazy() for table, frame in frames.items()}, seen)]


def passed_checks(rows: Mapping[str, int]) -> list[Outcome]:
    """The outcome of every check that a release with so many rows in its tables has passed.

    Parts that did not change were checked when they were written, so the checks of this run are not all.
    """
    empty = {table: pl.DataFrame(schema=polars_schema(table)) for table in TABLES if table != CHECKS}
    names = dict.fromkeys((check.table, check.name) for check in check_release(empty, 0))
    return [Outcome(table, name, rows[table], 0) for table, name in names]


def checks_table(rows: Mapping[str, int]) -> pl.DataFrame:
    """The table `checks` of a release with so many rows in its other tables."""
    found = [
        {
            "check_id": key(CHECKS, one.table, one.check),
            "table_name": one.table,
            "name": one.check,
            "row_count": one.rows,
            "broken_count": one.broken,
        }
        for one in passed_checks(rows)
    ]
    return TABLES[CHECKS].validate(pl.DataFrame(found, schema=polars_schema(CHECKS)))


def outcomes_of(checks: Iterable[Check], failures: Path, part: str) -> list[Outcome]:
    """What the checks of a part found; the rows that broke them are written to files of the folder `failures`."""
    found = []
    for number, check in enumerate(checks):
        files: tuple[str, ...] = ()
        if not check.passed:
            failures.mkdir(parents=True, exist_ok=True)
            files = (f"{part}-{number:02d}-{check.table}.jsonl",)
            check.failures.write_ndjson(failures / files[0])
        found.append(Outcome(check.table, check.name, check.rows, check.failures.height, files))
    return found
