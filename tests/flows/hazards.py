"""Extractions that kill their worker process, or never end; workers import them from here."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path

from transforms.pipeline import extract_shard
from transforms.spool import read_articles
from transforms.steps import PackedShard, extract_packed

POISON = "poison"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_by_one_article(spooled: Path, shard: Path) -> int:
    """Extract a shard, but die of an article that holds the word."""
    if any(POISON in article.text for article in read_articles(spooled)):
        _die()
    return extract_shard(spooled, shard)


def endless_for_one_article(spooled: Path, shard: Path) -> int:
    """Extract a shard, but for an article that holds the word enter C code that works on and on."""
    if any(POISON in article.text for article in read_articles(spooled)):
        sum(range(10**14))
    return extract_shard(spooled, shard)


def waiting_for_one_article(spooled: Path, shard: Path) -> int:
    """Extract a shard, but for an article that holds the word wait for something that does not come."""
    if any(POISON in article.text for article in read_articles(spooled)):
        signal.pause()
    return extract_shard(spooled, shard)


def killed_the_first_time(spooled: Path, shard: Path) -> int:
    """Extract a shard at the second try."""
    if not (mark := spooled.with_suffix(".tried")).exists():
        mark.touch()
        _die()
    return extract_shard(spooled, shard)


def of_another_version(spooled: bytes) -> PackedShard:
    """What a cluster with other code sends back."""
    return replace(extract_packed(spooled), fingerprint="0123456789abcdef")


def killed_remotely_by_one_article(spooled: bytes) -> PackedShard:
    """Extract a shard on a cluster, but die of an article that holds the word."""
    if POISON.encode() in spooled:
        _die()
    return extract_packed(spooled)
