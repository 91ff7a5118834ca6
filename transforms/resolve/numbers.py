"""Numbers as printed: digits and words, scales, ranges, parts of a whole, and the currency printed with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from spacy.tokens import Doc, Token

from transforms.lexicon import table

DIGITS = r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?|\d+(?:\.\d+)?"
LINKS = frozenset({"-", "and"})  # inside a number: "twenty-seven", "two hundred and six"
RANGES = frozenset({"to", "-", "–", "or"})
HALF = ["and", "a", "half"]
ONE_LETTER = 1  # a symbol of one capital ("P13.4 million") is one only before a number of millions


@cache
def words(kind: str) -> dict[str, str]:
    """Value by word of one kind of the words of numbers."""
    return {row["word"]: row["value"] for row in table("count_words") if row["kind"] == kind}


@cache
def symbols() -> dict[str, str]:
    """Currency, ISO 4217, by the symbol printed before a number."""
    return {symbol: row["code"] for row in table("currencies") for symbol in row["symbols"].split(";")}


@cache
def currency_nouns() -> dict[str, dict[str, str]]:
    """Currencies, ISO 4217, by the noun behind a number, and for each noun by the country that tells it."""
    found: dict[str, dict[str, str]] = {}
    for row in table("currencies"):
        for noun in row["nouns"].split(";"):
            found.setdefault(noun, {}).update(dict.fromkeys(row["countries"].split(";"), row["code"]))
    return found


@cache
def _token_pattern() -> re.Pattern[str]:
    signs = "|".join(re.escape(symbol) for symbol in sorted(symbols(), key=len, reverse=True))
    scales = "|".join(
        sorted((re.escape(word) for word in words("scale") if len(word) <= 2), key=len, reverse=True)
    )  # "3bn", "20m"
    return re.compile(rf"(?P<symbol>{signs})?(?P<digits>{DIGITS})(?:[–-](?P<high>{DIGITS}))?(?P<scale>{scales})?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in digits in one token: its value, a range's upper end, scale and currency where the token has them."""

    value: float
    high: float | None = None
    scale: float = 1.0
    currency: str | None = None


@lru_cache(maxsize=50_000)
def figure(text: str) -> Figure | None:
    """What a token with a digit says as a number, None where it is something else ("F-16", "10:30", "737s")."""
    found = _token_pattern().fullmatch(text)
    if found is None:
        return None
    value, high = found["digits"], found["high"]
    scale = float(words("scale")[found["scale"]]) if found["scale"] else 1.0
    return Figure(
        float(value.replace(",", "")),
        float(high.replace(",", "")) if high else None,
        scale,
        symbols()[found["symbol"]] if found["symbol"] else None,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as read from token `first` to `last` (exclusive): bounds, and what its own words tell of it."""

    first: int
    last: int
    low: float
    high: float
    is_approximate: bool = False
    currency: str | None = None
    is_share: bool = False
    is_score: bool = False  # "3-1", "555-0199": two numbers joined by a hyphen that are no range


def number_at(doc: Doc, first: int) -> tuple[int, float] | None:
    """A number that starts at a token, ranges apart: the token behind it and its value."""
    scales, numbers = words("scale"), words("number")
    total = current = 0.0
    index, end = first, first
    while index < len(doc):
        token = doc[index]
        word = token.lower_
        digits = figure(token.text) if "d" in token.shape_ else None
        if digits is not None:
            if end > first or digits.high is not None:
                break  # two numbers in digits side by side are two numbers
            current += digits.value * digits.scale
        elif word in numbers:
            current += float(numbers[word])
        elif word in scales and end > first:
            scale = float(scales[word])
            total, current = (total + current * scale, 0.0) if scale >= 1000 else (total, current * scale)
        elif end > first and [part.lower_ for part in doc[index : index + 3]] == HALF:
            current += 0.5 * (_last_scale(doc, end) if current == 0.0 else 1.0)
            index += 2
        elif word in LINKS and end > first and _goes_on(doc, index):
            index += 1
            continue
        else:
            break
        index += 1
        end = index
    return (end, total + current) if end > first else None


def _last_scale(doc: Doc, end: int) -> float:
    return float(words("scale").get(doc[end - 1].lower_, "1"))


def _goes_on(doc: Doc, link: int) -> bool:
    """Whether "-" or "and" joins two number words: "twenty-seven", "two hundred and six", but not "two and three"."""
    if link + 1 >= len(doc) or doc[link + 1].lower_ not in words("number"):
        return False
    before = doc[link - 1].lower_
    if doc[link].text == "-":
        return words("number").get(before, "0").endswith("0")
    return before in words("scale")


def currency_before(doc: Doc, first: int) -> str | None:
    """The currency whose symbol is a token of its own before a number ("$ 5", "EUR 60")."""
    symbol = doc[first - 1].text if first else ""
    return symbols().get(symbol) if len(symbol) > ONE_LETTER or not symbol.isalpha() else None


def read_number(doc: Doc, first: int) -> Reading | None:
    """The number, range, part of a whole or pair of numbers that starts at a token."""
    digits = figure(doc[first].text) if "d" in doc[first].shape_ else None
    if digits is not None and digits.high is not None:
        is_range = digits.value < digits.high
        return Reading(first, first + 1, digits.value, digits.high, True, digits.currency, is_score=not is_range)
    number = number_at(doc, first)
    if number is None:
        return None
    last, value = number
    currency = digits.currency if digits is not None else None
    if currency is not None and doc[first].text[:1].isalpha() and doc[first].text[1:2].isdigit() and last == first + 1:
        return None  # "P13" alone is no sum of money
    return (
        _share(doc, first, last, value)
        or _range(doc, first, last, value, currency)
        or Reading(first, last, value, value, currency=currency)
    )


def _share(doc: Doc, first: int, last: int, value: float) -> Reading | None:
    """ "two-thirds of", "one in five", "nine out of ten"."""
    index = last + 1 if last < len(doc) and doc[last].text == "-" else last
    part = words("part").get(doc[index].lower_) if index < len(doc) else None
    if part is not None and index + 1 < len(doc) and doc[index + 1].lower_ == "of":
        share = round(value * float(part), 4)
        return Reading(first, index + 1, share, share, is_share=True)
    link = 1 if doc[last : last + 1].text.lower() == "in" else 2 if doc[last : last + 2].text.lower() == "out of" else 0
    if link and last == first + 1 and last + link < len(doc):
        whole = number_at(doc, last + link)
        if whole is not None and value < whole[1] <= 100 and float(value).is_integer():
            share = round(value / whole[1], 4)
            return Reading(first, whole[0], share, share, is_share=True)
    return None


def _range(doc: Doc, first: int, last: int, value: float, currency: str | None) -> Reading | None:
    if last + 1 >= len(doc) or doc[last].lower_ not in RANGES | {"and"}:
        return None
    second = last + 1
    if doc[second].text in symbols() and second + 1 < len(doc):
        second += 1
    other = number_at(doc, second)
    link = doc[last]
    is_between = first > 0 and _opens_range(doc, first)
    if other is None or (link.lower_ == "and" and not is_between):
        return None
    if value < other[1] and not (link.text == "-" and doc[second].text.startswith("0")):
        symbol = figure(doc[second].text)
        currency = currency or currency_before(doc, second) or (symbol.currency if symbol is not None else None)
        return Reading(first, other[0], _scaled(doc, value, second, other[0]), other[1], True, currency)
    return Reading(first, other[0], value, value, is_score=True) if link.text in ("-", "–") else None


def _opens_range(doc: Doc, first: int) -> bool:
    before = first - 2 if doc[first - 1].text in symbols() else first - 1
    return before >= 0 and doc[before].lower_ == "between"


def _scaled(doc: Doc, low: float, second: int, end: int) -> float:
    """ "two to three million": the scale of the high bound is the low one's too."""
    scale = words("scale").get(doc[end - 1].lower_)
    return low * float(scale) if scale is not None and end - 1 > second and low < float(scale) else low


def tail_at(doc: Doc, last: int) -> int:
    """The token behind words that make the number before them approximate ("or so", "-odd"); `last` where none do."""
    for phrase in words("tail"):
        parts = phrase.split()
        if [token.lower_ for token in doc[last : last + len(parts)]] == parts:
            return last + len(parts)
    return last


def noun_currency(doc: Doc, last: int, country: str | None) -> tuple[bool, str | None]:
    """Whether the word at a token is a currency's noun, and the currency, where noun or country of a nation tell it."""
    found = currency_nouns().get(doc[last].lower_) if last < len(doc) else None
    if found is None:
        return False, None
    codes = set(found.values())
    return True, next(iter(codes)) if len(codes) == 1 else found.get(country or "")


def is_ordinal(token: Token) -> bool:
    """Whether a word makes an ordinal of the number before it ("2 billionth")."""
    return token.lower_ in words("ordinal")
