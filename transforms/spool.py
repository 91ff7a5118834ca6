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
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits
from transforms.read.spooled import Spooled
from transforms.tables.keys import KEY_BITS, key
from transforms.tables.release import file_sha256
from transforms.tables.rows import article_key, document_key

PLACE_BITS = 3  # of a document's key: eight ranges of keys a month
MOST_WAITING = 32_000_000  # characters held in memory before the shard nearest to full is written as it is
ARTICLE_SCHEMA: dict[str, pl.DataType] = {field.name: pl.String() for field in fields(Article)} | {
    "published_on": pl.Date(),
    "published_at": pl.Datetime("us", "UTC"),
}


def write_articles(articles: list[Article], folder: Path) -> Path:
    """Write a shard's articles to one file of `folder`, named after the articles in it."""
    path = folder / f"{key('shards', *(article_key(article) for article in articles)):016x}.parquet"
    pl.DataFrame([asdict(article) for article in articles], schema=ARTICLE_SCHEMA).write_parquet(path)
    return path


def read_articles(path: Path) -> list[Article]:
    """The articles of a shard file, in order."""
    return [Article(**row) for row in pl.read_parquet(path).iter_rows(named=True)]


def halve(path: Path) -> list[Path]:
    """Split a shard file into two beside it; none where it holds one article only."""
    articles = read_articles(path)
    middle = len(articles) // 2
    return [write_articles(half, path.parent) for half in (articles[:middle], articles[middle:])] if middle else []


def _seed_files(seeds: Path | str) -> Iterator[dict[str, Any]]:
    if not isinstance(seeds, Path):
        from transforms.read.remote import remote_files

        yield from remote_files(seeds)
        return
    for path in sorted(seeds.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield {
                "source_uri": path.relative_to(seeds).as_posix(),
                "bytes": path.stat().st_size,
                "sha256": file_sha256(path),
            }


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

    def _taken(self, place: tuple[str, int]) -> list[Article]:
        del self._characters[place]
        return self._articles.pop(place)

    def _written(self, articles: list[Article]) -> Path:
        return write_articles(articles, self._work)


def _place(article: Article) -> tuple[str, int]:
    """Month of publication and range of the document's key: parts of a release are made of such places."""
    month = article.published_on.strftime("%Y-%m") if article.published_on else ""
    return month, document_key(article) >> (KEY_BITS - PLACE_BITS)


def spool(seeds: Path | str, limits: Limits, known: Container[int], work: Path, shard_characters: int) -> Spooled:
    """Read all seeds; write every article whose key is not `known` to a shard file in `work`.

    Raises OSError where the seeds cannot be read or `work` not be written.
    """
    work.mkdir(parents=True)
    spooled = Spooled()
    waiting = _Waiting(work, shard_characters)
    for record in read_seeds(seeds, limits, lambda article: article_key(article) in known):
        if isinstance(record, Reject):
            spooled.rejects.append(record)
            continue
        own = article_key(record)
        spooled.article_keys.append(own)
        if own not in known:
            spooled.new_articles += 1
            spooled.shards += waiting.add(record)
    spooled.shards += waiting.rest()
    spooled.seeds = list(_seed_files(seeds))
    return spooled
