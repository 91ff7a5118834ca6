"""Numbers of things as a table, `numbers.txt`: words, ranges, money, shares, and what only looks like a count."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.calendar import find_times
from transforms.resolve.counts import find_counts
from transforms.resolve.model import Count

Parse = Callable[..., ParsedArticle]

Told = tuple[str, float, float, bool, str | None, str | None, str | None]


def rows() -> list[tuple[str, list[Told]]]:
    """Sentences and their counts from numbers.txt; its first lines say how it is written."""
    found = []
    for line in Path(__file__).with_name("numbers.txt").read_text("utf-8").splitlines():
        if "=>" in line and not line.startswith("#"):
            text, counts = line.split(" =>")
            found.append((text, [read(count) for count in counts.split(" ; ") if count.strip()]))
    return found


def read(count: str) -> Told:
    """One count as the table writes it: printed, low, high, approximate, what is counted, unit, currency."""
    printed, value, noun, unit = ([cell.strip() for cell in count.split("|")] + [""] * 2)[:4]
    low, _, high = value.removeprefix("~").partition("..")
    kind, _, currency = unit.partition(" ")
    is_approximate = value.startswith("~") or bool(high)
    return printed, float(low), float(high or low), is_approximate, noun or None, kind or None, currency or None


def told(parsed: ParsedArticle, count: Count) -> Told:
    """A count as found."""
    noun = parsed.doc[count.noun].text if count.noun is not None else None
    printed = parsed.article.text[count.start : count.end]
    return printed, count.low, count.high, count.is_approximate, noun, count.unit, count.currency


@pytest.mark.parametrize(("text", "expected"), rows(), ids=[text for text, _ in rows()])
def test_a_number_counts_these_things(parse_text: Parse, text: str, expected: list[Told]) -> None:
    parsed = parse_text(text, date(2021, 11, 28))
    assert [told(parsed, count) for count in find_counts(parsed, find_times(parsed))] == expected


@pytest.mark.parametrize("text", ["The two have argued for years.", "The siege lasted 48 hours."])
def test_a_length_of_time_is_no_number_of_things(parse_text: Parse, text: str) -> None:
    parsed = parse_text(text, date(2021, 11, 28))
    things = [count for count in find_counts(parsed, find_times(parsed)) if count.unit != "time"]
    assert [count for count in things if count.noun is not None and parsed.doc[count.noun].lemma_ != "two"] == []


SMALL = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
BELOW_TWENTY = ["zero", *SMALL.split(), "eighteen", "nineteen"]
TENS = ["", "", *["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]]


def spelled(number: int) -> str:
    """A whole number below a thousand million in English words."""
    for size, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            link = " and " if size == 100 else " "
            return f"{spelled(number // size)} {word}" + (link + spelled(rest) if rest else "")
    if number < 20:
        return BELOW_TWENTY[number]
    return TENS[number // 10] + (f"-{spelled(number % 10)}" if number % 10 else "")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.integers(2, 2000), st.integers(2, 10**9 - 1)))
def test_every_whole_number_is_read_as_itself_in_digits_and_in_words(parse_text: Parse, number: int) -> None:
    for printed in (f"{number:,}", str(number), spelled(number)):
        parsed = parse_text(f"The storm destroyed {printed} houses.")
        counts = find_counts(parsed, [])
        assert [(parsed.article.text[count.start : count.end], count.low) for count in counts] == [(printed, number)]
