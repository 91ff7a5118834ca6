"""Read the seeds once, in a stream, and spool what is new to shard files that any worker can open.

The cut into shards depends on the articles alone, never on the number of workers.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import polars as pl

from transforms.read.article import Article, Reject
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits
from transforms.tables.keys import key
from transforms.tables.release import file_sha256
from transforms.tables.rows import article_key

ARTICLE_SCHEMA: dict[str, pl.DataType] = {field.name: pl.String() for field in fields(Article)} | {
    "published_on": pl.Date(),
    "published_at": pl.Datetime("us", "UTC"),
}


@dataclass(slots=True)
class Spooled:
    """What the seeds hold: keys of all accepted articles in order, rejects, shard files of the new ones, seed files."""

    article_keys: list[int] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    shards: list[Path] = field(default_factory=list)
    new_articles: int = 0
    seeds: list[dict[str, Any]] = field(default_factory=list)


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


def _seed_files(seeds: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(seeds.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield {
                "source_uri": path.relative_to(seeds).as_posix(),
                "bytes": path.stat().st_size,
                "sha256": file_sha256(path),
            }


def spool(seeds: Path, limits: Limits, known: Container[int], work: Path, shard_characters: int) -> Spooled:
    """Read all seeds; write every article whose key is not `known` to a shard file in `work`.

    Raises OSError where the seeds folder cannot be read or `work` not be written.
    """
    work.mkdir(parents=True)
    spooled = Spooled()
    waiting: list[Article] = []
    characters = 0

    def flush() -> None:
        spooled.shards.append(write_articles(waiting, work))
        spooled.new_articles += len(waiting)
        waiting.clear()

    for record in read_seeds(seeds, limits):
        if isinstance(record, Reject):
            spooled.rejects.append(record)
            continue
        own = article_key(record)
        spooled.article_keys.append(own)
        if own not in known:
            waiting.append(record)
            characters += len(record.text)
            if characters >= shard_characters:
                flush()
                characters = 0
    if waiting:
        flush()
    spooled.seeds = list(_seed_files(seeds))
    return spooled
