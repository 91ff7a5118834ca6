"""Resolve one article: the entry point that later stages call."""

from __future__ import annotations

from transforms.parse.grammar import child, children
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.calendar import find_times
from transforms.resolve.counts import find_counts
from transforms.resolve.gazetteer import demonyms, known_names, roles
from transforms.resolve.model import Actor, Mention, Resolution
from transforms.resolve.names import NameMention, find_names
from transforms.resolve.nominals import NominalResolver
from transforms.resolve.people import ActorBook
from transforms.resolve.places import PlaceFinder
from transforms.resolve.pronouns import PRONOUNS, PronounResolver


def _name_mentions(parsed: ParsedArticle, read: list[tuple[NameMention, Actor]]) -> list[Mention]:
    doc = parsed.doc
    found = []
    for name, actor in read:
        last = doc[name.last - 1]
        head = doc[name.first : name.last].root
        found.append(Mention(doc[name.first].idx, last.idx + len(last), head.i, actor, "name"))
    return found


def _describe_appositions(parsed: ParsedArticle, mentions: list[Mention]) -> None:
    """ "Ylva Johansson, the EU's home affairs commissioner": office, sector and country stand beside the name."""
    for mention in mentions:
        actor = mention.actor
        if actor.actor_type != "person" or actor.office:
            continue
        for part in children(parsed.doc[mention.head], "appos"):
            role = roles().get(part.lemma_.lower())
            if role is None or part.pos_ == "PROPN":
                continue
            words = [w.lower_ for w in part.lefts if w.dep_ in ("compound", "amod") and w.text not in demonyms()]
            below = [w.lower_ for left in part.lefts if left.dep_ == "compound" for w in left.lefts if w.dep_ in ("compound", "amod")]
            actor.office = " ".join([*below, *words, part.lower_])
            actor.sector = actor.sector or role.sector
            owner = child(part, "poss")
            nation = known_names().get(owner.text) if owner is not None else None
            demonym = next((demonyms()[w.text] for w in part.lefts if w.text in demonyms()), nation)
            actor.country = actor.country or (demonym.country if demonym is not None else None)


def resolve(parsed: ParsedArticle) -> Resolution:
    """All actors, places, times and counts of one article."""
    names = find_names(parsed)
    book = ActorBook(parsed.doc)
    read = book.read(names)
    resolution = Resolution(mentions=_name_mentions(parsed, read))
    _describe_appositions(parsed, resolution.mentions)
    pronouns = PronounResolver(parsed, book.genders)
    for mention in resolution.mentions:
        pronouns.add(mention)
    nominals = NominalResolver(parsed, book, resolution.mentions, pronouns)
    for token in parsed.doc:
        if token.lower_ in PRONOUNS and token.pos_ in ("PRON", "DET") and token.dep_ not in ("expl",):
            if parsed.sentence_at(token.i) is not None and token.lower_ != "it":
                nominals.actor_of(parsed.doc[token.i : token.i + 1])
    places = PlaceFinder(parsed, names)
    resolution.places, resolution.dateline_place = places.find(), places.dateline()
    resolution.times, resolution.counts = find_times(parsed), find_counts(parsed)
    resolution.actor_of, resolution.mention_at = nominals.actor_of, nominals.mention_at
    return resolution
