"""A report: a cue with the tokens of what it reports, before its edges are settled.

Content is a list of token runs, first to last, `last` exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

Run = tuple[int, int]
NARRATOR = frozenset({"i", "we", "you", "one", "us"})
CLAUSE_RULES = frozenset({"clause", "clause before", "split clause", "inserted cue", "that follows", "according to"})
FINITE = frozenset({"MD", "VBD", "VBP", "VBZ"})


@dataclass(slots=True)
class Report:
    """A cue with the tokens of its content and of its speaker's head."""

    cue: Token
    rule: str
    act: str
    content: list[Run]
    speaker: Token | None
    addressee: Token | None = None
    is_negated: bool = False
    is_passive: bool = False
    cue_tokens: list[Token] = field(default_factory=list)
    lemma: str = ""


def runs(indexes: Iterable[int], doc: Doc) -> list[Run]:
    """Token indexes as runs, without punctuation and space at their edges (quotation marks stay)."""
    grouped: list[list[int]] = []
    for index in sorted(indexes):
        if grouped and index == grouped[-1][1]:
            grouped[-1][1] = index + 1
        else:
            grouped.append([index, index + 1])
    found = []
    for first, last in grouped:
        while first < last and (doc[first].is_space or doc[first].text in ",;:.-–—)"):
            first += 1
        while last > first and (
            doc[last - 1].is_space or doc[last - 1].text in ",;:.-–—(" or doc[last - 1].dep_ == "cc"
        ):
            last -= 1
        if any(doc[index].is_alpha or doc[index].like_num for index in range(first, last)):
            found.append((first, last))
    return found


def subtree_indexes(token: Token) -> set[int]:
    """Indexes of a token and all below it."""
    return {below.i for below in token.subtree}
