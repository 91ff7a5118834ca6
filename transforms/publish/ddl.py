"""The tables of a release in SQL, made from the schema classes: types, keys, references, comments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dataframely as dy
import polars as pl
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable, SetColumnComment, SetTableComment

from transforms.tables.arrow import table_description
from transforms.tables.columns import references_of
from transforms.tables.schemas import TABLES

SQL_TYPES: dict[pl.DataType, sa.types.TypeEngine[Any]] = {
    pl.Int64(): sa.BigInteger(),
    pl.Int32(): sa.Integer(),
    pl.Int16(): sa.SmallInteger(),
    pl.Float64(): sa.Double(),
    pl.Boolean(): sa.Boolean(),
    pl.String(): sa.Text(),
    pl.Date(): sa.Date(),
    pl.Datetime("us", "UTC"): sa.TIMESTAMP(timezone=True),
}
DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # DuckDB reads this one, too


def tables(schema: str | None, *, is_deferred: bool, extra: sa.Column[Any] | None = None) -> list[sa.Table]:
    """All tables, each behind those that it refers to.

    Where references are deferred they are looked at when a transaction ends; else those inside a table are left out,
    since its rows come in any order.  `extra` is a column that every table has at its end.
    """
    metadata = sa.MetaData(schema=schema)
    for table, rows in TABLES.items():
        columns = [_column(table, name, column, schema, is_deferred) for name, column in rows.columns().items()]
        more = [] if extra is None else [extra.copy()]
        sa.Table(table, metadata, *columns, *more, comment=table_description(table))
    return [metadata.tables[f"{schema}.{table}" if schema else table] for table in TABLES]


def _column(table: str, name: str, column: dy.Column, schema: str | None, is_deferred: bool) -> sa.Column[Any]:
    references = []
    found = references_of(column)
    if found is not None and (is_deferred or found[0] != table):
        target = ".".join(filter(None, (schema, *found)))
        initially = "DEFERRED" if is_deferred else None
        references.append(sa.ForeignKey(target, deferrable=is_deferred or None, initially=initially))
    return sa.Column(
        name,
        SQL_TYPES[column.dtype],
        *references,
        primary_key=column.primary_key,
        autoincrement=False,
        nullable=column.nullable,
        comment=column.description,
    )


def create(table: sa.Table) -> Iterator[str]:
    """The statements that make a table, with its comments."""
    yield _text(CreateTable(table))
    yield _text(SetTableComment(table))
    for column in table.columns:
        if column.comment:
            yield _text(SetColumnComment(column))


def type_of(column: sa.Column[Any]) -> str:
    """The type of a column, as both databases name it."""
    return str(column.type.compile(dialect=DIALECT))


def quoted(*names: str) -> str:
    """A name, or names of what lies inside what, as SQL has them."""
    return ".".join('"' + name.replace('"', '""') + '"' for name in names)


def _text(statement: sa.schema.DDLElement) -> str:
    return str(statement.compile(dialect=DIALECT))
