"""The calendar of an article: which days its time expressions mean, against the day it was published.

Expressions are found by patterns over the sentence and read by the grammar around them: the tense of the governing
verb tells "on Friday" past from "on Friday" to come.  A length of time ("for three days") is no date.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from transforms.parse.parsed import ParsedArticle, Sentence
from transforms.resolve import days
from transforms.resolve.days import Days
from transforms.resolve.model import TimeMention
from transforms.resolve.relative_days import moved, relative
from transforms.resolve.tense import is_future, tense_of
from transforms.resolve.time_patterns import amount_of, time_pattern, words

Reading = Days | None
OPENERS = {"since": "since", "until": "until", "till": "until", "by": "until", "before": "until", "after": "since"}
MONTH_OPENERS = frozenset(
    ("in", "since", "until", "by", "of", "from", "to", "before", "after", "during", "early", "late", "mid", "and", "-")
)


class Calendar:
    """Reads the time expressions of one article."""

    def __init__(self, parsed: ParsedArticle) -> None:
        self.parsed, self.doc = parsed, parsed.doc
        self.reference = parsed.article.published_on
        self.found: list[TimeMention] = []

    def read(self) -> list[TimeMention]:
        """All time expressions, in order."""
        for sentence in self.parsed.sentences:
            text = self.parsed.article.text[sentence.start : sentence.end]
            for match in time_pattern().finditer(text):
                self._add(match, sentence)
        return self.found

    def _add(self, match: re.Match[str], sentence: Sentence) -> None:
        start, end = sentence.start + match.start(), sentence.start + match.end()
        while start < end and self.parsed.article.text[start].isspace():
            start += 1
        span = self.doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            return
        groups = {name: value for name, value in match.groupdict().items() if value is not None}
        reader = next(reader for name, reader in _READERS.items() if name in groups)
        reading = reader(self, groups, span.root)
        if reading is None:
            return
        previous = self.found[-1] if self.found else None
        first = span.start
        if previous is not None and self._closes(previous, first):
            if previous.starts_on is not None and reading[1] is not None:
                self.found.pop()
                start, first, reading = previous.start, previous.first, (previous.starts_on, reading[1], "range")
        elif "year_alone" in groups and self.doc[first - 1].lower_ in ("and", "to"):
            return  # "and 2014 others": no year unless one went before
        else:
            reading = self._opened(first, reading)
        text = self.parsed.article.text[start:end]
        self.found.append(TimeMention(start, end, first, span.end, text, *reading))

    def _closes(self, previous: TimeMention, first: int) -> bool:
        """Whether a date is the far end of "from … to" or "between … and"."""
        if not previous.first or previous.last != first - 1:
            return False
        return (self.doc[previous.first - 1].lower_, self.doc[first - 1].lower_) in (("from", "to"), ("between", "and"))

    def _opened(self, first: int, reading: Days) -> Days:
        """Leave a span open at one end behind "since" or "until"."""
        opener = OPENERS.get(self.doc[first - 1].lower_) if first else None
        if opener is None or reading[0] is None:
            return reading
        return (reading[0], None, "range") if opener == "since" else (None, reading[1], "range")

    # Each reader takes the groups of its pattern and the head token; None means: no date after all.

    def _iso(self, groups: dict[str, str], head: Token) -> Reading:
        year, month, number = groups["iso"].split("-")
        when = days.safe_date(int(year), int(month), int(number))
        return days.day(when) if when else None

    def _day_of_month(self, groups: dict[str, str], head: Token) -> Reading:
        prefix = "dmy" if "dmy_day" in groups else "mdy"
        number, month = int(groups[f"{prefix}_day"]), int(words("month")[groups[f"{prefix}_month"]])
        if f"{prefix}_year" in groups:
            when = days.safe_date(int(groups[f"{prefix}_year"]), month, number)
        elif self.reference is None:
            return days.UNRESOLVED_DAY if number <= 31 else None
        else:
            when = days.named_date(self.reference, number, month, is_future=is_future(head))
        return days.day(when) if when else None

    def _month_year(self, groups: dict[str, str], head: Token) -> Reading:
        return days.month(int(groups["my_year"]), int(words("month")[groups["my_month"]]))

    def _quarter(self, groups: dict[str, str], head: Token) -> Reading:
        number = int(words("ordinal")[groups["quarter"].lower()])
        if "quarter_year" in groups:
            return days.quarter(int(groups["quarter_year"]), number)
        if self.reference is None:
            return None, None, "quarter"
        shift = {"last": -1, "next": 1}.get(groups.get("quarter_rel", "this").lower(), 0)
        return days.quarter(self.reference.year + shift, number)

    def _half(self, groups: dict[str, str], head: Token) -> Reading:
        year, number = int(groups["half_year"]), 1 if groups["half"].lower() == "first" else 2
        return days.month(year, 6 * number - 5)[0], days.month(year, 6 * number)[1], "range"

    def _weekday(self, groups: dict[str, str], head: Token) -> Reading:
        precision = "part_of_day" if "wd_part" in groups else "day"
        if self.reference is None:
            return None, None, precision
        number = int(words("weekday")[groups["wd"]])
        which = groups.get("wd_which", "").strip().lower()
        if which in ("last", "this past", "the previous"):
            when = days.nearest_weekday(self.reference - timedelta(days=1), number, is_future=False)
        elif which in ("next", "the following", "this coming"):
            when = days.nearest_weekday(self.reference + timedelta(days=1), number, is_future=True)
        elif which == "this":
            when = days.nearest_weekday(self.reference, number, is_future=True)
        else:
            when = days.nearest_weekday(self.reference, number, is_future=is_future(head))
        return days.day(when, precision)

    def _dayword(self, groups: dict[str, str], head: Token) -> Reading:
        word = " ".join(groups["dayword"].lower().split())
        is_part = "dayword_part" in groups or word in ("tonight", "overnight")
        precision = "part_of_day" if is_part else "day"
        if self.reference is None:
            return None, None, precision
        shift = {"yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}.get(
            word, 0
        )
        return days.day(self.reference + timedelta(days=shift), precision)

    def _this_part(self, groups: dict[str, str], head: Token) -> Reading:
        if self.reference is None:
            return None, None, "part_of_day"
        is_last = groups["this_part"].lower().startswith("last")
        return days.day(self.reference - timedelta(days=is_last), "part_of_day")

    def _relative(self, groups: dict[str, str], head: Token) -> Reading:
        unit = groups["rel_unit"].lower()
        which = groups["rel_which"].lower().removeprefix("the ")
        if self.reference is None:
            return None, None, unit if unit in ("week", "month", "quarter", "year") else "range"
        shift = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1, "following": 1}.get(which, 0)
        return relative(self.reference, shift, unit, tense_of(head))

    def _month_of(self, groups: dict[str, str], head: Token) -> Reading:
        number = int(words("month")[groups["month_of_which"]])
        if self.reference is None:
            return None, None, "month"
        year, which = self.reference.year, groups["month_which"].strip().lower()
        if which == "last" and number >= self.reference.month:
            year -= 1
        elif which == "next" and number <= self.reference.month:
            year += 1
        return days.month(year, number)

    def _month_alone(self, groups: dict[str, str], head: Token) -> Reading:
        """A bare month; "May", "March" and short forms count only behind a preposition, as a noun."""
        before = self.doc[head.i - 1].lower_ if head.i else ""
        if head.pos_ not in ("PROPN", "NOUN") or (before not in MONTH_OPENERS and head.ent_type_ != "DATE"):
            return None
        number = int(words("month")[groups["month_alone"]])
        if self.reference is None:
            return None, None, "month"
        year = self.reference.year
        if is_future(head):
            year += number < self.reference.month
        else:
            year -= number > self.reference.month
        return days.month(year, number)

    def _year_alone(self, groups: dict[str, str], head: Token) -> Reading:
        return days.year(int(groups["year_alone"]))

    def _distance(self, groups: dict[str, str], head: Token) -> Reading:
        amount = amount_of(groups["ago_n"])
        unit, direction = words("unit")[groups["ago_unit"].lower()], " ".join(groups["ago_dir"].lower().split())
        if amount is None or (direction in ("before", "after") and "ago_noun" not in groups):
            return None
        sign = -1 if direction in ("ago", "earlier", "before") else 1
        if direction in ("ago", "from now"):
            anchor = self.reference
        elif direction in ("before", "after"):
            anchor = self._day_of_happening(groups["ago_noun"])
        else:
            anchor = self._last_day()
        if anchor is None:
            return None, None, "day" if unit in ("hour", "day", "minute") else "range"
        low, high = (days.shifted(anchor, sign * value, unit) for value in amount)
        if low == high:
            return low
        edges = [edge for reading in (low, high) for edge in reading[:2] if edge is not None]
        return min(edges), max(edges), "range"

    def _day_of_happening(self, noun: str) -> date | None:
        """The day of "the accident": of the same noun, or of another word for a mishap, that bore a date before."""
        for time in reversed(self.found):
            if time.starts_on is None or time.starts_on != time.ends_on:
                continue
            above = governor(self.doc, time)
            if above.lower_ == noun or (above.lemma_.lower() in words("mishap") and noun in words("mishap")):
                return time.starts_on
        return None

    def _last_day(self) -> date | None:
        """The day that "two days later" counts from: the last one told."""
        for time in reversed(self.found):
            if time.starts_on is not None and time.starts_on == time.ends_on:
                return time.starts_on
        return None

    def _span(self, groups: dict[str, str], head: Token) -> Reading:
        amount = amount_of(groups["span_n"])
        if amount is None:
            return None
        if self.reference is None:
            return None, None, "range"
        unit = words("unit")[groups["span_unit"].lower()]
        is_past = groups["span_which"].lower() in ("past", "last", "previous")
        edge = moved(self.reference, (-1 if is_past else 1) * amount[1], unit)
        return (edge, self.reference, "range") if is_past else (self.reference, edge, "range")

    def _within(self, groups: dict[str, str], head: Token) -> Reading:
        """ "in two weeks" lies ahead where the verb does; "rebuilt in two weeks" is a length."""
        amount = amount_of(groups["in_n"].split(maxsplit=1)[1])
        if amount is None or not is_future(head):
            return None
        if self.reference is None:
            return None, None, "range"
        return days.shifted(self.reference, amount[0], words("unit")[groups["in_unit"].lower()])


_READERS: dict[str, Callable[[Calendar, dict[str, str], Token], Reading]] = {
    "iso": Calendar._iso,
    "dmy_day": Calendar._day_of_month,
    "mdy_day": Calendar._day_of_month,
    "my_year": Calendar._month_year,
    "quarter": Calendar._quarter,
    "half": Calendar._half,
    "wd": Calendar._weekday,
    "dayword": Calendar._dayword,
    "this_part": Calendar._this_part,
    "rel_unit": Calendar._relative,
    "month_of_which": Calendar._month_of,
    "ago_n": Calendar._distance,
    "span_n": Calendar._span,
    "month_alone": Calendar._month_alone,
    "year_alone": Calendar._year_alone,
    "in_n": Calendar._within,
}


def find_times(parsed: ParsedArticle) -> list[TimeMention]:
    """The time expressions of an article, in order; unresolved ones have no days (no date of publication)."""
    return Calendar(parsed).read()


def governor(doc: Doc, time: TimeMention) -> Token:
    """The word that a time expression hangs on: the verb or noun that it dates."""
    token = doc[time.first : time.last].root
    while token.head.i != token.i and (
        token.head.dep_ in ("prep", "pcomp") or time.first <= token.head.i < time.last or token.head.pos_ == "ADP"
    ):
        token = token.head
    return token.head


def times_below(times: list[TimeMention], token: Token) -> list[TimeMention]:
    """The time expressions inside the subtree of a token."""
    found = []
    for index in range(bisect_left(times, token.left_edge.i, key=lambda time: time.first), len(times)):
        if times[index].first > token.right_edge.i:
            break
        found.append(times[index])
    return found


def attached_time(times: list[TimeMention], token: Token) -> TimeMention | None:
    """The time expression that hangs on a verb or noun itself, the nearest where there are several."""
    own = [time for time in times_below(times, token) if governor(token.doc, time).i == token.i]
    return min(own, key=lambda time: abs(time.first - token.i), default=None)
