"""Publish a release to PostgreSQL: in one transaction, and only what differs from the release that is there.

Every table has one column more than in the release, `part`, and `dateline_parts` tells what each part there was made
of.  Parts whose files are the same are passed over; of the others rows that are equal stay as they are, which spares
the database their versions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa
from adbc_driver_manager import Error
from adbc_driver_manager.dbapi import Cursor
from adbc_driver_postgresql import dbapi

from transforms.publish.ddl import create, quoted, tables, type_of
from transforms.publish.marts import create_views
from transforms.publish.released import Part, Released
from transforms.publish.target import OtherSchema

PARTS = "dateline_parts"  # what is there: a row per table and part, with the SHA-256 of its file
BATCH_ROWS = 65_536


def publish_to_postgres(release: Released, url: str, schema: str) -> tuple[int, int]:
    """Make the tables in a schema of a database those of the release; a reader sees all of it or nothing.

    Returns how many rows were written, new or changed, and how many deleted.  Raises OtherSchema, and ConnectionError
    where the server cannot be reached or fails; the tables are then as they were.
    """
    try:
        with dbapi.connect(url) as connection, connection.cursor() as cursor:
            loaded = _Publication(release, schema, cursor).run()
            connection.commit()
            return loaded
    except Error as fault:
        raise ConnectionError(f"PostgreSQL: {str(fault).splitlines()[0]}") from None


class _Publication:
    """One transaction."""

    def __init__(self, release: Released, schema: str, cursor: Cursor) -> None:
        self._release, self._schema, self._cursor = release, schema, cursor
        extra = sa.Column("part", sa.Text(), nullable=False, comment="The part of the release that the row stands in.")
        self._tables = tables(schema, is_deferred=True, extra=extra)

    def run(self) -> tuple[int, int]:
        # one publication at a time; whoever reads is not kept waiting
        self._do("SELECT pg_advisory_xact_lock(hashtext(?))", self._schema)
        self._do(f"CREATE SCHEMA IF NOT EXISTS {quoted(self._schema)}")
        self._make_tables()
        there = self._parts_there()
        given = {(part.table, part.name): part.sha256 for part in self._release.parts}
        stale = [key for key, digest in there.items() if given.get(key) != digest]
        fresh = [part for part in self._release.parts if there.get((part.table, part.name)) != part.sha256]
        if not stale and not fresh:
            return 0, 0
        written = deleted = 0
        for table in self._tables:
            own = [part for part in fresh if part.table == table.name]
            gone = [name for name_of_table, name in stale if name_of_table == table.name]
            if own or gone:
                self._stage(table, own)
                deleted += self._delete(table, gone)
                written += self._write(table)
        self._note(stale, fresh)
        for statement in create_views(self._schema):
            self._do(statement)
        return written, deleted

    def _do(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        # values stand as $1, $2 … in the text of a statement
        for number in range(len(values)):
            statement = statement.replace("?", f"${number + 1}", 1)
        self._cursor.execute(statement, values or None)
        return self._cursor.fetchall() if self._cursor.description else []

    def _make_tables(self) -> None:
        self._do("SET LOCAL search_path TO " + quoted(self._schema))
        self._do(
            f"CREATE TABLE IF NOT EXISTS {quoted(PARTS)} "
            '("table" TEXT, part TEXT, sha256 TEXT NOT NULL, release_id TEXT NOT NULL, PRIMARY KEY ("table", part))'
        )
        for table in self._tables:
            there = dict(self._do(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
                "WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped",
                quoted(self._schema, table.name),
            ))  # fmt: skip
            for statement in self._changes(table, there) if there else create(table):
                self._do(statement)

    def _changes(self, table: sa.Table, there: dict[str, str]) -> Iterator[str]:
        """The statements that give a table the columns that it lacks.  Raises OtherSchema."""
        for name in there.keys() - {column.name for column in table.columns}:
            raise OtherSchema(f"{table.name}.{name} is a column of no release; drop it, or name another --schema")
        for column in table.columns:
            wanted = type_of(column)
            if column.name not in there:
                yield f"ALTER TABLE {quoted(table.name)} ADD COLUMN {quoted(column.name)} {wanted}"
            elif there[column.name].upper() != wanted.upper():
                raise OtherSchema(
                    f"{table.name}.{column.name} is {there[column.name]} there and {wanted.lower()} in the release; "
                    "drop the table, or name another --schema"
                )

    def _parts_there(self) -> dict[tuple[str, str], str]:
        found = self._do(f'SELECT "table", part, sha256 FROM {quoted(PARTS)}')
        return {(table, part): digest for table, part, digest in found}

    def _stage(self, table: sa.Table, parts: list[Part]) -> None:
        """Copy the rows of some parts into a table of this transaction alone."""
        staged = f"staged_{table.name}"
        columns = ", ".join(f"{quoted(column.name)} {type_of(column)}" for column in table.columns)
        self._do(f"CREATE TEMPORARY TABLE {quoted(staged)} ({columns}) ON COMMIT DROP")
        for part in parts:
            names = [column.name for column in table.columns if column.name != "part"]
            self._cursor.adbc_ingest(staged, _rows(part, names), mode="append", temporary=True)
        self._do(f"ANALYZE {quoted(staged)}")

    def _delete(self, table: sa.Table, parts: list[str]) -> int:
        """Delete what stood in parts that have changed or are gone, and stands in none of the new ones."""
        if not parts:
            return 0
        same = " AND ".join(f"s.{quoted(name)} = t.{quoted(name)}" for name in _keys(table))
        [(count,)] = self._do(
            f"WITH gone AS (DELETE FROM {quoted(table.name)} AS t WHERE t.part = ANY (string_to_array(?, chr(31))) "
            f"AND NOT EXISTS (SELECT 1 FROM {quoted('staged_' + table.name)} AS s WHERE {same}) RETURNING 1) "
            "SELECT count(*) FROM gone",
            "\x1f".join(parts),
        )
        return int(count)

    def _write(self, table: sa.Table) -> int:
        """Insert the staged rows that are new and update those that differ."""
        names = [quoted(column.name) for column in table.columns]
        others = [quoted(column.name) for column in table.columns if column.name not in _keys(table)]
        taken = ", ".join(f"{name} = excluded.{name}" for name in others)
        old, new = (", ".join(f"{whose}.{name}" for name in others) for whose in ("t", "excluded"))
        [(count,)] = self._do(
            f"WITH written AS (INSERT INTO {quoted(table.name)} AS t ({', '.join(names)}) "
            f"SELECT {', '.join(names)} FROM {quoted('staged_' + table.name)} "
            f"ON CONFLICT ({', '.join(map(quoted, _keys(table)))}) DO UPDATE SET {taken} "
            f"WHERE ({old}) IS DISTINCT FROM ({new}) RETURNING 1) SELECT count(*) FROM written"
        )
        return int(count)

    def _note(self, stale: list[tuple[str, str]], fresh: list[Part]) -> None:
        for table, part in stale:
            self._do(f'DELETE FROM {quoted(PARTS)} WHERE "table" = ? AND part = ?', table, part)
        for one in fresh:
            values = (one.table, one.name, one.sha256, self._release.release_id)
            self._do(f"INSERT INTO {quoted(PARTS)} VALUES (?, ?, ?, ?)", *values)


def _keys(table: sa.Table) -> list[str]:
    return [column.name for column in table.primary_key.columns]


def _rows(part: Part, names: list[str]) -> pa.RecordBatchReader:
    """The rows of a part's file, a batch at a time, with the part's name."""
    file = pq.ParquetFile(part.path)
    fields = [file.schema_arrow.field(name) for name in names]
    schema = pa.schema([*fields, pa.field("part", pa.string(), nullable=False)]).remove_metadata()

    def batches() -> Iterator[pa.RecordBatch]:
        for batch in file.iter_batches(BATCH_ROWS, columns=names):
            columns = [batch.column(name) for name in names]
            yield pa.record_batch([*columns, pa.array([part.name] * len(batch), pa.string())], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())
