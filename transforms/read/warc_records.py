"""The records of a web archive, cut out of a stream by their lengths; where a length is wrong, by their first lines.

The library that takes records apart stops at the first broken one, so the cutting is done here: a record whose length
or header is wrong must not cost those behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from transforms.read.encoding import REPLACEMENT

_FIRST_LINE = re.compile(rb"WARC/\d\.\d+\s*\Z")
_INSIDE = re.compile(rb"\r\n\r\n(?=WARC/\d\.\d+\r\nWARC-)")  # no page has that in it: the next record begins there
_HEADER_BYTES = 64 * 1024
_LINE_BYTES = 64 * 1024
_FIRST_LINE_BYTES = 32
_END = b"\r\n\r\n"
_LENGTH = re.compile(r"\d{1,18}")


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record; where it is broken, `reason` and `words` say why, and `block` is empty.

    `offset` counts bytes of the unpacked file.
    """

    offset: int
    header: bytes = b""
    block: bytes = b""
    reason: str | None = None
    words: str = ""

    def field(self, name: str) -> str | None:
        """The value of a header field, without regard to the case of its name; what no table can hold is replaced."""
        header = self.header.decode("utf-8", "replace").replace("\0", REPLACEMENT)
        found = re.search(rf"^{re.escape(name)}[ \t]*:(.*)$", header, re.M | re.I)
        return found[1].strip() if found else None


class _Tape:
    """A stream that can take bytes back, and knows where it stands."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._ahead = b""
        self.position = 0

    def read(self, size: int) -> bytes:
        data = self._ahead[:size]
        self._ahead = self._ahead[len(data) :]
        if len(data) < size:
            data += self._stream.read(size - len(data))
        self.position += len(data)
        return data

    def line(self) -> bytes:
        """The next line with its end, or so much of it as may be held."""
        end = self._ahead.find(b"\n", 0, _LINE_BYTES) + 1
        data = self._ahead[: end or _LINE_BYTES]
        self._ahead = self._ahead[len(data) :]
        if not end and len(data) < _LINE_BYTES:
            data += self._stream.readline(_LINE_BYTES - len(data))
        self.position += len(data)
        return data

    def take_back(self, data: bytes) -> None:
        self._ahead = data + self._ahead
        self.position -= len(data)


def warc_records_of(stream: BinaryIO, most: int) -> Iterator[WarcRecord]:
    """The records of a stream, in order, at most `most` bytes of each; bytes that are of none come as a broken one."""
    tape = _Tape(stream)
    while line := tape.line():
        offset = tape.position - len(line)
        if not line.strip():
            continue
        if _FIRST_LINE.match(line):
            yield _record(tape, line, offset, most)
        else:
            _skip_to_header(tape)
            words = f"the bytes up to byte {tape.position} are no record; download or copy the file again"
            yield WarcRecord(offset, reason="bad_record", words=words)


def _skip_to_header(tape: _Tape) -> None:
    while line := tape.line():
        if _FIRST_LINE.match(line):
            tape.take_back(line)
            return


def _record(tape: _Tape, first_line: bytes, offset: int, most: int) -> WarcRecord:
    header = first_line
    while (line := tape.line()).strip():
        if _FIRST_LINE.match(line) or len(header) > _HEADER_BYTES:
            tape.take_back(line)
            _skip_to_header(tape)
            return WarcRecord(offset, header, reason="bad_record", words="its header never ends")
        header += line
    record = WarcRecord(offset, header)
    length = record.field("Content-Length") or ""
    if not line:
        return WarcRecord(offset, header, reason="bad_record", words="the file ends in its header")
    if not _LENGTH.fullmatch(length):
        _skip_to_header(tape)
        return WarcRecord(offset, header, reason="bad_record", words="its header has no usable Content-Length")
    if int(length) > most:
        _skip_block(tape, int(length))
        return WarcRecord(offset, header, reason="too_long", words=f"it is longer than {most:,} bytes")
    return _with_block(tape, record, int(length))


def _with_block(tape: _Tape, record: WarcRecord, length: int) -> WarcRecord:
    block = tape.read(length)
    end = tape.read(len(_END))
    is_whole = len(block) == length and end in (_END, b"\r\n", b"")  # a file may be cut behind a record
    # the next record's first line may begin in what was read
    whole = block + end + (b"" if is_whole else tape.read(_FIRST_LINE_BYTES))
    inner = _INSIDE.search(whole)
    if inner is not None:
        tape.take_back(whole[inner.end() :])
        words = f"its Content-Length {length} is too large"
    elif len(block) < length:
        words = f"the file ends {length - len(block):,} bytes before its Content-Length {length}"
    elif is_whole:
        return WarcRecord(record.offset, record.header, block)
    else:
        tape.take_back(whole[length:])
        _skip_to_header(tape)
        words = f"its Content-Length {length} is wrong"
    return WarcRecord(record.offset, record.header, reason="bad_record", words=words)


def _skip_block(tape: _Tape, length: int) -> None:
    """Pass over a block that is too long to be held, but not over a record that stands in it.

    A line that goes on behind the block belongs to its end.
    """
    end, last = tape.position + length, b""
    while tape.position < end and (line := tape.line()):
        if _FIRST_LINE.match(line) and last == b"\r\n":
            tape.take_back(line)
            return
        last = line
