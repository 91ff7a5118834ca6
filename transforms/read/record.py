"""One record, whatever its format: its fields become a candidate, or what is wrong with them a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from transforms.read.article import Article, Reject
from transforms.read.fields import FieldError, Fields
from transforms.read.header import dateline_day, header_of
from transforms.read.source import Candidate, Source

DERIVED_ID_DIGITS = 16  # hexadecimal digits of the text's SHA-256 that name a record without an id


@dataclass(frozen=True, slots=True)
class Record:
    """A record as a reader found it.

    `fields` are `text`, `id`, `headline`, `published` (ISO 8601), `url`, `publisher`, `author` and `language`; others
    are not read.  `where` is the place in the file for people ("line 12"), `data` the bytes that `sha256` is of.
    `default_id` names an article whose record has no id: the stem of a one-article file; else its text does.
    """

    where: str
    data: bytes
    fields: Mapping[str, object]
    default_id: str | None = None
    repairs: tuple[tuple[str, str], ...] = ()  # reasons and words of what the reader mended


def outcome_of(record: Record, source: Source, format_name: str) -> Candidate | Reject:
    """The candidate that a record makes, or its refusal.

    A text may open with the header line `date YYYY-MM-DD headline`, which stays in it and dates the article where
    `published` does not.
    """
    fields, source_id = Fields(record.fields), record.default_id
    try:
        source_id = fields.identifier() or record.default_id
        text = fields.text()
    except FieldError as error:
        return source.reject("bad_record", f"{record.where}: {error}", source_id=source_id)
    own_id = fields.identifier()
    source_id = source_id or sha256(text.encode()).hexdigest()[:DERIVED_ID_DIGITS]
    header_date, header_end = header_of(text)
    published_on, published_at = fields.published()
    article = Article(
        source_uri=source.uri,
        source_id=source_id,
        format=format_name,
        sha256=sha256(record.data).hexdigest(),
        text=text,
        headline=fields.string("headline"),
        published_on=published_on or header_date or dateline_day(text),
        published_at=published_at,
        publisher=fields.string("publisher"),
        author=fields.string("author"),
        url=fields.string("url"),
    )
    language = fields.language()
    faults = [*record.repairs, *(("bad_record", fault) for fault in fields.faults)]
    if header_end and not article.published_on:
        faults.append(("bad_record", "the text's first line names no usable day; the article has no date"))
    repairs = tuple(
        source.reject(reason, f"{record.where}: {words}", source_id=source_id, repaired=True)
        for reason, words in faults
    )
    return Candidate(article, record.where, own_id is not None, language, repairs)
