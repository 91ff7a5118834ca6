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
from transforms.tables.linking import Linked, Links
from transforms.version import fingerprint

SHARED = "shared"  # name of the part of tables whose rows are of no one article
UNDATED = "undated"
PART_DOCUMENTS = 4_000  # a month of more is cut in two, four, eight …
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
    found = documents.select("article_key", "document_id", month=month_of(pl.col("published_on")))
    sizes = found.group_by("month").len()
    cuts = pl.Series([_cuts(size) for size in sizes["len"]], dtype=pl.Int64())
    found = found.join(sizes.with_columns(cuts=cuts), on="month")
    numbers = (pl.col("document_id") // (2**KEY_BITS // pl.col("cuts"))).cast(pl.String)
    cut = pl.format("{}-{}of{}", "month", numbers, pl.col("cuts").cast(pl.String))
    name = pl.when(pl.col("cuts") > 1).then(cut).otherwise("month")
    return found.select("article_key", "document_id", name.alias("part"))


def _cuts(documents: int) -> int:
    """How many ranges of keys so many articles are cut in: a power of two, so that few of them ever change."""
    cuts = 1
    while documents > PART_DOCUMENTS * cuts:
        cuts *= 2
    return cuts


def _digest(article_keys: list[int], links: Links) -> str:
    digest = sha256(repr((fingerprint(), *((name, version(name)) for name in WRITERS))).encode())
    digest.update(repr(article_keys).encode())
    for frame in (links.documents, links.actors, links.incidents):
        digest.update(frame.fill_null(0).to_numpy().tobytes())
    return digest.hexdigest()


def parts_of(local: dict[str, pl.DataFrame], linked: Linked) -> Iterator[Part]:
    """All parts in the order of their names, but for the shared one; `local` is what was linked."""
    named = _named(local["documents"])
    actors = local["actors"].filter("is_named").select("article_key", "actor_id").join(named, on="article_key")
    events = local["events"].select("document_id", "local_incident_id").unique().join(named, on="document_id")
    if named.is_empty():  # a release without articles has tables, too
        yield Part(UNDATED, (), linked.links, _digest([], linked.links))
    by_part = [frame.partition_by("part", as_dict=True) for frame in (named, actors, events)]
    for (own,) in sorted(by_part[0]):
        documents, people, reports = (
            found.get((own,), empty.clear()) for found, empty in zip(by_part, (named, actors, events), strict=True)
        )
        article_keys = sorted(documents["article_key"].to_list())
        links = linked.links.of(documents, people, reports)
        yield Part(own, tuple(article_keys), links, _digest(article_keys, links))
