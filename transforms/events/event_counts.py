"""What the numbers in an event's clause measure: the dead, the injured, people, vehicles, money."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Token

from transforms.events.clauses import content_noun
from transforms.events.frames import measures, noun_set
from transforms.events.model import EventCount
from transforms.events.triggers import Trigger
from transforms.resolve.gazetteer import roles
from transforms.resolve.model import Count, Resolution

NOT_COUNTED = frozenset({"percent", "share", "time", "distance", "area", "volume", "weight", "temperature"})
CLAUSES = frozenset({"ccomp", "advcl", "relcl", "parataxis", "acl"})


def counts_of(trigger: Trigger, resolution: Resolution) -> list[EventCount]:
    """The numbers in the clause of an event, each with its measure, in order."""
    verb = trigger.governor
    if verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        verb = verb.head  # "800 rebels are to lay down their arms"
    telling = {verb.i, trigger.governor.i, *(echo.governor.i for echo in trigger.echoes)}
    found = []
    for count in _below(verb, resolution):
        if count.unit in NOT_COUNTED:
            continue
        anchor = trigger.head.doc[count.noun if count.noun is not None else count.last - 1]
        above = _verb_above(anchor)
        if above.i not in telling if trigger.rule != "noun" else _is_in_clause_below(anchor, trigger.head):
            continue
        if trigger.head.doc[count.first].lower_ == "both":
            continue  # "both nations" counts nobody
        measure = _measure(count, anchor, above, trigger)
        values = (count.low, count.high, count.is_approximate)
        found.append(EventCount(measure, *values, count.start, count.end, count.currency))
    return found


def _below(token: Token, resolution: Resolution) -> list[Count]:
    counts = resolution.counts
    first, last = token.left_edge.i, token.right_edge.i
    index = bisect_left(counts, first, key=lambda count: count.first)
    found = []
    while index < len(counts) and counts[index].first <= last:
        found.append(counts[index])
        index += 1
    return found


def _verb_above(token: Token) -> Token:
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        token = token.head
    return token


def _is_in_clause_below(token: Token, noun: Token) -> bool:
    """Whether a word stands in a clause that only describes a noun ("the summit …, which thousands watched")."""
    while token.i != noun.i and token.head.i != token.i:
        if token.dep_ in CLAUSES:
            return True
        token = token.head
    return False


def _measure(count: Count, anchor: Token, verb: Token, trigger: Trigger) -> str:
    if count.unit == "money":
        return "money"
    nouns, verbs = measures("noun"), measures("verb")
    noun = content_noun(anchor).lemma_.lower() if count.noun is not None else ""
    told = nouns.get(noun) or ("people" if noun in roles() or noun in noun_set("human") else None)
    if told not in (None, "people"):
        return told or "other"
    undergone = verbs.get(verb.lemma_.lower())
    if undergone is not None and (
        told == "people" or count.noun is None or trigger.event_type in ("ASSAULT", "DISASTER", "COERCE")
    ):
        actor = anchor.dep_ == "nsubj" and verb.lemma_ in ("kill", "murder", "injure", "wound", "arrest", "detain")
        if not actor:
            return undergone
    return told or "other"
