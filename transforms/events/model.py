"""One event mention of one article, before it gets its keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from transforms.resolve.model import Actor, Place
from transforms.statements.model import Statement

STATUSES = ("happened", "planned", "cancelled", "requested", "denied", "possible", "habitual")
MEASURES = ("dead", "injured", "missing", "arrested", "displaced", "people", "vehicles", "money", "other")


@dataclass(frozen=True, slots=True)
class Participant:
    """One actor in one role of an event; `start` and `end` are None where it is only implied."""

    role: str  # actor | recipient
    actor: Actor
    text: str
    start: int | None
    end: int | None
    is_implied: bool = False


@dataclass(frozen=True, slots=True)
class EventCount:
    """One number that an event reports; spans are code points of the text."""

    measure: str
    value_low: float
    value_high: float
    is_approximate: bool
    start: int
    end: int
    currency: str | None = None  # ISO 4217


@dataclass(eq=False, slots=True)
class Event:
    """One mention of an event: `start` to `end` is the evidence clause, `trigger` the word that carries it."""

    start: int
    end: int
    trigger: tuple[int, int]
    trigger_head: int  # token index
    trigger_lemma: str
    event_type: str
    rule: str
    confidence: float = 0.0
    mode: str | None = None
    cameo_code: str | None = None
    quad_class: int | None = None
    goldstein: float | None = None
    status: str = "happened"
    starts_on: date | None = None
    ends_on: date | None = None
    date_precision: str | None = None
    date_text: str | None = None
    place: Place | None = None
    statement: Statement | None = None  # the event is only claimed inside this statement
    is_headline: bool = False
    refers_back: bool = False  # named as something already told: "the attack", "these talks"
    participants: list[Participant] = field(default_factory=list)
    counts: list[EventCount] = field(default_factory=list)
    incident: int = 0  # events of one article with the same number report the same happening
