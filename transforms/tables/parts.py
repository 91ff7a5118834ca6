"""The parts that a release is written in: the articles of one month of publication, or a range of their keys.

A part is written anew only where something in it has changed; see `release`.  Tables whose rows are of no one article
make a part of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version

import polars as pl

from transforms.tables.keys import KEY_BITS
from transforms.tables.linking import Links
from transforms.version import fingerprint

SHARED = "shared"  # name of the part of tables whose rows are of no one article
UNDATED = "undated"
PART_WORDS = 400_000  # of articles; a month of more is cut in two, four, eight …  A part takes 200 MB to write.
WRITERS = ("polars", "pyarrow")  # what the bytes of a file depend on besides code and rows


@dataclass(frozen=True, slots=True)
class Part:
    """The articles of one part by their keys, what is to be put into their rows, and a digest of both."""

    name: str
    article_keys: tuple[int, ...]
    links: Links
    digest: str


def month_of(published_on: pl.Expr) -> pl.Expr:
    """The month of publication, "2021-11"."""
    return published_on.dt.strftime("%Y-%m").fill_null(UNDATED)


def _named(documents: pl.DataFrame) -> pl.DataFrame:
    """`article_key`, `document_id` and `part`, the name of each article's part."""
    found = documents.select("article_key", "document_id", "word_count", month=month_of(pl.col("published_on")))
    sizes = found.group_by("month").agg(words=pl.col("word_count").cast(pl.Int64).sum())
    cuts = pl.Series([_cuts(words) for words in sizes["words"]], dtype=pl.Int64())
    found = found.join(sizes.with_columns(cuts=cuts), on="month")
    numbers = (pl.col("document_id") // (2**KEY_BITS // pl.col("cuts"))).cast(pl.String)
    cut = pl.format("{}-{}of{}", "month", numbers, pl.col("cuts").cast(pl.String))
    name = pl.when(pl.col("cuts") > 1).then(cut).otherwise("month")
    return found.select("article_key", "document_id", name.alias("part"))


def _cuts(words: int) -> int:
    """How many ranges of keys so many words are cut in: a power of two, so that few of them ever change."""
    cuts = 1
    while words > PART_WORDS * cuts:
        cuts *= 2
    return cuts


def _digest(article_keys: list[int], links: Links) -> str:
    digest = sha256(repr((fingerprint(), *((name, version(name)) for name in WRITERS))).encode())
    digest.update(repr(article_keys).encode())
    for frame in (links.documents, links.actors, links.incidents):
        digest.update(frame.fill_null(0).to_numpy().tobytes())
    return digest.hexdigest()


def parts_of(documents: pl.DataFrame, links: Links) -> Iterator[Part]:
    """All parts in the order of their names, but for the shared one.

    `documents` are all articles: article_key, document_id, published_on, word_count.
    """
    named = _named(documents)
    if named.is_empty():  # a release without articles has tables, too
        yield Part(UNDATED, (), links, _digest([], links))
    for (name,), articles in sorted(named.partition_by("part", as_dict=True).items()):
        article_keys = sorted(articles["article_key"].to_list())
        own = links.of(articles)
        yield Part(name, tuple(article_keys), own, _digest(article_keys, own))
