"""Places that a text names as locations, with country and coordinates from the gazetteer.

A name is a place where the sentence uses it as one ("in Calais", "the port of Calais"); "Paris said" is France.
Cities of one name are told apart by what stands behind the name ("Birmingham, Alabama"), by the countries and divisions
that the article names, and by size.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from math import log10

from spacy.tokens import Doc, Token

from transforms.lexicon import table
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.atlas import City, cities, division_countries, divisions, is_seat, other_places
from transforms.resolve.gazetteer import Known, demonyms, known_names
from transforms.resolve.model import Place, PlaceMention
from transforms.resolve.names import NameMention

# What tells cities of one name apart, in powers of ten of inhabitants: the country of everything else that the article
# names makes up for a city a hundred times as large, and being a seat of government for one five times as large.
NEIGHBOURS, SEAT = 2.6, 0.9
MOST_NAME_TOKENS = 3  # "New South Wales"
DOUBT = 1.0  # as much as one mention: how little a single mention tells
SURE = 10  # times as populous as the next city of that name: a city that tells the country of others


@cache
def locative_words(kind: str) -> frozenset[str]:
    """The words of one kind that tell a place from an actor."""
    return frozenset(row["word"] for row in table("locative_words") if row["kind"] == kind)


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
        return head.dep_ == "dobj" and head.head.lemma_ in locative_words("into")
    word, above = preposition.lower_, preposition.head
    if word == "of":
        return above.lemma_.lower() in locative_words("place") or above.lower_ in locative_words("side")
    is_reached = word == "to" and any(
        part.lower_ == "from" for part in (above, *above.children)
    )  # "from Dover to Calais"
    in_motion = above.lemma_.lower() in locative_words("motion") or is_reached
    return word in locative_words("in") or (word in locative_words("to") and in_motion)


class PlaceFinder:
    """Finds the places of one article."""

    def __init__(self, parsed: ParsedArticle, names: list[NameMention]) -> None:
        self.parsed, self.names = parsed, names
        self.told = self._evidence()
        self.near = sum(self.told.values(), Counter[str]())

    def _evidence(self) -> dict[str, Counter[str]]:
        """By name, how often it tells a country (alpha-3) or a first-level division ("US.AL")."""
        told: dict[str, Counter[str]] = defaultdict(Counter)
        for name in self.names:
            division, other, same = divisions().get(name.text), other_places().get(name.text), cities().get(name.text)
            nations = (name.known, name.demonym, demonyms().get(name.text))
            if division is not None:
                told[name.text].update([division, division_countries().get(division, "")])
            elif any(nations):
                told[name.text].update({nation.country for nation in nations if nation and nation.country})
            elif other is not None:
                told[name.text][other.country or ""] += 1
            elif same and (len(same) == 1 or same[0].population >= SURE * same[1].population):
                told[name.text][same[0].place.country or ""] += 1
        for counts in told.values():
            del counts[""]
        return told

    def find(self) -> list[PlaceMention]:
        """All place mentions, in order; the names read as places are told so (`NameMention.is_place`)."""
        found = []
        doc = self.parsed.doc
        qualifying: dict[int, str] = {}  # the code by first token of what stands behind a town
        self.names += self._untagged()
        self.names.sort(key=lambda name: name.first)
        for name in self.names:
            if name.label == "PERSON" and name.title:
                continue
            head = doc[name.first : name.last].root
            place, code = self._qualified(name.text, self._qualifiers(name.last))
            if place is not None and code is not None:
                qualifying[name.last + 1] = code
            elif name.first in qualifying:
                is_division = "." in qualifying[name.first]
                place = other_places().get(name.text) if is_division else self.place(name.text)
            else:
                place = self.place(name.text) or self._unknown(name)
                place = place if place is not None and _is_there(head, place) else None
            if place is None:
                continue
            name.is_place = place.kind != "country"
            first, place = self._with_side(doc, name.first, place)
            last = doc[name.last - 1]
            found.append(PlaceMention(doc[first].idx, last.idx + len(last), head.i, place))
        found += self._short_waters(found)
        self._tell_others()
        return sorted(found, key=lambda mention: mention.start)

    def _untagged(self) -> list[NameMention]:
        """Names of the gazetteer that the model did not tag, where the sentence uses them as locations."""
        doc = self.parsed.doc
        named = {index for name in self.names for index in range(name.first, name.last)}
        proper = [pos == "PROPN" and index not in named for index, pos in enumerate(self.parsed.pos)] + [False]
        found, index = [], 0
        while index < len(doc):
            last = index
            while proper[last] and last - index < MOST_NAME_TOKENS:
                last += 1
            for end in range(last, index, -1):
                text = self.parsed.text_of(index, end)
                if (text in cities() or text in other_places()) and is_location(doc[index:end].root):
                    found.append(NameMention(index, end, text, "GPE"))
                    break
            index = max(last, index + 1)
        return found

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
        if not waters:
            return []
        named = {
            index
            for name in self.names
            if name.text not in waters or name.title
            for index in range(name.first, name.last)
        }
        starts = self.parsed.starts
        return [
            PlaceMention(starts[index], starts[index] + len(word), index, waters[word])
            for index, word in enumerate(self.parsed.words)
            if word in waters and self.parsed.pos[index] == "PROPN" and index not in named
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

    def _qualifiers(self, index: int) -> tuple[str, ...]:
        """Divisions and countries that tell which town is meant, right behind its name ("…, Alabama", "… (Ohio)")."""
        doc = self.parsed.doc
        if index + 1 >= len(doc) or doc[index].text not in (",", "("):
            return ()
        for last in range(min(len(doc), index + 1 + MOST_NAME_TOKENS), index + 1, -1):
            told = _codes(doc[index + 1 : last].text)
            if told:
                return told
        return ()

    def _qualified(self, name: str, codes: tuple[str, ...]) -> tuple[Place | None, str | None]:
        """The largest town of a name in one of some divisions or countries, and which one that is.

        A town that the gazetteer lacks there, but holds elsewhere, has no coordinates.
        """
        for code in codes:
            found = [city for city in cities().get(name, ()) if code in (city.division, city.place.country)]
            if found:
                return found[0].place, code
        if not codes or is_seat(name) or name not in cities() or name in known_names():
            return None, None
        return Place(name, "city", division_countries().get(codes[0], codes[0])), codes[0]

    def place(self, name: str) -> Place | None:
        """The place of a name by the rest of the article, None where the gazetteer does not hold it."""
        entry, other = known_names().get(name), other_places().get(name)
        if entry is not None and entry.actor_type == "country" and not entry.is_seat:
            is_part = other is not None and (entry.name != name or self._tells(name, other) > self._tells(name, entry))
            return other if is_part else Place(entry.name, "country", entry.country)
        same = cities().get(name, ())
        if other is not None or not same:
            return other
        return max(same, key=lambda city: self._likelihood(name, city)).place

    def _tells(self, name: str, place: Place | Known) -> int:
        """How often everything but a name itself tells the country of a place."""
        country = place.country or ""
        return self.near[country] - self.told[name][country]

    def _likelihood(self, name: str, city: City) -> float:
        """Powers of ten of inhabitants, with what the rest of the article says for a city."""
        total = sum(count for code, count in (self.near - self.told[name]).items() if "." not in code) + DOUBT
        near = self._tells(name, city.place) + self.near[city.division] - self.told[name][city.division]
        seat = SEAT if is_seat(name) and known_names()[name].country == city.place.country else 0.0
        return log10(city.population + 1) + seat + NEIGHBOURS * near / total

    def dateline(self) -> Place | None:
        """The place of the dateline, where the gazetteer holds it."""
        printed = self.parsed.layout.dateline_place
        if not printed:
            return None
        name, _, behind = (part.strip() for part in printed.partition(","))
        codes = _codes(behind)
        return next(
            (
                place
                for own in (name, name.title())
                if (place := self._qualified(own, codes)[0] or self.place(own)) is not None
            ),
            None,
        )


def _is_there(head: Token, place: Place) -> bool:
    """Whether a name of the gazetteer is a location where it stands; waters are nothing else."""
    if place.kind == "water":
        return True
    return is_location(head) or (place.kind == "facility" and preposition_of(head) is not None)


def _codes(name: str) -> tuple[str, ...]:
    """The codes of the divisions and countries of a name ("US.GA" and "GEO" for Georgia)."""
    entry = known_names().get(name)
    is_country = entry is not None and entry.actor_type == "country" and not entry.is_seat
    country = entry.country if entry is not None and is_country else None
    return tuple(code for code in (divisions().get(name), country) if code is not None)
