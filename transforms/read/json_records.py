"""The records of a JSON file, one at a time: one object a line, one array of objects, or one object."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from transforms.read.article import Reject
from transforms.read.encoding import Decoded, decode, is_binary
from transforms.read.fields import FieldError
from transforms.read.lines import head_of, lines_of, marked
from transforms.read.record import Record, outcome_of
from transforms.read.source import READ_ERRORS, Candidate, Limits, Source, shown

# A bracket alone on the first line, or an array of objects: one value in the whole file.
_ONE_VALUE = re.compile(rb"\s*(?:\[\s*\n|\[\s*\{|\{\s*\n\s*[^{\s])")
_ARRAY = re.compile(rb"\s*\[\s*\{")
_OUTSIDE, _INSIDE = re.compile(rb'["{}\[\],]'), re.compile(rb'["\\]')
_CHUNK_BYTES = 64 * 1024

Mapped = Callable[[dict[str, Any]], Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of one record; `data` is None where it is longer than the limit and was skipped."""

    where: str
    data: bytes | None


def read_json(source: Source, limits: Limits, format_name: str, mapped: Mapped) -> Iterator[Candidate | Reject]:
    """The articles of a JSON file, in order; blank lines are passed over.

    `mapped` turns an object into the fields of a record; it raises FieldError where there is no article in it.  Where a
    file breaks off (a broken gzip, say) the records before that place are read and the rest is refused once.
    """
    where = ""
    try:
        with source.open() as raw:
            stream, mark = marked(raw)
            if mark is None and is_binary(head_of(stream)):
                yield source.reject("not_text", "the file holds bytes that are no text; take it away or rename it")
                return
            if mark not in (None, "utf-8"):
                yield source.reject("bad_encoding", f"read as {mark.upper()}; save the file as UTF-8", repaired=True)
            records = _Records(source, limits, format_name, mapped)
            for piece in pieces_of(stream, limits.max_record_bytes):
                where = f" behind {piece.where}"
                yield from records.outcome(piece)
            if not records.seen:
                yield source.reject("empty", "the file holds no record; fill it or take it away")
    except READ_ERRORS as error:
        yield source.unreadable(error, f"the file{where}")


def pieces_of(stream: BinaryIO, most: int) -> Iterator[Piece]:
    """The records of a stream, at most `most` bytes of each in memory."""
    head = head_of(stream)
    if _ARRAY.match(head):
        yield from _elements(stream, most)
    elif _ONE_VALUE.match(head):
        data = stream.read(most + 1)
        yield Piece("the file", data if len(data) <= most else None)
    else:
        for line in lines_of(stream, most):
            if line.data is None or line.data.strip():
                yield Piece(f"line {line.number}", line.data)


def _elements(stream: BinaryIO, most: int) -> Iterator[Piece]:
    """The elements of the array that a stream holds, by its brackets and strings alone."""
    number, depth, in_string = 1, 0, False
    element, length = bytearray(), 0
    while chunk := stream.read(_CHUNK_BYTES):
        start = position = 0
        while found := (_INSIDE if in_string else _OUTSIDE).search(chunk, position):
            mark, position = found.group(), found.end()
            if mark == b"\\":
                if position == len(chunk):  # what is escaped stands in the next chunk
                    chunk += stream.read(1)
                position += 1
                continue
            if mark == b'"':
                in_string = not in_string
                continue
            depth += (mark in b"{[") - (mark in b"}]")
            if depth == 1 and mark == b"[":
                start = position
            elif (depth == 1 and mark == b",") or (depth == 0 and mark == b"]"):
                length += found.start() - start
                element += chunk[start : found.start()]
                yield Piece(f"record {number}", bytes(element) if length <= most else None)
                number, element, length, start = number + 1, bytearray(), 0, position
        length += len(chunk) - start
        if length <= most:
            element += chunk[start:]
        else:
            element.clear()
    if element.strip() or length > most:  # the array was never closed, or something stands behind it
        yield Piece(f"record {number}", bytes(element) if length <= most else None)


class _Records:
    """Turns the records of one file into candidates and refusals."""

    def __init__(self, source: Source, limits: Limits, format_name: str, mapped: Mapped) -> None:
        self._source, self._limits, self._format, self._mapped = source, limits, format_name, mapped
        self._encoding: str | None = None  # that of the first record that was not UTF-8 serves for the others
        self.seen = 0

    def outcome(self, piece: Piece) -> Iterator[Candidate | Reject]:
        self.seen += 1
        if piece.data is None:
            most = f"{self._limits.max_record_bytes:,}"
            words = f"{piece.where} is longer than {most} bytes; split or shorten the record"
            yield self._source.reject("too_long", words)
            return
        decoded = decode(piece.data, self._encoding)
        if decoded is None:
            words = f"{piece.where} holds bytes that are no text; write it as UTF-8 JSON"
            yield self._source.reject("not_text", words)
            return
        if decoded.repair and decoded.encoding != "utf-8":
            self._encoding = decoded.encoding
        yield self._record(piece.data, decoded, piece.where)

    def _record(self, data: bytes, decoded: Decoded, where: str) -> Candidate | Reject:
        try:
            values = json.loads(decoded.text)
        except (ValueError, RecursionError) as error:
            words = f"{where} is no valid JSON ({_what(error)}); write one object a line, or an array of whole objects"
            return self._source.reject("bad_record", words)
        if not isinstance(values, dict):
            words = f"{where} is no JSON object but {shown(values)}; write one object a line"
            return self._source.reject("bad_record", words)
        if _is_deeper(values, self._limits.max_depth):
            words = f"{where} is nested more than {self._limits.max_depth} deep; flatten the record"
            return self._source.reject("bad_record", words)
        try:
            fields = self._mapped(values)
        except FieldError as error:
            return self._source.reject("bad_record", f"{where}: {error}")
        repairs = (("bad_encoding", f"{decoded.repair}; save the file as UTF-8"),) if decoded.repair else ()
        return outcome_of(Record(where, data, fields, repairs=repairs), self._source, self._format)


def _is_deeper(value: object, most: int) -> bool:
    """Whether a JSON value holds more than `most` objects and arrays in each other."""
    pending = [(value, 1)]
    while pending:
        inner, depth = pending.pop()
        if depth > most:
            return True
        children = inner.values() if isinstance(inner, dict) else inner if isinstance(inner, list) else ()
        pending += [(child, depth + 1) for child in children if isinstance(child, dict | list)]
    return False


def _what(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at character {error.pos + 1}"
    return "nested too deeply" if isinstance(error, RecursionError) else "a number of too many digits"
