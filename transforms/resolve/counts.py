"""Numbers of things: "27 lives", "about 26,000 people", "thousands of migrants", "half a million", "between 10 and 12".

Dates, ordinals, ages ("Smith, 27,") and the years of time expressions are no counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Token

from transforms.lexicon import table
from transforms.parse.grammar import child
from transforms.resolve.model import Count, TimeMention

DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
LINKS = frozenset({"-", "and"})  # inside a number: "twenty-seven", "two hundred and six"
RANGES = frozenset({"to", "-", "–", "or"})
MOST_HEDGE_TOKENS = 3
Bounds = tuple[float, float]


@cache
def words(kind: str) -> dict[str, str]:
    """Value by word of one kind of the words of numbers."""
    return {row["word"]: row["value"] for row in table("count_words") if row["kind"] == kind}


@cache
def _vague() -> dict[str, list[tuple[list[str], Bounds]]]:
    """Vague numbers by their first word, the longest first."""
    found: dict[str, list[tuple[list[str], Bounds]]] = {}
    for phrase, value in words("vague").items():
        low, high = value.split("-")
        found.setdefault(phrase.split()[0], []).append((phrase.split(), (float(low), float(high))))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


@cache
def _plain() -> dict[str, float]:
    return {word: float(value) for kind in ("number", "scale") for word, value in words(kind).items()}


def _digits(token: Token) -> float | None:
    return float(token.text.replace(",", "")) if DIGITS.fullmatch(token.text) else None


def _number(doc: Doc, first: int) -> tuple[int, float] | None:
    """A number that starts at a token: the token behind it and its value."""
    scales, numbers = words("scale"), words("number")
    total = current = 0.0
    index, end = first, first
    while index < len(doc):
        word = doc[index].lower_
        value = _digits(doc[index])
        if value is None and word in numbers:
            value = float(numbers[word])
        if value is not None:
            if end > first and _digits(doc[index]) is not None:
                break  # two numbers in digits side by side are two numbers
            current += value
        elif word in scales and end > first:
            scale = float(scales[word])
            if scale >= 1000:
                total, current = total + current * scale, 0.0
            else:
                current *= scale
        elif not (word in LINKS and end > first and _goes_on(doc, index)):
            break
        else:
            index += 1
            continue
        index += 1
        end = index
    return (end, total + current) if end > first else None


def _goes_on(doc: Doc, link: int) -> bool:
    """Whether "-" or "and" joins two number words: "twenty-seven", "two hundred and six", but not "two and three"."""
    if link + 1 >= len(doc) or doc[link + 1].lower_ not in words("number"):
        return False
    before = doc[link - 1].lower_
    if doc[link].text == "-":
        return words("number").get(before, "0").endswith("0")
    return before in words("scale")


class CountFinder:
    """Finds the counts of one article."""

    def __init__(self, doc: Doc, times: Sequence[TimeMention]) -> None:
        self.doc = doc
        self.dated = {index for time in times for index in range(time.first, time.last)}

    def find(self) -> list[Count]:
        """All counts, in order."""
        found, index, plain, vague = [], 0, _plain(), _vague()
        while index < len(self.doc):
            token = self.doc[index]
            word = token.lower_
            if (
                word not in plain and word not in vague and not token.is_digit and not token.like_num
            ) or index in self.dated:
                index += 1
                continue
            read = self._read(index)
            count = self._count(index, *read) if read is not None else None
            if count is not None:
                found.append(count)
            index = read[0] if read is not None else index + 1
        return found

    def _read(self, first: int) -> tuple[int, float, float, bool] | None:
        """The token behind a number, its bounds, and whether it is vague."""
        for phrase, (low, high) in _vague().get(self.doc[first].lower_, ()):
            last = first + len(phrase)
            if last <= len(self.doc) and [token.lower_ for token in self.doc[first:last]] == phrase:
                if phrase == ["both"] and self.doc[first].dep_ not in ("det", "predet"):
                    return None
                return last, low, high, low != high
        number = _number(self.doc, first)
        if number is None:
            return None
        last, value = number
        if last + 1 < len(self.doc) and self.doc[last].lower_ in RANGES | {"and"}:
            other = _number(self.doc, last + 1)
            between = first > 0 and self.doc[first - 1].lower_ == "between"
            if (
                other is not None
                and value < other[1]
                and last + 1 not in self.dated
                and (self.doc[last].lower_ != "and" or between)
            ):
                return other[0], self._scaled(value, last, other[0]), other[1], True
        return last, value, value, False

    def _scaled(self, low: float, last: int, end: int) -> float:
        """ "two to three million": the scale of the high bound is the low one's too."""
        scale = words("scale").get(self.doc[end - 1].lower_)
        return low * float(scale) if scale is not None and end - 1 > last + 1 and low < float(scale) else low

    def _count(self, first: int, last: int, low: float, high: float, is_vague: bool) -> Count | None:
        doc = self.doc
        head = doc[first:last].root
        unit = self._unit(first, last)
        noun = self._noun(head, last)
        if self._is_age(first, last) or (noun is None and unit is None and not self._stands_alone(head)):
            return None
        start, is_hedged = self._hedge(
            first - (unit == "money" and not doc[first - 1].is_alpha and doc[first - 1].text in words("unit"))
        )
        end = doc[last - 1]
        return Count(doc[start].idx, end.idx + len(end), start, last, low, high, is_vague or is_hedged, noun, unit)

    def _hedge(self, first: int) -> tuple[int, bool]:
        """Where the number starts with its hedge ("about", "at least"), and whether it has one."""
        hedges = words("hedge")
        for size in range(min(MOST_HEDGE_TOKENS, first), 0, -1):
            if " ".join(token.lower_ for token in self.doc[first - size : first]) in hedges:
                return first - size, True
        return first, first > 0 and self.doc[first - 1].lower_ in ("least", "than")

    def _unit(self, first: int, last: int) -> str | None:
        units = words("unit")
        if first > 0 and not self.doc[first - 1].is_alpha and units.get(self.doc[first - 1].text) == "money":
            return "money"
        for index in (last, last + 1):
            if index < len(self.doc) and (unit := units.get(self.doc[index].lower_)):
                return unit
            if index < len(self.doc) and self.doc[index].text != "-":
                break
        return None

    def _noun(self, head: Token, last: int) -> int | None:
        """What is counted: the noun that the number modifies, or the one behind "of" ("dozens of people")."""
        if head.dep_ in ("nummod", "det", "predet", "amod", "quantmod", "compound", "advmod") and head.head.pos_ in (
            "NOUN",
            "PROPN",
        ):
            return head.head.i if head.head.i >= last - 1 else None
        for preposition in head.children:
            if preposition.dep_ == "prep" and preposition.lower_ == "of":
                counted = child(preposition, "pobj")
                if counted is not None:
                    return counted.i
        if last < len(self.doc) and self.doc[last].pos_ == "NOUN" and self.doc[last].tag_ == "NNS":
            return self.doc[last].i
        return None

    def _stands_alone(self, head: Token) -> bool:
        """ "killed 27", "27 were injured": a number that is itself an argument."""
        return head.dep_ in ("nsubj", "nsubjpass", "dobj") and head.lower_ not in ("one", "both", "several")

    def _is_age(self, first: int, last: int) -> bool:
        """ "Smith, 27," and "a 27-year-old"."""
        doc = self.doc
        if last < len(doc) - 1 and doc[last].text == "-" and doc[last + 1].lower_ in ("year", "month", "week", "day"):
            return True
        before = doc[first - 1].text if first else ""
        after = doc[last].text if last < len(doc) else ""
        return before == "," and after in (",", ".", ";", ")") and doc[first - 2].pos_ == "PROPN"


def find_counts(doc: Doc, times: Sequence[TimeMention]) -> list[Count]:
    """The counts of an article, in order."""
    return CountFinder(doc, times).find()
