"""The calendar of an article: which days its time expressions mean, against the day it was published.

Expressions are found by patterns over the sentence and read by the grammar around them: the tense of the governing
verb tells "on Friday" past from "on Friday" to come.  A length of time ("for three days") is no date.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Doc, Token

from transforms.lexicon import table
from transforms.parse.parsed import ParsedArticle, Sentence
from transforms.resolve import days
from transforms.resolve.days import Days
from transforms.resolve.model import TimeMention

Reading = Days | None
YEAR_WORDS = (
    "in",
    "since",
    "by",
    "during",
    "until",
    "of",
    "from",
    "before",
    "after",
    "early",
    "late",
    "mid",
    "between",
    "and",
    "to",
)
OPENERS = {"since": "since", "until": "until", "till": "until", "by": "until", "before": "until", "after": "since"}


@cache
def words(kind: str) -> dict[str, str]:
    """Value by word of one kind of the calendar's words."""
    return {row["word"]: row["value"] for row in table("calendar_words") if row["kind"] == kind}


def _either(kind: str) -> str:
    return "|".join(re.escape(word) for word in sorted(words(kind), key=lambda word: (-len(word), word)))


def _behind(openers: tuple[str, ...]) -> str:
    """A look back at one of several words, in either case (a look back must be of one width)."""
    return "|".join(rf"(?<=(?i:{opener})[ -])" for opener in openers)


@cache
def _pattern() -> re.Pattern[str]:
    weekday, month, unit, part = _either("weekday"), _either("month"), _either("unit"), _either("part")
    number, vague = rf"\d{{1,3}}|{_either('number')}", _either("vague")
    year, ordinal = r"(?:1[5-9]|20)\d\d", r"(?:st|nd|rd|th)?"
    near = r"(?i:earlier|later|late|early)"
    shapes = [
        r"(?P<iso>(?:1[5-9]|20)\d\d-\d\d-\d\d)",
        rf"(?:(?:{weekday}),?\ )?(?:the\ )?(?P<dmy_day>\d{{1,2}}){ordinal}\ (?:of\ )?(?P<dmy_month>{month})(?:,?\ (?P<dmy_year>{year})\b)?",
        rf"(?:(?:{weekday}),?\ )?(?P<mdy_month>{month})\ (?P<mdy_day>\d{{1,2}})(?!\d){ordinal}(?:,?\ (?P<mdy_year>{year})\b)?",
        rf"(?:(?i:early|mid|late)[- ])?(?P<my_month>{month})(?:\ of)?,?\ (?P<my_year>{year})\b",
        rf"(?i:the\ )?(?P<quarter>(?i:{_either('ordinal')}))\ (?i:quarter)(?:\ of\ (?P<quarter_year>{year})|\ of\ (?P<quarter_rel>(?i:last|this|next))\ year)?",
        rf"(?P<half>(?i:first|second))\ half\ of\ (?P<half_year>{year})",
        rf"(?:{near}\ )?(?P<wd_which>(?i:last|next|this|this\ coming|this\ past|the\ previous|the\ following)\ )?(?P<wd>{weekday})(?![\w])(?:\ (?P<wd_part>{part}))?",
        rf"(?P<dayword>(?i:today|yesterday|tomorrow|tonight|overnight|the\ day\ before\ yesterday|the\ day\ after\ tomorrow))(?:\ (?P<dayword_part>{part}))?",
        rf"(?P<this_part>(?i:this)\ (?:{part})|(?i:last)\ (?:night|evening))",
        rf"(?:{near}\ |(?i:the\ (?:end|start|beginning|middle)\ of\ )|(?i:over\ ))?(?P<rel_which>(?i:last|this|next|the\ previous|the\ past|the\ coming|the\ following|the\ current))\ (?P<rel_unit>(?i:week|weekend|month|year|quarter|decade|fortnight|summer|winter|spring|autumn|fall))\b",
        rf"(?P<month_which>(?i:last|this|next)\ )(?P<month_of_which>{month})\b",
        rf"(?i:about\ |around\ |nearly\ |almost\ |over\ |more\ than\ |just\ |some\ )?(?P<ago_n>(?i:{vague}|{number}))[ -](?P<ago_unit>(?i:{unit}))\ (?P<ago_dir>(?i:ago|earlier|later|before|after|from\ now))\b(?:(?:(?<=before)|(?<=after))\ (?:the|a|an|his|her|their|its)\ (?P<ago_noun>[a-z]+))?",
        rf"(?i:over|in|within|during|for)?\ ?(?i:the)\ (?P<span_which>(?i:past|last|next|coming|following|previous))\ (?P<span_n>(?i:{vague}|{number}))\ (?P<span_unit>(?i:{unit}))\b",
        rf"(?P<month_alone>{month})(?![\w])",
        rf"(?:{_behind(YEAR_WORDS)})(?P<year_alone>{year})(?![\w%,.]\d|-)(?![-–]\d)\b",
        rf"(?P<in_n>(?i:in|within)\ (?:(?i:{number})))\ (?P<in_unit>(?i:{unit}))\b(?:'|’)?(?:\ time)?",
    ]  # fmt: skip
    return re.compile(r"(?<![\w$€£-])(?:" + "|".join(shape.replace("\\ ", "[ \\u00a0\\n]") for shape in shapes) + ")")


def amount_of(text: str) -> tuple[int, int] | None:
    """Low and high of a number in words or digits, None for no number."""
    text = text.lower()
    if text.isdigit():
        return int(text), int(text)
    if text in words("number"):
        value = int(words("number")[text])
        return value, value
    if text in words("vague"):
        low, high = words("vague")[text].split("-")
        return int(low), int(high)
    return None


def is_future(token: Token) -> bool:
    """Whether the verb that governs a token looks ahead ("will meet", "plans to meet", "is due on")."""
    verb = token
    while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
        if verb.pos_ in ("NOUN", "ADJ") and verb.lower_ in ("planned", "scheduled", "upcoming", "forthcoming"):
            return True
        if any(part.lower_ in ("planned", "scheduled", "upcoming", "forthcoming", "due") for part in verb.lefts):
            return True
        verb = verb.head
    auxiliaries = {part.lower_.strip("’'") for part in verb.children if part.dep_ in ("aux", "auxpass")}
    if any(part.dep_ == "aux" and part.lower_ == "have" for part in verb.children):
        return False  # "would have met": looks back
    if auxiliaries & words("future").keys():
        return True
    if any(part.tag_ == "TO" for part in verb.children if part.dep_ == "aux"):
        above = verb.head
        return (
            verb.dep_ == "ROOT" or above.lemma_ in words("expecting") or above.tag_ in ("VBZ", "VBP") or is_ahead(above)
        )
    if verb.tag_ == "VBG" and auxiliaries & {"is", "are", "'m", "re", "s"}:
        return True
    return verb.lemma_ in ("schedule", "plan", "expect", "slate") and verb.tag_ == "VBN"


def is_ahead(verb: Token) -> bool:
    """Whether an auxiliary turns a verb to the future."""
    return any(part.lower_ in words("future") for part in verb.children if part.dep_ == "aux")


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
            for match in _pattern().finditer(text):
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
        return _RELATIVE.get(unit, _season)(self.reference, shift, _tense(head), unit)

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
        if head.pos_ not in ("PROPN", "NOUN") or (before not in ("in", "since", "until", "by", "of", "from", "to", "before", "after", "during", "early", "late", "mid", "and", "-") and head.ent_type_ != "DATE"):  # fmt: skip
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
        edge = _moved(self.reference, (-1 if is_past else 1) * amount[1], unit)
        return (edge, self.reference, "range") if is_past else (self.reference, edge, "range")

    def _within(self, groups: dict[str, str], head: Token) -> Reading:
        """ "in two weeks" lies ahead where the verb does; "rebuilt in two weeks" is a length."""
        amount = amount_of(groups["in_n"].split(maxsplit=1)[1])
        if amount is None or not is_future(head):
            return None
        if self.reference is None:
            return None, None, "range"
        return days.shifted(self.reference, amount[0], words("unit")[groups["in_unit"].lower()])


def _tense(head: Token) -> str:
    if is_future(head):
        return "future"
    verb = next((above for above in head.ancestors if above.pos_ in ("VERB", "AUX")), None)
    return (
        "past"
        if verb is None or verb.tag_ in ("VBD", "VBN") or any(p.tag_ == "VBD" for p in verb.children)
        else "present"
    )


def _moved(reference: date, amount: int, unit: str) -> date:
    """The day that lies so many units away, to the day."""
    if unit in ("month", "year", "decade"):
        months = amount * {"month": 1, "year": 12, "decade": 120}[unit]
        first, last, _ = days.month(reference.year, reference.month + months)
        assert first is not None and last is not None
        return min(first + timedelta(days=reference.day - 1), last)
    hours = {"minute": 1 / 60, "hour": 1, "day": 24, "week": 168, "fortnight": 336}[unit]
    return reference + timedelta(days=round(amount * hours / 24))


def _relative_week(reference: date, shift: int, tense: str, unit: str) -> Days:
    if reference.weekday() == days.SUNDAY and shift > 0:
        return days.week_of(reference + timedelta(days=1))
    return days.week_of(days.reported_week(reference) + timedelta(weeks=shift))


def _relative_fortnight(reference: date, shift: int, tense: str, unit: str) -> Days:
    edge = reference + timedelta(weeks=2 * (shift or -1))
    return min(edge, reference), max(edge, reference), "range"


def _relative_weekend(reference: date, shift: int, tense: str, unit: str) -> Days:
    saturday = reference + timedelta(days=5 - reference.weekday())
    if tense == "past" and shift == 0 and reference.weekday() < 5:
        saturday -= timedelta(weeks=1)
    if shift < 0 or (shift > 0 and reference.weekday() >= 5):
        saturday += timedelta(weeks=shift)
    return saturday, saturday + timedelta(days=1), "range"


def _cut(reading: Days, reference: date, shift: int, tense: str) -> Days:
    """ "this year" in a past clause ends today; in a clause that looks ahead it starts today."""
    first, last, precision = reading
    if shift == 0 and tense == "past":
        last = reference
    elif shift == 0 and tense == "future":
        first = reference
    return first, last, precision


def _relative_month(reference: date, shift: int, tense: str, unit: str) -> Days:
    return _cut(days.month(reference.year, reference.month + shift), reference, shift, tense)


def _relative_quarter(reference: date, shift: int, tense: str, unit: str) -> Days:
    number = (reference.month - 1) // 3 + shift
    return _cut(days.quarter(reference.year + number // 4, number % 4 + 1), reference, shift, tense)


def _relative_year(reference: date, shift: int, tense: str, unit: str) -> Days:
    return _cut(days.year(reference.year + shift), reference, shift, tense)


def _relative_decade(reference: date, shift: int, tense: str, unit: str) -> Days:
    first = reference.year // 10 * 10 + 10 * shift
    return date(first, 1, 1), date(first + 9, 12, 31), "range"


def _season(reference: date, shift: int, tense: str, unit: str) -> Days:
    """Seasons of the northern half of the earth, by whole months; the last or next of that name."""
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[unit]
    start = days.month(reference.year, first)[0]
    assert start is not None
    year = reference.year + shift
    if shift < 0 and start <= reference - timedelta(days=92):
        year += 1
    elif shift > 0 and start > reference:
        year -= 1
    return days.month(year, first)[0], days.month(year, first + 2)[1], "range"


_RELATIVE: dict[str, Callable[[date, int, str, str], Days]] = {
    "week": _relative_week, "fortnight": _relative_fortnight, "weekend": _relative_weekend, "month": _relative_month,
    "quarter": _relative_quarter, "year": _relative_year, "decade": _relative_decade,
}  # fmt: skip
_READERS: dict[str, Callable[[Calendar, dict[str, str], Token], Reading]] = {
    "iso": Calendar._iso, "dmy_day": Calendar._day_of_month, "mdy_day": Calendar._day_of_month,
    "my_year": Calendar._month_year, "quarter": Calendar._quarter, "half": Calendar._half, "wd": Calendar._weekday,
    "dayword": Calendar._dayword, "this_part": Calendar._this_part, "rel_unit": Calendar._relative,
    "month_of_which": Calendar._month_of, "ago_n": Calendar._distance, "span_n": Calendar._span,
    "month_alone": Calendar._month_alone, "year_alone": Calendar._year_alone, "in_n": Calendar._within,
}  # fmt: skip


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
