"""Shared fixtures: texts are parsed once a session, whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from tests.releases import publish_tables, seed_tables
from transforms.parse.engine import parse
from transforms.parse.parsed import ParsedArticle
from transforms.read.article import Article

settings.register_profile("no clock", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("no clock")


@pytest.fixture(scope="session")
def parse_text() -> Callable[..., ParsedArticle]:
    """Parse a text as one article; the same text and date are parsed only once."""

    @cache
    def parse_one(text: str, published: date | None = None, headline: str | None = None) -> ParsedArticle:
        article = Article("test.txt", "test", "txt", "0" * 64, text, headline=headline, published_on=published)
        return next(parse([article]))

    return parse_one


@pytest.fixture(scope="session")
def seed_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the shipped seeds on disk."""
    return publish_tables(seed_tables(), tmp_path_factory.mktemp("release")).folder
