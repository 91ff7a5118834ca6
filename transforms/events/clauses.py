"""How the clause of an event is built: what its verb is done to, and what completes it."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.events.frames import noun_set, status_words
from transforms.parse.grammar import antecedent, child, children, is_passive, subject_of

PARTICIPLE_DEPS = frozenset({"acl", "advcl", "conj"})


def goes_to(noun: Token) -> bool:
    """Whether somebody is or goes somewhere for an event: "will be in Rome for talks", "arrived at the summit"."""
    return noun.dep_ == "pobj" and noun.head.head.lemma_ in status_words("attend")


def content_noun(noun: Token) -> Token:
    """The noun that a phrase is about: "a series of talks" is about talks."""
    while noun.lemma_ in noun_set("partitive"):
        of = next((part for part in children(noun, "prep") if part.lower_ == "of"), None)
        inner = child(of, "pobj") if of is not None else None
        if inner is None:
            return noun
        noun = inner
    return noun


def undergoes(verb: Token) -> bool:
    """Whether the subject of a verb is acted on: a passive, or a participle for one ("charged with murder")."""
    if is_passive(verb):
        return not _is_stative(verb)
    if verb.tag_ != "VBN" or verb.dep_ not in PARTICIPLE_DEPS or child(verb, "dobj", "aux", "auxpass") is not None:
        return False
    return verb.dep_ != "conj" or undergoes(verb.head)


def _is_stative(verb: Token) -> bool:
    """Whether a passive tells how its subject is disposed, and not what is done to it: "is committed to reform"."""
    return verb.lemma_.lower() in status_words("stative") and child(verb, "agent") is None


def object_of(verb: Token) -> Token | None:
    """The head of what a verb is done to: object, subject of a passive, noun before a participle or relative clause."""
    if undergoes(verb):
        own = child(verb, "nsubjpass") or (subject_of(verb) if verb.dep_ in PARTICIPLE_DEPS | {"xcomp"} else None)
        return antecedent(own) if own is not None else child(verb, "dobj")
    found = child(verb, "dobj")
    if found is not None:
        return antecedent(found)
    complement = child(verb, "ccomp")  # "urged Nigeria to go": the parser hangs Nigeria on "go"
    if complement is not None and any(part.tag_ == "TO" for part in complement.lefts):
        return child(complement, "nsubj", "nsubjpass")
    return None


def infinitive_of(verb: Token) -> Token | None:
    """The infinitive that completes a verb ("agreed to sign", "urged Nigeria to sign")."""
    for part in children(verb, "xcomp", "ccomp", "advcl"):
        if any(left.tag_ == "TO" for left in part.lefts) and (part.dep_ != "advcl" or part.i > verb.i):
            return part
    return None


def clause_of(verb: Token) -> Token | None:
    """The finite clause that completes a verb ("demanded that he go")."""
    for part in children(verb, "ccomp"):
        if part.i > verb.i and not any(left.tag_ == "TO" for left in part.lefts):
            return part
    return None


def complements_of(verb: Token) -> list[Token]:
    """The verbs of what a verb says is to be done, or not: its complements, and what these are coordinated with."""
    found = [part for part in (infinitive_of(verb), clause_of(verb)) if part is not None]
    found += [part for part in children(verb, "xcomp") if part.tag_ == "VBG"]
    for preposition in children(verb, "prep"):
        found += children(preposition, "pcomp")
    noun = object_of(verb)  # "refused a request to resign", "accepted an invitation to meet"
    if noun is not None:
        found += [part for part in children(noun, "acl") if any(left.tag_ == "TO" for left in part.lefts)]
    for part in list(found):
        found += [
            token
            for token in part.subtree
            if token.pos_ == "VERB" and token.dep_ in ("conj", "xcomp", "ccomp", "advcl") and token.i > verb.i
        ]
    return found
