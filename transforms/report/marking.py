"""A text cut into pieces, each with all that is marked there: marks overlap, elements of a page must not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Mark:
    """A span of a text in code points, `end` exclusive, what it is (`said`, `trigger`, …) and the note that tells."""

    start: int
    end: int
    kind: str
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """An unbroken piece of a text: kinds and notes of the marks over it, and the note of the first that begins here."""

    text: str
    kinds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    begins: str | None = None


def pieces_of(text: str, marks: Iterable[Mark]) -> Iterator[Piece]:
    """The pieces of a text in order; together they are the text.

    Of marks that begin together the shortest names the piece, since the others go on behind it.
    """
    wide = (mark for mark in marks if mark.start < mark.end)
    found = sorted(wide, key=lambda mark: (mark.start, mark.end, mark.kind, mark.note))
    bounds = sorted({0, len(text), *(bound for mark in found for bound in (mark.start, mark.end))})
    over: list[Mark] = []
    waiting = found[::-1]
    for start, end in pairwise(bounds):
        over = [mark for mark in over if mark.end > start]
        fresh = []
        while waiting and waiting[-1].start == start:
            fresh.append(waiting.pop())
        over += fresh
        kinds, notes = (tuple(dict.fromkeys(values)) for values in ([m.kind for m in over], [m.note for m in over]))
        yield Piece(text[start:end], kinds, notes, fresh[0].note if fresh else None)
