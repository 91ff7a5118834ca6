"""The reporting lexicon as look-up tables, loaded once a process."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from transforms.lexicon import table


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """A verb that reports: its lemma (with particle), what is done by saying it, and where content may stand."""

    lemma: str
    act: str
    frames: frozenset[str]
    prepositions: frozenset[str]


@cache
def verbs() -> dict[str, ReportingVerb]:
    """Reporting verbs by lemma; a particle follows an underscore."""
    found = {}
    for row in table("reporting_verbs"):
        frames = row["frames"].split()
        prepositions = frozenset(frame[5:] for frame in frames if frame.startswith("prep:"))
        plain = frozenset(frame for frame in frames if not frame.startswith("prep:"))
        found[row["lemma"]] = ReportingVerb(row["lemma"], row["act"], plain, prepositions)
    return found


@cache
def nouns() -> dict[str, str]:
    """The act of a reporting noun, by lemma."""
    return {row["noun"]: row["act"] for row in table("reporting_nouns")}


@cache
def media() -> dict[str, tuple[str, bool]]:
    """Medium, and whether it is a document with an author, by lemma (two words joined by an underscore)."""
    return {row["word"]: (row["medium"], row["is_document"] == "1") for row in table("reporting_media")}


def verb_entry(token: Token) -> ReportingVerb | None:
    """The entry of a reporting verb, the particle or fixed word right behind it taken into account."""
    known = verbs()
    lemma = token.lemma_.lower()
    if lemma in _heads() and token.i + 1 < len(token.doc):
        entry = known.get(f"{lemma}_{token.nbor().lower_}")
        if entry is not None:
            return entry
    return known.get(lemma)


@cache
def _heads() -> frozenset[str]:
    """The verbs that some entry joins with a particle or fixed word."""
    return frozenset(lemma.partition("_")[0] for lemma in verbs() if "_" in lemma)
