"""Streams that a reader can look into, go back in, and never gets too much from."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable
from typing import BinaryIO, cast

from transforms.read.source import READ_ERRORS, InputFault, Limits

HEAD_BYTES = 64 * 1024  # of a file, by which its format is told
FREE_BYTES = 10 * 1024 * 1024  # that any file may unpack to, however well it is packed
_IN_MEMORY_BYTES = 16 * 1024 * 1024  # of what is spooled; more goes to a temporary file


def with_head(stream: BinaryIO) -> tuple[BinaryIO, bytes]:
    """A stream that stands at its beginning, and its first HEAD_BYTES, or all where it is shorter.

    Where it breaks off within them, what comes before is the head, and the stream breaks off in its place.
    """
    can_seek = stream.seekable()
    head, fault = b"", None
    try:
        while len(head) < HEAD_BYTES and (data := stream.read1(HEAD_BYTES - len(head))):  # type: ignore[attr-defined]
            head += data
    except READ_ERRORS as error:
        if not head:
            raise
        fault = error
    if can_seek and fault is None:
        try:
            stream.seek(0)
            return stream, head
        except ValueError:  # what a web server sends at its own pace calls itself seekable in fsspec
            pass
    return io.BufferedReader(_Replayed(head, stream, fault)), head


class _Replayed(io.RawIOBase):
    """A stream of which the first bytes were read already, and perhaps the fault behind them met."""

    def __init__(self, head: bytes, rest: BinaryIO, fault: Exception | None) -> None:
        self._head, self._rest, self._fault = memoryview(head), rest, fault

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        taken = bytes(self._head[: len(buffer)])
        self._head = self._head[len(taken) :]
        if not taken and self._fault is not None:
            raise self._fault
        taken = taken or self._rest.read1(len(buffer))  # type: ignore[attr-defined]
        buffer[: len(taken)] = taken
        return len(taken)


def seekable(stream: BinaryIO) -> BinaryIO:
    """The stream itself, or its content in a temporary file where it cannot go back; for who must start at the end.

    Raises OSError where the temporary file cannot be written, READ_ERRORS where the stream cannot be read.
    """
    if stream.seekable():
        return stream
    spooled = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115  # whoever asked closes it
    try:
        shutil.copyfileobj(stream, spooled)
    except BaseException:
        spooled.close()
        raise
    spooled.seek(0)
    return cast(BinaryIO, spooled)


class Budget:
    """The bytes that one file may still unpack to, over all its layers."""

    def __init__(self, limits: Limits) -> None:
        self._most = self._left = limits.max_unpacked_bytes

    def take(self, count: int) -> None:
        """Note bytes that were unpacked.  Raises InputFault where they are too many."""
        self._left -= count
        if self._left < 0:
            raise InputFault("bomb", f"it unpacks to more than {self._most:,} bytes; split it into smaller files")


class Counted:
    """A stream that tells how many bytes were read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.count = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the stream."""
        data = self._stream.read(size)
        self.count += len(data)
        return data


class Unpacked(io.RawIOBase):
    """What a decompressor gives: counted, bounded, its own errors turned into InputFault."""

    def __init__(
        self,
        stream: BinaryIO,
        budget: Budget,
        max_ratio: int,
        packed: Callable[[], int],
        kind: str,
        errors: tuple[type[Exception], ...],
    ) -> None:
        """`packed` tells how many bytes the decompressor took so far, `errors` are those that broken data raises."""
        self._stream, self._budget, self._max_ratio, self._packed = stream, budget, max_ratio, packed
        self._kind, self._errors, self._given = kind, errors, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer with what is unpacked next.  Raises InputFault."""
        try:
            # no more than is there: what comes before a fault shall be given before it
            data = self._stream.read1(len(buffer))  # type: ignore[attr-defined]
        except self._errors as error:
            words = f"the {self._kind} data is broken or cut short; compress or copy the file again"
            raise InputFault("unreadable", words) from error
        self._given += len(data)
        self._budget.take(len(data))
        if self._given > FREE_BYTES and self._given > self._max_ratio * self._packed():
            words = f"it unpacks to more than {self._max_ratio} times its size, which no text does; take it away"
            raise InputFault("bomb", words)
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the decompressor."""
        self._stream.close()
        super().close()
