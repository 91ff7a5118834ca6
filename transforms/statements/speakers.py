"""Who speaks: the phrase as printed and the actor behind it."""

from __future__ import annotations

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from transforms.parse.grammar import RELATIVE_PRONOUNS, antecedent_of, characters, child, children, conjuncts, phrase
from transforms.resolve.gazetteer import roles
from transforms.resolve.model import Actor, Resolution
from transforms.statements.lexicon import medium_entry

MOST_TOKENS = 18  # a longer speaker phrase is cut back to its head and what stands before it


def document_medium(noun: Token) -> str | None:
    """The medium of a noun that names a document ("a statement"), None for any other noun."""
    entry = medium_entry(noun)
    return entry.medium if entry is not None and entry.is_document else None


def _author(document: Token) -> Token | None:
    """Whoever is behind a document: "a statement from the Home Office", "the ministry's report"."""
    owner = child(document, "poss")
    if owner is not None:
        return owner
    for preposition in children(document, "prep"):
        if preposition.lower_ in ("from", "by", "of"):
            return child(preposition, "pobj")
    for participle in children(document, "acl"):
        agent = child(participle, "agent", "prep")
        if agent is not None and agent.lower_ == "by":
            return child(agent, "pobj")
    return None


class Speakers:
    """Resolves the speakers of one article; coordinated ones share one actor for each combination."""

    def __init__(self, resolution: Resolution) -> None:
        self._resolution = resolution
        self._groups: dict[tuple[int, ...], Actor] = {}

    def printed(self, head: Token) -> tuple[int, int]:
        """The speaker as printed, title and coordination included: code points."""
        span = self._span(head)
        return characters(span)

    def _span(self, head: Token) -> TokenSpan:
        parts = [part for part in conjuncts(head) if part.pos_ in ("NOUN", "PROPN", "PRON")] or [head]
        first, last = phrase(parts[0]), phrase(parts[-1])
        if last.end - first.start > MOST_TOKENS:
            return head.doc[
                min(head.left_edge.i, head.i) if head.i - head.left_edge.i < MOST_TOKENS else head.i : head.i + 1
            ]
        return head.doc[first.start : last.end]

    def actor(self, head: Token) -> Actor:
        """The actor behind a speaker's head; for a document, whoever wrote it."""
        if head.lower_ in RELATIVE_PRONOUNS:
            head = antecedent_of(head) or head
        if document_medium(head) is not None:
            head = _author(head) or head
        named = self._named_beside(head)
        if named is not None:
            return named
        parts = [part for part in conjuncts(head) if part.pos_ in ("NOUN", "PROPN")]
        if len(parts) > 1 and head in parts:
            actors = [self._resolution.actor_of(phrase(part)) for part in parts]
            names = list(dict.fromkeys(actor.name for actor in actors))
            if len(names) > 1:
                return self._group(tuple(id(actor) for actor in actors), names)
        return self._resolution.actor_of(phrase(head))

    def _named_beside(self, head: Token) -> Actor | None:
        """Whoever is named in apposition to a description: "its director, Anders Holt"."""
        role = roles().get(head.lemma_.lower())
        for part in children(head, "appos"):
            mention = self._resolution.mention_at(part)
            if mention is None or mention.form != "name" or head.pos_ != "NOUN":
                continue
            if mention.actor.actor_type == "person" or (role is not None and role.actor_type == "person"):
                return mention.actor
        return None

    def _group(self, members: tuple[int, ...], names: list[str]) -> Actor:
        joined = ", ".join(names[:-1]) + f" and {names[-1]}"
        return self._groups.setdefault(members, Actor(joined, "group", is_named=False))
