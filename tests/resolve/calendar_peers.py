"""The table of time expressions read by dateparser and parsedatetime.

    python -m tests.resolve.calendar_peers

Both get what favours them: the expression's own words, the day of publication and, where a setting takes it, whether
the day looked for lies ahead.  They give a day, so a span counts as right where their day lies in it.  A sentence that
tells no time is given to them whole, as they search texts for times, too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time

import dateparser
import parsedatetime
from dateparser.search import search_dates

from tests.resolve.test_calendar import NONE, ROWS

Reader = Callable[[str, date, bool], date | None]
KINDS = ("one day", "a span of days", "no time")


def by_dateparser(words: str, published: date, is_ahead: bool) -> date | None:
    """The day that dateparser reads in the words of an expression."""
    found = dateparser.parse(words, languages=["en"], settings=_settings(published, is_ahead))
    return found.date() if found is not None else None


def _settings(published: date, is_ahead: bool) -> dict[str, object]:
    base = datetime.combine(published, time(12))
    return {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future" if is_ahead else "past"}


def by_parsedatetime(words: str, published: date, is_ahead: bool) -> date | None:
    """The day that parsedatetime reads in the words of an expression; it has no setting for what lies ahead."""
    found, status = parsedatetime.Calendar().parseDT(words, datetime.combine(published, time(12)))
    return found.date() if status else None


def finds_nothing_dateparser(sentence: str, published: date) -> bool:
    """Whether dateparser finds no time in a sentence that tells none."""
    return not search_dates(sentence, languages=["en"], settings=_settings(published, is_ahead=False))


def finds_nothing_parsedatetime(sentence: str, published: date) -> bool:
    """Whether parsedatetime finds no time in a sentence that tells none."""
    return not parsedatetime.Calendar().nlp(sentence, datetime.combine(published, time(12)))


PEERS: dict[str, tuple[Reader, Callable[[str, date], bool]]] = {
    "dateparser": (by_dateparser, finds_nothing_dateparser),
    "parsedatetime": (by_parsedatetime, finds_nothing_parsedatetime),
}


def scores(read: Reader, finds_nothing: Callable[[str, date], bool]) -> tuple[Counter[str], Counter[str]]:
    """Rows read right and rows in all, by kind; rows whose days cannot be known or are open at one end are left out."""
    right, total = Counter[str](), Counter[str]()
    for published_on, sentence, words, days, _ in ROWS:
        if published_on is None:
            continue
        published = date.fromisoformat(published_on)
        if words == NONE:
            total["no time"] += 1
            right["no time"] += finds_nothing(sentence, published)
            continue
        try:
            first, last = (date.fromisoformat(day) for day in (days.split(" to ") * 2)[:2])
        except ValueError:
            continue
        kind = "one day" if first == last else "a span of days"
        total[kind] += 1
        found = read(words, published, first > published)
        right[kind] += found is not None and first <= found <= last
    return right, total


def main() -> None:
    for name, (read, finds_nothing) in PEERS.items():
        right, total = scores(read, finds_nothing)
        print(name, *(f"{kind}: {right[kind]} of {total[kind]}" for kind in KINDS), sep="; ", end="; ")
        print(f"all: {right.total() / total.total():.1%}")


if __name__ == "__main__":
    main()
