"""Rows of a release put into words for a reader: when, what, who, and the text that proves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

EVIDENCE_LINES = 3
Row = dict[str, object]


class NoRelease(RuntimeError):
    """There is no release to read."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One row for a reader; `evidence` holds the printed words behind it."""

    day: str | None
    what: str
    who: str
    evidence: list[str]
    source: str


def scan(output: Path, table: str) -> pl.LazyFrame:
    """One table of the current release.  Raises NoRelease where the folder holds none."""
    folder = output / "current" / table
    if not folder.is_dir():
        raise NoRelease(f"there is no release in {output}; make one with dateline build")
    return pl.scan_parquet(folder / "*.parquet")


def _one_line(text: object) -> str:
    return " ".join(str(text).split())


def _day(first: object, last: object) -> str | None:
    if first is None and last is None:
        return None
    return str(first) if first == last else f"{first or '…'} to {last or '…'}"


def _participants(output: Path) -> pl.LazyFrame:
    names = scan(output, "actors").select("actor_id", "name")
    joined = scan(output, "event_actors").join(names, on="actor_id").sort("event_id", "position")
    return joined.group_by("event_id").agg(
        actors=pl.col("name").filter(pl.col("role") == "actor").unique(maintain_order=True).str.join(", "),
        recipients=pl.col("name").filter(pl.col("role") == "recipient").unique(maintain_order=True).str.join(", "),
    )


def _statements(output: Path, speaker: str | None, since: date | None) -> pl.DataFrame:
    documents = scan(output, "documents").select("document_id", "source_uri", "published_on")
    rows = (
        scan(output, "statements")
        .join(documents, on="document_id")
        .with_columns(day=pl.coalesce("stated_on", "published_on"))
    )
    if speaker:
        rows = rows.filter(pl.col("speaker_name").str.to_lowercase().str.contains(speaker.lower(), literal=True))
    if since:
        rows = rows.filter(pl.col("day") >= since)
    return rows.sort("day", "document_id", "start", descending=[True, False, False], nulls_last=True).collect()


def _events(output: Path, event_type: str | None, since: date | None) -> pl.DataFrame:
    documents = scan(output, "documents").select("document_id", "source_uri")
    places = scan(output, "places").select("place_id", place="name")
    rows = (
        scan(output, "events")
        .join(documents, on="document_id")
        .join(places, on="place_id", how="left")
        .join(_participants(output), on="event_id", how="left")
    )
    if event_type:
        rows = rows.filter(pl.col("event_type") == event_type.upper())
    if since:
        rows = rows.filter(pl.coalesce("ends_on", "starts_on") >= since)
    return rows.sort(
        "starts_on", "document_id", "trigger_start", descending=[True, False, False], nulls_last=True
    ).collect()


def _incidents(output: Path, event_type: str | None, since: date | None) -> pl.DataFrame:
    places = scan(output, "places").select("place_id", place="name")
    documents = scan(output, "documents").select("document_id", "source_uri")
    mentions = (
        scan(output, "events")
        .join(documents, on="document_id")
        .sort("document_id", "trigger_start")
        .group_by("incident_id")
        .agg(
            texts=pl.col("text").head(EVIDENCE_LINES),
            source_uri=pl.col("source_uri").unique(maintain_order=True).str.join(", "),
        )
    )
    who = (
        _participants(output)
        .join(scan(output, "events").select("event_id", "incident_id"), on="event_id")
        .sort("event_id")
        .group_by("incident_id")
        .agg(pl.col("actors", "recipients").filter(pl.col("actors", "recipients") != "").first())
    )
    rows = scan(output, "incidents").join(places, on="place_id", how="left").join(mentions, on="incident_id")
    rows = rows.join(who, on="incident_id", how="left")
    if event_type:
        rows = rows.filter(pl.col("event_type") == event_type.upper())
    if since:
        rows = rows.filter(pl.coalesce("ends_on", "starts_on") >= since)
    return rows.sort("starts_on", "incident_id", descending=[True, False], nulls_last=True).collect()


def _who(row: Row) -> str:
    sides = [str(side) for side in (row["actors"], row["recipients"]) if side]
    return " → ".join(sides) + (f" ({row['place']})" if row["place"] else "")


def _told(table: str, rows: pl.DataFrame) -> Iterator[EvidenceRow]:
    for row in rows.iter_rows(named=True):
        source = str(row["source_uri"])
        if table == "statements":
            who = str(row["speaker_name"] or "nobody named")
            what = f"{row['act']}{' (negated)' if row['is_negated'] else ''}"
            evidence = [_one_line(row["text"])]
            yield EvidenceRow(row["day"] and str(row["day"]), what, who, evidence, f"{source}, {row['rule']}")
        elif table == "events":
            day = _day(row["starts_on"], row["ends_on"])
            yield EvidenceRow(
                day,
                f"{row['event_type']} {row['status']}",
                _who(row),
                [_one_line(row["text"])],
                f"{source}, {row['rule']}",
            )
        else:
            dead = f", {row['dead_low']:.0f} dead" if row["dead_low"] else ""
            mentions = f"mentions {row['mention_count']}, articles {row['document_count']}{dead}: {source}"
            day = _day(row["starts_on"], row["ends_on"])
            texts = [_one_line(text) for text in row["texts"]]
            yield EvidenceRow(day, f"{row['event_type']} {row['status']}", _who(row), texts, mentions)


def evidence_rows(
    output: Path, table: str, *, speaker: str | None, event_type: str | None, since: date | None, limit: int
) -> tuple[list[EvidenceRow], int]:
    """The first `limit` rows of `table` that fit the filters, newest first, and how many fit in all."""
    if table == "statements":
        rows = _statements(output, speaker, since)
    elif table == "events":
        rows = _events(output, event_type, since)
    else:
        rows = _incidents(output, event_type, since)
    return list(_told(table, rows.head(limit))), rows.height
