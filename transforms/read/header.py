"""The day of an article as its text tells it: by a seed's header line (`date YYYY-MM-DD headline`) or a dateline."""

from __future__ import annotations

import re
from calendar import month_abbr, month_name
from datetime import date

HEADER = re.compile(r"\s*date[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])[ \t]*")
OPENING = 1000  # characters that a dateline stands in
MONTHS = {name: number for names in (month_name, month_abbr) for number, name in enumerate(names) if name} | {"Sept": 9}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
# "KABUL, Afghanistan, Nov. 24, 2021 (Agency) –": places in capitals at the head of a line, a full day, a dash or colon
DATELINE_DAY = re.compile(
    r"^(?:[A-ZÀ-Ý][\w'’.-]*[, ]+){1,5}\(?"
    rf"(?:(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}}) (?P<month2>{_MONTH})\.?,? (?P<year2>\d{{4}}))"
    r"\)?(?:,? \([^()\n]{2,40}\))?,?\s*(?:[—–]|--?|:)\s",
    re.MULTILINE,
)
FIRST_YEAR, LAST_YEAR = 1600, 2199  # the first newspaper is of 1605; a year outside is a misread number


def is_day_of_news(day: date) -> bool:
    """Whether an article can have been published on `day`."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def header_of(text: str) -> tuple[date | None, int]:
    """The date of a first line `date YYYY-MM-DD headline` and the code point where the headline starts.

    (None, 0) where the text has no header line; (None, start of headline) where it has one that names no usable day.
    """
    match = HEADER.match(text)
    if not match:
        return None, 0
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return None, match.end()
    return (day if is_day_of_news(day) else None), match.end()


def dateline_day(text: str) -> date | None:
    """The day of a dateline that tells it in full, None where it has none: a day without its year is not guessed."""
    found = DATELINE_DAY.search(text, 0, OPENING)
    if found is None:
        return None
    month, number, year = (found[part] or found[f"{part}2"] for part in ("month", "day", "year"))
    try:
        day = date(int(year), MONTHS[month], int(number))
    except ValueError:
        return None
    return day if is_day_of_news(day) else None
