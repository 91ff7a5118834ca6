"""Who is acted on: where the frame of a trigger says, else where such acts usually name whom they are done to."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.clauses import clause_of, content_noun, infinitive_of, object_of, undergoes
from transforms.events.frames import noun_set, verbal_types
from transforms.events.triggers import Trigger, frame_of_noun
from transforms.events.who import Who
from transforms.parse.grammar import antecedent, child, children, subject_of

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
HARMING = frozenset({"ACCUSE", "ASSAULT", "COERCE", "DISASTER"})  # acts that things suffer, too
AMOUNTS = frozenset({"MONEY", "PERCENT", "QUANTITY"})
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


def _usual_slots(trigger: Trigger) -> tuple[str, ...]:
    """Where to look when the frame's own places are empty."""
    if trigger.rule == "noun":
        return ()
    return VERBAL_SLOTS if trigger.event_type in verbal_types() else USUAL_SLOTS


def _is_asked_for(trigger: Trigger) -> bool:
    """Whether a frame names its object ("revoked the invitation"): such a thing is no recipient."""
    frame = trigger.verb_frame or trigger.frame
    return "obj" not in frame.recipients and any(condition.startswith("obj:") for condition in frame.conditions)


def _is_aside(preposition: Token, noun: Token) -> bool:
    """Whether a phrase tells what somebody else did meanwhile: "…, with an aide calling it a mistake"."""
    return preposition.lower_ == "with" and any(part.tag_ == "VBG" for part in children(noun, "acl"))


def _is_complement(part: Token) -> bool:
    """Whether a part of a clause says what an act is about, and not where, when or why it is done."""
    if part.dep_ == "advcl":
        return any(left.tag_ == "TO" for left in part.lefts)
    return part.dep_ in COMPLEMENTS or (part.dep_ == "prep" and part.lower_ not in SETTING)


def _is_same_act(noun: Token, trigger: Trigger) -> bool:
    """Whether a noun only says again what the verb does: "staged a strike", "went on strike"."""
    frame = frame_of_noun(content_noun(noun))
    return frame is not None and frame.event_type == trigger.event_type


class RecipientFinder:
    """Finds the recipients of the triggers of one article."""

    def __init__(self, who: Who) -> None:
        self.who = who

    def find(self, trigger: Trigger) -> list[Token]:
        """The heads of the recipients of a trigger, coordinated ones each."""
        owner = self._owner(trigger)
        if owner is not None:
            return self.who.spread(owner)
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

    def _owner(self, trigger: Trigger) -> Token | None:
        """Whose plan, demand or offer is rejected: "rejected Oslo's plan for the region"."""
        if trigger.rule == "noun" or trigger.event_type != "REJECT" or not _is_asked_for(trigger):
            return None
        noun = object_of(trigger.governor)
        owner = child(content_noun(noun), "poss") if noun is not None else None
        subject = subject_of(trigger.governor)
        is_own = owner is not None and owner.tag_ == "PRP$" and subject is not None and not undergoes(trigger.governor)
        return owner if owner is not None and not is_own and self.who.acts(owner) else None

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
                    and token.i not in self.who.timed
                    and self.who.triggers.is_name(token)
                    and self.who.acts(token)
                ):
                    return self.who.spread(token)
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
            subject = object_of(verb) if undergoes(verb) else subject_of(verb)
            return self.who.spread(antecedent(subject)) if subject is not None else []
        if name == "comp":
            return self._complement(trigger)
        clause = clause_of(verb) or infinitive_of(verb)
        subject = (child(clause, "nsubj", "nsubjpass") or None) if clause is not None else None
        return self._behind_noun(subject, trigger.event_type) if subject is not None else []

    def _object(self, trigger: Trigger) -> list[Token]:
        noun = object_of(trigger.governor)
        if noun is None or noun.i == trigger.head.i or noun.i in self.who.timed or _is_same_act(noun, trigger):
            return []
        if _is_asked_for(trigger):
            found = self.who.inside(content_noun(noun), MOST_STEPS)
            return self.who.spread(found) if found is not None else []
        return self._behind_noun(noun, trigger.event_type)

    def _dative(self, verb: Token) -> list[Token]:
        part = child(verb, "dative")
        if part is None:
            return []
        noun = child(part, "pobj") if part.pos_ == "ADP" else part
        return self.who.spread(noun) if noun is not None else []

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
        event = self.who.triggers.of_verb(inner)
        if event is not None:
            return self.find(event)
        noun = object_of(inner)
        if noun is not None and noun.i not in self.who.timed:
            return self._behind_noun(noun, trigger.event_type)
        for word in ("with", "to", "against", "on", "from", "for", "in"):
            found = self._prepositions(inner, word, trigger.event_type)
            if found:
                return found
        return []

    def _behind(self, word: str, trigger: Trigger) -> list[Token]:
        """The noun behind a preposition of the verb, of its object, or of the event noun itself."""
        places = [trigger.governor, trigger.head]
        noun = object_of(trigger.governor) if trigger.rule != "noun" else None
        if noun is not None and not undergoes(trigger.governor):
            places += [noun, content_noun(noun)]
        elif noun is not None:
            places.append(noun)
        for place in places:
            found = self._prepositions(place, word, trigger.event_type)
            if found and not _is_same_act(found[0], trigger):
                return found
        return []

    def _prepositions(self, holder: Token, word: str, event_type: str) -> list[Token]:
        for part in children(holder, "prep", "agent", "dative", "prt"):
            second = child(part, "prep")  # "out of", "away from"
            for preposition in (part, second):
                if preposition is None or preposition.lower_ != word:
                    continue
                noun = child(preposition, "pobj")
                if noun is not None and noun.i not in self.who.timed and not _is_aside(preposition, noun):
                    return self._behind_noun(noun, event_type)
        return []

    def _behind_noun(self, noun: Token, event_type: str) -> list[Token]:
        """Who is behind a noun: itself where it can act, else an owner or a name within it.

        Words are said to somebody, aid reaches places too; a thing is only condemned, attacked, seized or ruined.
        """
        noun = antecedent(noun)
        if self.who.is_nobody(noun) or (noun.ent_type_ in AMOUNTS and not self.who.acts(noun)):
            return []
        lemma = content_noun(noun).lemma_.lower()
        is_place = event_type not in verbal_types() and lemma in noun_set("placeish")
        is_human = lemma in noun_set("human") and not self.who.is_nobody(noun)
        if self.who.acts(noun) or is_human or is_place:
            return self.who.spread(noun)
        found = self.who.inside(content_noun(noun), MOST_STEPS)
        if found is not None:
            return self.who.spread(found)
        return self.who.spread(noun) if event_type in HARMING else []
