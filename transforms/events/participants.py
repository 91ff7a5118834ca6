"""Who takes part in an event: any noun phrase may, by its place in the grammar; who it is comes after."""

from __future__ import annotations

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from transforms.events.clauses import content_noun, goes_to, object_of, undergoes
from transforms.events.frames import status_words
from transforms.events.model import Participant
from transforms.events.recipients import RecipientFinder
from transforms.events.status import is_foiled
from transforms.events.triggers import Trigger, TriggerFinder
from transforms.events.who import Who
from transforms.parse.grammar import antecedent, characters, child, children, is_passive, phrase, subject_of
from transforms.resolve.model import Resolution
from transforms.resolve.pronouns import PRONOUNS


def _reporter(pronoun: Token) -> Token | None:
    """Who says of himself what he will do: "the ministry said it had expelled them"."""
    verb = pronoun.head
    if pronoun.dep_ not in ("nsubj", "nsubjpass") or verb.dep_ != "ccomp" or verb.i < verb.head.i:
        return None
    subject = child(verb.head, "nsubj")
    if subject is None or subject.pos_ not in ("NOUN", "PROPN") or children(subject, "conj"):
        return None
    is_plural = subject.tag_ in ("NNS", "NNPS")
    return subject if pronoun.lower_ == "they" or (pronoun.lower_ in ("it", "he", "she") and not is_plural) else None


def _is_answered_for(noun: Token) -> bool:
    """Whether somebody is said to be behind an event: "is responsible for the killings"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "for" and noun.head.head.lower_ in status_words("answerable")


def _by_name(noun: Token) -> Token:
    """The name behind a description, where one follows: "his British colleague, Ann Lee"."""
    name = child(noun, "appos")
    return name if name is not None and noun.pos_ == "NOUN" and name.pos_ == "PROPN" else noun


class ParticipantFinder:
    """Finds the participants of the triggers of one article."""

    def __init__(self, resolution: Resolution, triggers: TriggerFinder) -> None:
        self.resolution = resolution
        self.who = Who(triggers)
        self.recipients = RecipientFinder(self.who)

    def find(self, trigger: Trigger) -> list[Participant]:
        """Actors first, then recipients, each once."""
        actors = self._actors(trigger)
        recipients = self.recipients.find(trigger)
        for echo in trigger.echoes:
            recipients = recipients or self.recipients.find(echo)
        if "subj" in trigger.frame.recipients or (trigger.verb_frame and "subj" in trigger.verb_frame.recipients):
            actors = []
        taken = {token.i for token in actors}
        recipients = [token for token in recipients if token.i not in taken]
        found = [self._participant("actor", token) for token in actors]
        found += [self._participant("recipient", token) for token in recipients]
        unique = {(one.role, one.start): one for one in reversed(found)}
        return sorted(unique.values(), key=lambda one: (one.role, one.start or 0))

    def _participant(self, role: str, noun: Token) -> Participant:
        noun = self._named(noun) if noun.lower_ in PRONOUNS else _by_name(noun)
        span = self._without_time(phrase(noun), noun)
        first = span.start
        while first < noun.i and (span.doc[first].is_punct or span.doc[first].is_space):
            first += 1
        last = span.end - 1 if span[-1].tag_ == "POS" and len(span) > 1 else span.end
        named = span.doc[first:last]
        start, end = characters(named)
        return Participant(role, self.resolution.actor_of(named), named.text.strip(), start, end)

    def _named(self, pronoun: Token) -> Token:
        """The name or description that a pronoun stands for, where its own sentence prints one before it."""
        speaker = _reporter(pronoun)
        if speaker is not None:
            return speaker
        doc = pronoun.doc
        actor = self.resolution.actor_of(doc[pronoun.i : pronoun.i + 1])
        for index in range(pronoun.i - 1, pronoun.sent.start - 1, -1):
            mention = self.resolution.mention_at(doc[index])
            if mention is not None and mention.actor is actor and mention.form != "pronoun":
                return doc[index]
        return pronoun

    def _without_time(self, span: TokenSpan, noun: Token) -> TokenSpan:
        """A phrase without the time behind it, which says when, not who ("rebels in the north on Tuesday")."""
        for index in range(noun.i + 1, span.end):
            if index in self.who.timed:
                before = span.doc[index - 1]
                end = index - 1 if before.pos_ == "ADP" else index
                return span.doc[span.start : max(end, noun.i + 1)]
        return span

    def _actors(self, trigger: Trigger) -> list[Token]:
        verb = trigger.governor
        if trigger.event_type == "DISASTER":
            return []  # it befalls somebody; nobody does it
        if trigger.rule == "noun":
            return self._of_noun(trigger)
        if undergoes(verb):
            return self.who.agents(verb) or (self._of_noun(trigger) if trigger.rule == "light verb" else [])
        subject = subject_of(verb)
        if subject is None:
            return self._controller(verb)
        if verb.dep_ == "acl" and verb.tag_ in ("VB", "VBG") and not self.who.acts(subject):
            return self._holder_of(subject) or ([] if verb.tag_ == "VB" else self.who.spread(subject))
        if (
            is_passive(subject.head)
            and subject.dep_ == "nsubjpass"
            and subject.head.i != verb.i
            and verb.dep_ != "xcomp"
        ):
            subject = next(iter(self.who.agents(subject.head)), subject)
        return self._behind_event(antecedent(subject))

    def _behind_event(self, subject: Token) -> list[Token]:
        """Who acts where the subject is itself an event: "a rebel attack killed four", "the army's raid freed them"."""
        noun = content_noun(subject)
        if self.who.triggers.of_noun(noun) is None or self.who.acts(noun):
            return self.who.spread(subject)
        found = self.who.doer_of(noun)
        return self.who.spread(found) if found is not None else []

    def _holder_of(self, noun: Token) -> list[Token]:
        """Who is to do what a noun is for: "their plan to march", "an invitation to the leaders to meet"."""
        owner = child(noun, "poss") or next((part for part in noun.lefts if self.who.names_one(part)), None)
        if owner is not None:
            return self.who.spread(owner)
        for part in children(noun, "prep"):
            inner = child(part, "pobj") if part.lower_ in ("of", "to", "for", "by", "from") else None
            if inner is not None and self.who.acts(inner):
                return self.who.spread(inner)
        above = noun.head
        if is_foiled(noun):
            return []  # it was not his own who foiled it
        if noun.dep_ in ("dobj", "pobj") and above.pos_ in ("VERB", "AUX") and not is_passive(above):
            subject = subject_of(above)
            return self.who.spread(antecedent(subject)) if subject is not None else []
        return []

    def _controller(self, verb: Token) -> list[Token]:
        """Who does what an infinitive or participle says: "for talks to begin", "by firing at them"."""
        above = verb.head
        if verb.dep_ in ("pcomp", "prep", "acl", "relcl", "ccomp", "advcl") and above.i != verb.i:
            holder = above.head if above.pos_ == "ADP" else above
            if holder.pos_ in ("VERB", "AUX"):
                subject = object_of(holder) if above.lower_ in ("of", "from", "for") else subject_of(holder)
                return self.who.spread(antecedent(subject)) if subject is not None else []
        return []

    def _of_noun(self, trigger: Trigger) -> list[Token]:
        """Who acts in a bare noun: its owner, "by …", "between … and …", a nation before it, or its verb's subject."""
        noun = trigger.head
        for part in children(noun, "prep", "agent"):
            if part.lower_ in ("by", "between", "among"):
                inner = child(part, "pobj")
                if inner is not None:
                    return self.who.spread(inner)
        owner = child(noun, "poss")
        if owner is not None and owner.i not in self.who.timed:
            return self.who.spread(owner)
        if _is_answered_for(noun):
            subject = child(noun.head.head.head, "nsubj")
            return self.who.spread(antecedent(subject)) if subject is not None else []
        named = [part for part in children(noun, "compound", "amod", "nmod") if self.who.triggers.can_act(part)]
        if named:
            return named[:1]
        verb = noun.head.head if goes_to(noun) else noun.head
        if verb.pos_ in ("VERB", "AUX") and (goes_to(noun) or (noun.dep_ == "dobj" and not is_passive(verb))):
            subject = subject_of(verb)
            return self.who.spread(antecedent(subject)) if subject is not None else []
        return []
