"""On which days and at which place an event stands, told by the words of its own clause."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.triggers import Trigger, object_of
from transforms.parse.grammar import child, children
from transforms.resolve.calendar import attached_time, governor, times_below
from transforms.resolve.model import Place, PlaceMention, Resolution, TimeMention

CLAUSES = frozenset({"ccomp", "advcl", "relcl", "parataxis", "acl", "csubj"})
LIGHT = frozenset({"be", "take", "hold", "happen", "occur", "begin", "start", "schedule", "plan", "set"})


def time_of(trigger: Trigger, resolution: Resolution) -> TimeMention | None:
    """The time expression that dates an event: on its noun, its verb, its object, or loosely in its clause."""
    times = resolution.times
    anchors = [trigger.head, trigger.governor]
    if (
        trigger.rule == "noun"
        and trigger.head.head.lemma_ in LIGHT
        and trigger.head.dep_ in ("nsubj", "nsubjpass", "dobj")
    ):
        anchors.append(trigger.head.head)
    for anchor in anchors:
        found = attached_time(times, anchor)
        if found is not None:
            return found
    if trigger.rule == "noun":
        return None
    verb = trigger.governor
    loose = [time for time in times_below(times, verb) if _clause_of(governor(verb.doc, time)).i == verb.i]
    named = object_of(verb)
    direct = [time for time in loose if named is None or not named.left_edge.i <= time.first <= named.right_edge.i]
    return min(direct, key=lambda time: abs(time.first - verb.i), default=None) or _shared(verb, times)


def _shared(verb: Token, times: list[TimeMention]) -> TimeMention | None:
    """A time before the first of several coordinated verbs, or before the verb of a participle, is theirs too."""
    above = verb.head
    if verb.dep_ == "conj" and above.pos_ == "VERB" and not children(verb, "nsubj", "nsubjpass"):
        return next(
            (
                time
                for time in times_below(times, above)
                if time.first < above.i and governor(verb.doc, time).i == above.i
            ),
            None,
        )
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and above.pos_ == "VERB":
        return attached_time(times, above)
    return None


def _clause_of(token: Token) -> Token:
    """The verb of the clause that a word stands in."""
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i and token.dep_ not in CLAUSES:
        token = token.head
    return token


def place_of(trigger: Trigger, resolution: Resolution) -> Place | None:
    """The place named in an event's own clause; the nearest one where there are several."""
    if trigger.rule == "noun":
        found = _below(trigger.head, resolution)
        verb = trigger.head.head
        if not found and trigger.head.dep_ in ("nsubj", "nsubjpass", "dobj") and verb.pos_ in ("VERB", "AUX"):
            found = _hanging_on(verb, resolution)
        elif not found and trigger.head.dep_ == "pobj" and verb.head.pos_ == "VERB":
            found = _hanging_on(verb.head, resolution)
    else:
        found = _hanging_on(trigger.governor, resolution) or _below(trigger.head, resolution)
    return min(found, key=lambda mention: abs(mention.head - trigger.head.i), default=None).place if found else None  # type: ignore[union-attr]


def _hanging_on(verb: Token, resolution: Resolution) -> list[PlaceMention]:
    """Places behind a preposition of a verb, of its object, or of a noun that hangs on either."""
    return [mention for mention in _below(verb, resolution) if _clause_of(verb.doc[mention.head]).i == verb.i]


def _below(token: Token, resolution: Resolution) -> list[PlaceMention]:
    first, last = token.left_edge.i, token.right_edge.i
    return [mention for mention in resolution.places if first <= mention.head <= last]


def destination(verb: Token) -> Token | None:
    """The noun behind "to" or "into"."""
    for part in children(verb, "prep"):
        if part.lower_ in ("to", "into"):
            return child(part, "pobj")
    return None
