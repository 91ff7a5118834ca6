"""What one statement takes over from the one before it: medium and hearer of the same speech, a reply's hearer."""

from __future__ import annotations

from collections.abc import Callable

from transforms.statements.lexicon import verbs
from transforms.statements.model import Statement

REACH = 2  # paragraphs between two statements of one speech


def _replies(statement: Statement) -> bool:
    entry = verbs().get(statement.cue_lemma or "")
    return entry is not None and "r" in entry.frames and statement.cue is not None


def _takes_over(statement: Statement, before: Statement) -> None:
    """The same speaker goes on: still on the phone, still to the reporters."""
    if statement.medium is None or statement.medium == before.medium:
        statement.medium = before.medium
        statement.addressee = statement.addressee or before.addressee


def _is_answer(statement: Statement, before: Statement) -> bool:
    is_other = statement.speaker_actor is not before.speaker_actor
    return is_other and (_replies(statement) or (before.act == "ask" and statement.is_verbatim))


def _answers(statement: Statement, before: Statement) -> None:
    """Another speaker answers whoever spoke before; a question was put to whoever answers it."""
    statement.addressee = statement.addressee or before.speaker_actor
    statement.medium = statement.medium or before.medium
    if before.act == "ask":
        before.addressee = before.addressee or statement.speaker_actor


def share_context(statements: list[Statement], paragraph_of: Callable[[int], int]) -> None:
    """Fill medium and addressee of statements, in the order of their text, from the ones before."""
    before: Statement | None = None
    latest: dict[int, Statement] = {}
    for statement in statements:
        if statement.within is not None or statement.speaker_actor is None:
            continue
        same = latest.get(id(statement.speaker_actor))
        paragraph = paragraph_of(statement.start)
        if same is not None and paragraph - paragraph_of(same.start) <= REACH:
            _takes_over(statement, same)
        elif before is not None and paragraph - paragraph_of(before.start) <= 1 and _is_answer(statement, before):
            _answers(statement, before)
        latest[id(statement.speaker_actor)] = before = statement
