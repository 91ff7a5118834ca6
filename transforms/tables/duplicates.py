"""Which articles print the same text, and which tell of one happening.

Candidates share minima of MinHash signatures in a locality-sensitive index (Broder 1997) over pairs of neighbouring
content words, which survive a change of some words and are rarely shared by chance.  Whether one is a copy is told by
the texts themselves: how much of the shorter stands, in its order, in the longer, and whether numbers and names agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import polars as pl
from rapidfuzz.distance import LCSseq
from rensa import RMinHash, RMinHashLSH
from spacy.lang.en.stop_words import STOP_WORDS

from transforms.tables.clusters import Clusters
from transforms.tables.keys import key

# 50 bands of 3: of two texts of which a fifth of the words differs (similarity of the pairs 0.47), 996 of 1,000 meet
PERMUTATIONS, BANDS, SEED = 150, 50, 1
CHANGED, CHANGED_LENGTH = 0.7, 0.7  # of the shorter's words in the longer, and of the longer's length: words changed
CUT, CUT_LENGTH = 0.85, 0.4  # the same for a text of which a part was left out or to which something was added
FEWEST_WORDS = 20  # content words: of what is shorter only the very same text is a copy
FEWEST_FACTS = 4  # numbers or names: fewer may be equal or differ by chance
SAME_FACTS = 0.5  # of the shorter's, below which two texts only follow one pattern: a market report of another day
NEAREST = 1000  # candidates looked at, the last published first: bounds the work where thousands follow one pattern
LIKELIEST = 20  # of these compared word by word
STORY_DAYS = 7  # articles further apart report one happening as background
WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+")
NAME = re.compile(r"(?<=[^.!?”\"] )[A-Z]\w+")  # a capital inside a sentence


@dataclass(frozen=True, slots=True)
class _Print:
    """A text as it is compared: its content words in order, its numbers and names, and the signature of its pairs."""

    words: Sequence[str]
    numbers: frozenset[str]
    names: frozenset[str]
    sketch: RMinHash


def _print(text: str, vocabulary: dict[str, str]) -> _Print:
    """`vocabulary` holds each word once for all texts, so that a large release fits into memory."""
    words = [vocabulary.setdefault(word, word) for word in WORD.findall(text.casefold()) if word not in STOP_WORDS]
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update([" ".join(pair) for pair in pairwise(words)] or [" ".join(words)])
    numbers = frozenset(word for word in words if word[0].isdigit())
    names = frozenset(vocabulary.setdefault(name, name) for name in NAME.findall(text))
    return _Print(words, numbers, names, sketch)


def _same_facts(one: frozenset[str], other: frozenset[str]) -> bool:
    fewer = min(len(one), len(other))
    return fewer < FEWEST_FACTS or len(one & other) >= SAME_FACTS * fewer


def _is_copy(one: _Print, other: _Print) -> bool:
    """Whether two texts are one: the same words, some of them changed, or one of them cut or with another opening."""
    shorter, longer = sorted((one.words, other.words), key=len)
    if shorter == longer:
        return True
    if len(shorter) < max(FEWEST_WORDS, CUT_LENGTH * len(longer)):
        return False
    kept = LCSseq.similarity(shorter, longer) / len(shorter)
    is_cut = kept >= CUT
    is_changed = kept >= CHANGED and len(shorter) >= CHANGED_LENGTH * len(longer)
    return (is_cut or is_changed) and _same_facts(one.numbers, other.numbers) and _same_facts(one.names, other.names)


def _in_order_of_publication(documents: pl.DataFrame) -> pl.DataFrame:
    return documents.sort("published_on", "published_at", "document_id", nulls_last=True)


def find_duplicates(documents: pl.DataFrame) -> pl.DataFrame:
    """`document_id` and `duplicate_of`: the first published article with nearly the same text, null where it is this.

    An article is compared with first prints only, so `duplicate_of` never names a duplicate.
    """
    ordered = _in_order_of_publication(documents)
    texts, ids = ordered["text"].to_list(), ordered["document_id"].to_list()
    index = RMinHashLSH(0.5, PERMUTATIONS, BANDS)  # the threshold plays no part in a query
    first_prints: dict[int, _Print] = {}
    vocabulary: dict[str, str] = {}
    duplicate_of: list[int | None] = []
    for number, text in enumerate(texts):
        printed = _print(text, vocabulary)
        nearest = sorted(index.query(printed.sketch))[-NEAREST:]
        likeliest = sorted(nearest, key=lambda one: (-printed.sketch.jaccard(first_prints[one].sketch), one))[
            :LIKELIEST
        ]
        original = next((one for one in sorted(likeliest) if _is_copy(printed, first_prints[one])), None)
        if original is None:
            index.insert(number, printed.sketch)
            first_prints[number] = printed
        duplicate_of.append(None if original is None else ids[original])
    columns = {"document_id": ids, "duplicate_of": duplicate_of}
    return pl.DataFrame(columns, schema={"document_id": pl.Int64(), "duplicate_of": pl.Int64()})


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
