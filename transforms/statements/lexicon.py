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
    clause_act: str  # where it differs for a full clause: "insisted on a refund", "insisted that he had paid"
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
        act, _, clause_act = row["act"].partition("/")
        found[row["lemma"]] = ReportingVerb(row["lemma"], act, clause_act or act, plain, prepositions)
    return found


@cache
def nouns() -> dict[str, str]:
    """The act of a reporting noun, by lemma."""
    return {row["noun"]: row["act"] for row in table("reporting_nouns")}


@dataclass(frozen=True, slots=True)
class Medium:
    """A word for a channel: its medium, whether it names a document with an author, whether only as a proper name."""

    medium: str
    is_document: bool
    is_name: bool


@cache
def media() -> dict[str, Medium]:
    """Words for channels by lemma (two words joined by an underscore)."""
    return {
        row["word"]: Medium(row["medium"], row["is_document"] == "1", row["is_name"] == "1")
        for row in table("reporting_media")
    }


def medium_entry(noun: Token) -> Medium | None:
    """The entry of a noun for a channel, the word before it taken into account ("news conference")."""
    known = media()
    lemma = noun.lemma_.lower()
    if noun.i and (entry := known.get(f"{noun.nbor(-1).lemma_.lower()}_{lemma}")):
        return entry
    entry = known.get(lemma) or known.get(noun.lower_)
    return entry if entry is not None and (not entry.is_name or noun.text[0].isupper()) else None


@cache
def hearers() -> dict[str, str]:
    """The medium through which somebody is told something, by the hearer's lemma, or by a word of its name."""
    return {row["word"]: row["medium"] for row in table("reporting_hearers")}


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
