"""Tables that several tests read: made once a session."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from transforms.pipeline import extract_all
from transforms.read.article import Article, Reject
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits
from transforms.tables.collection import assemble

SEEDS = Path(__file__).parents[1] / "seeds"


@cache
def seed_tables() -> dict[str, pl.DataFrame]:
    """All tables of the shipped seeds, built in this process."""
    records = list(read_seeds(SEEDS, Limits()))
    frames, _ = extract_all([record for record in records if isinstance(record, Article)])
    return assemble(frames, [record for record in records if isinstance(record, Reject)])
