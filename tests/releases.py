"""Tables that several tests read: made once a session."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from transforms.pipeline import extract_all
from transforms.read.article import Article, Reject
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits
from transforms.tables.checks import checks_table
from transforms.tables.collection import assemble
from transforms.tables.handover import Release
from transforms.tables.release import begin, publish, write_part

SEEDS = Path(__file__).parents[1] / "seeds"


@cache
def seed_tables() -> dict[str, pl.DataFrame]:
    """All tables of the shipped seeds, built in this process."""
    records = list(read_seeds(SEEDS, Limits()))
    frames, _ = extract_all([record for record in records if isinstance(record, Article)])
    return assemble(frames, [record for record in records if isinstance(record, Reject)])


def inputs_of(frames: dict[str, pl.DataFrame]) -> int:
    """How many inputs these tables are of, if none was lost."""
    return frames["documents"].height + frames["rejects"].filter(pl.col("severity") == "rejected").height


def publish_tables(
    frames: dict[str, pl.DataFrame],
    output: Path,
    seeds: list[dict[str, Any]] | None = None,
    now: datetime | None = None,
    inputs_sha256: str = "0" * 64,
    keep: int = 2,
) -> Release:
    """Make tables in memory the current release of `output`, in one part, as if they passed their checks."""
    rows = {table: frame.height for table, frame in frames.items()}
    folder = begin(output)
    parts = [write_part(frames, folder, "all", ""), write_part({"checks": checks_table(rows)}, folder, "checks", "")]
    return publish(parts, output, seeds or [], inputs_sha256, {"report.md": "All is well."}, now, keep=keep)
