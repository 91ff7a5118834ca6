"""Publish a release as Apache Iceberg tables, by any catalog that pyiceberg knows.

A catalog that pyiceberg's own settings name (`.pyiceberg.yaml`, PYICEBERG_CATALOG__NAME__URI) is used as they say; else
one is made in a folder, kept in SQLite.  Each table is replaced in one transaction, tables whose files are the same are
passed over.  Iceberg has no transaction over several tables: each tells in its properties which release it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg.catalog import Catalog, load_catalog
from pyiceberg.exceptions import NoSuchTableError
from pyiceberg.schema import Schema
from pyiceberg.table import Table
from pyiceberg.types import (
    BooleanType,
    DateType,
    DoubleType,
    IcebergType,
    IntegerType,
    LongType,
    NestedField,
    StringType,
    TimestamptzType,
)
from pyiceberg.utils.config import Config

from transforms.publish.released import Released
from transforms.publish.target import OtherSchema
from transforms.tables.arrow import table_description
from transforms.tables.schemas import TABLES

ICEBERG_TYPES: dict[pl.DataType, IcebergType] = {
    pl.Int64(): LongType(),
    pl.Int32(): IntegerType(),
    pl.Int16(): IntegerType(),  # Iceberg has none shorter
    pl.Float64(): DoubleType(),
    pl.Boolean(): BooleanType(),
    pl.String(): StringType(),
    pl.Date(): DateType(),
    pl.Datetime("us", "UTC"): TimestamptzType(),
}
RELEASE, CONTENT = "dateline.release_id", "dateline.sha256"  # properties of a table
BATCH_ROWS = 65_536


def publish_to_iceberg(release: Released, catalog: str, namespace: str, folder: Path) -> list[str]:
    """Make the tables of a namespace those of the release; the names of those that had to be replaced.

    `folder` is where a catalog that no settings name is made.  Raises OtherSchema where a table there is none of a
    release, OSError where the disk or the store fails.
    """
    found = _catalog(catalog, folder)
    found.create_namespace_if_not_exists(namespace)
    return [table for table in TABLES if _replace(release, table, found, f"{namespace}.{table}")]


def _catalog(name: str, folder: Path) -> Catalog:
    if Config().get_catalog_config(name) is not None:
        return load_catalog(name)
    folder.mkdir(parents=True, exist_ok=True)
    where = folder.resolve()
    return load_catalog(name, type="sql", uri=f"sqlite:///{where / 'catalog.db'}", warehouse=where.as_uri())


def _schema(table: str) -> Schema:
    columns = TABLES[table].columns()
    fields = [
        NestedField(number, name, ICEBERG_TYPES[column.dtype], required=not column.nullable, doc=column.description)
        for number, (name, column) in enumerate(columns.items(), 1)
    ]
    keys = [number for number, name in enumerate(columns, 1) if name in TABLES[table].primary_key()]
    return Schema(*fields, identifier_field_ids=keys)


def _table(catalog: Catalog, table: str, identifier: str) -> Table:
    """The table there, with the columns of the release.  Raises OtherSchema."""
    try:
        found = catalog.load_table(identifier)
    except NoSuchTableError:
        return catalog.create_table(identifier, _schema(table), properties={"comment": table_description(table)})
    wanted = _schema(table)
    there = {field.name: field.field_type for field in found.schema().fields}
    for name, kind in there.items():
        if name not in wanted.column_names or wanted.find_field(name).field_type != kind:
            raise OtherSchema(f"{identifier}.{name} is no {kind} column of a release; name another namespace")
    if missing := [field for field in wanted.fields if field.name not in there]:
        with found.update_schema() as update:
            for field in missing:
                update.add_column(field.name, field.field_type, doc=field.doc)
    return found


def _replace(release: Released, table: str, catalog: Catalog, identifier: str) -> bool:
    """Replace a table's rows by those of the release; False where they are these already."""
    there = _table(catalog, table, identifier)
    digest = sha256("".join(part.sha256 for part in release.of(table)).encode()).hexdigest()
    if there.properties.get(CONTENT) == digest:
        return False
    rows = _rows(release, table, there.schema().as_arrow())
    with there.transaction() as transaction:
        if _is_empty(there):
            transaction.append(rows)
        else:
            transaction.overwrite(rows)
        transaction.set_properties({CONTENT: digest, RELEASE: release.release_id})
    return True


def _is_empty(table: Table) -> bool:
    snapshot = table.current_snapshot()
    return snapshot is None or snapshot.summary is None or snapshot.summary["total-records"] == "0"


def _rows(release: Released, table: str, schema: pa.Schema) -> pa.RecordBatchReader:
    """A table's rows, a batch at a time, with the columns and types of the table there."""

    def batches() -> Iterator[pa.RecordBatch]:
        for part in release.of(table):
            for batch in pq.ParquetFile(part.path).iter_batches(BATCH_ROWS):
                yield pa.record_batch([batch.column(field.name).cast(field.type) for field in schema], schema=schema)

    return pa.RecordBatchReader.from_batches(schema, batches())
