"""The record type that every reader yields, and the record of a refused or repaired input."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Article:
    """One accepted article.  `text` is the article exactly as read: decoded, nothing stripped or repaired."""

    source_uri: str  # path under the seeds folder, with forward slashes
    source_id: str  # the record's own id; the stem of a one-article file
    format: str  # as `formats.FORMATS` names it
    sha256: str  # of the record's bytes, hexadecimal
    text: str
    language: str = "en"  # ISO 639-1
    headline: str | None = None  # only where a field of the record gives it
    published_on: date | None = None  # from a field of the record, the header line or the dateline
    published_at: datetime | None = None  # UTC
    publisher: str | None = None
    author: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """One input that was refused (`severity` "rejected") or accepted with a repair ("repaired")."""

    source_uri: str
    source_id: str | None
    reason: str
    severity: str
    detail: str  # what and where, in words a person can act on
