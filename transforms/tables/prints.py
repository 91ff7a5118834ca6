"""What is kept of a text to tell its copies: taken once, where the article is extracted.

Words are kept as CRC-32 checksums: equal words have equal ones, and two words of one that differ are too rare to make
a copy of what is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

import numpy as np
import polars as pl
from rensa import RMinHash
from spacy.lang.en.stop_words import STOP_WORDS

PERMUTATIONS, SEED = 150, 1
WORD = re.compile(r"\d+(?:[.,:]\d+)*|\w+")
NAME = re.compile(r"(?<=[^.!?”\"] )[A-Z]\w+")  # a capital inside a sentence
# Little-endian unsigned 32-bit numbers: the minima of a MinHash signature, and the checksums of words.
PRINT_SCHEMA: dict[str, pl.DataType] = {
    "print_minima": pl.Binary(), "print_words": pl.Binary(), "print_numbers": pl.Binary(), "print_names": pl.Binary(),
}  # fmt: skip


@lru_cache(maxsize=50_000)
def _checksum(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))


def _packed(numbers: Iterable[int]) -> bytes:
    return np.fromiter(numbers, "<u4").tobytes()


def print_of(text: str) -> dict[str, bytes]:
    """A text as it is compared, by the columns of PRINT_SCHEMA.

    Its content words in order, its numbers and names, and the MinHash signature (Broder 1997) of its pairs of
    neighbouring content words, which survive a change of some words and are rarely shared by chance.
    """
    words = [word for word in WORD.findall(text.casefold()) if word not in STOP_WORDS]
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update([" ".join(pair) for pair in pairwise(words)] or [" ".join(words)])
    return {
        "print_minima": _packed(sketch.digest()),
        "print_words": _packed(map(_checksum, words)),
        "print_numbers": _packed(sorted({_checksum(word) for word in words if word[0].isdigit()})),
        "print_names": _packed(sorted({_checksum(name) for name in NAME.findall(text)})),
    }
