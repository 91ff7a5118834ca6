"""Who speaks with a reporting verb, to whom, and whether it tells that something was not said."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.parse.grammar import child, children, is_negated, is_passive
from transforms.statements.lexicon import ReportingVerb, verb_entry

VERBAL = frozenset({"VERB", "AUX"})
ADDRESSES = frozenset({"speaking", "talking", "addressing", "writing"})  # "speaking to voters, she said …"


def is_infinitive(token: Token) -> bool:
    """Whether a verb has a "to" before it."""
    return any(part.dep_ == "aux" and part.lower_ == "to" for part in token.lefts)


def speaker_of(verb: Token) -> tuple[Token | None, bool]:
    """The head of who speaks with this verb, and whether the verb is passive (its subject then hears or is quoted)."""
    # "a firm called …", "asked whether …, he said": a bare participle is passive too
    passive = is_passive(verb) or (verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl") and child(verb, "aux") is None)
    if passive:
        agent = child(verb, "agent")
        return (child(agent, "pobj") if agent is not None else None), True
    own = child(verb, "nsubj")
    if own is not None:
        return (own if own.text[0].isalnum() else _word_before(verb)), False
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and verb.i and verb.nbor(-1).text == ",":
        verb = _outermost(verb.head)  # "X said the move hurt, noting that …": X notes, not the move
        own = child(verb, "nsubj")
        if own is not None:
            return own, False
    if verb.dep_ == "conj" and _outermost(verb.head).tag_ == verb.tag_:
        outer = child(_outermost(verb.head), "nsubj")  # "said the yard was safe and promised …": one speaker
        if outer is not None and outer.i < verb.head.i:
            return outer, False
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        head = verb.head
        if verb.dep_ in ("conj", "xcomp", "advcl", "dep", "ccomp", "parataxis") and head.pos_ in VERBAL:
            verb = head
        elif verb.dep_ == "pcomp" and head.head.pos_ in VERBAL:
            verb = head.head
        elif verb.dep_ == "acl" and head.pos_ in ("NOUN", "PROPN", "PRON"):
            return head, False
        else:
            return None, False
        subject = child(verb, "nsubj", "nsubjpass")
        if subject is not None:
            return subject, False
    return None, False


def _word_before(verb: Token) -> Token | None:
    """Who speaks where the parser took a mark for the subject: "» harbour director Leif Brandt said"."""
    before = next((token for token in reversed(verb.doc[verb.sent.start : verb.i]) if not token.is_space), None)
    return before if before is not None and before.text[0].isalnum() else None


def _outermost(verb: Token) -> Token:
    """The reporting verb outside of all the clauses that a verb is reported in, else the verb itself."""
    while verb.dep_ == "ccomp" and verb.head.i < verb.i and verb_entry(verb.head) is not None:
        verb = verb.head
    return verb


def source_of(verb: Token, thing: Token) -> Token | None:
    """Of whom a thing is asked: "asked help from its allies"."""
    for preposition in (*children(thing, "prep"), *children(verb, "prep")):
        if preposition.lower_ == "from" and preposition.i > thing.i:
            return child(preposition, "pobj")
    return None


def addressee_of(verb: Token, entry: ReportingVerb) -> Token | None:
    """The head of whoever is told: "told reporters", "said to him", "urged the council to …", "speaking to voters"."""
    inner = child(verb, "ccomp", "xcomp")
    has_infinitive = inner is not None and inner.i > verb.i and is_infinitive(inner)
    if "p" in entry.frames or (has_infinitive and "i" in entry.frames):
        thing = child(verb, "dative", "dobj")
        if thing is not None and thing.dep_ == "dative" and thing.pos_ == "ADP":
            thing = child(thing, "pobj")
        if thing is not None and thing.i > verb.i:
            return source_of(verb, thing) or thing
        if inner is not None and has_infinitive:
            return child(inner, "nsubj")
    for preposition in children(verb, "prep", "dative"):
        if preposition.lower_ in ("to", "on") and preposition.i > verb.i:
            if preposition.lower_ == "to" and "to" not in entry.prepositions:
                return child(preposition, "pobj")
            if preposition.lower_ == "on" and "on" in entry.prepositions and has_infinitive:
                return child(preposition, "pobj")  # "called on the minister to resign"
    for participle in children(verb, "advcl"):
        if participle.lower_ in ADDRESSES:
            to = next((part for part in children(participle, "prep", "dative") if part.lower_ == "to"), participle)
            return child(to, "pobj", "dobj")
    return None


def is_unsaid(verb: Token, entry: ReportingVerb) -> bool:
    """Whether a report tells that something was not said: "did not say", "declined to say", "refused to confirm"."""
    above = verb_entry(verb.head) if verb.dep_ == "xcomp" else None
    return is_negated(verb) or "x" in entry.frames or (above is not None and "x" in above.frames)


def said_below(verb: Token) -> bool:
    """Whether what was not said stands with an infinitive: "declined to say whether …"."""
    inner = child(verb, "xcomp")
    entry = verb_entry(inner) if inner is not None else None
    return inner is not None and entry is not None and "c" in entry.frames and child(inner, "ccomp") is not None
