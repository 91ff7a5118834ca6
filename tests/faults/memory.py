"""Steps that run out of memory in a worker process, which may have no more than it has (RLIMIT_AS)."""

from __future__ import annotations

import resource
from dataclasses import replace
from pathlib import Path

from transforms.pipeline import extract_all, extract_shard
from transforms.spool import read_articles

HUNGRY = "hungry"
FEW_BYTES = 1 << 20  # besides what the process has already
MANY_BYTES = 1 << 36


def _allow(more: int) -> None:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + more, hard))


def take_much() -> int:
    """Ask for more than there is."""
    _allow(FEW_BYTES)
    return len(bytearray(MANY_BYTES))


def extract_hungry(spooled: Path, shard: Path) -> int:
    """Extract a shard, with next to no memory where one of its articles holds the word."""
    articles = read_articles(spooled)
    if any(HUNGRY in article.text for article in articles):
        extract_all([replace(articles[0], text="The mayor spoke.")])  # has the model in memory
        _allow(FEW_BYTES)
    return extract_shard(spooled, shard)
