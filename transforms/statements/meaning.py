"""What a statement is: what is done by saying it, through which medium, to whom, about whom."""

from __future__ import annotations

import re
from bisect import bisect_left

from spacy.tokens import Doc, Token

from transforms.lexicon import table
from transforms.parse.grammar import RELATIVE_PRONOUNS, antecedent_of, child, children, phrase
from transforms.resolve.model import Actor, Mention
from transforms.statements.lexicon import ReportingVerb, hearers, medium_entry
from transforms.statements.model import Fragment, Statement
from transforms.statements.speakers import document_medium

VERB_MEDIA = {row["verb"]: row["medium"] for row in table("reporting_verb_media")}
CHANNELS = frozenset({"in", "on", "at", "during", "via", "through", "by", "before", "from"})
QUESTION = re.compile(r"\?[\s”\"’'»]*$")
PROMISE = re.compile(r"[\s“\"‘'«]*(?:I|We)(?:['’]ll| will| won['’]t)\b")
DESCRIBING = frozenset({"small clause", "as-phrase"})
JUDGING = frozenset({"accuse", "praise"})  # acts that stay what they are with an as-phrase: "hailed it as …"


def act_by_frame(entry: ReportingVerb, rule: str) -> str:
    """The act of a verb by where its content stands: "called it unfair" describes, "called for talks" demands."""
    if rule in DESCRIBING:
        return entry.act if entry.act in JUDGING else "describe"
    if rule == "infinitive" and entry.act == "state" and "p" in entry.frames:
        return "demand"  # "told them to leave"
    return entry.act if rule in ("infinitive", "noun phrase") or rule.endswith("-phrase") else entry.clause_act


def act_by_content(act: str, statement: Statement, whole: str, doc: Doc, first: int) -> str:
    """The act of verbatim words behind a verb that does not tell it: a question, an order, a promise."""
    if act != "state" or not statement.fragments[0].is_verbatim:
        return act
    text = whole[statement.start : statement.end]
    if QUESTION.search(text):
        return "ask"
    if PROMISE.match(text):
        return "promise"
    opening = next((token for token in doc[first : first + 3] if token.is_alpha), None)
    is_order = opening is not None and opening.tag_ == "VB" and child(opening, "nsubj", "aux") is None
    return "demand" if is_order else act


def _channel(preposition: Token) -> Token | None:
    """The noun for a channel that a preposition governs: "in a letter", "on Twitter"."""
    if preposition.lower_ not in CHANNELS:
        return None
    noun = child(preposition, "pobj")
    while noun is not None and medium_entry(noun) is None:  # "at the outset of the gathering"
        inner = next((part for part in children(noun, "prep") if part.lower_ in ("of", "from")), None)
        noun = child(inner, "pobj") if inner is not None else None
    return noun


def channel_of(cue: Token, inside: range) -> Token | None:
    """The noun for the channel that stands with a cue; `inside`: the content, which tells nothing of it."""
    for preposition in children(cue, "prep", "dative"):
        if preposition.i not in inside and (noun := _channel(preposition)) is not None:
            return noun
    for below in cue.subtree:
        if below.i not in inside and below.dep_ == "prep" and (noun := _channel(below)) is not None:
            return noun
    return None


def medium_of_hearer(hearer: Token) -> str | None:
    """The medium that whoever is told something gives away: "told reporters", "told the Gazette"."""
    known = hearers()
    medium = known.get(hearer.lemma_.lower())
    if medium is None and (hearer.pos_ == "PROPN" or hearer.text[0].isupper()):
        medium = next((known[token.text] for token in reversed(phrase(hearer)) if token.text in known), None)
    return medium


def medium_of(cue: Token | None, speaker: Token | None, hearer: Token | None, channel: Token | None) -> str | None:
    """The medium that the speaker itself, the verb, the channel or the hearer names, in this order."""
    if speaker is not None:
        named = antecedent_of(speaker) if speaker.lower_ in RELATIVE_PRONOUNS else speaker
        if named is not None and (medium := document_medium(named)):
            return medium
    if cue is not None and cue.lemma_ in VERB_MEDIA:
        return VERB_MEDIA[cue.lemma_]
    entry = medium_entry(channel) if channel is not None else None
    if entry is not None:
        return entry.medium
    return medium_of_hearer(hearer) if hearer is not None else None


def hearer_of(channel: Token) -> Token | None:
    """To whom a channel leads: "in a letter to subscribers", "on a call with analysts"."""
    for preposition in children(channel, "prep"):
        if preposition.lower_ in ("to", "with", "for"):
            return child(preposition, "pobj")
    return None


def hears_nothing(hearer: Token) -> bool:
    """Whether what is "told" is only an occasion ("told a news conference"), with nobody behind it."""
    return medium_entry(hearer) is not None and hearer.lemma_.lower() not in hearers()


def actors_named(fragments: list[Fragment], mentions: list[Mention], starts: list[int]) -> dict[Actor, int]:
    """The actors that a content names or describes, with how often; pronouns do not count."""
    found: dict[Actor, int] = {}
    for fragment in fragments:
        for index in range(bisect_left(starts, fragment.start), len(mentions)):
            mention = mentions[index]
            if mention.start >= fragment.end:
                break
            if mention.end <= fragment.end and mention.form != "pronoun":
                found[mention.actor] = found.get(mention.actor, 0) + 1
    return found
