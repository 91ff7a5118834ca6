"""Find an article's parts by text alone: header line, headline, dateline, paragraphs.

The header line is the seed's own form, `date YYYY-MM-DD headline`.  A dateline is the place, agency and day that
open a wire story ("CALAIS, France (AFP) —").  Neither is prose, so neither is parsed with the first sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from transforms.parse.boilerplate import is_boilerplate
from transforms.read.header import header_of
from transforms.read.language import foreign_paragraph

# Letters and separators are kept apart so that there is one way to match a name, however long a line of capitals is.
_CAPITALS = r"[A-ZÀ-Ý][A-ZÀ-Ý.'’]*(?:[/-][A-ZÀ-Ý][A-ZÀ-Ý.'’]*){0,4}"
_PLACE = rf"(?=[A-ZÀ-Ý][A-ZÀ-Ý.'’/-]{{2}}){_CAPITALS}(?: {_CAPITALS}){{0,3}}"
_TITLED_PLACE = r"[A-ZÀ-Ý][\w.'’-]+(?: [A-ZÀ-Ý][\w.'’-]+){0,3}"
_DAY = r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}(?:, \d{4})?|\d{1,2} [A-Z][a-z]{2,8}\.?(?: \d{4})?)"
_AGENCY = r"\([^()\n]{2,40}\)"
_SLASHED_AGENCY = r"/[A-Z][^/\n]{1,38}/\.?"
_DASH = r"(?:(?:[—–]|--?|:)\s+|—)"
_AGENCY_AND_DASH = rf"(?:(?: {_AGENCY})?,?\s*{_DASH}|\.? {_SLASHED_AGENCY}(?:\s*{_DASH}|\s+))"
DATELINE = re.compile(
    rf"(?:(?P<place>{_PLACE})(?:,? (?P<region>{_TITLED_PLACE}))?(?:, (?P<day>{_DAY}))?{_AGENCY_AND_DASH}"
    rf"|(?P<place2>{_TITLED_PLACE})(?:, (?P<region2>{_TITLED_PLACE}))?(?:, (?P<day2>{_DAY}))?,? {_AGENCY}\s*{_DASH}"
    rf"|(?P<place3>{_TITLED_PLACE})(?:, (?P<region3>{_TITLED_PLACE}))?, (?P<day3>{_DAY})"
    rf"(?:,? {_AGENCY}(?:\s*{_DASH}|\s+)|(?:,? [A-Z]{{2,6}})?\s*{_DASH})"
    rf"|{_AGENCY}\s*{_DASH})(?=[^a-zß-ÿ])"
)
DATELINE_PARAGRAPHS = 5  # a headline, a kicker, a byline and a day may stand before the paragraph with the dateline
SENTENCE_END = re.compile(r"[.!?…:;][\"”’»)\]']*$")
LINE_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
WRAP_LEAST, WRAP_MOST = 55, 100  # characters: a text whose longest line is as long as this was wrapped
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
MINOR_WORD_LENGTH = 3  # headline style leaves "of", "the", "and" in small letters
HEADLINE_MOST_CHARACTERS = 160
HEADLINE_CAPITALS = 0.75  # share of longer words with a capital that makes a line a title


@dataclass(frozen=True, slots=True)
class Span:
    """Code points `start` to `end` of the article's text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of one article; every offset is a code point in `documents.text`."""

    body_start: int  # first character of the body's first paragraph
    paragraphs: tuple[Span, ...]  # headline (where printed) and body, in order, without surrounding space, of prose
    boilerplate: tuple[Span, ...] = ()  # bylines, credits, links, buttons, footers; also what is in no English
    headline: Span | None = None  # where the text itself prints one
    dateline: Span | None = None  # with its dash and the space behind it
    dateline_place: str | None = None  # "CALAIS, France"
    header_date: date | None = None
    header_end: int = 0  # end of `date YYYY-MM-DD `


def _lines(text: str, start: int) -> list[Span]:
    spans = []
    for match in re.finditer(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+", text[start:]):
        line = match.group()
        left = len(line) - len(line.lstrip())
        if line.strip():
            spans.append(Span(start + match.start() + left, start + match.start() + len(line.rstrip())))
    return spans


def _ends_sentence(text: str, line: Span) -> bool:
    return SENTENCE_END.search(text, line.start, line.end) is not None


def _is_next(text: str, line: Span, following: Span) -> bool:
    """Whether one line break alone parts two lines."""
    return len(LINE_BREAK.findall(text, line.end, following.start)) == 1


def _wrap_width(text: str, lines: list[Span]) -> int | None:
    """The width at which a text is hard-wrapped: its longest line.  None where most lines end with a sentence."""
    width = max((line.end - line.start for line in lines), default=0)
    if not WRAP_LEAST <= width <= WRAP_MOST:
        return None
    broken = [_ends_sentence(text, line) for line, following in pairwise(lines) if _is_next(text, line, following)]
    inside = broken.count(False)
    return width if inside > 1 and 2 * inside >= len(broken) else None


def _continues(text: str, line: Span, following: Span, width: int | None) -> bool:
    """Whether `following` is the same paragraph as `line`: it goes on in small letters, or did not fit on the line."""
    if not _is_next(text, line, following):
        return False
    if text[following.start].islower() and not _ends_sentence(text, line):
        return True
    next_word = text[following.start : following.end].split(maxsplit=1)[0]
    return width is not None and line.end - line.start + 1 + len(next_word) > width


def paragraphs_of(text: str, start: int = 0) -> list[Span]:
    """Paragraphs from `start`: lines, joined where a line break falls inside running text."""
    lines = _lines(text, start)
    width = _wrap_width(text, lines)
    spans = lines[:1]
    for line, following in pairwise(lines):
        if _continues(text, line, following, width):
            spans[-1] = Span(spans[-1].start, following.end)
        else:
            spans.append(following)
    return spans


def _prose_of(text: str, paragraphs: list[Span], header_end: int) -> tuple[list[Span], list[Span]]:
    """The paragraphs that are prose, and the boilerplate; what the header line prints is the headline."""
    prose: list[Span] = []
    boilerplate: list[Span] = []
    for number, paragraph in enumerate(paragraphs):
        is_headline = number == 0 and header_end > 0
        line = text[paragraph.start : paragraph.end]
        is_none = not is_headline and (is_boilerplate(line) or foreign_paragraph(line) is not None)
        (boilerplate if is_none else prose).append(paragraph)
    return (prose, boilerplate) if prose else (paragraphs, [])


def _is_title(text: str) -> bool:
    """Whether a first line reads as a headline: short, and printed in title case or without a full stop."""
    if len(text) > HEADLINE_MOST_CHARACTERS or text[:1] in "\"“'‘«":
        return False
    longer = [word for word in WORD.findall(text) if len(word) > MINOR_WORD_LENGTH]
    if not longer:
        return False
    return not SENTENCE_END.search(text) or sum(word[0].isupper() for word in longer) / len(longer) >= HEADLINE_CAPITALS


def _same_words(one: str, other: str) -> bool:
    return WORD.findall(one.casefold()) == WORD.findall(other.casefold())


def _dateline_of(text: str, paragraphs: list[Span], skipped: int) -> tuple[int, re.Match[str]] | None:
    """The dateline and the number of the paragraph that it opens: that behind the headline, or one behind short lines.

    `skipped` is the number of paragraphs that are known to stand before the body.
    """
    opening = paragraphs[: skipped + DATELINE_PARAGRAPHS]
    matches = [DATELINE.match(text, paragraph.start, paragraph.end) for paragraph in opening]
    labels = sum(match is not None and match.group().rstrip().endswith(":") for match in matches)
    for number, (paragraph, match) in list(enumerate(zip(opening, matches, strict=True)))[skipped:]:
        is_label = match is not None and match.group().rstrip().endswith(":")
        if match and not (is_label and (number > skipped or labels > 1)):  # "READ MORE: …", speakers of a transcript
            return number, match
        if paragraph.end - paragraph.start > HEADLINE_MOST_CHARACTERS:
            return None
    return None


def _place_of(dateline: re.Match[str]) -> str | None:
    parts = (next(filter(None, (dateline[f"{part}{n}"] for n in ("", "2", "3"))), None) for part in ("place", "region"))
    return ", ".join(filter(None, parts)) or None


def layout_of(text: str, headline: str | None = None) -> Layout:
    """The layout of `text`; `headline` is the one that the record's own field gives, if any."""
    header_date, header_end = header_of(text)
    paragraphs, boilerplate = _prose_of(text, paragraphs_of(text, header_end), header_end)
    if not paragraphs:
        return Layout(body_start=len(text), paragraphs=(), header_date=header_date, header_end=header_end)
    first = paragraphs[0]
    opening = text[first.start : first.end]
    on_header_line = header_end > 0 and "\n" not in text[header_end : first.start]
    repeated = headline is not None and _same_words(headline, opening)
    printed = on_header_line or repeated or (headline is None and _is_title(opening))
    skipped = 1 if printed and len(paragraphs) > 1 else 0
    found = _dateline_of(text, paragraphs, skipped)
    if found and found[0]:
        skipped = 1  # what stands before the dateline is no part of the story, even with a full stop
    return Layout(
        body_start=paragraphs[skipped].start,
        paragraphs=tuple(paragraphs),
        boilerplate=tuple(boilerplate),
        headline=first if skipped else None,
        dateline=Span(*found[1].span()) if found else None,
        dateline_place=_place_of(found[1]) if found else None,
        header_date=header_date,
        header_end=header_end,
    )
