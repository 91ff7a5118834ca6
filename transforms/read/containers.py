"""Compressed files and archives, known by their first bytes: gzip, bzip2, xz and zstd; zip and tar.

A compressed file stands for what is in it and keeps its own path; each member of an archive is a file of its own, whose
path goes on behind that of the archive ("day.zip/inner/name.jsonl").  Members are read in the order of the archive, as
a stream, and never written to a path that a name in it gives.
"""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO, TypeVar, cast

from transforms.read.article import Reject
from transforms.read.fields import unstorable
from transforms.read.folder import HIDDEN, IGNORED
from transforms.read.source import InputFault, Limits, Source, shown
from transforms.read.streams import Budget, Counted, Unpacked, seekable

_BROKEN = (OSError, EOFError, zlib.error, lzma.LZMAError)
_ZIP_BROKEN = (*_BROKEN, zipfile.BadZipFile, RuntimeError, ValueError, struct.error)
_TAR_BROKEN = (tarfile.TarError, EOFError, ValueError, struct.error)
_TAR_BLOCK, _TAR_MARK = 512, slice(257, 262)
_TAR_HEADER_BYTES = 1024 * 1024  # of a long name or of extended attributes, which tarfile reads in one piece
_TAR_ENDS = 8  # reads at the end of a file that a whole archive may cost
_ENCRYPTED = 0x1
_T = TypeVar("_T")
# Zip archives that are one document: their members are no articles.
_DOCUMENT_MEMBERS = (b"[Content_Types].xml", b"mimetype", b"_rels/", b"META-INF/", b"AndroidManifest.xml")
_DOCUMENT_SUFFIXES = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".apk")


def _gunzip(stream: BinaryIO) -> Any:
    return gzip.GzipFile(fileobj=stream, mode="rb")


def _bunzip(stream: BinaryIO) -> Any:
    import bz2

    return bz2.BZ2File(stream)


def _unxz(stream: BinaryIO) -> Any:
    return lzma.LZMAFile(stream)


def _unzstd(stream: BinaryIO) -> Any:
    from backports import zstd  # few files need it

    return zstd.ZstdFile(stream)


COMPRESSIONS: dict[str, tuple[tuple[bytes, ...], Callable[[BinaryIO], Any]]] = {
    "gzip": ((b"\x1f\x8b\x08",), _gunzip),
    "bzip2": ((b"BZh",), _bunzip),
    "xz": ((b"\xfd7zXZ\0",), _unxz),
    "zstd": ((b"\x28\xb5\x2f\xfd", *(bytes([n]) + b"\x2a\x4d\x18" for n in range(0x50, 0x60))), _unzstd),
}


def compression_of(head: bytes) -> str | None:
    """How a file with these first bytes is compressed; None where it is not."""
    for kind, (marks, _) in COMPRESSIONS.items():
        if head.startswith(marks) and (kind != "bzip2" or head[4:10] in (b"1AY&SY", b"\x17rE8P\x90")):
            return kind
    return None


def archive_of(head: bytes, suffix: str) -> str | None:
    """Which archive a file with these first bytes is: "zip", "tar", or "document" for a zip that is no archive."""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        is_document = suffix in _DOCUMENT_SUFFIXES or head[30:].startswith(_DOCUMENT_MEMBERS)
        return "document" if is_document else "zip"
    if head[_TAR_MARK] == b"ustar" or (suffix == ".tar" and len(head) >= _TAR_BLOCK):
        return "tar"
    return None


def unpack(stream: BinaryIO, kind: str, limits: Limits, budget: Budget) -> BinaryIO:
    """What is in a compressed stream.  Reading raises READ_ERRORS."""
    counted = Counted(stream)
    from_packed = COMPRESSIONS[kind][1](cast(BinaryIO, counted))
    errors: tuple[type[Exception], ...] = _BROKEN
    if kind == "zstd":
        from backports import zstd

        errors = (*_BROKEN, zstd.ZstdError)
    return io.BufferedReader(Unpacked(from_packed, budget, limits.max_ratio, lambda: counted.count, kind, errors))


@dataclass(frozen=True, slots=True)
class _Archive:
    """An archive that is read: where it is, and what its members may cost."""

    source: Source
    limits: Limits
    budget: Budget

    def refusal_of(self, name: str, number: int, *, is_plain: bool) -> Reject | None:
        """Why a member is not read, by its name and kind alone; None where it may be."""
        parts = name.replace("\\", "/").split("/")
        if not is_plain:
            words = "is a link, a device or a file with holes; put a copy of what it stands for in its place"
            return self.source.reject("unsafe_name", f"member {number} {shown(name)} {words}")
        if ".." in parts or not parts[0] or ":" in parts[0] or unstorable(name):
            words = "has a name that leads out of the archive; pack it again with names relative to its folder"
            return self.source.reject("unsafe_name", f"member {number} {shown(name)} {words}")
        if any(part.startswith(".") and part != "." for part in parts):
            return self.member(name, _closed).reject("unknown_format", HIDDEN.format("file"))
        return None

    def member(self, name: str, open_raw: Callable[[], BinaryIO]) -> Source:
        return Source.at(f"{self.source.uri}/{name.removeprefix('./')}", open_raw)

    def too_many(self) -> Reject:
        words = f"the archive holds more than {self.limits.max_members:,} members; the rest is not read; split it"
        return self.source.reject("bomb", words)

    def stream(self, opened: Any, packed: int, kind: str, errors: tuple[type[Exception], ...]) -> BinaryIO:
        return io.BufferedReader(Unpacked(opened, self.budget, self.limits.max_ratio, lambda: packed, kind, errors))


def _closed() -> BinaryIO:
    raise OSError("a refused member is not opened")


def members(stream: BinaryIO, kind: str, source: Source, limits: Limits, budget: Budget) -> Iterator[Source | Reject]:
    """The files of an archive, in its order, and refusals of what is none; each is read before the next is asked for.

    Raises READ_ERRORS where the archive itself is broken.
    """
    archive = _Archive(source, limits, budget)
    is_empty = True
    for member in (_zip_members if kind == "zip" else _tar_members)(stream, archive):
        is_empty = False
        yield member
    if is_empty:
        yield source.reject("empty", "the archive holds no file; take it away")


def _is_mark(name: str) -> bool:
    return name.rstrip("/").rsplit("/", 1)[-1] in IGNORED


def _zip_members(stream: BinaryIO, archive: _Archive) -> Iterator[Source | Reject]:
    with seekable(stream) as whole:
        try:
            directory = zipfile.ZipFile(whole)
        except _ZIP_BROKEN as error:
            words = "the zip archive is broken or cut short; pack or copy it again"
            raise InputFault("unreadable", words) from error
        size = whole.seek(0, io.SEEK_END)
        with directory:
            for number, info in enumerate(directory.infolist(), 1):
                if number > archive.limits.max_members:
                    yield archive.too_many()
                    return
                if not info.filename.endswith("/") and not _is_mark(info.filename):  # a name may be empty
                    yield _zip_member(directory, info, number, size, archive)


def _zip_member(
    directory: zipfile.ZipFile, info: zipfile.ZipInfo, number: int, size: int, archive: _Archive
) -> Source | Reject:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if refusal := archive.refusal_of(info.filename, number, is_plain=kind in (0, stat.S_IFREG)):
        return refusal
    if info.flag_bits & _ENCRYPTED:
        words = "the member is encrypted; unpack it with its password"
        return archive.member(info.filename, _closed).reject("unreadable", words)
    return archive.member(info.filename, partial(_opened_zip_member, directory, info, size, archive))


def _opened_zip_member(directory: zipfile.ZipFile, info: zipfile.ZipInfo, size: int, archive: _Archive) -> BinaryIO:
    try:
        opened = directory.open(info)
    except _ZIP_BROKEN as error:
        words = "the member of the zip archive is broken or packed in a way not known here; pack it again"
        raise InputFault("unreadable", words) from error
    packed = min(info.compress_size, size)  # the directory may say what it likes
    return archive.stream(opened, packed, "zip", _ZIP_BROKEN)


class _BoundedHeaders(tarfile.TarInfo):
    """A member whose extra headers are not read where they are so large that they would fill the memory."""

    def _proc_member(self, tarred: tarfile.TarFile) -> tarfile.TarInfo:
        if not (self.isreg() or self.isdir() or self.size <= _TAR_HEADER_BYTES):
            raise tarfile.ReadError("a header is too large")
        # tarfile names this as the method to overload for what stands before a member
        return super()._proc_member(tarred)  # type: ignore[misc,no-any-return]


class _Ending:
    """A stream that ends once: tarfile reads on to where a header says that its member ends, however far that is."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._empty = stream, 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self._empty = 0 if data else self._empty + 1
        if self._empty > _TAR_ENDS:
            raise tarfile.ReadError("the archive is cut short")
        return data


def _tar_members(stream: BinaryIO, archive: _Archive) -> Iterator[Source | Reject]:
    number = 0
    ending = cast(BinaryIO, _Ending(stream))
    with _tar(lambda: tarfile.open(fileobj=ending, mode="r|", tarinfo=_BoundedHeaders), number) as tarred:
        while (info := _tar(tarred.next, number)) is not None:
            tarred.members.clear()  # type: ignore[attr-defined]  # or it would remember all of them
            number += 1
            if number > archive.limits.max_members:
                yield archive.too_many()
                return
            if not info.isdir() and not _is_mark(info.name):
                yield _tar_member(tarred, info, number, archive)


def _tar(step: Callable[[], _T], number: int) -> _T:
    try:
        return step()
    except _TAR_BROKEN as error:
        words = f"the tar archive is broken or cut short behind member {number}; pack or copy it again"
        raise InputFault("unreadable", words) from error


def _tar_member(tarred: tarfile.TarFile, info: tarfile.TarInfo, number: int, archive: _Archive) -> Source | Reject:
    # a name may hold bytes that are no UTF-8; in tables they stand as \xNN
    name = info.name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if refusal := archive.refusal_of(name, number, is_plain=info.isreg() and not info.issparse()):
        return refusal

    def opened() -> BinaryIO:
        # the bytes of a tar are as many as its members'
        return archive.stream(tarred.extractfile(info), info.size, "tar", _TAR_BROKEN)

    return archive.member(name, opened)
