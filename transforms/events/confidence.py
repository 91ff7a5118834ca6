"""How sure an event is: a logistic sum over how it was found and what it says, weighed by `event_confidence.tsv`.

`make model` writes that table from labelled sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from transforms.events.clauses import content_noun, object_of
from transforms.events.model import Event
from transforms.events.triggers import Trigger, TriggerFinder
from transforms.lexicon.weights import probability

MOST_STEPS = 3  # clauses looked at above a trigger
MARKERS = frozenset({"aux", "auxpass", "neg", "mark", "advmod"})
PHRASES = frozenset({"prep", "prt", "agent"})


def _above(verb: Token) -> Iterator[str]:
    """How a clause hangs in its sentence, from the inside outwards."""
    for _ in range(MOST_STEPS):
        yield verb.dep_
        if verb.head.i == verb.i:
            return
        verb = verb.head


def features(trigger: Trigger, event: Event, triggers: TriggerFinder) -> list[str]:
    """What confidence is built on, as `name=value`."""
    verb, head = trigger.governor, trigger.head
    sides = "".join(
        mark if any(one.role == role for one in event.participants) else "-"
        for mark, role in (("A", "actor"), ("R", "recipient"))
    )
    found = ["bias", f"rule={trigger.rule} {sides}", f"type={event.event_type}", f"status={event.status}"]
    found += [f"type={event.event_type} {event.status}", f"type={event.event_type} {sides}"]
    found += [f"trigger={head.lemma_.lower()}", f"tag={verb.tag_}", f"clause={' '.join(_above(verb))}"]
    found += [f"clause={verb.dep_}", f"clause={verb.dep_} {trigger.rule}", f"asks={len(trigger.frame.conditions)}"]
    found += [f"{part.dep_}={part.lower_}" for part in verb.children if part.dep_ in MARKERS | PHRASES]
    done_to = object_of(verb) if verb.pos_ == "VERB" else None
    found.append("no object" if done_to is None else f"object={content_noun(done_to).lemma_.lower()}")
    found += [f"above={verb.head.lemma_.lower()}"] if verb.head.i != verb.i else []
    details = (
        ("claimed", event.statement),
        ("dated", event.date_text),
        ("placed", event.place),
        ("counted", event.counts),
    )
    return found + [name for name, detail in details if detail]


def confidence_of(trigger: Trigger, event: Event, triggers: TriggerFinder) -> float:
    """The probability that trigger and type are right, to two places."""
    return probability(features(trigger, event, triggers), "event_confidence")
