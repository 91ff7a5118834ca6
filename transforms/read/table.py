"""Tables with an article a row: CSV and its kin (RFC 4180; commas, tabs, semicolons or bars) and Apache Parquet.

COLUMNS tells which columns are taken, whatever their case and whether words in them are parted by "_", "-" or a space.
A text is the cell unchanged.  A row without text, or that does not fit the header, is refused by its number, the first
row under the header being row 1.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from transforms.read.article import Reject
from transforms.read.encoding import decode, is_binary
from transforms.read.fields import FieldError, Fields
from transforms.read.lines import Line, head_of, lines_of, marked
from transforms.read.record import Record, outcome_of
from transforms.read.source import READ_ERRORS, Candidate, InputFault, Limits, Source, shown
from transforms.read.streams import seekable

CSV, PARQUET = "csv", "parquet"
COLUMNS = {
    "text": ("text", "body", "content", "article", "maintext", "articlebody", "fulltext"),
    "headline": ("headline", "title"),
    "published": ("published", "publishedat", "date", "datepublish", "datepublished", "pubdate", "publicationdate"),
    "url": ("url", "link"),
    "author": ("author", "authors", "byline"),
    "publisher": ("publisher", "source", "site", "sitename", "domain", "sourcedomain", "publication"),
    "id": ("id",),
    "language": ("language", "lang"),
}
_ENDLESS = 2**31 - 1
_DELIMITERS = ",\t;|"
_BATCH_ROWS = 16  # of Parquet in memory at a time


def columns_of(names: Iterable[str]) -> dict[str, int]:
    """Which column holds which field, by their names; of several names that fit, the first in COLUMNS."""
    places: dict[str, int] = {}
    for number, name in enumerate(names):
        places.setdefault("".join(filter(str.isalnum, name)).lower(), number)
    found = (
        (field, next((places[name] for name in known if name in places), None)) for field, known in COLUMNS.items()
    )
    return {field: place for field, place in found if place is not None}


def _textless(names: Iterable[str]) -> InputFault:
    known = ", ".join(COLUMNS["text"][:5])
    words = f"no column holds a text (there are {shown(', '.join(names))[1:-1]}); name it one of {known}"
    return InputFault("bad_record", words)


def _outcome(
    number: int, values: Mapping[str, object], source: Source, name: str, repair: str | None
) -> Candidate | Reject:
    where = f"row {number}"
    text = values.get("text")
    if text is None or (isinstance(text, str) and not text.strip()):
        words = f"{where} has no text; fill it or take the row away"
        return source.reject("empty", words, source_id=_identifier(values))
    data = json.dumps(values, sort_keys=True, default=str).encode()
    repairs = (("bad_encoding", f"{repair}; save the file as UTF-8"),) if repair else ()
    return outcome_of(Record(where, data, values, repairs=repairs), source, name)


def _identifier(values: Mapping[str, object]) -> str | None:
    try:
        return Fields(values).identifier()
    except FieldError:
        return None


class _TextLines:
    """The lines of a file as text, for a reader of CSV, which joins those that a quoted cell goes over."""

    def __init__(self, lines: Iterator[Line], limits: Limits) -> None:
        self._lines, self._most = lines, limits.max_record_bytes
        self._encoding: str | None = None  # that of the first line that was not UTF-8 serves for the others
        self.of_row = 0  # bytes
        self.repair: str | None = None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.of_row += self._most + 1 if line.data is None else len(line.data) + len(line.end)
        if line.data is None or self.of_row - len(line.end) > self._most:
            raise InputFault("too_long", f"it is longer than {self._most:,} bytes; close its quotes or shorten it")
        decoded = decode(line.data, self._encoding)
        if decoded is None:
            raise InputFault("not_text", "it holds bytes that are no text; write it as UTF-8")
        if decoded.repair and decoded.encoding != "utf-8":
            self._encoding = decoded.encoding
        self.repair = self.repair or decoded.repair
        return decoded.text + line.end.decode()

    def next_row(self) -> None:
        """Forget what is known of the last row."""
        self.of_row, self.repair = 0, None


def read_csv(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The rows of a file of comma-separated values, or values separated by tabs, semicolons or bars."""
    number = 0
    try:
        with source.open() as raw:
            stream, mark = marked(raw)
            if mark is None and is_binary(head_of(stream)):
                yield source.reject("not_text", "the file holds bytes that are no text; take it away or rename it")
                return
            if mark not in (None, "utf-8"):
                yield source.reject("bad_encoding", f"read as {mark.upper()}; save the file as UTF-8", repaired=True)
            csv.field_size_limit(_ENDLESS)  # of the whole process; the limit of a row is kept by _TextLines
            lines = _TextLines(lines_of(stream, limits.max_record_bytes), limits)
            delimiter, names = _header(lines)
            for outcome in _rows(lines, delimiter, names, source):
                number += 1
                yield outcome
            if not number:
                yield source.reject("empty", "the file holds no row; fill it or take it away")
    except READ_ERRORS as error:
        yield source.unreadable(error, f"the file behind row {number}" if number else "the file")


def _header(lines: _TextLines) -> tuple[str, list[str]]:
    """The delimiter and the names of the columns.  Raises InputFault where none holds a text."""
    header = next((line for line in lines if line.strip()), "")
    if not header:
        raise InputFault("empty", "the file holds no header and no row; fill it or take it away")
    try:
        by_delimiter = [(mark, next(csv.reader([header], delimiter=mark))) for mark in _DELIMITERS]
    except csv.Error as error:
        raise InputFault("bad_record", f"the header cannot be read: {error}") from error
    usable = [(mark, names) for mark, names in by_delimiter if "text" in columns_of(names)]
    if not usable:
        raise _textless(max(by_delimiter, key=lambda found: len(found[1]))[1])
    return max(usable, key=lambda found: len(found[1]))


def _rows(lines: _TextLines, delimiter: str, names: list[str], source: Source) -> Iterator[Candidate | Reject]:
    places, number = columns_of(names), 0
    # strict, or a quote that is never closed would take the rows behind it for its text
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.next_row()
        try:
            row = next(rows)
        except StopIteration:
            return
        except (InputFault, csv.Error) as error:
            number += 1
            reason = error.reason if isinstance(error, InputFault) else "bad_record"
            yield source.reject(reason, f"row {number} cannot be read: {error}")
            continue
        if not row:
            continue
        number += 1
        if len(row) != len(names):
            words = f"row {number} has {len(row)} cells under {len(names)} names; mend its quotes or separators"
            yield source.reject("bad_record", words)
            continue
        values: dict[str, object] = {field: row[place] for field, place in places.items()}
        yield _outcome(number, values, source, CSV, lines.repair)


def read_parquet(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The rows of a Parquet file."""
    number = 0
    try:
        with source.open() as stream, seekable(stream) as whole:
            for number, values in enumerate(_parquet_rows(whole), 1):
                yield _outcome(number, values, source, PARQUET, None)
            if not number:
                yield source.reject("empty", "the file holds no row; fill it or take it away")
    except READ_ERRORS as error:
        yield source.unreadable(error, f"the file behind row {number}" if number else "the file")


def _parquet_rows(stream: Any) -> Iterator[dict[str, object]]:
    import pyarrow
    from pyarrow import parquet  # takes time to import

    try:
        file = parquet.ParquetFile(stream, buffer_size=1 << 20, pre_buffer=False)
        names = file.schema_arrow.names
        places = columns_of(names)
        if "text" not in places:
            raise _textless(names)
        columns = {field: names[place] for field, place in places.items()}
        for batch in file.iter_batches(_BATCH_ROWS, columns=list(columns.values()), use_threads=False):
            for row in range(batch.num_rows):
                cells = {field: batch.column(name)[row] for field, name in columns.items()}
                yield _with_iso_dates({field: _plain(cell) for field, cell in cells.items()})
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:  # a column's name may be no UTF-8
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise InputFault("unreadable", "the Parquet data is broken or cut short; write or copy it again") from error


def _plain(cell: Any) -> object:
    try:
        value = cell.as_py()
    except (ValueError, OverflowError, KeyError):  # no UTF-8, a date outside the calendar, no such time zone
        # its type tells people what stands there, and is no value that a field could have
        return cell.cast("binary").as_py() if str(cell.type).endswith("string") else cell.type
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _with_iso_dates(values: dict[str, object]) -> dict[str, object]:
    published = values.get("published")
    if isinstance(published, date | datetime):
        return values | {"published": published.isoformat()}
    return values
