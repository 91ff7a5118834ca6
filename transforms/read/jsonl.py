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

from transforms.read.article import Reject
from transforms.read.encoding import Decoded, decode, is_binary
from transforms.read.lines import Line, head_of, lines_of, marked
from transforms.read.record import Record, outcome_of
from transforms.read.source import READ_ERRORS, Candidate, Limits, Source, shown

FORMAT = "jsonl"
JSON_FOR_PEOPLE = re.compile(rb"\s*(?:\[\s*\n|\{\s*\n\s*[^{\s])")  # a bracket alone on the first line


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
        if is_deeper(values, self._limits.max_depth):
            detail = f"{where} is nested more than {self._limits.max_depth} deep; flatten the record"
            return self._source.reject("bad_record", detail)
        repairs = (("bad_encoding", f"{decoded.repair}; save the file as UTF-8"),) if decoded.repair else ()
        return outcome_of(Record(where, data, values, repairs=repairs), self._source, FORMAT)


def is_deeper(value: object, most: int) -> bool:
    """Whether a JSON value holds more than `most` objects and arrays in each other."""
    pending = [(value, 1)]
    while pending:
        inner, depth = pending.pop()
        children = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
        if depth > most and isinstance(inner, dict | list):
            return True
        pending += [(child, depth + 1) for child in children if isinstance(child, dict | list)]
    return False


def _what(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"
    return "nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"
