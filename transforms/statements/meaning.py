"""What a statement is: through which medium, on which day, about whom."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Token

from transforms.parse.grammar import RELATIVE_PRONOUNS, antecedent_of, child, children
from transforms.resolve.model import Actor, Mention
from transforms.statements.lexicon import media
from transforms.statements.model import Fragment
from transforms.statements.speakers import document_medium

VERB_MEDIA = {
    "tweet": "tweet",
    "retweet": "tweet",
    "testify": "court",
    "text": "letter",
    "email": "letter",
    "message": "letter",
}
CHANNEL_PREPOSITIONS = frozenset({"in", "on", "at", "during", "to", "via", "through", "by", "before", "from"})


def _channel(noun: Token) -> str | None:
    known = media()
    compound = child(noun, "compound", "amod")
    if compound is not None and (entry := known.get(f"{compound.lemma_.lower()}_{noun.lemma_.lower()}")):
        return entry[0]
    entry = known.get(noun.lemma_.lower())
    if entry is None and noun.ent_type_ not in ("PERSON", "GPE"):
        entry = known.get(noun.lower_)
    return entry[0] if entry else None


def medium_of(cue: Token | None, speaker: Token | None) -> str | None:
    """The medium that the words beside a cue, or the speaker itself, name."""
    if speaker is not None:
        named = antecedent_of(speaker) if speaker.lower_ in RELATIVE_PRONOUNS else speaker
        if named is not None and (medium := document_medium(named)):
            return medium
    if cue is None:
        return None
    if cue.lemma_ in VERB_MEDIA:
        return VERB_MEDIA[cue.lemma_]
    for preposition in children(cue, "prep", "dative"):
        if preposition.lower_ in CHANNEL_PREPOSITIONS:
            noun = child(preposition, "pobj")
            if noun is not None and (medium := _channel(noun)):
                return medium
    hearer = child(cue, "dobj", "dative")
    return _channel(hearer) if hearer is not None and hearer.pos_ == "NOUN" else None


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
