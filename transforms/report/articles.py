"""The newest articles with all that was found in them: marks over the text, and a note for each statement and event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from transforms.report.marking import Mark, Piece, pieces_of

Row = dict[str, Any]
Scans = Mapping[str, pl.LazyFrame]
MOST_CHARACTERS = 1_000_000  # of text on the page; about 400 articles


@dataclass(frozen=True, slots=True)
class Note:
    """What is told of one statement or event: its row, and the rows of other tables that belong to it."""

    anchor: str  # id of the note on the page
    kind: str  # statement or event
    row: Row
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    counts: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """An article of the page: its row of `documents`, its text in pieces, its notes in the order of the text."""

    row: Row
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


def newest(scans: Scans) -> list[Shown]:
    """The articles published last, as many as the page holds; at least one, if there is any."""
    order = [pl.col("published_on"), pl.col("document_id")]
    lengths = scans["documents"].select("published_on", "document_id", pl.col("text").str.len_chars().alias("length"))
    sizes = lengths.sort(order, descending=True, nulls_last=True).collect()
    kept = sizes.filter((pl.col("length").cum_sum() <= MOST_CHARACTERS) | (pl.int_range(pl.len()) == 0))
    wanted = kept.select("document_id").lazy()
    documents = scans["documents"].join(wanted, on="document_id", how="semi").collect()
    documents = documents.sort(order, descending=True, nulls_last=True)
    found = _Found(scans, wanted)
    return [found.article(row) for row in documents.iter_rows(named=True)]


class _Found:
    """The rows of the articles shown, by article or by the row that they belong to."""

    def __init__(self, scans: Scans, documents: pl.LazyFrame) -> None:
        statements = scans["statements"].join(documents, on="document_id", how="semi")
        events = scans["events"].join(documents, on="document_id", how="semi")
        places = scans["places"].select("place_id", place="name", place_country="country")
        names = scans["actors"].select("actor_id", "name")
        self._statements = _by(statements.sort("document_id", "start", "end", "statement_id"), "document_id")
        self._events = _by(
            events.join(places, on="place_id", how="left").sort("document_id", "trigger_start", "event_id"),
            "document_id",
        )
        own = {"statement_id": statements.select("statement_id"), "event_id": events.select("event_id")}
        self._fragments = _by(_of(scans, "statement_fragments", own, "position"), "statement_id")
        self._about = _by(_of(scans, "statement_actors", own, "actor_id").join(names, on="actor_id"), "statement_id")
        self._participants = _by(
            _of(scans, "event_actors", own, "position").join(names, on="actor_id", maintain_order="left"), "event_id"
        )
        self._counts = _by(_of(scans, "event_counts", own, "position"), "event_id")

    def article(self, document: Row) -> Shown:
        """The article of a row of `documents`."""
        statements, events = self._statements[document["document_id"]], self._events[document["document_id"]]
        marks = [mark for row in statements for mark in self._marks_of_statement(row)]
        marks += [Mark(row["trigger_start"], row["trigger_end"], "trigger", f"e{row['event_id']}") for row in events]
        notes = [*map(self._statement, statements), *map(self._event, events)]
        return Shown(document, tuple(pieces_of(document["text"], marks)), tuple(sorted(notes, key=_place)))

    def _marks_of_statement(self, row: Row) -> Iterator[Mark]:
        note = f"s{row['statement_id']}"
        for fragment in self._fragments[row["statement_id"]]:
            kind = "verbatim" if fragment["is_verbatim"] else "reported"
            yield Mark(fragment["start"], fragment["end"], kind, note)
        for kind in ("speaker", "cue"):
            if row[f"{kind}_start"] is not None:
                yield Mark(row[f"{kind}_start"], row[f"{kind}_end"], kind, note)

    def _statement(self, row: Row) -> Note:
        about = tuple(one["name"] for one in self._about[row["statement_id"]])
        return Note(f"s{row['statement_id']}", "statement", row, about=about)

    def _event(self, row: Row) -> Note:
        taking_part = self._participants[row["event_id"]]
        by_role = {
            role: tuple(one["name"] for one in taking_part if one["role"] == role) for role in ("actor", "recipient")
        }
        counts = tuple(self._counts[row["event_id"]])
        return Note(f"e{row['event_id']}", "event", row, by_role["actor"], by_role["recipient"], counts=counts)


def _place(note: Note) -> tuple[int, str]:
    return (note.row["start"] if note.kind == "statement" else note.row["trigger_start"]), note.anchor


def _of(scans: Scans, table: str, parents: Mapping[str, pl.LazyFrame], then: str) -> pl.LazyFrame:
    """The rows of a table that belong to statements or events shown, in their order."""
    key = next(name for name in parents if name in scans[table].collect_schema())
    return scans[table].join(parents[key], on=key, how="semi").sort(key, then)


def _by(rows: pl.LazyFrame, key: str) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows.collect().iter_rows(named=True):
        found[row[key]].append(row)
    return found
