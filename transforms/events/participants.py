"""Who takes part in an event: any noun phrase may, by its place in the grammar; who it is comes after."""

from __future__ import annotations

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from transforms.events.frames import noun_set, verbal_types
from transforms.events.model import Participant
from transforms.events.triggers import (
    Trigger,
    TriggerFinder,
    clause_of,
    content_noun,
    frame_of_noun,
    goes_to,
    infinitive_of,
    object_of,
)
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
from transforms.resolve.gazetteer import roles
from transforms.resolve.model import Resolution
from transforms.resolve.pronouns import PRONOUNS

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
VERBAL_SLOTS = ("obj", "prep:with", "prep:to", "prep:against", "prep:from", "prep:for")
MOST_STEPS = 4  # words down into an object in search of who is behind it
COMPLEMENTS = frozenset({"dobj", "xcomp", "ccomp", "dative"})
SETTING = frozenset({"in", "at", "under", "over", "above", "during", "after", "before", "since", "as", "amid", "by"})
# Types whose act, however it is put, is done to somebody.
REACHING = frozenset(
    {
        "AGREE",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "SANCTION",
        "COERCE",
        "MOBILIZE",
        "PROTEST",
    }
)
OWNERS = ("poss", "nmod", "compound", "amod")
BEHIND = ("of", "against", "on", "by", "from", "with", "to", "for", "between", "in")


def _usual_slots(trigger: Trigger) -> tuple[str, ...]:
    """Where to look when the frame's own places are empty; an object that the frame asks for is no recipient."""
    if trigger.rule == "noun":
        return ()
    slots = VERBAL_SLOTS if _is_verbal(trigger) else USUAL_SLOTS
    frame = trigger.verb_frame or trigger.frame
    has_own_object = any(condition.startswith("obj:") for condition in frame.conditions)
    return slots[1:] if has_own_object else slots


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


def _by_name(noun: Token) -> Token:
    """The name behind a description, where one follows: "his British colleague, Ann Lee"."""
    name = child(noun, "appos")
    return name if name is not None and noun.pos_ == "NOUN" and name.pos_ == "PROPN" else noun


def _prepositions_of(noun: Token) -> list[Token]:
    """The prepositions behind a noun, however far down: "ministers in charge of trade from France"."""
    return [token for token in noun.subtree if token.dep_ == "prep" and token.i > noun.i]


def _is_complement(part: Token) -> bool:
    """Whether a part of a clause says what an act is about, and not where, when or why it is done."""
    if part.dep_ == "advcl":
        return any(left.tag_ == "TO" for left in part.lefts)
    return part.dep_ in COMPLEMENTS or (part.dep_ == "prep" and part.lower_ not in SETTING)


def _is_same_act(noun: Token, trigger: Trigger) -> bool:
    """Whether a noun only says again what the verb does: "staged a strike", "went on strike"."""
    frame = frame_of_noun(content_noun(noun))
    return frame is not None and frame.event_type == trigger.event_type


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
            if index in self.timed:
                before = span.doc[index - 1]
                end = index - 1 if before.pos_ == "ADP" else index
                return span.doc[span.start : max(end, noun.i + 1)]
        return span

    def _actors(self, trigger: Trigger) -> list[Token]:
        verb = trigger.governor
        if trigger.rule == "noun":
            return self._of_noun(trigger)
        if is_passive(verb) or (verb.tag_ == "VBN" and verb.dep_ == "acl" and child(verb, "dobj") is None):
            return self._agents(verb) or (self._of_noun(trigger) if trigger.rule == "light verb" else [])
        subject = subject_of(verb)
        if subject is None:
            return self._controller(verb)
        if verb.dep_ == "acl" and verb.tag_ in ("VB", "VBG") and not self._acts(subject):
            return self._holder_of(subject) or ([] if verb.tag_ == "VB" else self._spread(subject))
        if (
            is_passive(subject.head)
            and subject.dep_ == "nsubjpass"
            and subject.head.i != verb.i
            and verb.dep_ != "xcomp"
        ):
            subject = next(iter(self._agents(subject.head)), subject)
        return self._behind_event(self._antecedent(subject))

    def _behind_event(self, subject: Token) -> list[Token]:
        """Who acts where the subject is itself an event: "a rebel attack killed four", "the army's raid freed them"."""
        noun = content_noun(subject)
        if self.triggers.of_noun(noun) is None or self._acts(noun):
            return self._spread(subject)
        found = self._inside(noun, 1)
        return self._spread(found) if found is not None else []

    def _holder_of(self, noun: Token) -> list[Token]:
        """Who is to do what a noun is for: "their plan to march", "an invitation to the leaders to meet"."""
        owner = child(noun, "poss")
        if owner is not None:
            return self._spread(owner)
        for part in children(noun, "prep"):
            inner = child(part, "pobj") if part.lower_ in ("of", "to", "for", "by", "from") else None
            if inner is not None and self._acts(inner):
                return self._spread(inner)
        above = noun.head
        if noun.dep_ in ("dobj", "pobj") and above.pos_ in ("VERB", "AUX") and not is_passive(above):
            subject = subject_of(above)
            return self._spread(self._antecedent(subject)) if subject is not None else []
        return []

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
        if owner is not None and owner.i not in self.timed:
            return self._spread(owner)
        named = [part for part in children(noun, "compound", "amod", "nmod") if self.triggers.can_act(part)]
        if named:
            return named[:1]
        verb = noun.head.head if goes_to(noun) else noun.head
        if verb.pos_ in ("VERB", "AUX") and (goes_to(noun) or (noun.dep_ == "dobj" and not is_passive(verb))):
            subject = subject_of(verb)
            return self._spread(self._antecedent(subject)) if subject is not None else []
        return []

    def _antecedent(self, noun: Token) -> Token:
        if noun.lower_ in RELATIVE_PRONOUNS and noun.pos_ != "NOUN":
            return antecedent_of(noun) or noun
        return noun

    def _spread(self, noun: Token) -> list[Token]:
        """Each of several coordinated participants, holders of one office too: "ministers from France and Italy"."""
        found: list[Token] = []
        for part in conjuncts(content_noun(noun)):
            if part.pos_ in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "X", "DET"):
                found += [part, *self._of_one_office(part)]
        return found

    def _of_one_office(self, noun: Token) -> list[Token]:
        """The other countries or bodies of people who are named together by their office."""
        if noun.tag_ != "NNS" or noun.lemma_.lower() not in roles():
            return []
        for preposition in _prepositions_of(noun):
            home = child(preposition, "pobj")
            if preposition.lower_ in ("from", "of") and home is not None and self.triggers.is_name(home):
                return [part for part in conjuncts(home)[1:] if self.triggers.is_name(part)]
        return []

    def _recipients(self, trigger: Trigger) -> list[Token]:
        slots = trigger.frame.recipients
        if trigger.verb_frame is not None and trigger.verb_frame.recipients and trigger.verb_frame is not trigger.frame:
            slots = (*trigger.verb_frame.recipients, *slots)
        if slots == ("-",):
            return []
        for slot in dict.fromkeys((*slots, *_usual_slots(trigger))):
            found = self._slot(slot, trigger)
            if found:
                return found
        return self._named_below(trigger)

    def _named_below(self, trigger: Trigger) -> list[Token]:
        """The first one named in what an act is about, where no slot holds any: "lifted curbs imposed on Peru"."""
        if trigger.rule == "noun" or trigger.event_type not in REACHING:
            return []
        verb = trigger.governor
        for part in verb.rights:
            if not _is_complement(part):
                continue
            for token in part.subtree:
                if (
                    token.i > verb.i
                    and token.i not in self.timed
                    and self.triggers.is_name(token)
                    and self._acts(token)
                ):
                    return self._spread(token)
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
        if noun is None or noun.i == trigger.head.i or noun.i in self.timed or _is_same_act(noun, trigger):
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
            if found and not _is_same_act(found[0], trigger):
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

    def _names_one(self, modifier: Token) -> bool:
        """Whether a word before a noun names who is behind it: "a UN plan", "the Afghan government proposal"."""
        return self.triggers.is_name(modifier) or (modifier.dep_ == "compound" and modifier.pos_ == "NOUN")

    def _acts(self, noun: Token) -> bool:
        return self.triggers.can_act(noun) or self.triggers.can_act(content_noun(noun))

    def _inside(self, noun: Token, steps: int) -> Token | None:
        if steps == 0:
            return None
        for part in noun.lefts:
            if part.i in self.timed:
                continue
            if part.dep_ in OWNERS and self._acts(part) and (part.dep_ == "poss" or self._names_one(part)):
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
            for part in children(participle, "agent", "prep"):
                inner = child(part, "pobj") if part.lower_ in ("by", "against", "from") else None
                if inner is not None and inner.i not in self.timed and self._acts(inner):
                    return inner
        return None
