"""Whether people were killed or hurt by an attack or by an accident, where their verb alone does not tell.

"Four people were killed" is ASSAULT in the report of a bombing and DISASTER in that of a train crash; "died" likewise.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from transforms.events.clauses import content_noun
from transforms.events.codes import code_of
from transforms.events.frames import noun_set
from transforms.events.model import Event
from transforms.events.triggers import HARMS, frame_of_noun
from transforms.parse.grammar import child, children

CAUSES = frozenset({"in", "from", "by", "after", "during", "when", "following", "of"})  # prepositions before a cause


def settle_harm(events: Sequence[Event], doc: Doc) -> None:
    """Give the type of what caused it to every event of people killed or hurt by nobody named.  Events are in order."""
    telling = [event for event in events if event.event_type in HARMS and not _is_open(event, doc)]
    for event in events:
        if event.event_type not in HARMS or not _is_open(event, doc):
            continue
        cause = _cause_below(doc[event.trigger_head]) or _nearest(event, telling, doc)
        if cause is not None and cause != event.event_type:
            event.event_type, event.mode = cause, None
            event.cameo_code, event.quad_class, event.goldstein = code_of(cause, None)


def _is_open(event: Event, doc: Doc) -> bool:
    """Whether an event tells of the dead or hurt and of nobody who did it."""
    if any(participant.role == "actor" for participant in event.participants):
        return False
    return doc[event.trigger_head].lemma_.lower() in noun_set("harm")


def _cause_below(verb: Token) -> str | None:
    """The type of the event noun that a verb names as the cause: "died in the attack"."""
    for preposition in children(verb, "prep", "agent"):
        noun = child(preposition, "pobj") if preposition.lower_ in CAUSES else None
        frame = frame_of_noun(content_noun(noun)) if noun is not None else None
        if frame is not None and frame.event_type in HARMS:
            return frame.event_type
    return None


def _nearest(event: Event, telling: Sequence[Event], doc: Doc) -> str | None:
    """The type of the event of the same sentence that tells, else of the last before, else of the first behind."""
    sentence = doc[event.trigger_head].sent
    own = [other for other in telling if sentence.start <= other.trigger_head < sentence.end]
    before = [other for other in telling if other.trigger_head < event.trigger_head]
    found = own[:1] or before[-1:] or telling[:1]
    return found[0].event_type if found else None
