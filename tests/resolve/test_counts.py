"""Numbers of things as a table: words, mixed, ranges, hedges; ordinals, years and ages told apart; money."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.calendar import find_times
from transforms.resolve.counts import find_counts
from transforms.resolve.model import Count

Parse = Callable[..., ParsedArticle]

ROWS: list[tuple[str, list[tuple[str, float, float, bool, str | None, str | None]]]] = [
    # text, [(as printed, low, high, approximate, counted noun, unit)]
    ("The blast killed 27 people.", [("27", 27, 27, False, "people", None)]),
    ("The blast killed 27.", [("27", 27, 27, False, None, None)]),
    ("The blast killed twenty-seven people.", [("twenty-seven", 27, 27, False, "people", None)]),
    ("The blast killed two hundred and six people.", [("two hundred and six", 206, 206, False, "people", None)]),
    ("About 26,000 people crossed the sea.", [("About 26,000", 26000, 26000, True, "people", None)]),
    ("At least 12 soldiers died.", [("At least 12", 12, 12, True, "soldiers", None)]),
    ("More than 300 homes burned.", [("More than 300", 300, 300, True, "homes", None)]),
    ("Some 1.5 million voters stayed away.", [("Some 1.5 million", 1.5e6, 1.5e6, True, "voters", None)]),
    ("Half a million people marched.", [("Half a million", 5e5, 5e5, False, "people", None)]),
    ("Between 10 and 12 men were hurt.", [("10 and 12", 10, 12, True, "men", None)]),
    ("10 to 12 men were hurt.", [("10 to 12", 10, 12, True, "men", None)]),
    ("Two to three million people fled.", [("Two to three million", 2e6, 3e6, True, "people", None)]),
    ("A dozen ships sank.", [("A dozen", 12, 12, False, "ships", None)]),
    ("Three children and two women died.",
     [("Three", 3, 3, False, "children", None), ("two", 2, 2, False, "women", None)]),
    ("The fine was $300 million.", [("$300 million", 3e8, 3e8, False, None, "money")]),
    ("It paid 40 million euros.", [("40 million", 4e7, 4e7, False, "euros", "money")]),
    ("Prices rose 4.5 percent.", [("4.5", 4.5, 4.5, False, "percent", "percent")]),
    # No counts: dates, years, ordinals, ages.
    ("The army took power in 2014.", []),
    ("The dam broke on 5 March 2019.", []),
    ("He was the third man to resign.", []),
    ("It was the 27th attack.", []),
    ("Smith, 27, was arrested.", []),
    ("A 27-year-old man was arrested.", []),
]  # fmt: skip


def told(parsed: ParsedArticle, count: Count) -> tuple[str, float, float, bool, str | None, str | None]:
    """A count as the table writes it."""
    noun = parsed.doc[count.noun].text if count.noun is not None else None
    printed = parsed.article.text[count.start : count.end]
    return printed, count.low, count.high, count.is_approximate, noun, count.unit


@pytest.mark.parametrize(("text", "expected"), ROWS)
def test_a_number_counts_these_things(parse_text: Parse, text: str, expected: list[tuple[str, float]]) -> None:
    parsed = parse_text(text, date(2021, 11, 28))
    assert [told(parsed, count) for count in find_counts(parsed.doc, find_times(parsed))] == expected


@pytest.mark.parametrize("word", ["dozens", "hundreds", "thousands", "tens of thousands", "several"])
def test_a_vague_number_is_a_range(parse_text: Parse, word: str) -> None:
    parsed = parse_text(f"{word.capitalize()} of migrants fled." if word != "several" else "Several migrants fled.")
    counts = find_counts(parsed.doc, [])
    assert len(counts) == 1 and counts[0].low < counts[0].high and counts[0].is_approximate


@pytest.mark.parametrize("text", ["The two have argued for years.", "The siege lasted 48 hours."])
def test_a_length_of_time_is_no_number_of_things(parse_text: Parse, text: str) -> None:
    parsed = parse_text(text, date(2021, 11, 28))
    things = [count for count in find_counts(parsed.doc, find_times(parsed)) if count.unit != "time"]
    assert [count for count in things if count.noun is not None and parsed.doc[count.noun].lemma_ != "two"] == []
