"""Which time and place an event takes from its clause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from transforms.events.triggers import TriggerFinder
from transforms.events.when_where import place_of, time_of
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.article import resolve

PUBLISHED = date(2021, 11, 28)  # a Sunday

# text, trigger, the words that date it (None: nothing does)
TIMES: list[tuple[str, str, str | None]] = [
    ("On Sunday afternoon, ministers from France met in Calais.", "met", "Sunday afternoon"),
    ("France asked cooperation from its neighbors on Sunday to fight gangs.", "asked", "Sunday"),
    ("The minister spoke of the catastrophe on Wednesday, in which 27 people drowned.", "drowned", "Wednesday"),
    ("Ten people were killed in an attack on Friday.", "killed", "Friday"),
    ("Friday's blast killed ten people.", "killed", "Friday"),
    ("Patel's invitation to the talks on Sunday was revoked.", "talks", "Sunday"),
    ("Patel's invitation to the talks on Sunday was revoked.", "revoked", None),
    ("The talks that were held on Monday failed.", "talks", "Monday"),
    ("This year saw about 300 people travel to England.", "travel", "This year"),
    ("She will be in Rome this week for talks.", "talks", "this week"),
    ("Leaders fly to Rome on Monday for a summit.", "summit", "Monday"),
    ("The United Nations on Tuesday suspended flights.", "suspended", "Tuesday"),
    ("France condemned the bombing of last week.", "condemned", None),
]
PLACES: list[tuple[str, str, str | None]] = [
    ("Ministers met in the northern French port of Calais.", "met", "Calais"),
    ("About 300 people travelled from France to England.", "travelled", "England"),
    ("Ten people drowned while crossing the English Channel.", "drowned", "English Channel"),
    ("Leaders held talks in Rome.", "held", "Rome"),
    ("Both nations pledged to help people who travel from France to England.", "pledged", None),
    ("Paris accused London of lying.", "accused", None),
]


@pytest.mark.parametrize(("text", "word", "expected"), TIMES)
def test_an_event_takes_this_time(
    parse_text: Callable[..., ParsedArticle], text: str, word: str, expected: str | None
) -> None:
    parsed = parse_text(text, PUBLISHED)
    resolution = resolve(parsed)
    finder = TriggerFinder(resolution)
    token = next(token for token in parsed.doc if token.text == word)
    trigger = finder.of_verb(token) if token.pos_ == "VERB" else finder.of_noun(token)
    assert trigger is not None
    time = time_of(trigger, resolution)
    assert (time.text if time is not None else None) == expected


@pytest.mark.parametrize(("text", "word", "expected"), PLACES)
def test_an_event_takes_this_place(
    parse_text: Callable[..., ParsedArticle], text: str, word: str, expected: str | None
) -> None:
    parsed = parse_text(text, PUBLISHED)
    resolution = resolve(parsed)
    token = next(token for token in parsed.doc if token.text == word)
    trigger = TriggerFinder(resolution).of_verb(token)
    assert trigger is not None
    place = place_of(trigger, resolution)
    assert (place.name if place is not None else None) == expected
