"""Where a text says that something is: towns, waters, sides of a country; governments are no places."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.article import resolve

ROWS: list[tuple[str, list[tuple[str, str, str | None]]]] = [
    ("They met in Calais.", [("Calais", "city", "FRA")]),
    ("They met in the northern French port of Calais.", [("Calais", "city", "FRA")]),
    ("Ten people drowned in the English Channel.", [("English Channel", "water", None)]),
    ("A ship sank in the English Channel. It lay in the Channel for days.",
     [("English Channel", "water", None), ("English Channel", "water", None)]),
    ("Thousands camp in northern France.", [("northern France", "region", "FRA")]),
    ("Troops moved into the West Bank.", [("West Bank", "region", "PSE")]),
    ("They travelled from France to Spain.", [("France", "country", "FRA"), ("Spain", "country", "ESP")]),
    ("He was born in Nairobi.", [("Nairobi", "city", "KEN")]),
    ("The rally in Toronto, Canada, was small.", [("Toronto", "city", "CAN")]),
    # Governments and people act; they are no places.
    ("Paris accused London of bad faith.", []),
    ("Relations between Paris and London are bad.", []),
    ("France sold two ships to Egypt.", []),
    ("Mr Lincoln left the room.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), ROWS)
def test_a_text_names_these_places(
    parse_text: Callable[..., ParsedArticle], text: str, places: list[tuple[str, str, str | None]]
) -> None:
    found = [mention.place for mention in resolve(parse_text(text)).places]
    assert [(place.name, place.kind, place.country) for place in found][: len(places) or None] == places


def test_cities_of_one_name_are_told_apart_by_the_countries_of_the_article(
    parse_text: Callable[..., ParsedArticle],
) -> None:
    texts = {
        "Police in London made arrests. Britain is on alert.": "GBR",
        "Police in Birmingham made arrests. America and the United States are on alert.": "USA",
    }
    for text, country in texts.items():
        assert resolve(parse_text(text)).places[0].place.country == country
