"""What the groups of a time pattern mean on the day an article was published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from spacy.tokens import Doc, Token

from transforms.resolve import days
from transforms.resolve.days import Days
from transforms.resolve.relative_days import moved, relative, season
from transforms.resolve.tense import is_future, tense_of
from transforms.resolve.time_patterns import amount_of, words

MONTH_OPENERS = frozenset(
    ("in", "since", "until", "by", "of", "from", "to", "before", "after", "during", "early", "late", "mid", "and", "-")
)


@dataclass(frozen=True, slots=True)
class Distance:
    """So many units before (sign -1) or behind (1) a day that the text tells elsewhere ("two days later")."""

    low: int
    high: int
    sign: int
    unit: str

    def from_day(self, anchor: date) -> Days:
        """The days it means, counted from a day."""
        try:
            low, high = (days.shifted(anchor, self.sign * amount, self.unit) for amount in (self.low, self.high))
        except (ValueError, OverflowError):  # "900 decades ago" lies before the calendar
            return self.unresolved()
        if low == high:
            return low
        edges = [edge for reading in (low, high) for edge in reading[:2] if edge is not None]
        return min(edges), max(edges), "range"

    def unresolved(self) -> Days:
        """No days, where nothing tells what to count from."""
        return None, None, "day" if self.unit in ("hour", "day", "minute") else "range"


Reading = Days | Distance | None


class Readings:
    """Reads time expressions against one day; `doc` is asked for the words around them."""

    def __init__(self, doc: Doc, reference: date | None) -> None:
        self.doc, self.reference = doc, reference

    def read(self, groups: dict[str, str], head: Token) -> Reading:
        """The meaning of one match: its groups that took part, and the head of its tokens."""
        reader = next(reader for name, reader in _READERS.items() if name in groups)
        try:
            return reader(self, groups, head)
        except (ValueError, OverflowError):  # "in 900 decades" lies behind the calendar
            return None

    # Each reader takes the groups of its pattern and the head token; None means: no date after all.

    def _title(self, groups: dict[str, str], head: Token) -> Reading:
        return None  # "the Sunday Times" is no day

    def _named_day(self, groups: dict[str, str], head: Token) -> Reading:
        return days.day(date.fromisoformat(words("named_day")[" ".join(groups["named_day"].split())]))

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
        if when is None or f"{prefix}_last" not in groups:
            return days.day(when) if when else None
        last = days.safe_date(when.year, month, int(groups[f"{prefix}_last"]))
        return (when, last, "range") if last is not None and last > when else None

    def _month_year(self, groups: dict[str, str], head: Token) -> Reading:
        return days.month(int(groups["my_year"]), int(words("month")[groups["my_month"]]))

    def _months_of_year(self, groups: dict[str, str], head: Token) -> Reading:
        """ "May and June 2018", "between May and August 2019": the year is that of both."""
        first, last = (
            days.month(int(groups["months_year"]), int(words("month")[groups[f"months_{end}"]]))
            for end in ("first", "last")
        )
        ordered = first[0] is not None and last[1] is not None and first[0] < last[1]
        return (first[0], last[1], "range") if ordered else None

    def _rolling(self, groups: dict[str, str], head: Token) -> Reading:
        """ "over the last year": so long, up to the day of writing."""
        if self.reference is None:
            return None, None, "range"
        return moved(self.reference, -1, words("unit")[groups["rolling_unit"].lower()]), self.reference, "range"

    def _month_of_year(self, groups: dict[str, str], head: Token) -> Reading:
        if self.reference is None:
            return None, None, "month"
        shift = {"last": -1, "next": 1}.get(groups["moy_which"].lower(), 0)
        return days.month(self.reference.year + shift, int(words("month")[groups["moy_month"]]))

    def _quarter(self, groups: dict[str, str], head: Token) -> Reading:
        number = int(words("ordinal")[groups["quarter"].lower()])
        if "quarter_year" in groups:
            return days.quarter(int(groups["quarter_year"]), number)
        if self.reference is None:
            return None, None, "quarter"
        shift = {"last": -1, "next": 1}.get(groups.get("quarter_rel", "this").lower(), 0)
        found = days.quarter(self.reference.year + shift, number)
        is_ahead = found[0] is not None and found[0] > self.reference
        if is_ahead and "quarter_rel" not in groups and tense_of(head) == "past":
            return days.quarter(self.reference.year - 1, number)  # read in February, the fourth quarter is over
        return found

    def _half(self, groups: dict[str, str], head: Token) -> Reading:
        year, number = int(groups["half_year"]), 1 if groups["half"].lower() == "first" else 2
        return days.month(year, 6 * number - 5)[0], days.month(year, 6 * number)[1], "range"

    def _weekday(self, groups: dict[str, str], head: Token) -> Reading:
        if head.i and self.doc[head.i - 1].lower_ in ("every", "each"):
            return None  # a habit has no day
        is_part = "wd_part" in groups or groups.get("wd_near", "").lower() in ("early", "late")
        precision = "part_of_day" if is_part else "day"
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

    def _weeks_from(self, groups: dict[str, str], head: Token) -> Reading:
        """ "a week from Monday": so many weeks behind the coming one."""
        amount = amount_of(groups["weeks_n"])
        if self.reference is None or amount is None:
            return days.UNRESOLVED_DAY
        number = int(words("weekday")[groups["weeks_wd"]])
        coming = days.nearest_weekday(self.reference + timedelta(days=1), number, is_future=True)
        return days.day(coming + timedelta(weeks=amount[0]))

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
        if which in ("past", "coming") and unit in words("unit"):
            edge = moved(self.reference, -1 if which == "past" else 1, unit)
            return min(edge, self.reference), max(edge, self.reference), "range"
        if which in ("previous", "following") and unit in ("week", "month", "year"):
            return Distance(1, 1, -1 if which == "previous" else 1, unit)  # from the day told before
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
        name = next((word for word in head.subtree if word.text == groups["month_alone"]), head)
        before = self.doc[name.i - 1].lower_ if name.i else ""
        if name.pos_ not in ("PROPN", "NOUN") or (before not in MONTH_OPENERS and name.ent_type_ != "DATE"):
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

    def _decade(self, groups: dict[str, str], head: Token) -> Reading:
        first = int(groups["decade"])
        return date(first, 1, 1), date(first + 9, 12, 31), "range"

    def _season(self, groups: dict[str, str], head: Token) -> Reading:
        """ "summer 2021", "in the summer": without a year the last or, ahead, the coming one of that name."""
        name = groups.get("season", groups.get("season_alone", "")).lower()
        if "season_year" in groups:
            return season(int(groups["season_year"]), name)
        if self.reference is None:
            return None, None, "range"
        return relative(self.reference, 1 if is_future(head) else -1, name, tense_of(head))

    def _weekend(self, groups: dict[str, str], head: Token) -> Reading:
        if self.reference is None:
            return None, None, "range"
        return relative(self.reference, 0, "weekend", "future" if is_future(head) else "past")

    def _holiday(self, groups: dict[str, str], head: Token) -> Reading:
        """A feast of wide use; one that only describes a noun ("a Christmas party") is no date."""
        if head.dep_ in ("compound", "amod", "nmod") or head.pos_ not in ("PROPN", "NOUN"):
            return None
        rule = words("holiday")[" ".join(groups["holiday"].replace("’", "'").split())]
        if "holiday_year" in groups:
            return days.day(days.holiday(int(groups["holiday_year"]), rule))
        if self.reference is None:
            return days.UNRESOLVED_DAY
        around = [days.holiday(self.reference.year + shift, rule) for shift in (-1, 0, 1)]
        which = groups.get("holiday_which", "").lower().strip()
        if which == "next" or (which != "last" and is_future(head)):
            return days.day(min(when for when in around if when >= self.reference))
        return days.day(max(when for when in around if when < self.reference or (when == self.reference and not which)))

    def _distance(self, groups: dict[str, str], head: Token) -> Reading:
        amount = amount_of(groups["ago_n"])
        if amount is None:
            return None
        unit, direction = words("unit")[groups["ago_unit"].lower()], " ".join(groups["ago_dir"].lower().split())
        sign = -1 if direction in ("ago", "earlier", "before") else 1
        distance = Distance(amount[0], amount[1], sign, unit)
        if direction not in ("ago", "from now"):
            return distance
        return distance.from_day(self.reference) if self.reference is not None else distance.unresolved()

    def _own_unit(self, groups: dict[str, str], head: Token) -> Reading:
        """ "the end of the year": the unit around the day of writing."""
        unit = groups["own_unit"].lower()
        if self.reference is None:
            return None, None, unit
        return days.day(self.reference) if unit == "day" else relative(self.reference, 0, unit, tense_of(head))

    def _told_unit(self, groups: dict[str, str], head: Token) -> Reading:
        """ "the week before": counted from the day told before."""
        return Distance(
            1, 1, -1 if groups["told_dir"].lower() in ("before", "earlier") else 1, groups["told_unit"].lower()
        )

    def _told_day(self, groups: dict[str, str], head: Token) -> Reading:
        """ "the previous day", "that day": counted from the day told before."""
        shift = {"previous": -1, "next": 1, "following": 1, "same": 0, "that": 0}[
            groups["told_day"].lower().split()[-1]
        ]
        return Distance(abs(shift), abs(shift), -1 if shift < 0 else 1, "day")

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
        unit = words("unit")[groups["in_unit"].lower()]
        if groups["in_n"].lower().startswith("within"):
            return self.reference, moved(self.reference, amount[0], unit), "range"
        return days.shifted(self.reference, amount[0], unit)


_READERS: dict[str, Callable[[Readings, dict[str, str], Token], Reading]] = {
    "title": Readings._title,
    "named_day": Readings._named_day,
    "iso": Readings._iso,
    "dmy_day": Readings._day_of_month,
    "mdy_day": Readings._day_of_month,
    "months_year": Readings._months_of_year,
    "rolling_unit": Readings._rolling,
    "my_year": Readings._month_year,
    "moy_which": Readings._month_of_year,
    "quarter": Readings._quarter,
    "half": Readings._half,
    "weeks_wd": Readings._weeks_from,
    "wd": Readings._weekday,
    "dayword": Readings._dayword,
    "this_part": Readings._this_part,
    "rel_unit": Readings._relative,
    "month_of_which": Readings._month_of,
    "ago_n": Readings._distance,
    "decade": Readings._decade,
    "season": Readings._season,
    "season_alone": Readings._season,
    "weekend": Readings._weekend,
    "holiday": Readings._holiday,
    "own_unit": Readings._own_unit,
    "told_unit": Readings._told_unit,
    "told_day": Readings._told_day,
    "span_n": Readings._span,
    "month_alone": Readings._month_alone,
    "year_alone": Readings._year_alone,
    "in_n": Readings._within,
}
