"""The lines of a many-article file, one at a time and never more of one than the limit."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from transforms.read.encoding import mark_of

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its line break; `data` is None where it is longer than the limit and was skipped."""

    number: int  # from 1
    data: bytes | None
    end: bytes = b""  # the line break


class _AsUtf8(io.RawIOBase):
    """A stream of UTF-16 or UTF-32 read as UTF-8, so that a line ends where a line feed byte stands."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._pending = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._pending:
            data = self._stream.read(_CHUNK_BYTES)
            self._pending = self._decoder.decode(data, final=not data).encode()
            if not data:
                break
        taken = self._pending[: len(buffer)]
        buffer[: len(taken)] = taken
        self._pending = self._pending[len(taken) :]
        return len(taken)


def marked(stream: BinaryIO) -> tuple[BinaryIO, str | None]:
    """A stream behind its byte order mark and the encoding that this names; UTF-16 and UTF-32 come out as UTF-8.

    `stream` can be peeked at, as those of `Source.open` can.
    """
    encoding, mark = mark_of(head_of(stream))
    stream.read(mark)
    if encoding in (None, "utf-8"):
        return stream, encoding
    return io.BufferedReader(_AsUtf8(stream, encoding)), encoding


def head_of(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, which stay in it."""
    return stream.peek(4096)[:4096]  # type: ignore[attr-defined,no-any-return]


def lines_of(stream: BinaryIO, most: int) -> Iterator[Line]:
    """The lines of a stream, at most `most` bytes of each in memory; one that is longer is passed over."""
    number = 0
    while data := stream.readline(most + 2):
        number += 1
        whole = data.removesuffix(b"\n").removesuffix(b"\r")
        if len(whole) > most:
            while data and not data.endswith(b"\n"):
                data = stream.readline(_CHUNK_BYTES)
            yield Line(number, None)
        else:
            yield Line(number, whole, data[len(whole) :])
