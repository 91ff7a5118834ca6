"""Resolve one article: the entry point that later stages call."""

from __future__ import annotations

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.model import Actor, Mention, Resolution

TYPES = {"PERSON": "person", "ORG": "organization", "GPE": "country", "NORP": "group"}


def resolve(parsed: ParsedArticle) -> Resolution:
    """All actors, places, times and counts of one article."""
    resolution = Resolution()
    actors: dict[str, Actor] = {}
    heads: dict[int, Mention] = {}
    for entity in parsed.doc.ents:
        if entity.label_ in TYPES:
            actor = actors.setdefault(entity.text, Actor(entity.text, TYPES[entity.label_]))
            mention = Mention(entity.start_char, entity.end_char, entity.root.i, actor, "name")
            resolution.mentions.append(mention)
            heads[entity.root.i] = mention

    def mention_at(token: Token) -> Mention | None:
        return heads.get(token.i)

    def actor_of(span: TokenSpan) -> Actor:
        mention = heads.get(span.root.i)
        if mention is None:
            actor = actors.setdefault(span.text, Actor(span.text, "group", is_named=False))
            mention = Mention(span.start_char, span.end_char, span.root.i, actor, "nominal")
            resolution.mentions.append(mention)
            heads[span.root.i] = mention
        return mention.actor

    resolution.actor_of, resolution.mention_at = actor_of, mention_at
    return resolution
