"""Find quotations by their marks alone, paragraph by paragraph, without a look at the parse.

Double marks of every style count (“ ” „ « » " and doubled apostrophes); single ones count where they cannot be an
apostrophe.  A paragraph that opens a quotation without closing it is carried on by the next one where that opens again,
or where its first mark closes.  An odd mark never raises: what cannot be paired is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.parse.layout import Span

DOUBLE = re.compile("``|''|‘‘|’’|[“”„«»\"]")
OPENING = {"“", "„", "«", "``", "‘‘"}
CLOSING = {"”", "»", "’’"}
SINGLE_OPEN = re.compile(r"(?<![\w’'‘])[‘'](?=[\w“\"$£€(])")
SINGLE_CLOSE = re.compile(r"[’'](?!\w)")
END_PUNCTUATION = ",.?!…;:"
BEFORE_OPENING = "([—–-"
AFTER_CLOSING = ")]—–-" + END_PUNCTUATION
MOST_SINGLE = 600  # characters; a longer pair of single marks is two apostrophes


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation with its marks: code points, paragraph number, and whether the next paragraph carries it on."""

    start: int
    end: int
    paragraph: int
    is_single: bool = False
    goes_on: bool = False


def _opens(text: str, start: int, end: int, mark: str) -> bool | None:
    """Whether a mark opens (True) or closes (False) a quotation; None where its place does not tell.

    What stands beside it comes first: “ closes a quotation in German, and a wrong one slips into any text.
    """
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    opens = (before.isspace() or before in BEFORE_OPENING) and not after.isspace() and after not in END_PUNCTUATION
    closes = not before.isspace() and before not in "([" and (after.isspace() or after in AFTER_CLOSING)
    if opens is not closes:
        return opens
    return True if mark in OPENING else False if mark in CLOSING else None


def _doubles(text: str, paragraph: Span, number: int, opened: int | None, carried: bool) -> list[Quote]:
    """The doubly marked quotations of a paragraph; `opened`: where speech of the paragraph before goes on.

    `carried` says that the next paragraph carries on what is still open at the end of this one.
    """
    found: list[Quote] = []
    for match in DOUBLE.finditer(text, paragraph.start, paragraph.end):
        mark = match.group()
        opens = _opens(text, match.start(), match.end(), mark)
        if opened is None:
            if opens is not False:
                opened = match.start()
        elif opens is True and mark not in ('"', "''"):
            opened = match.start() if mark != "„" else opened
        elif opens is not True or match.end() == paragraph.end:
            if match.start() - opened > 1:
                found.append(Quote(opened, match.end(), number))
            opened = None
        else:
            opened = match.start()
    if opened is not None and carried:
        found.append(Quote(opened, paragraph.end, number, goes_on=True))
    return found


def _carries_on(text: str, following: Span) -> tuple[bool, bool]:
    """Whether a paragraph carries on an open quotation by opening again, and whether by a first mark that closes."""
    first = DOUBLE.search(text, following.start, following.end)
    if first is None:
        return False, False
    if first.start() == following.start:
        return True, False
    return False, _opens(text, first.start(), first.end(), first.group()) is False


def _singles(text: str, paragraph: Span, number: int, doubles: list[Quote], following: str) -> list[Quote]:
    """The singly marked quotations outside the doubly marked ones; `following` begins the next paragraph."""
    found: list[Quote] = []
    position = paragraph.start
    while match := SINGLE_OPEN.search(text, position, paragraph.end):
        position = match.end()
        if any(quote.start <= match.start() < quote.end for quote in doubles):
            continue
        end = _single_end(text, match.end(), paragraph.end, straight=match.group() == "'")
        if end is not None and not any(quote.start < end < quote.end for quote in doubles):
            found.append(Quote(match.start(), end, number, is_single=True))
            position = end
        elif end is None and following == match.group() and (match.start() == paragraph.start or following == "‘"):
            found.append(Quote(match.start(), paragraph.end, number, is_single=True, goes_on=True))
            break
    return found


def _single_end(text: str, start: int, limit: int, straight: bool) -> int | None:
    """Where a single quotation closes: behind punctuation if anywhere, else at the last mark that is no apostrophe."""
    last: int | None = None
    for match in SINGLE_CLOSE.finditer(text, start, min(limit, start + MOST_SINGLE)):
        if SINGLE_OPEN.search(text, start, match.start()):
            break
        if text[match.start() - 1] in END_PUNCTUATION:
            return match.end()
        if text[match.start() - 1].isalnum() and text[match.start() - 1] not in "sS":
            return match.end()
        last = match.end()
    # the only mark stands behind an s: "the ‘Brexiteers’" closes, "the '90s workers'" may be a possessive
    return None if straight else last


def _outermost(quotes: list[Quote]) -> list[Quote]:
    """The quotations that stand in no other, in order: of ‘He said “no” to me’ the whole."""
    found: list[Quote] = []
    for quote in sorted(quotes, key=lambda quote: (quote.start, -quote.end)):
        if not found or quote.start >= found[-1].end:
            found.append(quote)
    return found


def find_quotes(text: str, paragraphs: tuple[Span, ...]) -> list[Quote]:
    """All quotations of an article, in order; they never overlap."""
    found: list[Quote] = []
    opened: int | None = None
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        reopens, closes = _carries_on(text, following) if following is not None else (False, False)
        doubles = _doubles(text, paragraph, number, opened, reopens or closes)
        opened = following.start if following and closes and doubles and doubles[-1].goes_on else None
        begins = text[following.start : following.start + 1] if following is not None else ""
        singles = _singles(text, paragraph, number, doubles, begins)
        found.extend(_outermost([*doubles, *singles]))
    return found
