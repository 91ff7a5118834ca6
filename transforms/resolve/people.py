"""Actors of an article from its names: one actor for all names of one person or body."""

from __future__ import annotations

import re
from collections import defaultdict

from transforms.resolve.gazetteer import Known, country_names, demonyms, given_names, organization_words, roles, titles
from transforms.resolve.model import Actor
from transforms.resolve.names import NameMention

SUFFIXES = frozenset({"Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"})
LABEL_TYPES = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "government",
    "NORP": "group",
    "LOC": "group",
    "FAC": "organization",
}
ACRONYM = re.compile(r"[A-Z][A-Za-z&.-]{1,7}$")


def surname(name: str) -> str:
    """The last word of a person's name that is no suffix."""
    words = [word for word in name.split() if word not in SUFFIXES]
    return words[-1] if words else name


def gender_of(actor: Actor, title: list[str]) -> str | None:
    """m or f where a title or given name tells, else None."""
    known = titles()
    for word in title:
        if word in known and known[word].gender:
            return known[word].gender
        role = roles().get(word.lower())
        if role is not None and role.gender:
            return role.gender
    return given_names().get(actor.name.split()[0]) if " " in actor.name else None


class ActorBook:
    """The named actors of one article."""

    def __init__(self) -> None:
        self.by_name: dict[str, Actor] = {}
        self._surnames: dict[str, list[Actor]] = defaultdict(list)
        self._given: dict[str, list[Actor]] = defaultdict(list)
        self._acronyms: dict[str, Actor] = {}

    def read(self, mentions: list[NameMention]) -> None:
        """Learn the people and bodies of all mentions, so that a surname printed before the full name finds it."""
        for mention in mentions:
            if mention.label == "PERSON" and mention.known is None and " " in mention.text:
                self._person(mention)
        for mention in mentions:
            if mention.label == "ORG" and mention.known is None and " " in mention.text:
                self._body(mention)

    def actor(self, mention: NameMention) -> Actor:
        """The actor that a name means."""
        if mention.known is not None:
            return self.known(mention.known)
        if mention.label == "NORP" and mention.text in demonyms():
            entry = demonyms()[mention.text]
            return self.named(mention.text, "group", country=entry.country)
        if mention.label == "PERSON":
            return self._person(mention)
        return self._body(mention)

    def known(self, entry: Known) -> Actor:
        """The actor of a gazetteer entry."""
        actor = self.named(entry.name, entry.actor_type, country=entry.country, sector=entry.sector)
        if entry.actor_type == "government" and entry.country and actor.of is None:
            actor.of = self.named(country_names()[entry.country], "country", country=entry.country, sector="GOV")
        return actor

    def named(self, name: str, actor_type: str, *, country: str | None = None, sector: str | None = None) -> Actor:
        """The actor of this name, made where the article has none yet."""
        actor = self.by_name.get(name)
        if actor is None:
            actor = self.by_name[name] = Actor(name, actor_type, country=country, sector=sector)
        return actor

    def _person(self, mention: NameMention) -> Actor:
        words = mention.text.split()
        actor = self.by_name.get(mention.text)
        if actor is None and len(words) == 1:
            actor = self._single(words[0], mention)
        elif actor is None:
            actor = self._same_person(words)
        if actor is None:
            actor = self.named(mention.text, "person")
            self._surnames[surname(mention.text)].append(actor)
            if len(words) > 1:
                self._given[words[0]].append(actor)
        self.by_name.setdefault(mention.text, actor)
        self._describe(actor, mention)
        return actor

    def _single(self, word: str, mention: NameMention) -> Actor | None:
        people = self._surnames.get(word) or self._given.get(word) or []
        if len(people) <= 1:
            return people[0] if people else None
        wanted = gender_of(Actor(word, "person"), mention.title)
        fitting = [actor for actor in people if wanted is None or actor.gender in (None, wanted)]
        return fitting[0] if fitting else people[0]

    def _same_person(self, words: list[str]) -> Actor | None:
        """A fuller or shorter form of a name already read: same surname, and given names that do not disagree."""
        for actor in self._surnames.get(surname(" ".join(words)), []):
            known = actor.name.split()
            if len(known) > 1 and words[-len(known) :] == known:
                return actor  # a word too many before it ("Press Paul Carver")
            if len(known) > 1 and (
                known[0] == words[0] or (known[0][0] == words[0][0] and "." in (known[0] + words[0]))
            ):
                if len(words) > len(known):
                    self.by_name[actor.name] = actor
                    actor.name = " ".join(words)
                return actor
        return None

    def _describe(self, actor: Actor, mention: NameMention) -> None:
        if mention.demonym is not None and mention.title:
            actor.country = mention.demonym.country
        title = " ".join(mention.title)
        known = titles()
        for word in (title, *mention.title):
            entry = known.get(word)
            if entry is not None and entry.sector and actor.sector is None:
                actor.sector = entry.sector
        for word in reversed(mention.title):  # "banker Gus Aksoy", "police chief Ann Lee"
            role = roles().get(word.lower())
            if role is not None and actor.sector is None:
                actor.sector = role.sector
        offices = [word for word in mention.title if word not in known or known[word].is_office]
        if offices:
            actor.office = " ".join(offices).lower()
        if actor.gender is None:
            actor.gender = gender_of(actor, mention.title)

    def _body(self, mention: NameMention) -> Actor:
        text = mention.text
        actor = self.by_name.get(text) or self._acronyms.get(text.replace(".", ""))
        if actor is not None:
            return actor
        actor_type = LABEL_TYPES[mention.label]
        if text.split()[-1] in organization_words():
            actor_type = "organization"
        actor = self.named(text, actor_type)
        words = [word for word in re.split(r"[\s-]+", text) if word[:1].isupper()]
        if len(words) > 1:
            self._acronyms.setdefault("".join(word[0] for word in words), actor)
        for word in reversed(text.split()):
            actor.sector = actor.sector or organization_words().get(word)
        if mention.demonym is not None:
            actor.country = mention.demonym.country
        return actor
