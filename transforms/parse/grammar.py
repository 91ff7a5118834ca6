"""Small questions about a parse that statements, events and resolution all ask.

Dependency labels are those of the model (ClearNLP style: nsubj, nsubjpass, dobj, dative, agent, prep/pobj, ccomp …).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.strings import get_string_id
from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
RELATIVE_PRONOUNS = frozenset({"which", "who", "that", "whom", "whose"})
PHRASE_ENDERS = frozenset({"relcl", "acl", "appos", "punct", "cc", "conj", "preconj", "advcl", "parataxis"})


@cache
def _numbers(labels: tuple[str, ...]) -> frozenset[int]:
    """spaCy's numbers of labels: it makes the string of a label anew each time it is asked for."""
    return frozenset(get_string_id(label) for label in labels)


def child(token: Token, *labels: str) -> Token | None:
    """The first child of `token` with one of the dependency labels."""
    numbers = _numbers(labels)
    for candidate in token.children:
        if candidate.dep in numbers:
            return candidate
    return None


def children(token: Token, *labels: str) -> list[Token]:
    """All children of `token` with one of the dependency labels, in order."""
    numbers = _numbers(labels)
    return [candidate for candidate in token.children if candidate.dep in numbers]


def conjuncts(head: Token) -> list[Token]:
    """`head` and every token coordinated below it ("France, Germany and Belgium"), in order."""
    found = [head]
    for token in found:
        found.extend(children(token, "conj"))
    return sorted(found, key=lambda token: token.i)


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive."""
    return child(verb, "auxpass", "nsubjpass", "csubjpass") is not None


def is_negated(verb: Token) -> bool:
    """Whether "not", "never" or "no longer" bears directly on a verb."""
    return any(c.dep_ == "neg" or (c.dep_ == "advmod" and c.lower_ in ("never", "hardly")) for c in verb.children)


def subject_of(verb: Token) -> Token | None:
    """The head of a verb's subject: its own, or that of the verb it is coordinated with or controlled by.

    A relative pronoun is returned as it stands (see `antecedent_of`); a clause without any subject gives None.
    """
    seen = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = child(verb, "nsubj", "nsubjpass")
        if own is not None:
            return own
        if verb.dep_ in ("conj", "xcomp", "advcl", "dep") and verb.head.pos_ in ("VERB", "AUX"):
            verb = verb.head
        elif verb.dep_ == "xcomp" and verb.head.dep_ == "acomp":  # "is willing to withdraw"
            verb = verb.head.head
        elif verb.dep_ == "acl" and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return verb.head
        else:
            return None
    return None


def antecedent_of(pronoun: Token) -> Token | None:
    """The noun that a relative pronoun stands for ("Britain, which was barred" -> Britain).

    "which" is never a person, whatever the parser hangs it on: "a letter to Macron, which he published" -> letter.
    """
    noun = next((ancestor.head for ancestor in pronoun.ancestors if ancestor.dep_ == "relcl"), None)
    while noun is not None and pronoun.lower_ == "which" and noun.ent_type_ == "PERSON" and noun.dep_ == "pobj":
        above = noun.head.head
        thing = child(above, "dobj") if above.pos_ == "VERB" else above  # "sent a letter to Macron"
        if thing is None or thing.pos_ not in ("NOUN", "PROPN"):
            break
        noun = thing
    return noun


def antecedent(noun: Token) -> Token:
    """The noun that a relative pronoun stands for; any other noun is its own."""
    if noun.lower_ in RELATIVE_PRONOUNS and noun.pos_ in ("PRON", "DET", "SCONJ"):
        return antecedent_of(noun) or noun
    return noun


def phrase(head: Token, *, keep: frozenset[str] = frozenset()) -> TokenSpan:
    """The noun phrase around `head` without relative clauses, appositions and coordinated phrases.

    `keep` names labels of PHRASE_ENDERS to leave in.  Prepositional phrases stay ("ministers from France").
    """
    cut = PHRASE_ENDERS - keep
    first = last = head.i
    stack = [c for c in head.children if c.dep_ not in cut]
    while stack:
        token = stack.pop()
        first, last = min(first, token.i), max(last, token.i)
        stack.extend(c for c in token.children if c.dep_ not in cut or c.i < head.i)
    return head.doc[first : last + 1]


def subtree(token: Token) -> TokenSpan:
    """All that hangs from `token`, as one span."""
    return token.doc[token.left_edge.i : token.right_edge.i + 1]


def core(head: Token) -> TokenSpan:
    """The noun phrase around `head` from its first modifier to `head` itself ("the French leader")."""
    first = min((c.left_edge.i for c in head.lefts if c.dep_ not in PHRASE_ENDERS), default=head.i)
    return head.doc[first : head.i + 1]


def clause(verb: Token) -> TokenSpan:
    """The clause of a verb or event noun's governing verb, without coordinated clauses of their own subject."""
    first, last = verb.i, verb.i
    stack = list(verb.children)
    while stack:
        token = stack.pop()
        if token.dep_ in ("conj", "cc", "punct", "parataxis") and token.head.i == verb.i:
            continue
        first, last = min(first, token.i), max(last, token.i)
        stack.extend(token.children)
    return verb.doc[first : last + 1]


def characters(span: TokenSpan) -> tuple[int, int]:
    """Start and end of a token span as code points, without space at either end."""
    doc, first, last = span.doc, span.start, span.end
    while first < last - 1 and doc[first].is_space:
        first += 1
    while last > first + 1 and doc[last - 1].is_space:
        last -= 1
    return doc[first].idx, doc[last - 1].idx + len(doc[last - 1])


def tokens_between(doc: Doc, start: int, end: int) -> Iterator[Token]:
    """The tokens that lie wholly inside the code points `start` to `end`."""
    span = doc.char_span(start, end, alignment_mode="contract")
    if span is not None:
        yield from span
