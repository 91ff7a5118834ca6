"""Which words of an article report events: verbs by their frames, nouns by what hangs on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from transforms.events.clauses import (
    clause_of,
    complements_of,
    content_noun,
    infinitive_of,
    object_of,
    undergoes,
)
from transforms.events.codes import folds
from transforms.events.frames import (
    AS_OBJECT,
    NO_EVENT,
    Frame,
    adverse_types,
    noun_frames,
    noun_set,
    status_words,
    verb_frames,
)
from transforms.parse.grammar import antecedent, child, children, subject_of
from transforms.resolve.gazetteer import demonyms, roles
from transforms.resolve.model import Resolution

EVENT_SET = "@event"  # every event noun
HARMS = frozenset({"ASSAULT", "DISASTER"})
PARTICLES = frozenset({"prt", "advmod", "acomp", "oprd"})
CALENDAR_ENTITIES = frozenset({"DATE", "TIME", "EVENT", "LAW", "MONEY", "PERCENT", "QUANTITY", "WORK_OF_ART"})
PERSON_PRONOUNS = frozenset(
    [
        "he",
        "she",
        "they",
        "we",
        "i",
        "you",
        "him",
        "her",
        "them",
        "us",
        "me",
        "who",
        "whom",
        "everyone",
        "anyone",
        "someone",
        "nobody",
        "those",
    ]
)


@dataclass(slots=True)
class Trigger:
    """One word that reports an event.

    `head` carries the type; `governor` is the verb of its clause (a light verb, or `head` itself, or for a bare noun
    the noun); `frame` says where to look for the recipient; `rule` how it was found.
    """

    head: Token
    governor: Token
    frame: Frame
    verb_frame: Frame | None
    rule: str
    particle: Token | None = None  # right behind a verb that is known with it: "crack down"
    inner: str = ""  # type of the act in the complement of an act in words ("refused to free": CONCEDE)
    echoes: list[Trigger] = field(default_factory=list)  # the same act told again behind it: "gave money to help"

    @property
    def event_type(self) -> str:
        """The PLOVER type, an extension, or APPEAL."""
        return self.frame.event_type


def frame_of_noun(noun: Token) -> Frame | None:
    """The frame of an event noun, the more exact word first: "cease-fire", "hunger strike", "strike"."""
    frames, lemma = noun_frames(), noun.lemma_.lower()
    if noun.i > 1 and noun.nbor(-1).text == "-" and not noun.nbor(-1).whitespace_:
        hyphenated = f"{noun.nbor(-2).lower_}-{lemma}"
        if hyphenated in frames:
            return frames[hyphenated]
    if noun.i and noun.nbor(-1).dep_ in ("compound", "amod"):
        compound = f"{noun.nbor(-1).lower_} {lemma}"
        if compound in frames:
            return frames[compound]
    return frames.get(lemma)


def matrix_status(verb: Token) -> str | None:
    """The status that a verb or noun lends to what it is about: "call off" with its particle before "call"."""
    words, lemma = status_words("matrix"), verb.lemma_.lower()
    for part in children(verb, "prt"):
        if f"{lemma} {part.lower_}" in words:
            return words[f"{lemma} {part.lower_}"]
    return words.get(lemma)


def _echoes(inner: Trigger, outer: Trigger) -> bool:
    """Whether a clause tells the act above it again: its result or purpose, by the same one and of the same kind."""
    verb = inner.governor
    has_own_subject = child(verb, "nsubj", "nsubjpass", "mark") is not None
    if inner.rule == "noun" or verb.dep_ != "advcl" or verb.i < verb.head.i or has_own_subject:
        return False
    if verb.tag_ != "VBG" and not any(left.tag_ == "TO" for left in verb.lefts):
        return False
    return inner.event_type == outer.event_type and inner.event_type not in HARMS  # who was killed is told of its own


def without_echoes(triggers: list[Trigger]) -> list[Trigger]:
    """The triggers that tell an act of their own; the others are kept with the one that they tell again."""
    by_verb = {trigger.governor.i: trigger for trigger in triggers if trigger.rule != "noun"}
    found = []
    for trigger in triggers:
        outer = by_verb.get(trigger.governor.head.i)
        if outer is not None and outer is not trigger and _echoes(trigger, outer):
            outer.echoes.append(trigger)
        else:
            found.append(trigger)
    return found


def joined(verbs: list[Trigger], nouns: list[Trigger]) -> list[Trigger]:
    """All triggers of a sentence, a happening and what it did being one: "an earthquake killed 40"."""
    found = [*verbs, *nouns]
    by_noun = {trigger.head.i: trigger for trigger in nouns}
    for verb in verbs:
        subject = subject_of(verb.governor) if verb.rule == "verb" and not undergoes(verb.governor) else None
        if subject is None:
            continue
        place = content_noun(antecedent(subject)).i
        noun = by_noun.get(place)
        if noun is None or not {noun.event_type, verb.event_type} <= HARMS:
            continue
        found.remove(by_noun.pop(place))
        if verb.governor.dep_ == "relcl":
            found[found.index(verb)] = Trigger(noun.head, verb.governor, noun.frame, verb.frame, "light verb")
    return found


class TriggerFinder:
    """Finds the triggers of one article."""

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        self.timed = {index for time in resolution.times for index in range(time.first, time.last)}
        # The frames of a verb ask the same of it again and again.
        self._objects: dict[int, Token | None] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self._predicates: dict[int, frozenset[str]] = {}

    def can_act(self, noun: Token) -> bool:
        """Whether a noun is one who can act: a person, a body, a country, people in a role."""
        mention = self.resolution.mention_at(noun)
        if mention is not None and mention.form == "name":
            return True
        if noun.lemma_.lower() in roles() or noun.lower_ in PERSON_PRONOUNS:
            return True
        if noun.pos_ == "PROPN" and noun.ent_type_ not in CALENDAR_ENTITIES:
            return True
        return noun.text in demonyms()

    def is_name(self, noun: Token) -> bool:
        """Whether a noun or adjective names a person, a body or a nation."""
        mention = self.resolution.mention_at(noun)
        return (mention is not None and mention.form == "name") or noun.text in demonyms()

    def of_verb(self, verb: Token) -> Trigger | None:
        """The event that a verb reports, None where no frame fits."""
        held: dict[str, bool] = {}
        for key in self._keys(verb):
            for frame in verb_frames().get(key, ()):
                if all(self._holds(condition, verb, held) for condition in frame.conditions):
                    return self._trigger(verb, frame, key)
        return None

    def of_noun(self, noun: Token) -> Trigger | None:
        """The event that a noun reports by itself: it must have an argument, a date or a count of its own."""
        frame = frame_of_noun(noun)
        if frame is None or noun.pos_ != "NOUN" or noun.dep_ in ("compound", "amod", "nmod", "npadvmod"):
            return None
        if any(part.lower_ == "any" for part in noun.lefts):  # "cannot allow any more attacks": none in particular
            return None
        if noun.lemma_.lower() in noun_set("counted") and child(noun, "nummod") is not None:  # "won 5,000 votes"
            return None
        return Trigger(noun, noun, frame, None, "noun")

    def used_by(self, trigger: Trigger) -> set[int]:
        """The nouns that a verb's frame has used up: "lifted sanctions" is no event of sanctions.

        "cancelled the visit" is two: the cancelling, and the visit that does not take place.
        """
        noun = object_of(trigger.governor)
        used = {trigger.head.i}
        if noun is None or (trigger.rule == "verb" and matrix_status(trigger.governor) == "cancelled"):
            return used
        return used | {noun.i, content_noun(noun).i}

    def fold(self, triggers: list[Trigger]) -> list[Trigger]:
        """Fold what a complement names into the act in words above it; readings that report nothing fall away."""
        by_verb = {trigger.governor.i: trigger for trigger in triggers}
        folded: set[int] = set()
        for trigger in triggers:
            for verb in complements_of(trigger.governor):
                inner = by_verb.get(verb.i)
                if inner is None or verb.i in folded:
                    continue
                trigger.inner = trigger.inner or inner.event_type
                if trigger.event_type == NO_EVENT or (trigger.event_type, inner.event_type) in folds():
                    folded.add(verb.i)
        return [trigger for trigger in triggers if trigger.governor.i not in folded and trigger.event_type != NO_EVENT]

    def _keys(self, verb: Token) -> list[str]:
        lemma = verb.lemma_.lower()
        found = [f"{lemma} {part.lower_}" for part in verb.rights if part.dep_ in PARTICLES and len(part) < 9]
        following = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
        return [*found, f"{lemma} {following}", lemma]

    def _trigger(self, verb: Token, frame: Frame, key: str) -> Trigger | None:
        if frame.event_type != AS_OBJECT:
            following = verb.doc[verb.i + 1] if " " in key else None
            particle = following if following is not None and key.endswith(f" {following.lower_}") else None
            return Trigger(verb, verb, frame, frame, "verb", particle)
        noun = content_noun(_named_in(frame, verb) or object_of(verb) or verb)
        inner = frame_of_noun(noun)
        return Trigger(noun, verb, inner, frame, "light verb") if inner is not None else None

    def _holds(self, condition: str, verb: Token, held: dict[str, bool]) -> bool:
        """Whether a verb meets a condition; `held` is what is known of this verb already."""
        if condition not in held:
            name, _, value = condition.partition(":")
            held[condition] = _CONDITIONS[name](self, verb, value)
        return held[condition]

    def _object_of(self, verb: Token) -> Token | None:
        if verb.i not in self._objects:
            self._objects[verb.i] = object_of(verb)
        return self._objects[verb.i]

    def _in_set(self, noun: Token, value: str) -> bool:
        """Whether what a phrase is about is among the nouns of a condition."""
        names = self._names.get(noun.i)
        if names is None:
            names = self._names[noun.i] = _names_of(content_noun(noun))
        return _is_among(names, value)

    def _object(self, verb: Token, value: str) -> bool:
        noun = self._object_of(verb)
        return noun is not None and (not value or self._in_set(noun, value))

    def _none(self, verb: Token, value: str) -> bool:
        return child(verb, "dobj", "nsubjpass") is None and verb.dep_ != "acl" and not undergoes(verb)

    def _person(self, verb: Token, value: str) -> bool:
        noun = self._object_of(verb)
        return noun is not None and any(self._is_somebody(part) for part in (noun, content_noun(noun)))

    def _is_somebody(self, noun: Token) -> bool:
        return self.can_act(noun) or noun.lemma_.lower() in noun_set("human")

    def _thing(self, verb: Token, value: str) -> bool:
        return self._object_of(verb) is not None and not self._person(verb, value)

    def _subject(self, verb: Token, value: str) -> bool:
        noun = subject_of(verb)
        if noun is None:
            return False
        noun = antecedent(noun)
        if value == "person":
            return self.can_act(noun) or self.can_act(content_noun(noun))
        if value == "office":
            mention = self.resolution.mention_at(noun)
            role = roles().get(noun.lemma_.lower())
            return bool(
                (mention and mention.actor.sector in ("GOV", "MIL", "LEG"))
                or (role and role.sector in ("GOV", "MIL", "LEG"))
            )
        return self._in_set(noun, value)

    def _preposition(self, verb: Token, value: str) -> bool:
        word, _, inner = value.partition(":")
        for part in children(verb, "prep", "agent", "dative", "prt", "advmod"):
            if part.lower_ == word:
                noun = child(part, "pobj")
                if noun is not None and noun.i in self.timed:
                    continue  # "on Monday" says when
                if not inner or (noun is not None and self._in_set(noun, inner)):
                    return True
        return False

    def _to(self, verb: Token, value: str) -> bool:
        infinitive = infinitive_of(verb)
        if infinitive is None:
            return False
        if value == "@adverse":
            inner = self.of_verb(infinitive)
            return inner is not None and inner.event_type in adverse_types()
        return not value or infinitive.lemma_ == value

    def _that(self, verb: Token, value: str) -> bool:
        clause = clause_of(verb)
        if clause is None:
            return False
        auxiliaries = {part.lower_ for part in children(clause, "aux")}
        if value == "must":
            return bool(auxiliaries & {"must", "should", "ought"})
        return not value or bool(auxiliaries & {"will", "would", "shall", "'ll", "’ll"})

    def _ing(self, verb: Token, value: str) -> bool:
        return any(part.tag_ == "VBG" for part in children(verb, "xcomp", "ccomp"))

    def _dative(self, verb: Token, value: str) -> bool:
        return child(verb, "dative") is not None

    def _bare(self, verb: Token, value: str) -> bool:
        return child(verb, "oprd", "acomp", "xcomp", "ccomp") is None

    def _passive(self, verb: Token, value: str) -> bool:
        return undergoes(verb)

    def _predicate(self, verb: Token, value: str) -> bool:
        names = self._predicates.get(verb.i)
        if names is None:
            found = (part for above in (verb, *verb.children) for part in above.children if part.i > verb.i)
            names = self._predicates[verb.i] = frozenset(part.lower_ for part in found)
        return value in names if value != "bad" else not names.isdisjoint(noun_set("bad"))

    def _as(self, verb: Token, value: str) -> bool:
        return any(part.lower_ == "as" and self._bad_below(part) for part in children(verb, "prep", "mark", "advmod"))

    def _bad_below(self, token: Token) -> bool:
        return any(part.lower_ in noun_set("bad") or part.lemma_ in noun_set("bad") for part in token.subtree)


def _named_in(frame: Frame, verb: Token) -> Token | None:
    """The event noun that a frame asks for behind a preposition: "took part in a hunger strike"."""
    for condition in frame.conditions:
        name, _, value = condition.partition(":")
        word, _, inner = value.partition(":")
        if name == "prep" and inner == EVENT_SET:
            for part in children(verb, "prep"):
                noun = child(part, "pobj")
                if part.lower_ == word and noun is not None and _is_among(_names_of(content_noun(noun)), inner):
                    return noun
    return None


def _names_of(noun: Token) -> tuple[str, ...]:
    """What a noun may be known as: its form, its lemma, that with the word before it ("war game", "hunger strike")."""
    lemma = noun.lemma_.lower()
    names = [noun.lower_, lemma]
    for part in children(noun, "compound", "amod"):
        names += [f"{part.lower_} {lemma}", f"{part.lower_}{lemma}"]
    return tuple(names)


def _is_among(names: tuple[str, ...], value: str) -> bool:
    """Whether one of a noun's names is among those of a condition; a set knows no printed forms."""
    if value.startswith("@"):
        return not noun_set(value[1:]).isdisjoint(names[1:])
    return not _listed(value).isdisjoint(names)


@cache
def _listed(value: str) -> frozenset[str]:
    return frozenset(value.split("|"))


_CONDITIONS: dict[str, Callable[[TriggerFinder, Token, str], bool]] = {
    "obj": TriggerFinder._object,
    "none": TriggerFinder._none,
    "person": TriggerFinder._person,
    "thing": TriggerFinder._thing,
    "subj": TriggerFinder._subject,
    "prep": TriggerFinder._preposition,
    "to": TriggerFinder._to,
    "that": TriggerFinder._that,
    "ing": TriggerFinder._ing,
    "dat": TriggerFinder._dative,
    "passive": TriggerFinder._passive,
    "bare": TriggerFinder._bare,
    "acomp": TriggerFinder._predicate,
    "oprd": TriggerFinder._predicate,
    "as": TriggerFinder._as,
}
