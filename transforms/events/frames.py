"""The lexicon of events as objects: verbs with their frames, event nouns, sets of nouns, words of status."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from transforms.lexicon import table

AS_OBJECT = "="  # type of a light verb: that of its object
NO_EVENT = "-"  # a reading that reports no event ("declined to comment")
TOLD = "told"  # status of a reading that reports no event and names one that is told elsewhere


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a verb or noun; see the heads of event_verbs.tsv and event_nouns.tsv for the grammar."""

    conditions: tuple[str, ...]
    event_type: str
    mode: str | None
    recipients: tuple[str, ...]
    status: str | None = None


@cache
def verb_frames() -> dict[str, tuple[Frame, ...]]:
    """Frames by verb, in the order in which they are tried."""
    found: dict[str, list[Frame]] = defaultdict(list)
    for row in table("event_verbs"):
        found[row["verb"]].append(
            Frame(
                tuple(row["frame"].split()),
                row["event_type"],
                row["mode"] or None,
                tuple(slot for slot in row["recipient"].split(";") if slot),
                row["status"] or None,
            )
        )
    return {verb: tuple(sorted(frames, key=_narrowness, reverse=True)) for verb, frames in found.items()}


def _narrowness(frame: Frame) -> tuple[int, bool, int]:
    """The frame that names most words is tried first; of two that ask for as much, the one higher in the file.

    A preposition alone says less than a noun: "sent troops to" is about troops, whatever is sent to a place.  A subject
    says more than an object: "gunmen attacked the plan" is no figure of speech.
    """
    named = sum(condition.count(":") - condition.startswith("prep:") for condition in frame.conditions)
    names_subject = any(condition.startswith("subj:") for condition in frame.conditions)
    return named, names_subject, len(frame.conditions)


@cache
def noun_frames() -> dict[str, Frame]:
    """The frame of every event noun."""
    return {
        row["noun"]: Frame(
            (), row["event_type"], row["mode"] or None, tuple(slot for slot in row["recipient"].split(";") if slot)
        )
        for row in table("event_nouns")
    }


@cache
def noun_set(name: str) -> frozenset[str]:
    """The lemmas of a set of nouns; "event" is all event nouns."""
    if name == "event":
        return frozenset(noun_frames())
    rows = {row["set"]: row["nouns"] for row in table("event_sets")}
    return frozenset(rows[name].split(";"))


@cache
def status_words(kind: str) -> dict[str, str]:
    """Status by word of one kind."""
    return {row["word"]: row["status"] for row in table("event_status") if row["kind"] == kind}


@cache
def measures(kind: str) -> dict[str, str]:
    """Measure by verb or by counted noun."""
    return {row["word"]: row["measure"] for row in table("event_measures") if row["kind"] == kind}


@cache
def adverse_types() -> frozenset[str]:
    """Types of conflict, by their quad class."""
    return frozenset(row["event_type"] for row in table("ontology_types") if row["quad_class"] in ("3", "4"))


@cache
def willing_types() -> frozenset[str]:
    """Types of cooperation, by their quad class: who says that they will not do such a thing refuses it."""
    return frozenset(row["event_type"] for row in table("ontology_types") if row["quad_class"] in ("1", "2"))


@cache
def verbal_types() -> frozenset[str]:
    """Types of acts in words, by their quad class."""
    types = {row["event_type"] for row in table("ontology_types") if row["quad_class"] in ("1", "3")}
    return frozenset(types | {"APPEAL"})
