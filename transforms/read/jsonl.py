"""`*.jsonl` and `*.ndjson`: one article a line, as a JSON object.

Fields: `text` (required), `id`, `headline`, `published` (ISO 8601), `url`, `publisher`, `author`, `language`; others
are not read.  A text may open with the header line `date YYYY-MM-DD headline`, which stays in it and dates the
article where `published` does not.  A record without an id gets one from its text, so that it keeps it wherever the
line or the file moves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from hashlib import sha256

from transforms.read.article import Article, Reject
from transforms.read.encoding import Decoded, decode, is_binary
from transforms.read.fields import FieldError, Fields
from transforms.read.header import dateline_day, header_of
from transforms.read.lines import Line, head_of, lines_of, marked
from transforms.read.source import READ_ERRORS, Candidate, Limits, Source, shown

FORMAT = "jsonl"
JSON_FOR_PEOPLE = re.compile(rb"\s*(?:\[\s*\n|\{\s*\n\s*[^{\s])")  # a bracket alone on the first line
DERIVED_ID_DIGITS = 16  # hexadecimal digits of the text's SHA-256 that name a record without an id


def read_jsonl(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The articles of a file of JSON lines, in order; blank lines are passed over.

    Where a file breaks off (a broken gzip, say) the records before that place are read and the rest is refused once.
    """
    number = 0
    try:
        with source.open() as raw:
            stream, mark = marked(raw)
            if fault := _fault_of_file(source, head_of(stream), mark):
                yield fault
                return
            if mark not in (None, "utf-8"):
                yield source.reject("bad_encoding", f"read as {mark.upper()}; save the file as UTF-8", repaired=True)
            lines = _Lines(source, limits)
            for line in lines_of(stream, limits.max_record_bytes):
                number = line.number
                yield from lines.outcome(line)
            if not lines.seen:
                yield source.reject("empty", "the file holds no record; fill it or take it away")
    except READ_ERRORS as error:
        yield source.unreadable(error, f"the file behind line {number}" if number else "the file")


def _fault_of_file(source: Source, head: bytes, mark: str | None) -> Reject | None:
    """The one refusal of a file that is no JSON lines at all, instead of one for each of its lines."""
    if mark is None and is_binary(head):
        return source.reject("not_text", "the file holds bytes that are no text; take it away or rename it")
    if JSON_FOR_PEOPLE.match(head):
        return source.reject("bad_record", "the file is one JSON value over many lines; write one object a line")
    return None


class _Lines:
    """Turns the lines of one file into candidates and refusals."""

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._encoding: str | None = None  # that of the first line that was not UTF-8 serves for the others
        self.seen = 0

    def outcome(self, line: Line) -> Iterator[Candidate | Reject]:
        if line.data is not None and not line.data.strip():
            return
        self.seen += 1
        where = f"line {line.number}"
        if line.data is None:
            most = f"{self._limits.max_record_bytes:,}"
            yield self._source.reject("too_long", f"{where} is longer than {most} bytes; split or shorten the record")
            return
        decoded = decode(line.data, self._encoding)
        if decoded is None:
            yield self._source.reject("not_text", f"{where} holds bytes that are no text; write it as UTF-8 JSON")
            return
        if decoded.repair and decoded.encoding != "utf-8":
            self._encoding = decoded.encoding
        yield self._record(line.data, decoded, where)

    def _record(self, data: bytes, decoded: Decoded, where: str) -> Candidate | Reject:
        try:
            values = json.loads(decoded.text)
        except (ValueError, RecursionError) as error:
            detail = f"{where} is no valid JSON ({_what(error)}); write one whole object on the line"
            return self._source.reject("bad_record", detail)
        if not isinstance(values, dict):
            detail = f"{where} is no JSON object but {shown(values)}; write one object a line"
            return self._source.reject("bad_record", detail)
        fields, source_id = Fields(values), None
        try:
            source_id = fields.identifier()
            text = fields.text()
        except FieldError as error:
            return self._source.reject("bad_record", f"{where}: {error}", source_id=source_id)
        return self._candidate(data, decoded, where, fields, source_id, text)

    def _candidate(
        self, data: bytes, decoded: Decoded, where: str, fields: Fields, own_id: str | None, text: str
    ) -> Candidate:
        source_id = own_id or sha256(text.encode()).hexdigest()[:DERIVED_ID_DIGITS]
        header_date, header_end = header_of(text)
        published_on, published_at = fields.published()
        article = Article(
            source_uri=self._source.uri,
            source_id=source_id,
            format=FORMAT,
            sha256=sha256(data).hexdigest(),
            text=text,
            headline=fields.string("headline"),
            published_on=published_on or header_date or dateline_day(text),
            published_at=published_at,
            publisher=fields.string("publisher"),
            author=fields.string("author"),
            url=fields.string("url"),
        )
        language = fields.language()
        faults = [("bad_record", fault) for fault in fields.faults]
        if header_end and not article.published_on:
            faults.append(("bad_record", "the text's first line names no usable day; the article has no date"))
        if decoded.repair:
            faults.insert(0, ("bad_encoding", f"{decoded.repair}; save the file as UTF-8"))
        repairs = tuple(
            self._source.reject(reason, f"{where}: {fault}", source_id=source_id, repaired=True)
            for reason, fault in faults
        )
        return Candidate(article, where, own_id is not None, language, repairs)


def _what(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"
    return "nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"
