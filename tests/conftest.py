"""Shared fixtures: texts are parsed once a session, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from transforms.parse.engine import parse
from transforms.parse.parsed import ParsedArticle
from transforms.read.article import Article


@pytest.fixture(scope="session")
def parse_text() -> Callable[..., ParsedArticle]:
    """Parse a text as one article; the same text and date are parsed only once."""

    @cache
    def parse_one(text: str, published: date | None = None, headline: str | None = None) -> ParsedArticle:
        article = Article("test.txt", "test", "txt", "0" * 64, text, headline=headline, published_on=published)
        return next(parse([article]))

    return parse_one
