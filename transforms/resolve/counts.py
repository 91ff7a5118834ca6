"""Numbers of things: "27 lives", "about 26,000 people", "thousands of migrants", "$300 million", "a third of voters".

The bounds of "at least 12" and "up to 12" are both 12 and the count is approximate; a range has two bounds and is
approximate, too.  Dates, ordinals, ages ("Smith, 27,"), scores, numbers that are part of a name ("Flight 370") and the
years of time expressions are no counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from spacy.tokens import Token

from transforms.parse.grammar import child
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.gazetteer import demonym_ending_at, known_names
from transforms.resolve.model import Count, TimeMention
from transforms.resolve.numbers import (
    Reading,
    currency_before,
    is_ordinal,
    noun_currency,
    read_number,
    symbols,
    tail_at,
    words,
)

MOST_HEDGE_TOKENS = 3
YEARS = range(1900, 2100)
COUNTING = ("nummod", "det", "predet", "amod", "quantmod", "compound", "advmod")


@cache
def _vague() -> dict[str, list[tuple[list[str], float, float]]]:
    """Vague numbers by their first word, the longest first."""
    found: dict[str, list[tuple[list[str], float, float]]] = {}
    for phrase, value in words("vague").items():
        low, high = value.split("-")
        found.setdefault(phrase.split()[0], []).append((phrase.split(), float(low), float(high)))
    for entries in found.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return found


@cache
def _opening() -> frozenset[str]:
    """Words that a number in words may begin with."""
    return frozenset(words("number").keys() | words("part").keys() | _vague().keys())


class CountFinder:
    """Finds the counts of one article."""

    def __init__(self, parsed: ParsedArticle, times: Sequence[TimeMention]) -> None:
        self.parsed, self.doc = parsed, parsed.doc
        self.dated = {index for time in times for index in range(time.first, time.last)}

    def find(self) -> list[Count]:
        """All counts, in order."""
        opening = _opening()
        found, behind = [], 0
        for index, word in enumerate(self.parsed.lowers):
            if word not in opening and (word.isalpha() or not any(map(str.isdigit, word))):
                continue
            if index < behind or index in self.dated:
                continue
            reading = self._read(index)
            count = self._count(reading) if reading is not None else None
            if count is not None:
                found.append(count)
            behind = reading.last if reading is not None else 0
        return found

    def _read(self, first: int) -> Reading | None:
        """The number at a token, with what makes it approximate behind it; a range never runs into a date."""
        reading = self._vague_at(first) or self._part_at(first) or read_number(self.doc, first)
        if reading is None:
            return None
        if any(index in self.dated for index in range(first, reading.last)):
            return None
        tail = tail_at(self.doc, reading.last)
        if tail == reading.last:
            return reading
        return Reading(first, tail, reading.low, reading.high, True, reading.currency, reading.is_share)

    def _vague_at(self, first: int) -> Reading | None:
        for phrase, low, high in _vague().get(self.parsed.lowers[first], ()):
            last = first + len(phrase)
            if self.parsed.lowers[first:last] == phrase:
                if phrase == ["both"] and self.doc[first].dep_ not in ("det", "predet"):
                    return None
                return Reading(first, last, low, high, low != high)
        return None

    def _part_at(self, first: int) -> Reading | None:
        """ "half of the residents", "a third of them"."""
        index = first + (self.doc[first].lower_ == "a")
        part = words("part").get(self.doc[index].lower_) if index + 1 < len(self.doc) else None
        if part is None or self.doc[index + 1].lower_ != "of" or (index == first and float(part) != 0.5):
            return None
        return Reading(first, index + 1, round(float(part), 4), round(float(part), 4), is_share=True)

    def _count(self, reading: Reading) -> Count | None:
        doc, first, last = self.doc, reading.first, reading.last
        head = doc[first:last].root
        currency = reading.currency or currency_before(doc, first)
        unit, currency = ("money", currency) if currency is not None else self._unit(last)
        if reading.is_share:
            unit = "share"
        noun = self._noun(head, last)
        if reading.is_score and (noun is None or noun < last) and unit is None:
            return None
        if unit is None and self._is_no_count(reading, head, noun):
            return None
        if self._is_age(first, last) or (noun is None and unit is None and not self._stands_alone(head)):
            return None
        start, is_hedged = self._hedge(
            first - (first > 0 and currency is not None and doc[first - 1].text in symbols())
        )
        end = doc[last - 1]
        approximate = reading.is_approximate or is_hedged
        return Count(
            doc[start].idx,
            end.idx + len(end),
            start,
            last,
            reading.low,
            reading.high,
            approximate,
            noun,
            unit,
            currency,
        )

    def _hedge(self, first: int) -> tuple[int, bool]:
        """Where the number starts with its hedge ("about", "at least"), and whether it has one."""
        hedges = words("hedge")
        for size in range(min(MOST_HEDGE_TOKENS, first), 0, -1):
            if " ".join(self.parsed.lowers[first - size : first]) in hedges:
                return first - size, True
        return first, first > 0 and self.doc[first - 1].lower_ in ("least", "than")

    def _unit(self, last: int) -> tuple[str | None, str | None]:
        """The unit right behind a number, and the currency where the unit is one that its noun or a nation tells."""
        doc, units, country = self.doc, words("unit"), None
        for index in range(last, min(last + 3, len(doc))):
            word = doc[index]
            is_money, currency = noun_currency(doc, index, country)
            if is_money:
                return "money", currency
            kind = units.get(word.lower_) or units.get(doc[index : index + 2].text.lower())
            if kind is not None:
                return kind, None
            if word.lower_ in words("square"):
                return words("square")[word.lower_], None
            nation = demonym_ending_at(word)[0] or known_names().get(word.text)
            country = nation.country if nation is not None else None
            if word.text != "-" and country is None and word.lower_ not in ("more", "additional"):
                break
        return None, None

    def _noun(self, head: Token, last: int) -> int | None:
        """What is counted: the noun that the number modifies, or the one behind "of" ("dozens of people")."""
        following = self.doc[last] if last < len(self.doc) else None
        if following is not None and following.lower_ == "of" and following.dep_ == "prep":
            counted = child(following, "pobj")
            return counted.i if counted is not None else None
        if head.dep_ in COUNTING and head.head.pos_ in ("NOUN", "PROPN"):
            return head.head.i if head.head.i >= last - 1 else None
        for preposition in head.children:
            if preposition.dep_ == "prep" and preposition.lower_ == "of":
                counted = child(preposition, "pobj")
                if counted is not None:
                    return counted.i
        if last < len(self.doc) and self.doc[last].pos_ == "NOUN" and self.doc[last].tag_ == "NNS":
            return self.doc[last].i
        return None

    def _is_no_count(self, reading: Reading, head: Token, noun: int | None) -> bool:
        """Whether a number is an ordinal, a time of day, part of a name or address, or "one" of an idiom."""
        doc, first, last = self.doc, reading.first, reading.last
        before = doc[first - 1] if first else None
        if last < len(doc) and doc[last].lower_ in words("clock"):
            return True
        if last + 1 < len(doc) and doc[last].text == "-" and doc[last + 1].tag_ != "NNS":
            return True  # "twenty-first", "the 12-member council"
        if last < len(doc) and is_ordinal(doc[last]):
            return True  # "2 billionth"
        if before is not None and doc[first].lower_ == "one" and before.lower_ in ("no", "the", "any", "each", "every"):
            return True
        if noun is not None and noun >= last:
            is_year = (
                doc[noun].tag_ == "NN" and doc[first].shape_ == "dddd" and reading.high in YEARS
            )  # "the 2020 budget"
            return is_year or (doc[noun].tag_ == "NNP" and reading.high > 1)  # "10 Downing Street"
        is_name = before is not None and before.tag_ in ("NN", "NNP") and "d" in doc[first].shape_
        return is_name and before is not None and (head.head.i == before.i or before.head.i == head.i)

    def _stands_alone(self, head: Token) -> bool:
        """ "killed 27", "27 were injured", "left nine dead": a number that is itself an argument."""
        if head.dep_ == "nummod" and head.head.pos_ == "ADJ":
            return True
        return head.dep_ in ("nsubj", "nsubjpass", "dobj") and head.lower_ not in ("one", "both", "several")

    def _is_age(self, first: int, last: int) -> bool:
        """ "Smith, 27," and "a 27-year-old"."""
        doc = self.doc
        if last < len(doc) - 1 and doc[last].text == "-" and doc[last + 1].lower_ in ("year", "month", "week", "day"):
            return True
        before = doc[first - 1].text if first else ""
        after = doc[last].text if last < len(doc) else ""
        return before == "," and after in (",", ".", ";", ")") and doc[first - 2].pos_ == "PROPN"


def find_counts(parsed: ParsedArticle, times: Sequence[TimeMention]) -> list[Count]:
    """The counts of an article, in order."""
    return CountFinder(parsed, times).find()
