"""Who takes part in an event: any noun phrase may, by its place in the grammar; who it is comes after."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.frames import noun_set, verbal_types
from transforms.events.model import Participant
from transforms.events.triggers import Trigger, TriggerFinder, clause_of, content_noun, infinitive_of, object_of
from transforms.parse.grammar import (
    RELATIVE_PRONOUNS,
    antecedent_of,
    characters,
    child,
    children,
    conjuncts,
    is_passive,
    phrase,
    subject_of,
)
from transforms.resolve.model import Resolution

# Where a recipient stands that the lexicon does not place.
USUAL_SLOTS = (
    "obj",
    "prep:against",
    "prep:with",
    "prep:to",
    "prep:on",
    "prep:at",
    "prep:from",
    "prep:for",
    "prep:into",
)
MOST_STEPS = 4  # words down into an object in search of who is behind it
OWNERS = ("poss", "nmod", "compound", "amod")
BEHIND = ("of", "against", "on", "by", "from", "with", "to", "for", "between", "in")


def _is_verbal(trigger: Trigger) -> bool:
    """Whether an act is one of words (quad classes 1 and 3)."""
    return trigger.event_type in verbal_types()


class ParticipantFinder:
    """Finds the participants of the triggers of one article."""

    def __init__(self, resolution: Resolution, triggers: TriggerFinder) -> None:
        self.resolution, self.triggers = resolution, triggers
        self.timed = {index for time in resolution.times for index in range(time.first, time.last)}

    def find(self, trigger: Trigger) -> list[Participant]:
        """Actors first, then recipients, each once."""
        actors = self._actors(trigger)
        recipients = self._recipients(trigger)
        if "subj" in trigger.frame.recipients or (trigger.verb_frame and "subj" in trigger.verb_frame.recipients):
            actors = []
        taken = {token.i for token in actors}
        recipients = [token for token in recipients if token.i not in taken]
        found = [self._participant("actor", token) for token in actors]
        found += [self._participant("recipient", token) for token in recipients]
        unique = {(one.role, one.start): one for one in reversed(found)}
        return sorted(unique.values(), key=lambda one: (one.role, one.start or 0))

    def _participant(self, role: str, noun: Token) -> Participant:
        span = phrase(noun)
        first = span.start
        while first < noun.i and (span.doc[first].is_punct or span.doc[first].is_space):
            first += 1
        start, end = characters(span.doc[first : span.end])
        actor = self.resolution.actor_of(span.doc[first : span.end])
        return Participant(role, actor, span.doc[first : span.end].text.strip(), start, end)

    def _actors(self, trigger: Trigger) -> list[Token]:
        verb = trigger.governor
        if trigger.rule == "noun":
            return self._of_noun(trigger)
        if is_passive(verb) or (verb.tag_ == "VBN" and verb.dep_ == "acl"):
            return self._agents(verb)
        subject = subject_of(verb)
        if subject is None:
            return self._controller(verb)
        if (
            is_passive(subject.head)
            and subject.dep_ == "nsubjpass"
            and subject.head.i != verb.i
            and verb.dep_ != "xcomp"
        ):
            subject = next(iter(self._agents(subject.head)), subject)
        return self._spread(self._antecedent(subject))

    def _controller(self, verb: Token) -> list[Token]:
        """Who does what an infinitive or participle says: "for talks to begin", "by firing at them"."""
        above = verb.head
        if verb.dep_ in ("pcomp", "prep", "acl", "relcl", "ccomp", "advcl") and above.i != verb.i:
            holder = above.head if above.pos_ == "ADP" else above
            if holder.pos_ in ("VERB", "AUX"):
                subject = object_of(holder) if above.lower_ in ("of", "from", "for") else subject_of(holder)
                return self._spread(self._antecedent(subject)) if subject is not None else []
        return []

    def _agents(self, verb: Token) -> list[Token]:
        for part in children(verb, "agent", "prep"):
            if part.lower_ == "by":
                noun = child(part, "pobj")
                if noun is not None:
                    return self._spread(noun)
        return []

    def _of_noun(self, trigger: Trigger) -> list[Token]:
        """Who acts in a bare noun: its owner, "by …", "between … and …", a nation before it, or its verb's subject."""
        noun = trigger.head
        for part in children(noun, "prep", "agent"):
            if part.lower_ in ("by", "between", "among"):
                inner = child(part, "pobj")
                if inner is not None:
                    return self._spread(inner)
        owner = child(noun, "poss")
        if owner is not None:
            return self._spread(owner)
        named = [part for part in children(noun, "compound", "amod", "nmod") if self.triggers.can_act(part)]
        if named:
            return named[:1]
        verb = noun.head
        if noun.dep_ == "dobj" and verb.pos_ == "VERB" and not is_passive(verb):
            subject = subject_of(verb)
            return self._spread(self._antecedent(subject)) if subject is not None else []
        return []

    def _antecedent(self, noun: Token) -> Token:
        if noun.lower_ in RELATIVE_PRONOUNS and noun.pos_ != "NOUN":
            return antecedent_of(noun) or noun
        return noun

    def _spread(self, noun: Token) -> list[Token]:
        """Each of several coordinated participants."""
        return [
            part
            for part in conjuncts(content_noun(noun))
            if part.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "DET")
        ]

    def _recipients(self, trigger: Trigger) -> list[Token]:
        slots = trigger.frame.recipients
        if trigger.verb_frame is not None and trigger.verb_frame.recipients and trigger.verb_frame is not trigger.frame:
            slots = (*trigger.verb_frame.recipients, *slots)
        if slots == ("-",):
            return []
        for slot in dict.fromkeys((*slots, *(USUAL_SLOTS if trigger.rule != "noun" else ()))):
            found = self._slot(slot, trigger)
            if found:
                return found
        return []

    def _slot(self, slot: str, trigger: Trigger) -> list[Token]:
        name, _, word = slot.partition(":")
        verb = trigger.governor
        if name == "prep":
            return self._behind(word, trigger)
        if name == "obj":
            return self._object(trigger)
        if name == "dat":
            return self._dative(verb)
        if name == "subj":
            subject = object_of(verb) if is_passive(verb) else subject_of(verb)
            return self._spread(self._antecedent(subject)) if subject is not None else []
        if name == "comp":
            return self._complement(trigger)
        clause = clause_of(verb) or infinitive_of(verb)
        subject = (child(clause, "nsubj", "nsubjpass") or None) if clause is not None else None
        return self._who(subject, _is_verbal(trigger)) if subject is not None else []

    def _object(self, trigger: Trigger) -> list[Token]:
        noun = object_of(trigger.governor)
        if noun is None or noun.i == trigger.head.i or noun.i in self.timed:
            return []
        return self._who(noun, _is_verbal(trigger))

    def _dative(self, verb: Token) -> list[Token]:
        part = child(verb, "dative")
        if part is None:
            return []
        noun = child(part, "pobj") if part.pos_ == "ADP" else part
        return self._spread(noun) if noun is not None else []

    def _complement(self, trigger: Trigger) -> list[Token]:
        """Whom the complement is done to: "agreed to free the hostages"."""
        verb = trigger.governor
        inner = (
            infinitive_of(verb)
            or clause_of(verb)
            or next((p for p in children(verb, "xcomp") if p.tag_ == "VBG"), None)
        )
        if inner is None:
            return []
        event = self.triggers.of_verb(inner)
        if event is not None:
            return self._recipients(event)
        noun = object_of(inner)
        if noun is not None and noun.i not in self.timed:
            return self._who(noun, is_verbal=True)
        for word in ("with", "to", "against", "on", "from", "for", "in"):
            found = self._prepositions(inner, word, is_verbal=True)
            if found:
                return found
        return []

    def _behind(self, word: str, trigger: Trigger) -> list[Token]:
        """The noun behind a preposition of the verb, of its object, or of the event noun itself."""
        places = [trigger.governor, trigger.head]
        noun = object_of(trigger.governor) if trigger.rule != "noun" else None
        if noun is not None and not is_passive(trigger.governor):
            places += [noun, content_noun(noun)]
        elif noun is not None:
            places.append(noun)
        for place in places:
            found = self._prepositions(place, word, _is_verbal(trigger))
            if found:
                return found
        return []

    def _prepositions(self, holder: Token, word: str, is_verbal: bool) -> list[Token]:
        for part in children(holder, "prep", "agent", "dative", "prt"):
            second = child(part, "prep")  # "out of", "away from"
            for preposition in (part, second):
                if preposition is None or preposition.lower_ != word:
                    continue
                noun = child(preposition, "pobj")
                if noun is not None and noun.i not in self.timed:
                    return self._who(noun, is_verbal)
        return []

    def _who(self, noun: Token, is_verbal: bool) -> list[Token]:
        """Who is behind a noun: itself where it can act, else an owner or a name within it.

        A thing is what a material act is done to; words are said to somebody: a verbal act has no recipient then.
        """
        noun = self._antecedent(noun)
        if self._acts(noun) or (
            not is_verbal and content_noun(noun).lemma_ in noun_set("placeish") | noun_set("people")
        ):
            return self._spread(noun)
        found = self._inside(content_noun(noun), MOST_STEPS)
        if found is not None:
            return self._spread(found)
        return [] if is_verbal else self._spread(noun)

    def _acts(self, noun: Token) -> bool:
        return self.triggers.can_act(noun) or self.triggers.can_act(content_noun(noun))

    def _inside(self, noun: Token, steps: int) -> Token | None:
        if steps == 0:
            return None
        for part in noun.lefts:
            if part.dep_ in OWNERS and self._acts(part) and (part.dep_ == "poss" or self.triggers.is_name(part)):
                return part
        for word in BEHIND:
            for preposition in children(noun, "prep"):
                inner = child(preposition, "pobj") if preposition.lower_ == word else None
                if inner is None or inner.i in self.timed:
                    continue
                if self._acts(inner):
                    return inner
                found = self._inside(inner, steps - 1)
                if found is not None:
                    return found
        for participle in children(noun, "acl"):
            agents = self._agents(participle)
            if agents:
                return agents[0]
        return None
