"""Which articles print the same text, and which tell of one happening.

Candidates share a band of minima of their MinHash signatures: locality-sensitive hashing (Broder 1997).  Whether one is
a copy is told by the texts themselves: how much of the shorter stands, in its order, in the longer, and whether numbers
and names agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

from transforms.tables.clusters import Clusters
from transforms.tables.keys import key
from transforms.tables.prints import PERMUTATIONS

# 50 bands of 3: of two texts of which a fifth of the words differs (similarity of the pairs 0.47), 996 of 1,000 meet
BANDS, ROWS = 50, PERMUTATIONS // 50
CHANGED, CHANGED_LENGTH = 0.7, 0.7  # of the shorter's words in the longer, and of the longer's length: words changed
CUT, CUT_LENGTH = 0.85, 0.4  # the same for a text of which a part was left out or to which something was added
FEWEST_WORDS = 20  # content words: of what is shorter only the very same text is a copy
FEWEST_FACTS = 4  # numbers or names: fewer may be equal or differ by chance
SAME_FACTS = 0.5  # of the shorter's, below which two texts only follow one pattern: a market report of another day
NEAREST = 1000  # candidates looked at, the last published first: bounds the work where thousands follow one pattern
LIKELIEST = 20  # of these compared word by word
REMEMBERED = 2_000  # texts whose words are held unpacked
STORY_DAYS = 7  # articles further apart report one happening as background
ALONE = -1
MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)  # odd


@dataclass(frozen=True, slots=True)
class _Print:
    """A text as it is compared: checksums of its content words in order, of its numbers and of its names."""

    words: Sequence[int]
    numbers: frozenset[int]
    names: frozenset[int]


def _unpacked(data: bytes) -> list[int]:
    found: list[int] = np.frombuffer(data, "<u4").tolist()
    return found


def _same_facts(one: frozenset[int], other: frozenset[int]) -> bool:
    fewer = min(len(one), len(other))
    return fewer < FEWEST_FACTS or len(one & other) >= SAME_FACTS * fewer


def _is_copy(one: _Print, other: _Print) -> bool:
    """Whether two texts are one: the same words, some of them changed, or one of them cut or with another opening."""
    shorter, longer = sorted((one.words, other.words), key=len)
    if shorter == longer:
        return True
    if len(shorter) < max(FEWEST_WORDS, CUT_LENGTH * len(longer)):
        return False
    if not (_same_facts(one.numbers, other.numbers) and _same_facts(one.names, other.names)):
        return False
    kept = LCSseq.similarity(shorter, longer) / len(shorter)
    return kept >= CUT or (kept >= CHANGED and len(shorter) >= CHANGED_LENGTH * len(longer))


def _in_order_of_publication(documents: pl.DataFrame) -> pl.DataFrame:
    return documents.sort("published_on", "published_at", "document_id", nulls_last=True)


def _minima(packed: pl.Series) -> NDArray[np.uint32]:
    """One row a text: the minima of its signature."""
    minima = np.empty((len(packed), PERMUTATIONS), np.uint32)
    for number, data in enumerate(packed):
        minima[number] = np.frombuffer(data, "<u4")
    return minima


def _shared_bands(minima: NDArray[np.uint32]) -> NDArray[np.int32]:
    """By text and band, the bucket in which it meets another text with the same minima in this band, else ALONE."""
    buckets = np.full((len(minima), BANDS), ALONE, np.int32)
    number = 0
    for band in range(BANDS):
        own = minima[:, band * ROWS : (band + 1) * ROWS]
        _, bucket, sizes = np.unique((own * MIX).sum(axis=1), return_inverse=True, return_counts=True)
        met = sizes[bucket] > 1
        buckets[met, band] = number + bucket[met]
        number += len(sizes)
    return buckets


def find_duplicates(documents: pl.LazyFrame) -> pl.DataFrame:
    """`document_id` and `duplicate_of`: the first published article with nearly the same text, null where it is this.

    `documents` have the columns of PRINT_SCHEMA.  An article is compared with first prints only, so `duplicate_of`
    never names a duplicate.
    """
    dates = documents.select("document_id", "published_on", "published_at", "print_minima").collect()
    ordered = _in_order_of_publication(dates)
    ids = ordered["document_id"].to_list()
    minima = _minima(ordered["print_minima"])
    del dates, ordered
    shared = _shared_bands(minima)
    candidates = np.flatnonzero((shared != ALONE).any(axis=1)).tolist()  # of the others no word is looked at
    own = pl.DataFrame({"document_id": [ids[number] for number in candidates]}, schema={"document_id": pl.Int64()})
    texts = documents.select("document_id", "print_words", "print_numbers", "print_names")
    found = own.lazy().join(texts, on="document_id", how="left", maintain_order="left").collect()
    packed = [found[f"print_{part}"] for part in ("words", "numbers", "names")]
    rows = {number: row for row, number in enumerate(candidates)}

    @lru_cache(maxsize=REMEMBERED)
    def printed(number: int) -> _Print:
        words, numbers, names = (_unpacked(part[rows[number]]) for part in packed)
        return _Print(words, frozenset(numbers), frozenset(names))

    first_prints: dict[int, list[int]] = defaultdict(list)  # by bucket, in the order of publication
    duplicate_of: list[int | None] = [None] * len(ids)
    for number in candidates:
        buckets = [bucket for bucket in shared[number].tolist() if bucket != ALONE]
        met = set[int]().union(*(first_prints[bucket][-NEAREST:] for bucket in buckets))
        nearest = np.array(sorted(met)[-NEAREST:], np.intp)
        # the more minima two signatures share, the likelier a copy; of equals the first published
        alike = np.argsort(-(minima[nearest] == minima[number]).sum(axis=1), kind="stable")[:LIKELIEST]
        likeliest = sorted(nearest[alike].tolist())
        original = next((one for one in likeliest if _is_copy(printed(number), printed(one))), None)
        if original is not None:
            duplicate_of[number] = ids[original]
            continue
        for bucket in buckets:
            first_prints[bucket].append(number)
    columns = {"document_id": ids, "duplicate_of": duplicate_of}
    return pl.DataFrame(columns, schema={"document_id": pl.Int64(), "duplicate_of": pl.Int64()})


def stories(documents: pl.DataFrame, incidents: pl.DataFrame) -> pl.DataFrame:
    """`document_id` and `story_id`: shared by articles that print one text or, within a week, report one incident.

    `incidents` are those of several articles, see `link_incidents`.  The key is that of the story's first article; an
    article that shares its story with no other has none.
    """
    ordered = _in_order_of_publication(documents).select("document_id", "duplicate_of", "published_on").with_row_index()
    numbers = ordered.select("index", "document_id", "published_on")
    clusters = Clusters(ordered.height)
    copies = ordered.drop_nulls("duplicate_of").join(numbers, left_on="duplicate_of", right_on="document_id")
    for pair in copies.select("index", "index_right").iter_rows():
        clusters.link(pair)
    reports = incidents.select("incident_id", "document_id").unique().join(numbers, on="document_id")
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
