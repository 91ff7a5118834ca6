"""Read the seeds once, in a stream, and spool what is new to shard files that any worker can open.

The cut into shards depends on the articles alone, never on the number of workers.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import polars as pl

from transforms.read.article import Article, Reject
from transforms.read.seeds import Reading, files_of
from transforms.read.source import CHANGING, Limits, Original, Source
from transforms.read.spooled import Spooled
from transforms.tables.disk import put_parquet
from transforms.tables.keys import KEY_BITS, key
from transforms.tables.rows import article_key, document_key

READINGS = 3  # of a file that changes while it is read
PLACE_BITS = 3  # of a document's key: eight ranges of keys a month
MOST_WAITING = 32_000_000  # characters held in memory before the shard nearest to full is written as it is
ARTICLE_SCHEMA: dict[str, pl.DataType] = {field.name: pl.String() for field in fields(Article)} | {
    "published_on": pl.Date(),
    "published_at": pl.Datetime("us", "UTC"),
}


def write_articles(articles: list[Article], folder: Path) -> Path:
    """Write a shard's articles to one file of `folder`, named after the articles in it."""
    path = folder / f"{key('shards', *(article_key(article) for article in articles)):016x}.parquet"
    put_parquet(pl.DataFrame([asdict(article) for article in articles], schema=ARTICLE_SCHEMA), path)
    return path


def read_articles(path: Path) -> list[Article]:
    """The articles of a shard file, in order."""
    return [Article(**row) for row in pl.read_parquet(path).iter_rows(named=True)]


def halve(path: Path) -> list[Path]:
    """Split a shard file into two beside it; none where it holds one article only."""
    articles = read_articles(path)
    middle = len(articles) // 2
    return [write_articles(half, path.parent) for half in (articles[:middle], articles[middle:])] if middle else []


def without(path: Path, article_keys: Container[int]) -> Path | None:
    """A shard file without these articles, in its place; None where nothing is left."""
    articles = read_articles(path)
    kept = [article for article in articles if article_key(article) not in article_keys]
    if len(kept) == len(articles):
        return path
    path.unlink()
    return write_articles(kept, path.parent) if kept else None


class _Waiting:
    """Articles that wait to fill a shard, those together that will stand in one part of the release."""

    def __init__(self, work: Path, shard_characters: int) -> None:
        self._work, self._most = work, shard_characters
        self._articles: dict[tuple[str, int], list[Article]] = defaultdict(list)
        self._characters: Counter[tuple[str, int]] = Counter()

    def add(self, article: Article) -> Iterator[Path]:
        """Take in an article; the shard that it fills, or that must make room, is written."""
        place = _place(article)
        self._articles[place].append(article)
        self._characters[place] += len(article.text)
        if self._characters[place] >= self._most:
            yield self._written(self._taken(place))
        elif self._characters.total() > MOST_WAITING:
            yield self._written(self._taken(max(self._characters, key=lambda one: (self._characters[one], one))))

    def rest(self) -> Iterator[Path]:
        """Write what is left, neighbours in the release in one shard."""
        together: list[Article] = []
        characters = 0
        for place in sorted(self._articles):
            characters += self._characters[place]
            together += self._taken(place)
            if characters >= self._most:
                yield self._written(together)
                together, characters = [], 0
        if together:
            yield self._written(together)

    def drop(self, article_keys: Container[int]) -> None:
        """Let go of these articles where they still wait."""
        for place in list(self._articles):
            kept = [article for article in self._taken(place) if article_key(article) not in article_keys]
            if kept:
                self._articles[place] = kept
                self._characters[place] = sum(len(article.text) for article in kept)

    def _taken(self, place: tuple[str, int]) -> list[Article]:
        del self._characters[place]
        return self._articles.pop(place)

    def _written(self, articles: list[Article]) -> Path:
        return write_articles(articles, self._work)


def _place(article: Article) -> tuple[str, int]:
    """Month of publication and range of the document's key: parts of a release are made of such places."""
    month = article.published_on.strftime("%Y-%m") if article.published_on else ""
    return month, document_key(article) >> (KEY_BITS - PLACE_BITS)


class _Spooling:
    """Takes in file after file; what came of one that changed meanwhile is taken back, and the file read again."""

    def __init__(self, limits: Limits, known: Container[int], work: Path, shard_characters: int) -> None:
        self._known = known
        self._reading = Reading(limits, lambda article: article_key(article) in known)
        self._waiting = _Waiting(work, shard_characters)
        self.spooled = Spooled()

    def take(self, file: Source) -> None:
        """Read a file until it stays as it was for so long; refuse it where it never does."""
        for _ in range(READINGS):
            spooled = self.spooled
            counts = len(spooled.article_keys), len(spooled.rejects), len(spooled.shards)
            before = _state(file.original)
            self._read(file)
            described = _described(file.original)
            if _state(file.original) == before:
                self.spooled.seeds += [{"source_uri": file.uri, **described}] if described else []
                return
            self._take_back(*counts)
        self.spooled.rejects.append(file.reject("unreadable", CHANGING))

    def end(self) -> Spooled:
        """Write what still waits; all that was spooled."""
        self.spooled.shards += self._waiting.rest()
        return self.spooled

    def _read(self, file: Source) -> None:
        spooled = self.spooled
        for record in self._reading.outcomes(file):
            if isinstance(record, Reject):
                spooled.rejects.append(record)
                continue
            own = article_key(record)
            spooled.article_keys.append(own)
            if own not in self._known:
                spooled.new_articles += 1
                spooled.shards += self._waiting.add(record)

    def _take_back(self, articles: int, rejects: int, shards: int) -> None:
        """Undo what came of the last file: all but so many articles, rejects and shards."""
        spooled = self.spooled
        gone = set(spooled.article_keys[articles:])
        del spooled.article_keys[articles:], spooled.rejects[rejects:]
        spooled.new_articles -= sum(own not in self._known for own in gone)
        left = (without(shard, gone) for shard in spooled.shards[shards:])  # with what waited for the shard before
        spooled.shards[shards:] = [shard for shard in left if shard is not None]
        self._waiting.drop(gone)
        self._reading.forget()


def _state(original: Original | None) -> object:
    """What the file was at this moment, None where it is not there."""
    try:
        return None if original is None else original.state()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None


def _described(original: Original | None) -> dict[str, Any] | None:
    """Bytes and digest of a file, None where it cannot be read, which a reject tells."""
    try:
        return None if original is None else original.described()
    except (FileNotFoundError, NotADirectoryError, PermissionError, IsADirectoryError):
        return None


def spool(seeds: Path | str, limits: Limits, known: Container[int], work: Path, shard_characters: int) -> Spooled:
    """Read all seeds; write every article whose key is not `known` to a shard file in `work`.

    The digest of every file told in `seeds` is that of the bytes that were read: one that changes meanwhile is read
    again, and refused after READINGS times.  Raises OSError where the seeds cannot be read or `work` not be written.
    """
    work.mkdir(parents=True)
    spooling = _Spooling(limits, known, work, shard_characters)
    for found in files_of(seeds):
        if isinstance(found, Reject):
            spooling.spooled.rejects.append(found)
        else:
            spooling.take(found)
    return spooling.end()
