"""Who is behind a noun: itself where it can act, each of several coordinated ones, an owner or a name within it."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.clauses import content_noun
from transforms.events.triggers import TriggerFinder
from transforms.parse.grammar import child, children, conjuncts
from transforms.resolve.gazetteer import roles

OWNERS = ("poss", "nmod", "compound", "amod")
DOERS = frozenset({"by", "of", "from"})  # "a raid by the army", "an attack from the north"
BEHIND = ("of", "against", "on", "by", "from", "with", "to", "for", "between", "in")


def _prepositions_of(noun: Token) -> list[Token]:
    """The prepositions behind a noun, however far down: "ministers in charge of trade from France"."""
    return [token for token in noun.subtree if token.dep_ == "prep" and token.i > noun.i]


class Who:
    """Answers for the nouns of one article; `timed` holds the tokens of time expressions, which are nobody."""

    def __init__(self, triggers: TriggerFinder) -> None:
        self.triggers = triggers
        self.timed = triggers.timed

    def acts(self, noun: Token) -> bool:
        """Whether a noun, or what it is a number or part of, is one who can act."""
        if self.is_nobody(noun):
            return False
        return self.triggers.can_act(noun) or self.triggers.can_act(content_noun(noun))

    def is_nobody(self, noun: Token) -> bool:
        """Whether a noun for people means none of them: "people smuggling"."""
        is_below = noun.pos_ == "NOUN" and noun.dep_ in ("pobj", "compound")
        return is_below and not self.triggers.resolution.is_actor_like(noun)

    def spread(self, noun: Token) -> list[Token]:
        """Each of several coordinated participants, holders of one office too: "ministers from France and Italy"."""
        found: list[Token] = []
        for part in conjuncts(content_noun(noun)):
            if part.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "DET"):
                found += [part, *self._of_one_office(part)]
        return found

    def agents(self, verb: Token) -> list[Token]:
        """Who is named behind "by"."""
        for part in children(verb, "agent", "prep"):
            if part.lower_ == "by":
                noun = child(part, "pobj")
                if noun is not None:
                    return self.spread(noun)
        return []

    def doer_of(self, noun: Token) -> Token | None:
        """Who does what an event noun names: its owner, a name before it, or who stands behind "by", "of" or "from"."""
        owner = self._owner(noun)
        if owner is not None:
            return owner
        for preposition in children(noun, "prep"):
            inner = child(preposition, "pobj") if preposition.lower_ in DOERS else None
            if inner is not None and inner.i not in self.timed and self.acts(inner):
                return inner
        return None

    def _owner(self, noun: Token) -> Token | None:
        """Who is named before a noun as its owner: "Chile's army", "a UN plan"."""
        for part in noun.lefts:
            is_owner = part.i not in self.timed and part.dep_ in OWNERS and self.acts(part)
            if is_owner and (part.dep_ == "poss" or self.names_one(part)):
                return part
        return None

    def inside(self, noun: Token, steps: int) -> Token | None:
        """Who is named within a noun phrase, at most `steps` nouns down: its owner, or whom a preposition names."""
        if steps == 0:
            return None
        owner = self._owner(noun)
        if owner is not None:
            return owner
        for word in BEHIND:
            for preposition in children(noun, "prep"):
                inner = child(preposition, "pobj") if preposition.lower_ == word else None
                if inner is None or inner.i in self.timed:
                    continue
                if self.acts(inner):
                    return inner
                found = self.inside(inner, steps - 1)
                if found is not None:
                    return found
        for participle in children(noun, "acl"):
            for part in children(participle, "agent", "prep"):
                inner = child(part, "pobj") if part.lower_ in ("by", "against", "from") else None
                if inner is not None and inner.i not in self.timed and self.acts(inner):
                    return inner
        return None

    def _of_one_office(self, noun: Token) -> list[Token]:
        """The other countries or bodies of people who are named together by their office."""
        if noun.tag_ != "NNS" or noun.lemma_.lower() not in roles():
            return []
        for preposition in _prepositions_of(noun):
            home = child(preposition, "pobj")
            if preposition.lower_ in ("from", "of") and home is not None and self.triggers.is_name(home):
                return [part for part in conjuncts(home)[1:] if self.triggers.is_name(part)]
        return []

    def names_one(self, modifier: Token) -> bool:
        """Whether a word before a noun names who is behind it: "a UN plan", "the Afghan government proposal"."""
        return self.triggers.is_name(modifier) or (modifier.dep_ == "compound" and modifier.pos_ == "NOUN")
