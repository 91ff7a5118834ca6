"""What the readers of all formats share: limits, a file to read, and an article before it is admitted."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path
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
    """One file of the seeds folder.  `uri` is its path under that folder with forward slashes, `stem` its bare name."""

    path: Path
    uri: str
    stem: str
    suffix: str  # in small letters, without ".gz": ".txt"
    is_gzip: bool = False

    def open(self) -> BinaryIO:
        """The file's bytes, decompressed where it is gzipped.  Raises OSError; reading may raise READ_ERRORS."""
        return cast(BinaryIO, gzip.open(self.path, "rb")) if self.is_gzip else self.path.open("rb")

    def reject(self, reason: str, detail: str, *, source_id: str | None = None, repaired: bool = False) -> Reject:
        """A refusal (or a repair) of this file or of a record in it."""
        return Reject(self.uri, source_id, reason, "repaired" if repaired else "rejected", detail)

    def unreadable(self, error: Exception, where: str) -> Reject:
        """The refusal of what an error of READ_ERRORS kept from being read."""
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
