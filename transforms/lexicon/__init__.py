"""Knowledge as data: every table is a TSV file beside this one; adding a verb is adding a line.

A file opens with comment lines (`# `) that say its source and its grammar, then a header line, then rows.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `<name>.tsv`, one dict a row by column name; an empty cell is an empty string.

    Raises ValueError where a row has another number of cells than the header.
    """
    path = FOLDER / f"{name}.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(
            csv.reader(
                (line for line in lines if not line.startswith("#") and line.strip()),
                delimiter="\t",
                quoting=csv.QUOTE_NONE,
            )
        )
    header, *body = rows
    for row in body:
        if len(row) != len(header):
            raise ValueError(f"{path.name}: {len(row)} cells where the header has {len(header)}: {row}")
    return tuple(dict(zip(header, row, strict=True)) for row in body)


@cache
def words(name: str, column: str | None = None) -> frozenset[str]:
    """The values of one column of `<name>.tsv` (the first one unless named), as a set."""
    rows = table(name)
    return frozenset(row[column or next(iter(row))] for row in rows)
