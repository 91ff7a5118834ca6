"""The table of place mentions, `places.txt`, and how many of its rows a way of finding places gets right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from transforms.resolve.atlas import cities, other_places
from transforms.resolve.gazetteer import known_names
from transforms.resolve.model import Place, PlaceMention

WANTED = re.compile(r"(?:(?P<kind>\w+) (?P<country>[A-Z]{3}|-))(?: @(?P<latitude>-?\d+),(?P<longitude>-?\d+))?")
NEAR = 1.0  # degrees: coordinates in the table are whole


@dataclass(frozen=True)
class Wanted:
    """One name of a passage and its place; `kind` is None where the name is no place there."""

    printed: str
    name: str
    kind: str | None = None
    country: str | None = None
    latitude: int | None = None
    longitude: int | None = None

    def country_is(self, place: Place | None) -> bool:
        """Whether a place found for the name lies in the right country, or none was found where there is none."""
        return place is None if self.kind is None else place is not None and place.country == self.country

    def is_(self, place: Place | None) -> bool:
        """Whether a place found for the name is the right one."""
        if place is None or self.kind is None:
            return self.country_is(place)
        where = self.country_is(place) and place.kind == self.kind
        if self.latitude is None or self.longitude is None:
            return where and place.name == self.name
        if place.latitude is None or place.longitude is None:
            return False
        return where and abs(place.latitude - self.latitude) <= NEAR and abs(place.longitude - self.longitude) <= NEAR


def cases() -> list[tuple[str, list[Wanted]]]:
    """Passages and their names."""
    found = []
    for line in Path(__file__).with_name("places.txt").read_text("utf-8").splitlines():
        if " => " in line and not line.startswith("#"):
            text, names = line.split(" => ")
            found.append((text, [_read(name) for name in names.split("; ")]))
    return found


def _read(entry: str) -> Wanted:
    names, _, place = entry.rpartition(": ")
    printed, _, name = names.partition(" = ")
    if place == "none":
        return Wanted(printed, name or printed)
    found = WANTED.fullmatch(place)
    if found is None:
        raise ValueError(f"places.txt: what place is {entry!r}?")
    latitude, longitude = (found[part] and int(found[part]) for part in ("latitude", "longitude"))
    country = None if found["country"] == "-" else found["country"]
    return Wanted(printed, name or printed, found["kind"], country, latitude, longitude)


def place_at(text: str, wanted: Wanted, mentions: Sequence[PlaceMention]) -> Place | None:
    """The place found where a passage first prints a name as a whole word, behind its dateline."""
    body = text.rfind(" — ") + 1
    start = re.compile(rf"(?<!\w){re.escape(wanted.printed)}(?!\w)").search(text, body)
    if start is None:
        raise ValueError(f"places.txt: {wanted.printed!r} does not stand in {text!r}")
    last = start.end() - 1
    return next((mention.place for mention in mentions if mention.start <= last < mention.end), None)


def largest(wanted: Wanted) -> Place | None:
    """What a plain gazetteer says: the country or region of the name, else the largest city that bears it."""
    entry = known_names().get(wanted.printed)
    if entry is not None and entry.actor_type == "country" and not entry.is_seat:
        return Place(entry.name, "country", entry.country)
    same = cities().get(wanted.printed)
    return other_places().get(wanted.printed) or (same[0].place if same else None)


def shares(find: Callable[[str, Wanted], Place | None]) -> tuple[float, float, list[str]]:
    """Shares of names with the right country and the right place, and the passages with a wrong one."""
    rows = [(text, wanted, find(text, wanted)) for text, names in cases() for wanted in names]
    right = sum(wanted.is_(place) for _, wanted, place in rows)
    country = sum(wanted.country_is(place) for _, wanted, place in rows)
    wrong = [f"{wanted} found as {place} in {text!r}" for text, wanted, place in rows if not wanted.is_(place)]
    return country / len(rows), right / len(rows), wrong
