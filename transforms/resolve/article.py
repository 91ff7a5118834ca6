"""Resolve one article: the entry point that later stages call."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from transforms.parse.grammar import child, children
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.actorhood import actor_test
from transforms.resolve.calendar import find_times
from transforms.resolve.counts import find_counts
from transforms.resolve.gazetteer import demonym_ending_at, is_national_body, known_names, roles
from transforms.resolve.mending import find_names
from transforms.resolve.model import Actor, Mention, Resolution
from transforms.resolve.names import NameMention
from transforms.resolve.nominals import NominalResolver
from transforms.resolve.people import ActorBook
from transforms.resolve.places import PlaceFinder
from transforms.resolve.pronouns import PRONOUNS, PronounResolver

SETTING_SHARE = 2 / 3  # of the mentions of actors with a country: fewer, and an article is set between countries
COLLEAGUES = frozenset({"colleague", "counterpart"})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


def _acts(name: NameMention, head: Token) -> bool:
    """Whether a name is an actor where it stands: no location, no adjective ("French port", "Christian leaders")."""
    if name.is_place:
        return False
    if name.label == "NORP":
        return head.dep_ not in ("amod", "compound", "nmod")
    if name.known is None and name.label in PLACE_LABELS:
        return head.dep_ in ("nsubj", "nsubjpass") or (head.dep_ == "pobj" and head.head.dep_ == "agent")
    return True


def _mention(parsed: ParsedArticle, name: NameMention, actor: Actor, head: Token) -> Mention:
    last = parsed.doc[name.last - 1]
    return Mention(parsed.doc[name.first].idx, last.idx + len(last), head.i, actor, "name")


def _described_by(head: Token) -> list[Token]:
    """The descriptions in apposition to a name, before it ("his colleague, Patel") or behind ("Johansson, the …")."""
    found = [part for part in children(head, "appos") if part.pos_ != "PROPN"]
    if head.dep_ == "appos" and head.head.pos_ != "PROPN":
        found.append(head.head)
    return [part for part in found if part.lemma_.lower() in roles()]


def _describe_people(parsed: ParsedArticle, mentions: list[Mention]) -> None:
    """Office, sector and country that stand in apposition to a person's name."""
    named = {mention.head: mention.actor for mention in mentions}
    for mention in mentions:
        actor = mention.actor
        if actor.actor_type != "person":
            continue
        for part in _described_by(parsed.doc[mention.head]):
            modifiers = [
                word for word in part.lefts if word.dep_ in ("compound", "amod") and demonym_ending_at(word)[0] is None
            ]
            words = [
                word.lower_ for left in modifiers for word in (*left.lefts, left) if word.dep_ in ("compound", "amod")
            ]
            if actor.office is None and part.lemma_.lower() not in COLLEAGUES:
                actor.office = " ".join([*words, part.lower_])
            actor.sector = actor.sector or roles()[part.lemma_.lower()].sector
            owner = child(part, "poss")
            body = named.get(owner.i) if owner is not None else None
            if body is not None and body.actor_type == "organization":  # "the EU's home affairs commissioner"
                actor.sector, actor.of = body.sector or actor.sector, actor.of or body
            nation = known_names().get(owner.text) if owner is not None else None
            demonym = next(filter(None, (demonym_ending_at(word)[0] for word in part.lefts)), nation)
            actor.country = actor.country or (demonym.country if demonym is not None else None)


def _place_officials(parsed: ParsedArticle, mentions: list[Mention]) -> None:
    """A minister without a nation serves the one country that is the subject of the sentence that first names them."""
    seen: set[int] = set()
    for mention in mentions:
        actor = mention.actor
        if id(actor) in seen or actor.actor_type != "person":
            continue
        seen.add(id(actor))
        if actor.country is not None or actor.sector not in ("GOV", "MIL") or actor.office is None:
            continue
        sentence = parsed.sentence_at(mention.head)
        acting = {
            other.actor.country
            for other in mentions
            if other.actor.actor_type == "country"
            and parsed.doc[other.head].dep_ == "nsubj"
            and sentence is not None
            and sentence.first <= other.head < mention.head
        }
        if len(acting) == 1:
            actor.country = acting.pop()


def _describe_colleagues(mentions: list[Mention], nominals: NominalResolver) -> None:
    """A colleague without an office of their own serves in the same sector: "Darmanin and his colleague, Patel"."""
    for mention in mentions:
        head = nominals.parsed.doc[mention.head]
        owner = child(head, "poss") if mention.form == "nominal" and head.lemma_ in COLLEAGUES else None
        other = nominals.mention_at(owner) if owner is not None else None
        if other is not None and mention.actor.actor_type == "person" and mention.actor.sector is None:
            mention.actor.sector = other.actor.sector


def _setting(resolution: Resolution) -> str | None:
    """The country of the dateline, else the one that most of the named actors belong to, by mentions."""
    if resolution.dateline_place is not None and resolution.dateline_place.country is not None:
        return resolution.dateline_place.country
    told = Counter(mention.actor.country for mention in resolution.mentions if mention.actor.country is not None)
    country, count = max(told.items(), key=lambda entry: (entry[1], entry[0]), default=(None, 0))
    return country if count >= SETTING_SHARE * told.total() else None


def _place_bodies(resolution: Resolution) -> None:
    """A ministry or court that the text gives no country is that of the country that the article is set in."""
    for mention in resolution.mentions:
        actor = mention.actor
        if actor.country is None and actor.actor_type == "organization" and is_national_body(actor.name):
            actor.country = resolution.setting


def resolve(parsed: ParsedArticle) -> Resolution:
    """All actors, places, times and counts of one article."""
    doc = parsed.doc
    names = find_names(parsed)
    places = PlaceFinder(parsed, names)
    resolution = Resolution(places=places.find(), dateline_place=places.dateline())
    book = ActorBook()
    book.read(names)
    heads = {doc[name.first : name.last].root.i: name for name in names}
    resolution.mentions = [
        _mention(parsed, name, book.actor(name), doc[i]) for i, name in heads.items() if _acts(name, doc[i])
    ]
    _describe_people(parsed, resolution.mentions)
    _place_officials(parsed, resolution.mentions)
    resolution.setting = _setting(resolution)
    _place_bodies(resolution)
    pronouns = PronounResolver(parsed)
    for mention in resolution.mentions:
        pronouns.add(mention)
    nominals = NominalResolver(parsed, book, resolution.mentions, pronouns, heads)
    for index, (pos, lower) in enumerate(zip(parsed.pos, parsed.lowers, strict=True)):
        if pos in ("PRON", "DET") and lower in PRONOUNS and lower != "it" and parsed.sentence_at(index) is not None:
            if doc[index].dep_ != "expl" and not pronouns.means_things(doc[index]):
                nominals.actor_of(doc[index : index + 1])
        elif pos == "NOUN" and parsed.sentence_at(index) is not None:
            nominals.recognise(doc[index])
    _describe_colleagues(resolution.mentions, nominals)
    resolution.times = find_times(parsed)
    resolution.counts = find_counts(parsed, resolution.times)
    resolution.is_actor_like = actor_test(resolution.times, resolution.places)
    resolution.actor_of, resolution.mention_at = nominals.actor_of, nominals.mention_at
    return resolution
