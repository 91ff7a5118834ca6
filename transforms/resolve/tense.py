"""Whether a clause looks back or ahead: what turns "on Friday" to the last or the coming one."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.resolve.time_patterns import words

PLANNED = frozenset({"planned", "scheduled", "upcoming", "forthcoming"})
OPENING = frozenset({"starting", "beginning", "effective"})  # "starting Monday": as far off as the verb before tells


def is_future(token: Token) -> bool:
    """Whether the verb that governs a token looks ahead ("will meet", "plans to meet", "is due on")."""
    verb = token
    while (verb.pos_ not in ("VERB", "AUX") or verb.lower_ in OPENING) and verb.head.i != verb.i:
        if verb.pos_ in ("NOUN", "ADJ") and verb.lower_ in PLANNED:
            return True
        if any(part.lower_ in PLANNED or part.lower_ == "due" for part in verb.lefts):
            return True
        verb = verb.head
    if _is_scheduled(verb, token):
        return True
    auxiliaries = {part.lower_.strip("’'") for part in verb.children if part.dep_ in ("aux", "auxpass")}
    if any(part.dep_ == "aux" and part.lower_ == "have" for part in verb.children):
        return False  # "would have met": looks back
    if auxiliaries & words("future").keys():
        return True
    if any(part.tag_ == "TO" for part in verb.children if part.dep_ == "aux"):
        above = verb.head
        return (
            verb.dep_ == "ROOT"
            or above.lemma_ in words("expecting")
            or above.lemma_ == "be"  # "was to meet them on Friday"
            or above.tag_ in ("VBZ", "VBP")
            or is_ahead(above)
        )
    if verb.tag_ == "VB" and verb.dep_ == "conj" and not auxiliaries and verb.head.pos_ == "VERB":
        return is_future(verb.head)  # "will begin on Monday and end on Thursday"
    if verb.tag_ == "VBG" and auxiliaries & {"is", "are", "'m", "re", "s"}:
        return True
    return verb.lemma_ in words("foreseen") and verb.tag_ == "VBN"


def _is_scheduled(verb: Token, token: Token) -> bool:
    """Whether a present tense means a day to come: "the council meets Friday", "the vote is on Sunday"."""
    if verb.tag_ not in ("VBZ", "VBP") or not _hangs_on(verb, token):
        return False
    if verb.lemma_ == "be":
        return not any(part.dep_ in ("acomp", "attr") and part.i < token.i for part in verb.children)
    kind = words("scheduled").get(verb.lemma_)
    return kind is not None and not (kind == "alone" and any(part.dep_ == "dobj" for part in verb.children))


def _hangs_on(verb: Token, token: Token) -> bool:
    """Whether a time stands by a verb itself, with no more than prepositions and hours between the two."""
    above = token
    while above.i != verb.i:
        if above.lower_ in ("since", "for") or above.dep_ in ("poss", "compound", "nsubj"):
            return False
        if above.i != token.i and above.pos_ not in ("ADP", "NUM") and above.lower_ not in words("part"):
            return False
        above = above.head
    return True


def is_ahead(verb: Token) -> bool:
    """Whether an auxiliary turns a verb to the future."""
    return any(part.lower_ in words("future") for part in verb.children if part.dep_ == "aux")


def tense_of(head: Token) -> str:
    """past, present or future: the tense of the clause that a time expression stands in; past where none does.

    A relative clause on the time itself tells first: "this year, which saw …" is past, whatever stands before.
    """
    verb = _relative_verb(head) or next((above for above in head.ancestors if above.pos_ in ("VERB", "AUX")), None)
    if is_future(head) and (verb is None or verb.tag_ != "VBD"):
        return "future"
    if verb is None or verb.tag_ in ("VBD", "VBN") or any(part.tag_ == "VBD" for part in verb.children):
        return "past"
    return "present"


def _relative_verb(head: Token) -> Token | None:
    """The verb of a relative clause right behind a time ("this year, which saw …", "the week when he left")."""
    position = head.i + 1
    if position < len(head.doc) and head.doc[position].text == ",":
        position += 1
    if position >= len(head.doc) or head.doc[position].lower_ not in ("which", "when"):
        return None
    return next((above for above in head.doc[position].ancestors if above.pos_ in ("VERB", "AUX")), None)
