"""On which word of its sentence a time expression hangs."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Token

from transforms.resolve.model import TimeMention
from transforms.resolve.time_patterns import happenings

SUBJECT_MATTER = frozenset({"of", "about", "over", "on", "regarding", "concerning"})
NEAR = 3  # tokens from a happening to a time behind it: "the disaster on Friday"


def governor(doc: Doc, time: TimeMention) -> Token:
    """The word that a time expression hangs on: the verb or noun that it dates.

    "He said of the disaster on Friday": a time right behind a happening that a verb only speaks of is that happening's.
    """
    token = doc[time.first : time.last].root
    while token.head.i != token.i and (
        token.head.dep_ in ("prep", "pcomp") or time.first <= token.head.i < time.last or token.head.pos_ == "ADP"
    ):
        token = token.head
    above, noun = token.head, _happening_before(doc, time)
    if noun is not None and noun.head.lower_ in SUBJECT_MATTER and noun.head.head.i == above.i:
        return noun
    return above


def _happening_before(doc: Doc, time: TimeMention) -> Token | None:
    """The noun for a happening that stands right before a time expression, behind a preposition of its own."""
    position = time.first - 1
    if position >= 0 and doc[position].lower_ in ("on", "in", "at"):
        position -= 1
    if position < 0:
        return None
    noun = doc[position]
    return noun if noun.dep_ == "pobj" and noun.pos_ == "NOUN" and happenings(noun.lemma_.lower()) else None


def dated_words(doc: Doc, time: TimeMention) -> list[Token]:
    """All words that a time may date: its governor, a happening right before it, the verb of a phrase around it."""
    found = [governor(doc, time)]
    noun = _happening_before(doc, time)
    if noun is not None and noun.i != found[0].i:
        found.append(noun)
    for word in list(found):
        if word.dep_ == "pobj" and word.head.head.pos_ == "VERB" and word.head.lower_ in ("in", "during"):
            found.append(word.head.head)
        elif word.pos_ in ("VERB", "AUX"):
            found += [part for part in word.children if part.dep_ in ("nsubj", "nsubjpass", "dobj")]
    return found


def times_below(times: list[TimeMention], token: Token) -> list[TimeMention]:
    """The time expressions inside the subtree of a token."""
    return _times_between(times, token.left_edge.i, token.right_edge.i)


def _times_between(times: list[TimeMention], first: int, last: int) -> list[TimeMention]:
    start = bisect_left(times, first, key=lambda time: time.first)
    return times[start : bisect_left(times, last + 1, lo=start, key=lambda time: time.first)]


def attached_time(times: list[TimeMention], token: Token) -> TimeMention | None:
    """The time expression that hangs on a verb or noun itself, the nearest where there are several."""
    last = max(token.right_edge.i, token.i + NEAR)  # one right behind a happening may hang elsewhere in the parse
    own = [time for time in _times_between(times, token.left_edge.i, last) if governor(token.doc, time).i == token.i]
    return min(own, key=lambda time: abs(time.first - token.i), default=None)
