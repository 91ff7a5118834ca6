"""What "last week", "this year", "next summer" mean on a day: spans of days by unit, shift and tense."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from transforms.resolve import days
from transforms.resolve.days import Days


def moved(reference: date, amount: int, unit: str) -> date:
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


def season(year: int, name: str) -> Days:
    """The season that begins in a year, by whole months of the northern half of the earth."""
    first = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[name]
    return days.month(year, first)[0], days.month(year, first + 2)[1], "range"


def _season(reference: date, shift: int, tense: str, unit: str) -> Days:
    """The last, this or next season of that name: last winter, read in February, is the one before that winter."""
    around = [season(reference.year + years, unit) for years in (-2, -1, 0, 1)]
    spans = [(first, last) for first, last, _ in around if first is not None and last is not None]
    if shift < 0:
        return *[span for span in spans if span[1] < reference][-1], "range"
    if shift > 0:
        return *next(span for span in spans if span[0] > reference), "range"
    current = next((span for span in spans if span[0] <= reference <= span[1]), None)
    if current is not None:
        return _cut((*current, "range"), reference, shift, tense)
    if tense == "past":
        return *[span for span in spans if span[0] < reference][-1], "range"
    return season(reference.year, unit)


_UNITS: dict[str, Callable[[date, int, str, str], Days]] = {
    "week": _relative_week,
    "fortnight": _relative_fortnight,
    "weekend": _relative_weekend,
    "month": _relative_month,
    "quarter": _relative_quarter,
    "year": _relative_year,
    "decade": _relative_decade,
}


def relative(reference: date, shift: int, unit: str, tense: str) -> Days:
    """The unit or season `shift` away from the one around the reference: -1 last, 0 this, 1 next."""
    return _UNITS.get(unit, _season)(reference, shift, tense, unit)
