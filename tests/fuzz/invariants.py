"""What holds for whatever is read or found, whatever the input: the sentences that every fuzz target checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC
from functools import cache
from typing import TYPE_CHECKING, Any

from transforms.parse.layout import Layout
from transforms.read.article import Article, Reject
from transforms.read.fields import unstorable
from transforms.read.header import is_day_of_news
from transforms.read.reasons import REASONS
from transforms.read.source import Candidate, Limits

if TYPE_CHECKING:
    from transforms.resolve.model import Resolution

SMALL = Limits(
    max_characters=20_000,
    max_word_characters=500,
    max_record_bytes=32_768,
    max_unpacked_bytes=1_000_000,
    max_members=30,
    max_depth=20,
)
MOST_DETAIL = 1_000  # characters: a detail is a sentence for people, not a copy of the input
HEADLINE_ENDS = "\x1f"  # in what stands for an article; no text has that
Outcome = Article | Reject | Candidate


def plain_text(data: bytes) -> str:
    """The text that bytes stand for, as an article's may be: no NUL and no half of a surrogate pair."""
    return data.decode("utf-8", "replace").replace("\0", " ")


def check_string(value: str | None) -> None:
    """A string of a table is storable and never empty."""
    assert value is None or (value and unstorable(value) is None), f"not storable: {value!a}"


def check_reject(reject: Reject) -> None:
    assert reject.reason in REASONS, f"unknown reason {reject.reason}"
    assert reject.severity in ("rejected", "repaired"), f"unknown severity {reject.severity}"
    assert 0 < len(reject.detail) <= MOST_DETAIL, f"a detail of {len(reject.detail)} characters"
    for value in (reject.source_uri, reject.source_id, reject.detail):
        check_string(value)


def check_article(article: Article) -> None:
    assert article.text.strip(), "an article without text"
    for name in ("source_uri", "source_id", "text", "headline", "publisher", "author", "url", "language"):
        check_string(getattr(article, name))
    assert re.fullmatch("[0-9a-f]{64}", article.sha256), "no SHA-256"
    assert article.published_on is None or is_day_of_news(article.published_on), "no day of news"
    assert article.published_at is None or article.published_at.tzinfo is UTC, "not in UTC"
    assert article.published_at is None or article.published_on is not None, "a moment without a day"


def check_outcome(outcome: Outcome) -> None:
    if isinstance(outcome, Candidate):
        check_article(outcome.article)
        for repair in outcome.repairs:
            check_reject(repair)
            assert repair.severity == "repaired", "a candidate that was refused"
    elif isinstance(outcome, Article):
        check_article(outcome)
    else:
        check_reject(outcome)


def inputs_of(outcomes: Iterable[Outcome]) -> int:
    """How many inputs these are the outcomes of."""
    return sum(not (isinstance(outcome, Reject) and outcome.severity == "repaired") for outcome in outcomes)


def check_layout(text: str, layout: Layout) -> None:
    """Paragraphs are stripped, in order and hold all that is printed; the parts lie where they should."""
    end = layout.header_end
    parts = sorted((*layout.paragraphs, *layout.boilerplate), key=lambda part: part.start)
    for paragraph in parts:
        assert end <= paragraph.start < paragraph.end <= len(text), "paragraphs overlap"
        printed = text[paragraph.start : paragraph.end]
        assert printed == printed.strip(), f"a paragraph with space around it: {printed!a}"
        end = paragraph.end
    printed = " ".join(text[paragraph.start : paragraph.end] for paragraph in parts)
    assert printed.split() == text[layout.header_end :].split(), "a paragraph was lost"
    assert layout.headline is None or layout.headline in layout.paragraphs, "a headline that is no paragraph"
    for part in filter(None, (layout.headline, layout.dateline)):
        assert 0 <= part.start < part.end <= len(text), f"{part} lies outside"


def check_resolution(text: str, resolution: Resolution) -> None:
    """Times, counts and mentions of actors and places print what they say."""
    for time in resolution.times:
        assert text[time.start : time.end] == time.text, f"{time} is not what is printed there"
        assert time.starts_on is None or time.ends_on is None or time.starts_on <= time.ends_on, f"{time} ends first"
    for count in resolution.counts:
        assert count.low <= count.high, f"{count} has its bounds exchanged"
        assert 0 <= count.start < count.end <= len(text), f"{count} lies outside"
    for mention in (*resolution.mentions, *resolution.places):
        printed = text[mention.start : mention.end]
        assert printed == printed.strip() != "", f"a mention prints {printed!a}"


@cache
def _spans() -> dict[str, list[tuple[str, str, str]]]:
    """By table, columns of printed text and those of their offsets."""
    from transforms.tables.columns import span_of  # readers do without
    from transforms.tables.schemas import TABLES

    return {
        table: [(name, *span) for name, column in schema.columns().items() if (span := span_of(column))]
        for table, schema in TABLES.items()
    }


def check_rows(text: str, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """What a row says is printed is printed there, and sentences hold what is said to stand in them."""
    sentences = {row["sentence_id"]: row for row in rows["sentences"]}
    for table, found in rows.items():
        for row in found:
            for name, start, end in _spans()[table]:
                printed = None if row[start] is None else text[row[start] : row[end]]
                assert row[name] is None or row[name] == printed, f"{table}.{name}: {row[name]!a}, printed {printed!a}"
            if table in ("mentions", "events"):
                parent = sentences[row["sentence_id"]]
                assert parent["start"] <= row["start"] <= row["end"] <= parent["end"], f"{table}: outside its sentence"
