"""Statements of short texts, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.article import resolve
from transforms.statements.article import find_statements
from transforms.statements.model import Statement

PUBLISHED = date(2024, 3, 13)  # a Wednesday

Find = Callable[[str], list[Statement]]


@pytest.fixture(scope="session")
def find(parse_text: Callable[..., ParsedArticle]) -> Find:
    """The statements of a text."""

    def find_in(text: str) -> list[Statement]:
        parsed = parse_text(text, PUBLISHED)
        return find_statements(parsed, resolve(parsed))

    return find_in


def in_words(text: str, statement: Statement) -> tuple[str | None, str]:
    """Who speaks, as printed, and the content with " … " between its pieces; marks that merely touch are joined."""
    pieces: list[str] = []
    last_end = -1
    for part in statement.fragments:
        if pieces and not text[last_end : part.start].strip():
            pieces[-1] += text[last_end : part.end]
        else:
            pieces.append(text[part.start : part.end])
        last_end = part.end
    speaker = text[slice(*statement.speaker)] if statement.speaker else None
    return speaker, " … ".join(pieces)
