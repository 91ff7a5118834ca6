"""Which articles print the same text, and which tell of one happening.

Near-same texts are found by MinHash signatures in a locality-sensitive index (Broder 1997) and confirmed by the true
Jaccard similarity of their word shingles.
"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import polars as pl
from rensa import RMinHash, RMinHashLSH

from transforms.tables.clusters import Clusters
from transforms.tables.keys import key

SHINGLE = 5  # words
ALIKE = 0.8  # Jaccard similarity from which two texts are one: a wire story with another headline, a corrected name
# 32 bands of 4: texts that are ALIKE meet in one with a probability above 0.9999
PERMUTATIONS, BANDS, SEED = 128, 32, 1
STORY_DAYS = 7  # articles further apart report one happening as background
WORD = re.compile(r"\w+")


def _shingles(text: str) -> set[str]:
    words = WORD.findall(text.casefold())
    return {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}


def _in_order_of_publication(documents: pl.DataFrame) -> pl.DataFrame:
    return documents.sort("published_on", "published_at", "document_id", nulls_last=True)


def find_duplicates(documents: pl.DataFrame) -> pl.DataFrame:
    """`document_id` and `duplicate_of`: the first published article with nearly the same text, null where it is this.

    An article is compared with first prints only, so `duplicate_of` never names a duplicate.
    """
    first_prints = RMinHashLSH(ALIKE, PERMUTATIONS, BANDS)
    ordered = _in_order_of_publication(documents)
    texts, ids = ordered["text"].to_list(), ordered["document_id"].to_list()
    duplicate_of: list[int | None] = []
    for number, text in enumerate(texts):
        shingles = _shingles(text)
        sketch = RMinHash(PERMUTATIONS, SEED)
        sketch.update(list(shingles))  # the least hashes are the same in any order
        original = next((one for one in sorted(first_prints.query(sketch)) if _alike(shingles, texts[one])), None)
        if original is None:
            first_prints.insert(number, sketch)
        duplicate_of.append(None if original is None else ids[original])
    columns = {"document_id": ids, "duplicate_of": duplicate_of}
    return pl.DataFrame(columns, schema={"document_id": pl.Int64(), "duplicate_of": pl.Int64()})


def _alike(shingles: set[str], other_text: str) -> bool:
    other = _shingles(other_text)
    return len(shingles & other) >= ALIKE * len(shingles | other)


def stories(documents: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """`document_id` and `story_id`: shared by articles that print one text or, within a week, report one incident.

    The key is that of the story's first article; an article that shares its story with no other has none.
    """
    ordered = _in_order_of_publication(documents).select("document_id", "duplicate_of", "published_on").with_row_index()
    numbers = ordered.select("index", "document_id", "published_on")
    clusters = Clusters(ordered.height)
    copies = ordered.drop_nulls("duplicate_of").join(numbers, left_on="duplicate_of", right_on="document_id")
    for pair in copies.select("index", "index_right").iter_rows():
        clusters.link(pair)
    reports = events.select("incident_id", "document_id").unique().join(numbers, on="document_id")
    for days, articles in reports.group_by("incident_id").agg("published_on", "index").drop("incident_id").iter_rows():
        told = sorted((day, index) for day, index in zip(days, articles, strict=True) if day is not None)
        for (day, index), (next_day, next_index) in pairwise(told):
            if next_day - day <= timedelta(days=STORY_DAYS):
                clusters.link((index, next_index))
    ids = ordered["document_id"].to_list()
    firsts = [clusters.of(number) for number in range(ordered.height)]
    shared = {first for first, number in zip(firsts, range(ordered.height), strict=True) if first != number}
    story_ids = [key("stories", ids[first]) if first in shared else None for first in firsts]
    return pl.DataFrame(
        {"document_id": ids, "story_id": story_ids}, schema={"document_id": pl.Int64(), "story_id": pl.Int64()}
    )
