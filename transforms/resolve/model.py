"""What resolution knows of one article: actors and their mentions, places, times and counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

ACTOR_TYPES = ("person", "organization", "government", "country", "group")
MENTION_FORMS = ("name", "nominal", "pronoun")
PLACE_KINDS = ("country", "region", "city", "water", "facility", "other")
PRECISIONS = ("day", "part_of_day", "week", "month", "quarter", "year", "range")


@dataclass(eq=False, slots=True)
class Actor:
    """One actor of one article.  Equality is identity: two mentions of one actor share the object."""

    name: str  # canonical: the fullest form of the article, or the lexicon's
    actor_type: str
    country: str | None = None  # ISO 3166-1 alpha-3
    sector: str | None = None  # PLOVER sector code
    office: str | None = None  # "interior minister"
    of: Actor | None = None  # aide -> minister, ministry -> country
    is_named: bool = True  # False: known by a description only; such an actor is no other article's
    gender: str | None = None  # m or f where a title, a role or the given name tells


@dataclass(slots=True)
class Mention:
    """One mention of an actor: code points `start` to `end` of the text, and the index of its head token."""

    start: int
    end: int
    head: int
    actor: Actor
    form: str


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the gazetteer, or a place that only the text knows (no coordinates)."""

    name: str
    kind: str
    country: str | None = None  # ISO 3166-1 alpha-3
    latitude: float | None = None
    longitude: float | None = None
    geonames_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place as printed: code points, head token index."""

    start: int
    end: int
    head: int
    place: Place


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression: code points, token indexes `first` to `last` (exclusive) and the days it means.

    `starts_on` to `ends_on` is inclusive; `ends_on` equals `starts_on` for a day.  Either is None where open ("since
    March" has no end; "by Friday" no start).
    """

    start: int
    end: int
    first: int
    last: int
    text: str
    starts_on: date | None
    ends_on: date | None
    precision: str


@dataclass(frozen=True, slots=True)
class Count:
    """A number of things: span of the number with its hedge ("about 26,000"), its bounds and the counted noun."""

    start: int
    end: int
    first: int
    last: int
    low: float
    high: float
    is_approximate: bool
    noun: int | None  # token index of what is counted ("people"); None where nothing is named ("killed 27")
    unit: str | None = None  # "money", "percent", "time", "distance" … or None for plain things
    currency: str | None = None  # ISO 4217, where the text tells which money


@dataclass(slots=True)
class Resolution:
    """All that resolution found in one article."""

    mentions: list[Mention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    dateline_place: Place | None = None
    setting: str | None = None  # the country that the article is set in, ISO 3166-1 alpha-3
    # The actor of any noun phrase: known, else a new unnamed one (which is also added to `mentions`).
    actor_of: Callable[[TokenSpan], Actor] = field(repr=False, default=None)  # type: ignore[assignment]
    # Whether a noun may head an actor's phrase; a no is sure ("Sunday's summit", "people smuggling", "in Calais").
    is_actor_like: Callable[[Token], bool] = field(repr=False, default=None)  # type: ignore[assignment]
    # The mention whose head is this token, if any.
    mention_at: Callable[[Token], Mention | None] = field(repr=False, default=None)  # type: ignore[assignment]
