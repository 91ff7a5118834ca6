"""Whom a definite description means: "the French leader", "the parole board", "the bricklayer"."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from spacy.tokens import Token

from transforms.parse.grammar import child, children
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.gazetteer import Role, demonyms, role_words, roles
from transforms.resolve.model import Actor, Mention
from transforms.resolve.pronouns import reporting_verbs

DEFINITE = frozenset({"the", "this", "that", "his", "her", "its", "their"})
# Modifiers that tell somebody else of the same office.
OTHERS = frozenset(
    ["former", "deputy", "vice", "new", "next", "other", "previous", "late", "ex", "then", "acting", "first", "second"]
)
OFFICIAL = frozenset({"GOV", "MIL", "JUD", "LEG", "COP", "IGO"})  # sectors whose nouns are offices, told with the name
BYSTANDERS = frozenset({"CVL", "CRM", "REB", "REF", "UAF"})  # kin, victims, suspects: as often somebody unnamed
UNIQUE = frozenset({"police", "court", "council", "parliament"})  # bodies that every place has
OPENING = 1  # position of the last sentence that opens an article
LOOKED_BACK = 1_000  # mentions: those of a long article; in longer texts whoever was told of so long ago is not meant
NEAR, FAR = 2, 4  # sentences looked back over for whoever a plain noun describes


class DefiniteResolver:
    """Resolves the definite descriptions of one article against the names before them."""

    def __init__(self, parsed: ParsedArticle, mentions: list[Mention]) -> None:
        self.parsed = parsed
        self.mentions = mentions  # the pronoun resolver's own list, in the order of the text

    def actor(self, head: Token, nation: str | None) -> Actor | None:
        """The named actor that a description means; `nation` is the country that it names, if any."""
        role = roles().get(head.lemma_.lower())
        determiner = child(head, "det", "poss")
        if role is None or head.tag_ in ("NNS", "NNPS") or determiner is None or determiner.lower_ not in DEFINITE:
            return None
        if any(part.dep_ in ("relcl", "acl", "nummod") for part in head.children):
            return None
        before = bisect_left(self.mentions, head.i, key=lambda mention: mention.head)
        recent = self.mentions[max(0, before - LOOKED_BACK) : before]
        earlier = [mention for mention in reversed(recent) if mention.form == "name"]
        if role.actor_type != "person":
            return self._body(head, role, earlier)
        return self._officer(head, role, nation, earlier) or self._described(head, role, determiner, earlier)

    def introduced(self, head: Token) -> Actor | None:
        """ "A judge has ruled … Justice Ann Lee said": whom an article's opening describes and names a little later.

        The name must be new, stand within a few sentences, and bear the office of the description, or none where it is
        the first name of a person at all.
        """
        role, determiner, sentence = (
            roles().get(head.lemma_.lower()),
            child(head, "det"),
            self.parsed.sentence_at(head.i),
        )
        if role is None or role.actor_type != "person" or head.tag_ != "NN" or sentence is None:
            return None
        if determiner is None or determiner.lower_ not in ("a", "an") or sentence.position > OPENING:
            return None
        if head.dep_ not in ("nsubj", "nsubjpass") or child(head, "poss") is not None:
            return None
        seen = {mention.actor for mention in self.mentions if mention.head < head.i}
        for mention in self.mentions:
            actor, distance = mention.actor, -self._distance(mention, head)
            if mention.form != "name" or mention.head < head.i or actor in seen or actor.actor_type != "person":
                continue
            if not 0 < distance <= FAR:
                return None
            office = set((actor.office or "").split())
            if office & ({head.lemma_.lower()} | role.offices):
                return actor
            is_subject = self.parsed.doc[mention.head].dep_ in ("nsubj", "nsubjpass")
            return actor if not office and is_subject and " " in actor.name and role.sector not in OFFICIAL else None
        return None

    def _body(self, head: Token, role: Role, earlier: list[Mention]) -> Actor | None:
        """The body named by the same words ("the parole board"), else for a bare noun the one that stands out."""
        words = _words(head)
        for mention in earlier:
            actor = mention.actor
            if actor.actor_type in ("organization", "government") and words <= set(actor.name.lower().split()):
                return actor
        is_plain = all(part.dep_ in ("det", "punct") or part.text in demonyms() for part in head.children)
        is_any = role.actor_type == "organization" and role.sector not in OFFICIAL and head.lemma_ not in UNIQUE
        if not is_plain or not is_any:
            return None
        counts = Counter(mention.actor for mention in earlier)
        bodies = [mention for mention in earlier if mention.actor.actor_type == "organization"]
        best = max(bodies, key=lambda mention: self._prominence(mention, head, counts[mention.actor]), default=None)
        return best.actor if best is not None else None

    def _prominence(self, mention: Mention, head: Token, count: int) -> float:
        token = self.parsed.doc[mention.head]
        score = -1.0 * self._distance(mention, head) + 0.5 * min(count, 4)
        return score + (1.0 if token.dep_ in ("nsubj", "nsubjpass") else 0.0) - (token.dep_ == "compound")

    def _officer(self, head: Token, role: Role, nation: str | None, earlier: list[Mention]) -> Actor | None:
        """Who holds the office: the last one whose office holds all the words, else the only one of that office."""
        plain = all(part.dep_ in ("det", "punct") or part.text in demonyms() for part in head.children)
        lemma, words = head.lemma_.lower(), _words(head)
        holders: dict[Actor, None] = {}
        for mention in earlier:
            actor = mention.actor
            office = set((actor.office or "").split())
            if actor.actor_type != "person" or (nation is not None and actor.country != nation):
                continue
            if lemma in office and (plain or words <= office):
                return actor
            if office & role.offices and (nation is not None or (plain and lemma != "leader")):
                return actor
            if lemma in office and words & role_words() <= office:
                holders[actor] = None
        owners = [part for part in children(head, "prep", "poss", "compound") if part.pos_ != "NOUN"]
        if len(holders) == 1 and not words & OTHERS and not owners:
            return next(iter(holders))
        return None

    def _described(self, head: Token, role: Role, determiner: Token, earlier: list[Mention]) -> Actor | None:
        """ "the bricklayer said": the one person told of just before, if only one has no other office."""
        speaks = head.dep_ == "nsubj" and head.head.lemma_ in reporting_verbs()
        if role.sector in OFFICIAL | BYSTANDERS or determiner.lower_ != "the":
            return None
        if not speaks or child(head, "prep") is not None:
            return None
        for window in (NEAR, FAR):
            near = [mention for mention in earlier if self._distance(mention, head) < window]
            people = {m.actor: None for m in near if m.actor.actor_type == "person" and " " in m.actor.name}
            people = {actor: None for actor in people if actor.office is None}
            if people:
                return next(iter(people)) if len(people) == 1 else None
        return None

    def _distance(self, mention: Mention, head: Token) -> int:
        own, other = self.parsed.sentence_at(head.i), self.parsed.sentence_at(mention.head)
        return own.position - other.position if own is not None and other is not None else FAR


def _words(head: Token) -> set[str]:
    """The words of a description in small letters, without determiners, owners and nations."""
    modifiers = [part for part in children(head, "compound", "amod") if part.text not in demonyms()]
    return {part.lemma_.lower() for part in modifiers} | {head.lemma_.lower()}
