"""The header line of a seed, `date YYYY-MM-DD headline`, and which days can be days of the news."""

from __future__ import annotations

import re
from datetime import date

HEADER = re.compile(r"\s*date[ \t]+([0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])[ \t]*")
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
