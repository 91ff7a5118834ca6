"""Arithmetic of the calendar: days, ISO weeks, months, quarters and years as spans of days (both ends included)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

Days = tuple[date | None, date | None, str]  # first day, last day, precision; both None where unresolved
UNRESOLVED_DAY: Days = (None, None, "day")
SUNDAY = 6


def day(when: date, precision: str = "day") -> Days:
    """One day."""
    return when, when, precision


def week_of(when: date) -> Days:
    """The ISO week, Monday to Sunday, around a day."""
    monday = when - timedelta(days=when.weekday())
    return monday, monday + timedelta(days=6), "week"


def month(year: int, number: int) -> Days:
    """One month; `number` may run below 1 or above 12 into other years."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month"


def quarter(year: int, number: int) -> Days:
    """One quarter of a year, 1 to 4."""
    return month(year, 3 * number - 2)[0], month(year, 3 * number)[1], "quarter"


def year(number: int) -> Days:
    """One year."""
    return date(number, 1, 1), date(number, 12, 31), "year"


def reported_week(reference: date) -> date:
    """A day of the week that "this week" means.

    A Sunday paper looks ahead: on a Sunday "this week" is the one that begins the next morning, and "last week" the one
    that ends that day.
    """
    return reference + timedelta(days=1) if reference.weekday() == SUNDAY else reference


def shifted(reference: date, amount: int, unit: str) -> Days:
    """The day, week, month or year that lies `amount` units from the reference, as exact as the unit is."""
    if unit in ("minute", "hour"):
        return day(reference + timedelta(days=round(amount / (24 if unit == "hour" else 1440))))
    if unit == "day":
        return day(reference + timedelta(days=amount))
    if unit in ("week", "fortnight"):
        return week_of(reference + timedelta(weeks=amount * (2 if unit == "fortnight" else 1)))
    if unit == "month":
        return month(reference.year, reference.month + amount)
    if unit == "year":
        return year(reference.year + amount)
    return year(reference.year + 10 * amount)[0], year(reference.year + 10 * amount)[1], "range"


def nearest_weekday(reference: date, weekday: int, *, is_future: bool) -> date:
    """The last or next day of that name; the reference day itself where it bears the name."""
    if is_future:
        return reference + timedelta(days=(weekday - reference.weekday()) % 7)
    return reference - timedelta(days=(reference.weekday() - weekday) % 7)


def named_date(reference: date, number: int, month_number: int, *, is_future: bool) -> date | None:
    """A day and month without a year: the nearest such date on the side that the tense tells; None for 31 June."""
    years = (reference.year, reference.year + 1) if is_future else (reference.year, reference.year - 1)
    found = [when for value in years if (when := safe_date(value, month_number, number)) is not None]
    if not found:
        return None
    if is_future:
        return next((when for when in found if when >= reference), found[-1])
    # A week's grace: an article dated the 28th may name the 30th without a future verb.
    return next((when for when in found if when <= reference + timedelta(days=7)), found[-1])


def safe_date(year_number: int, month_number: int, number: int) -> date | None:
    """The date, None where the month has no such day."""
    try:
        return date(year_number, month_number, number)
    except ValueError:
        return None


def nth_weekday(year_number: int, month_number: int, nth: int, weekday: int) -> date | None:
    """The nth day of that name in a month, -1 for the last; None where the month has no fifth."""
    last = monthrange(year_number, month_number)[1]
    first_of_name = 1 + (weekday - date(year_number, month_number, 1).weekday()) % 7
    number = first_of_name + 7 * (nth - 1) if nth > 0 else first_of_name + (last - first_of_name) // 7 * 7
    return safe_date(year_number, month_number, number)


def holiday(year_number: int, rule: str) -> date:
    """The day of a feast in a year, by its rule in calendar_words.tsv: "12-25", "easter-2", "11/4/3" or "11/4/3+1"."""
    for name, easter in (("easter", _easter), ("orthodox", _orthodox_easter)):
        if rule.startswith(name):
            return easter(year_number) + timedelta(days=int(rule.removeprefix(name)))
    if "/" in rule:
        of_month, _, behind = rule.partition("+")
        when = nth_weekday(year_number, *(int(part) for part in of_month.split("/")))
        assert when is not None, rule
        return when + timedelta(days=int(behind or 0))
    month_number, number = (int(part) for part in rule.split("-"))
    return date(year_number, month_number, number)


def _easter(year_number: int) -> date:
    """Easter Sunday of the western churches, by the Gauss computus in the form of Meeus, Jones and Butcher."""
    golden, (century, rest) = year_number % 19, divmod(year_number, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    month_number, number = divmod(epact + weekday - 7 * ((golden + 11 * epact + 22 * weekday) // 451) + 114, 31)
    return date(year_number, month_number, number + 1)


def _orthodox_easter(year_number: int) -> date:
    """Easter Sunday of the eastern churches, by Meeus's rule of the Julian calendar, told in the Gregorian one."""
    epact = (19 * (year_number % 19) + 15) % 30
    weekday = (2 * (year_number % 4) + 4 * (year_number % 7) - epact + 34) % 7
    month_number, number = divmod(epact + weekday + 114, 31)
    behind = year_number // 100 - year_number // 400 - 2  # days that the Julian calendar runs behind
    return date(year_number, month_number, number + 1) + timedelta(days=behind)
