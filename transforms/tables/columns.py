"""Column makers for the schema classes: what a column is, what it refers to and what its values may be.

Everything generated from the classes (Arrow schema, data dictionary, datapackage, checks) reads it back from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dataframely as dy
import polars as pl


def own_key(description: str) -> dy.Int64:
    """The table's own key."""
    return dy.Int64(primary_key=True, min=1, description=description)


def refers(table: str, column: str, description: str, *, nullable: bool = False, primary_key: bool = False) -> dy.Int64:
    """A foreign key: every value is a value of `table.column`."""
    return dy.Int64(
        nullable=nullable,
        primary_key=primary_key,
        min=1,
        description=description,
        metadata={"references": (table, column)},
    )


def code(values: Sequence[str], description: str, *, nullable: bool = False, primary_key: bool = False) -> dy.String:
    """A string out of a closed set."""
    allowed = tuple(values)
    return dy.String(
        nullable=nullable,
        primary_key=primary_key,
        check={"allowed": lambda column: column.is_in(allowed)},
        description=description,
        metadata={"allowed": allowed},
    )


def string(description: str, *, nullable: bool = False, **options: Any) -> dy.String:
    """A string that is never empty: unknown is null."""
    return dy.String(nullable=nullable, min_length=1, description=description, **options)


def printed(start: str, end: str, description: str, *, nullable: bool = False) -> dy.String:
    """Text exactly as the document prints it between the offsets in the columns `start` and `end`."""
    return dy.String(nullable=nullable, min_length=1, description=description, metadata={"span": (start, end)})


def offset(description: str, *, nullable: bool = False) -> dy.Int32:
    """An offset into `documents.text` in Unicode code points."""
    return dy.Int32(nullable=nullable, min=0, description=description)


def running_number(description: str) -> dy.Int16:
    """A running number inside a parent row, from 0, part of the key."""
    return dy.Int16(primary_key=True, min=0, description=description)


def ordered(first: str, last: str) -> pl.Expr:
    """True where `first` is not after `last`, or either is unknown."""
    return (pl.col(first) <= pl.col(last)).fill_null(True)


def together(*columns: str) -> pl.Expr:
    """True where all of the columns are known or all are unknown."""
    known = pl.sum_horizontal(*(pl.col(column).is_not_null().cast(pl.Int8) for column in columns))
    return known.is_in([0, len(columns)])


def references_of(column: dy.Column) -> tuple[str, str] | None:
    """Table and column that a foreign key refers to."""
    found: tuple[str, str] | None = (column.metadata or {}).get("references")
    return found


def allowed_of(column: dy.Column) -> tuple[str, ...]:
    """The closed set of a code column; empty for any other."""
    found: tuple[str, ...] = (column.metadata or {}).get("allowed", ())
    return found


def span_of(column: dy.Column) -> tuple[str, str] | None:
    """The columns of the offsets between which the document prints this column's text."""
    found: tuple[str, str] | None = (column.metadata or {}).get("span")
    return found
