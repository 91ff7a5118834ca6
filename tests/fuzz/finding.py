"""Fuzz targets of the extraction: layout, sentences, quotations, numbers, resolution, the whole path, all tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from zlib import crc32

from spacy.attrs import SENT_START

from tests.fuzz import phrases
from tests.fuzz.invariants import (
    HEADLINE_ENDS,
    SMALL,
    check_layout,
    check_resolution,
    check_rows,
    check_string,
    plain_text,
)
from transforms.parse.engine import engine, parse, tokenised
from transforms.parse.layout import layout_of
from transforms.parse.parsed import ParsedArticle
from transforms.parse.segment import set_sentence_starts
from transforms.pipeline import extract, extract_all
from transforms.read.article import Article, Reject
from transforms.resolve.article import resolve
from transforms.resolve.numbers import figure, number_at
from transforms.statements.quotes import find_quotes
from transforms.tables.checks import check_release
from transforms.tables.collection import assemble

Target = Callable[[bytes], None]
DAYS = (None, date(2021, 11, 28), date(1600, 1, 1), date(2199, 12, 31), date(2024, 2, 29))


def lay_out(data: bytes) -> None:
    headline, _, text = plain_text(data).rpartition(HEADLINE_ENDS)
    check_layout(text, layout_of(text, headline or None))


def segment(data: bytes) -> None:
    """Each paragraph starts a sentence, and white space starts none."""
    text = plain_text(data)
    layout, doc = layout_of(text), tokenised(engine().nlp, text)
    if not len(doc):
        return
    set_sentence_starts(doc, layout)
    starts = doc.to_array([SENT_START]).astype("int64").tolist()
    begun = {token.idx for token, start in zip(doc, starts, strict=True) if start == 1}
    for token, start in zip(doc, starts, strict=True):
        assert start != 1 or not token.text.isspace() or token.i == 0, "white space starts a sentence"
    for paragraph in layout.paragraphs:
        first = next(token for token in doc if token.idx + len(token) > paragraph.start and not token.is_space)
        assert first.idx in begun or any(start in begun for start in range(paragraph.start, first.idx)), "not begun"


def pair_quotes(data: bytes) -> None:
    """Quotations follow each other and stand in their paragraphs."""
    text = plain_text(data)
    paragraphs = layout_of(text).paragraphs
    quotes = find_quotes(text, paragraphs)
    for quote in quotes:
        paragraph = paragraphs[quote.paragraph]
        assert paragraph.start <= quote.start < quote.end <= paragraph.end, f"{quote} leaves its paragraph"
    for one, following in pairwise(quotes):
        assert one.end <= following.start, "quotations overlap"


def read_numbers(data: bytes) -> None:
    text = plain_text(data)
    doc = tokenised(engine().nlp, text)
    for token in doc:
        figure(token.text)
        found = number_at(doc, token.i)
        assert found is None or token.i < found[0] <= len(doc)


def _parsed(data: bytes, text: str) -> ParsedArticle | None:
    """The article whose headline stands before HEADLINE_ENDS, of a day that the bytes draw; None where it is blank."""
    headline, _, text = text.rpartition(HEADLINE_ENDS)
    if not text.strip() or max(map(len, text.split())) > SMALL.max_word_characters:
        return None
    day = DAYS[crc32(data) % len(DAYS)]
    article = Article("a.txt", "a", "txt", "0" * 64, text, headline=headline.strip() or None, published_on=day)
    return next(parse([article]))


def resolve_text(data: bytes) -> None:
    """Actors, places, times and counts of any text."""
    parsed = _parsed(data, plain_text(data))
    if parsed is not None:
        check_resolution(parsed.text, resolve(parsed))


def resolve_phrases(data: bytes) -> None:
    parsed = _parsed(data, phrases.text_of(data))
    if parsed is not None:
        check_resolution(parsed.text, resolve(parsed))


def _extract(parsed: ParsedArticle | None) -> None:
    if parsed is None:
        return
    check_layout(parsed.text, parsed.layout)
    rows = extract(parsed)
    check_rows(parsed.article.text, rows)
    for table in rows.values():
        for row in table:
            for value in row.values():
                if isinstance(value, str):
                    check_string(value)


def extract_text(data: bytes) -> None:
    """The whole path of one article of any text."""
    _extract(_parsed(data, plain_text(data)))


def extract_phrases(data: bytes) -> None:
    """The whole path of one article of phrases."""
    _extract(_parsed(data, phrases.text_of(data)))


def build_tables(data: bytes) -> None:
    """Two articles of phrases through all tables and their checks, the same each time."""
    halves = (data[: len(data) // 2], data[len(data) // 2 :])
    articles = [parsed.article for half in halves if (parsed := _parsed(half, phrases.text_of(half)))]
    named = [
        Article(f"{n}.txt", str(n), "txt", "0" * 64, one.text, published_on=one.published_on)
        for n, one in enumerate(articles)
    ]
    frames, rejects = extract_all(named)
    again, _ = extract_all(named)
    assert all(frames[table].equals(again[table]) for table in frames), "extracted otherwise at the second time"
    assert not rejects, next(iter(rejects.values())).detail
    refused = [Reject("b.txt", None, "empty", "rejected", "the file holds no text")]
    broken = [check for check in check_release(assemble(frames, refused), len(named) + 1) if not check.passed]
    assert not broken, f"{broken[0].table}: {broken[0].name}"


TARGETS: dict[str, Target] = {
    "layout": lay_out,
    "segmentation": segment,
    "quotes": pair_quotes,
    "numbers": read_numbers,
    "resolution": resolve_text,
    "resolution-phrases": resolve_phrases,
    "article": extract_text,
    "article-phrases": extract_phrases,
    "tables": build_tables,
}
