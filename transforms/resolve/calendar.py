"""The calendar of an article: which days its time expressions mean, against the day it was published.

Expressions are found by patterns over the sentence (`time_patterns`) and read by the grammar around them
(`time_readings`): the tense of the governing verb tells "on Friday" past from "on Friday" to come.  A length of time
("for three days") is no date.  What counts from another happening ("48 hours after the accident", "two days later") is
read last, when all that bears a day of its own is known.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from spacy.tokens import Token

from transforms.parse.grammar import child
from transforms.parse.parsed import ParsedArticle, Sentence
from transforms.resolve.days import Days
from transforms.resolve.model import TimeMention
from transforms.resolve.time_attachment import attached_time as attached_time
from transforms.resolve.time_attachment import dated_words
from transforms.resolve.time_patterns import happenings, may_tell_time, time_pattern
from transforms.resolve.time_readings import Distance, Readings

OPENERS = {"since": "since", "until": "until", "till": "until", "by": "until", "before": "until", "after": "since"}
MOST_ANCHOR_TOKENS = 6  # between "after" and the happening that is counted from


class Calendar:
    """Finds the time expressions of one article."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed, self.doc = parsed, parsed.doc
        self.readings = Readings(parsed.doc, parsed.article.published_on)
        self.found: list[TimeMention] = []
        # What is counted from another time, by its place in `found`, with the happening it is counted from.
        self.distances: dict[int, tuple[Distance, Token | None]] = {}

    def read(self) -> list[TimeMention]:
        """All time expressions, in order."""
        for sentence in self.parsed.sentences:
            text = self.parsed.text[sentence.start : sentence.end]
            if may_tell_time(text):
                for match in time_pattern().finditer(text):
                    self._add(match, sentence)
        for position, (distance, anchor) in self.distances.items():
            # "two days later" and "two days after that" count from the day told last.
            is_plain = anchor is None or anchor.pos_ == "PRON"
            day = self._last_day(position) if anchor is None or is_plain else self._day_of(anchor)
            if day is not None:
                starts_on, ends_on, precision = distance.from_day(day)
                mention = self.found[position]
                self.found[position] = replace(mention, starts_on=starts_on, ends_on=ends_on, precision=precision)
        return self.found

    def _add(self, match: re.Match[str], sentence: Sentence) -> None:
        start, end = sentence.start + match.start(), sentence.start + match.end()
        while start < end and self.parsed.text[start].isspace():
            start += 1
        span = self.doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            return
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        reading = self.readings.read(groups, span.root)
        if reading is None:
            return
        first, last = span.start, span.end
        if isinstance(reading, Distance):
            anchor = self._anchor(last) if groups.get("ago_dir", "").lower() in ("before", "after") else None
            if anchor is not None:
                last, end = anchor.i + 1, anchor.idx + len(anchor)
            elif groups.get("ago_dir", "").lower() == "after":
                return  # "two hours after" what?
            self.distances[len(self.found)] = reading, anchor
            reading = reading.unresolved()
        elif self._closes(first) and (joined := _joined(self.found[-1], reading)) is not None:
            previous = self.found.pop()
            start, first, reading = previous.start, previous.first, joined
        elif "year_alone" in groups and self.doc[first - 1].lower_ in ("and", "to") and not self._is_next_year(first):
            return  # "and 2014 others": no year unless one went before
        else:
            reading = self._opened(first, last, reading)
        self.found.append(TimeMention(start, end, first, last, self.parsed.text[start:end], *reading))

    def _is_next_year(self, first: int) -> bool:
        """Whether another year stands before "and": "in 1998 and 2003"."""
        return bool(self.found) and self.found[-1].last == first - 1 and self.found[-1].precision == "year"

    def _closes(self, first: int) -> bool:
        """Whether a date is the far end of "from … to" or "between … and"."""
        previous = self.found[-1] if self.found else None
        if previous is None or not previous.first or previous.last != first - 1:
            return False
        return (self.doc[previous.first - 1].lower_, self.doc[first - 1].lower_) in (("from", "to"), ("between", "and"))

    def _opened(self, first: int, last: int, reading: Days) -> Days:
        """Leave a span open at one end behind "since" or "until"; "since Friday's storm" only dates the storm."""
        word = self.doc[first - 1].lower_ if first else ""
        opener = OPENERS.get(word)
        is_owner = last < len(self.doc) and self.doc[last].tag_ == "POS"
        if opener is None or is_owner or reading[0] is None:
            return reading
        if word == "before" and reading[2] in ("month", "quarter", "year"):
            return None, reading[0] - timedelta(days=1), "range"
        return (reading[0], None, "range") if opener == "since" else (None, reading[1], "range")

    def _anchor(self, behind: int) -> Token | None:
        """The happening that is counted from: the noun or verb that "after" or "before" governs."""
        word = self.doc[behind - 1]
        noun = child(word, "pobj", "pcomp")
        if noun is None and word.dep_ == "mark":
            noun = word.head
        if noun is None:  # the parser hung the noun elsewhere: the first one behind
            following = self.doc[behind : behind + MOST_ANCHOR_TOKENS]
            noun = next((token for token in following if token.pos_ in ("NOUN", "PROPN", "PUNCT")), None)
        if noun is None or noun.pos_ == "PUNCT" or not behind <= noun.i < behind + MOST_ANCHOR_TOKENS:
            return None
        return noun

    def _day_of(self, anchor: Token) -> date | None:
        """The day of a happening: of the same word, or of another word for such a happening, that bears one.

        What was told before the anchor counts first, the nearest of it first.
        """
        if anchor.pos_ == "AUX":
            return None  # "two days after he was in office": a state begins on no day that a text tells
        lemma = anchor.lemma_.lower()
        kinds = happenings(lemma)
        dated = [time for time in self.found if time.starts_on is not None and time.starts_on == time.ends_on]
        before = [time for time in dated if time.first < anchor.i]
        for time in [*reversed(before), *dated[len(before) :]]:
            for word in dated_words(self.doc, time):
                other = word.lemma_.lower()
                if other == lemma or kinds & happenings(other):
                    return time.starts_on
        return None

    def _last_day(self, position: int) -> date | None:
        """The day that "two days later" counts from: the last one told."""
        for time in reversed(self.found[:position]):
            if time.starts_on is not None and time.starts_on == time.ends_on:
                return time.starts_on
        return None


def _joined(previous: TimeMention, reading: Days) -> Days | None:
    """The span from one time to another; "from May to March" begins in the year before."""
    first, last = previous.starts_on, reading[1]
    if first is None or last is None:
        return None
    if first > last and previous.precision == reading[2] == "month" and not previous.text[-1].isdigit():
        first = first.replace(year=first.year - 1)
    return (first, last, "range") if first <= last else None


def find_times(parsed: ParsedArticle) -> list[TimeMention]:
    """The time expressions of an article, in order; unresolved ones have no days (no date of publication)."""
    return Calendar(parsed).read()
