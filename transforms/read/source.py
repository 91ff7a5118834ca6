"""What the readers of all formats share: limits, a file to read, and an article before it is admitted."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, cast

from transforms.read.article import Article, Reject

# What opening or reading a file may raise; a broken gzip raises all three.
READ_ERRORS = (OSError, EOFError, zlib.error)
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an input is taken; what is longer is refused as `too_long`, an endless word as `not_text`."""

    max_characters: int = 200_000  # code points of one article's text
    max_word_characters: int = 5_000  # without a space; the tokeniser takes seconds for longer ones, then minutes
    max_record_bytes: int = 8 * 1024 * 1024  # of one line of a many-article file, or of one one-article file


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Source:
    """One file of the seeds.  `uri` is its path under them with forward slashes, `stem` its bare name."""

    open_raw: Callable[[], BinaryIO]  # raises OSError
    uri: str
    stem: str
    suffix: str  # in small letters, without ".gz": ".txt"
    is_gzip: bool = False

    @classmethod
    def at(cls, uri: str, open_raw: Callable[[], BinaryIO]) -> Source:
        """The file with this path under the seeds, its name taken apart."""
        name = uri.rsplit("/", 1)[-1]
        is_gzip = name.lower().endswith(".gz")
        bare = name[:-3] if is_gzip else name
        stem, dot, suffix = bare.rpartition(".")
        return cls(open_raw, uri, stem if dot else bare, (dot + suffix).lower() if dot else "", is_gzip)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file's bytes, decompressed where it is gzipped.  Raises OSError; reading may raise READ_ERRORS."""
        with self.open_raw() as raw:
            if self.is_gzip:
                with gzip.GzipFile(fileobj=raw, mode="rb") as stream:
                    yield cast(BinaryIO, stream)
            else:
                yield raw

    def reject(self, reason: str, detail: str, *, source_id: str | None = None, repaired: bool = False) -> Reject:
        """A refusal (or a repair) of this file or of a record in it."""
        return Reject(self.uri, source_id, reason, "repaired" if repaired else "rejected", detail)

    def unreadable(self, error: Exception, where: str) -> Reject:
        """The refusal of what an error of READ_ERRORS kept from being read.

        A store that cannot be reached is no fault of the file: its error is raised.
        """
        if isinstance(error, ConnectionError | TimeoutError):
            raise error
        return self.reject("unreadable", f"{where}: {_explain(error)}")


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
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return "the gzip data is broken or cut short; compress or copy the file again"
    reason = getattr(error, "strerror", None) or type(error).__name__
    return f"the system could not read it ({reason}); check the disk and the file"


def shown(value: object) -> str:
    """A value for a detail: as Python prints it in ASCII, cut to a readable length."""
    text = ascii(value)
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"
