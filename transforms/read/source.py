"""What the readers of all formats share: limits, a file to read, and an article before it is admitted."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from transforms.read.article import Article, Reject

PACKED_SUFFIXES = (".gz", ".tgz", ".bz2", ".xz", ".zst")
_SHOWN_CHARACTERS = 60
_BRIEF_CHARACTERS = 200
# What this machine lacks is no fault of an input: an article must not be refused because a disk is full.
_OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EROFS}
CHANGING = "it changed every time it was read; put it there when it is whole, under its name by one rename"


class InputFault(Exception):
    """What is wrong with the bytes of an input: the reason of its reject, and what and what to do in words."""

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason = reason


READ_ERRORS = (OSError, InputFault)  # what opening or reading a file may raise


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an input is taken, so that no file can fill the memory, the disk or the day.

    A longer text or record, or a text of more words, is refused as `too_long`, an endless word as `not_text`, deeper
    nesting as `bad_record`, an archive that unpacks to too much as `bomb`.
    """

    max_characters: int = 200_000  # code points of one article's text
    max_words: int = 75_000  # words, marks and breaks of one text, for each of which the parser holds 4 KB
    max_word_characters: int = 5_000  # without a space: such data is no prose
    max_record_bytes: int = 8 * 1024 * 1024  # of one record of a many-article file, or of one one-article file
    max_unpacked_bytes: int = 20 * 1024**3  # of one file, over all its layers; a CC-NEWS file unpacks to 5 GiB
    max_ratio: int = 200  # bytes unpacked for one packed, past the first 10 MiB; news text packs 3 to 20 times
    max_nesting: int = 3  # archives in archives; publishers nest once, crawls twice
    max_members: int = 1_000_000  # of one archive; each costs a line in its directory, which is held in memory
    max_depth: int = 100  # of objects in objects, elements in elements; ninjs and NewsML-G2 need ten to thirty


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Original:
    """What tells which bytes a file of the seeds holds, without the bytes themselves.

    Both raise OSError where the file is gone or cannot be read.
    """

    state: Callable[[], object]  # equal for as long as the bytes are the same
    described: Callable[[], dict[str, Any]]  # how many bytes it has, and their SHA-256 or the store's name for them


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the seeds or member of an archive there.

    `uri` is its path under the seeds with forward slashes, the path in the archive behind that of the archive; `stem`
    is its bare name.
    """

    open_raw: Callable[[], BinaryIO]  # raises OSError
    uri: str
    stem: str
    suffix: str  # in small letters: ".txt"
    original: Original | None = field(default=None, compare=False)  # none of what lies in an archive

    @classmethod
    def at(cls, uri: str, open_raw: Callable[[], BinaryIO], original: Original | None = None) -> Source:
        """The file with this path under the seeds, its name taken apart."""
        stem, suffix = _parted(uri.rsplit("/", 1)[-1])
        return cls(open_raw, uri, stem, suffix, original)

    def unpacked(self) -> Source:
        """The file as it is named without its last suffix, which tells how it is compressed: "a.txt.gz" is "a.txt"."""
        if self.suffix == ".tgz":
            return replace(self, suffix=".tar")
        if self.suffix not in PACKED_SUFFIXES:
            return self
        stem, suffix = _parted(self.stem)
        return replace(self, stem=stem, suffix=suffix)

    def holding(self, stream: BinaryIO) -> Source:
        """The same file, whose bytes are those of a stream that is open already; it can be read once."""
        return replace(self, open_raw=lambda: stream)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file's bytes, which can be peeked at.  Raises OSError; reading may raise READ_ERRORS."""
        with self.open_raw() as raw:
            yield raw

    def reject(self, reason: str, detail: str, *, source_id: str | None = None, repaired: bool = False) -> Reject:
        """A refusal (or a repair) of this file or of a record in it."""
        return Reject(self.uri, source_id, reason, "repaired" if repaired else "rejected", detail)

    def unreadable(self, error: Exception, where: str, *, source_id: str | None = None) -> Reject:
        """The refusal of what an error of READ_ERRORS kept from being read.

        A store that cannot be reached or a full disk is no fault of the file: its error is raised.
        """
        if isinstance(error, InputFault):
            return self.reject(error.reason, f"{where}: {error}", source_id=source_id)
        if isinstance(error, ConnectionError | TimeoutError) or getattr(error, "errno", None) in _OF_THE_MACHINE:
            raise error
        return self.reject("unreadable", f"{where}: {_explain(error)}", source_id=source_id)


def _parted(name: str) -> tuple[str, str]:
    stem, dot, suffix = name.rpartition(".")
    return (stem, f".{suffix.lower()}") if dot else (name, "")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article that its format's reader found sound; language and duplicates are still to be looked at.

    `repairs` tell what was mended; they count only where the article is admitted.
    """

    article: Article
    where: str  # the place inside the file for people: "line 12", "the file"
    has_own_id: bool  # the record names its id itself; a file's stem is no such name
    language: str | None = None  # as the record itself says
    repairs: tuple[Reject, ...] = ()


def _explain(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read it; change the file's mode or owner"
    reason = getattr(error, "strerror", None) or type(error).__name__
    return f"the system could not read it ({reason}); check the disk and the file"


def shown(value: object) -> str:
    """A value for a detail: as Python prints it in ASCII, cut to a readable length."""
    return brief(ascii(value), _SHOWN_CHARACTERS)


def brief(text: str, most: int = _BRIEF_CHARACTERS) -> str:
    """Words for a detail that an input may have made as long as it likes, cut to a readable length."""
    return text if len(text) <= most else text[: most - 1] + "…"
