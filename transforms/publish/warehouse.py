"""Publish a release to a warehouse by dlt: BigQuery, Snowflake, Redshift, Databricks, ClickHouse, MotherDuck and more.

Credentials and settings are dlt's own: DESTINATION__BIGQUERY__CREDENTIALS__… in the environment, `.dlt/secrets.toml`.

dlt loads each table into a dataset of its own beside the one that is read (`news_staging`) and then replaces it there.
There is no transaction over several tables: each is of the last release or of this one.  How one table is replaced:

- DuckDB, MotherDuck, DuckLake, PostgreSQL, Redshift, Snowflake, BigQuery, SQL Server: its rows are deleted and those of
  the release inserted in one transaction.
- ClickHouse: the two tables are exchanged in one step, in a database of the engine Atomic, Replicated or Shared.
- Databricks: the table is dropped and cloned anew; for that moment there is none.
- Files (`filesystem`): the old files are deleted, then the new ones are written.
- Whatever else dlt can load from a staging dataset: as dlt does it there.

The table `dateline_release` tells what each table was made of.  While a table is being replaced its `sha256` is null
there, so that who finds no null finds one release, and a publication that was broken off is taken up by the next one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, cast

import dlt
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
from dlt.common.destination import Destination
from dlt.common.destination.exceptions import UnknownDestinationModule
from dlt.common.schema.typing import TColumnSchema
from dlt.extract import DltResource
from filelock import FileLock

from transforms.publish.released import Released
from transforms.publish.target import OtherSchema, UnknownTarget
from transforms.publish.warehouse_faults import fault_told, secrets_of
from transforms.publish.warehouse_schema import Columns, columns_to_load
from transforms.tables.arrow import arrow_schema, table_description
from transforms.tables.schemas import TABLES

RELEASE = "dateline_release"
NAME = "dateline"  # of dlt's pipeline and of its schema
BATCH_ROWS = 65_536
DLT_TYPES: dict[pl.DataType, TColumnSchema] = {
    pl.Int64(): {"data_type": "bigint"},
    pl.Int32(): {"data_type": "bigint", "precision": 32},
    pl.Int16(): {"data_type": "bigint", "precision": 16},
    pl.Float64(): {"data_type": "double"},
    pl.Boolean(): {"data_type": "bool"},
    pl.String(): {"data_type": "text"},
    pl.Date(): {"data_type": "date"},
    pl.Datetime("us", "UTC"): {"data_type": "timestamp"},
}
# dlt 1.31 deletes and inserts without a transaction unless told that there are any.  TRUNCATE ends a transaction on
# Redshift, and on others keeps readers waiting or shows them an empty table; on BigQuery it is part of the transaction.
DELETED: dict[str, Any] = {"replace_strategy": "insert-from-staging", "supports_transactions": True}
DELETED |= {"supports_truncate_command": False}
WAYS: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("duckdb", "motherduck", "ducklake", "postgres", "redshift", "snowflake", "mssql"), DELETED),
    "bigquery": {"replace_strategy": "insert-from-staging", "supports_transactions": True},
    "clickhouse": {"replace_strategy": "staging-optimized"},
    "databricks": {"replace_strategy": "staging-optimized"},
    "filesystem": {"replace_strategy": "truncate-and-insert"},
}
# Nobody is told of a publication, nothing is logged (drivers print what they were given), Ctrl-C stops it at once.
QUIET = {"DLTHUB_TELEMETRY": "false", "LOG_LEVEL": "CRITICAL", "INTERCEPT_SIGNALS": "false"}


def publish_to_warehouse(release: Released, destination: str, dataset: str, folder: Path) -> list[str]:
    """Make the tables of a dataset those of the release; the names of those that had to be replaced.

    `folder` is where dlt keeps its files while it loads.  Raises OtherSchema where a table there is none of a release,
    UnknownTarget where dlt knows no such destination or lacks settings for it, MissingPackage where its driver is not
    installed, OSError where it cannot be reached, refuses or fails: each table is then of the last release or of this.
    """
    work = folder / f"{destination}.{dataset}"
    with _quiet(), FileLock(_made(folder) / f"{work.name}.lock"):
        shutil.rmtree(work, ignore_errors=True)  # a publication that was killed left packages that dlt would load first
        secrets: list[str] = []
        try:
            where = _destination(destination)
            pipeline = dlt.pipeline(NAME, pipelines_dir=str(work), destination=where, dataset_name=dataset)
            secrets += secrets_of(pipeline)
            return _publish(release, pipeline)
        except (OtherSchema, UnknownTarget):
            raise
        except Exception as fault:  # every driver has its own
            raise fault_told(fault, destination, secrets) from None
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _quiet() -> Iterator[None]:
    """Settings of dlt for as long as it is at work."""
    given = {f"RUNTIME__{name}": value for name, value in QUIET.items()}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _destination(name: str) -> Destination[Any, Any]:
    """dlt's destination, set to replace tables as safely as it can.  Raises UnknownTarget."""
    try:
        found: Any = Destination.from_reference(name)
    except UnknownDestinationModule:
        raise UnknownTarget(
            f"dlt knows no destination {name}; name one of {', '.join(sorted(WAYS))}, or one that "
            f"DESTINATION__{name.upper()}__DESTINATION_TYPE gives a type"
        ) from None
    kind = found.destination_type.rpartition(".")[2]
    way = WAYS.get(kind, {"replace_strategy": "insert-from-staging"})
    if way["replace_strategy"] not in (found.capabilities().supported_replace_strategies or ()):
        raise UnknownTarget(f"dlt cannot replace tables in {name}; name one of {', '.join(sorted(WAYS))}")
    return cast("Destination[Any, Any]", Destination.from_reference(name, **way))


def _publish(release: Released, pipeline: dlt.Pipeline) -> list[str]:
    pipeline.sync_destination()
    columns = columns_to_load(pipeline, {table: _columns(table) for table in TABLES} | {RELEASE: _columns_of_release()})
    there = _digests_there(pipeline)
    given = {table: _digest(release, table) for table in TABLES}
    stale = [table for table in TABLES if there.get(table) != given[table]]
    if not stale:
        return []
    if there:
        _load(pipeline, [_release_rows(release, given | dict.fromkeys(stale), columns[RELEASE])])
    _load(pipeline, [_table_rows(release, table, columns[table]) for table in stale])
    _load(pipeline, [_release_rows(release, given, columns[RELEASE])])
    return stale


def _load(pipeline: dlt.Pipeline, resources: list[DltResource]) -> None:
    info = pipeline.run(resources, schema_contract={"data_type": "freeze"})
    info.raise_on_failed_jobs()


def _digest(release: Released, table: str) -> str:
    return sha256("".join(part.sha256 for part in release.of(table)).encode()).hexdigest()


def _digests_there(pipeline: dlt.Pipeline) -> dict[str, str | None]:
    """What the tables there were made of; none where nothing was published yet."""
    if not pipeline.schema_names or RELEASE not in pipeline.default_schema.tables:
        return {}
    with pipeline.sql_client() as client:
        columns = ", ".join(client.escape_column_name(name) for name in ("table_name", "sha256"))
        found = client.execute_sql(f"SELECT {columns} FROM {client.make_qualified_table_name(RELEASE)}")
    return {str(table): digest for table, digest in found or ()}


def _columns(table: str) -> Columns:
    return {
        name: {
            "name": name,
            **DLT_TYPES[column.dtype],
            "nullable": column.nullable,
            "primary_key": column.primary_key,
            "description": column.description or "",
        }
        for name, column in TABLES[table].columns().items()
    }


def _columns_of_release() -> Columns:
    told = {
        "table_name": "Name of the table.",
        "sha256": "What its rows were made of; null while they are being replaced.",
        "release_id": "The release that is published.",
        "content_sha256": "What that release consists of.",
    }
    return {
        name: {
            "name": name,
            "data_type": "text",
            "nullable": name == "sha256",
            "primary_key": name == "table_name",
            "description": description,
        }
        for name, description in told.items()
    }


def _release_rows(release: Released, digests: Mapping[str, str | None], columns: Columns) -> DltResource:
    rows = [(table, digest, release.release_id, release.content_sha256) for table, digest in digests.items()]
    values = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    batch = pa.record_batch(values, names=list(columns))
    return _resource(iter([batch]), RELEASE, columns, "One row per table of the published release.")


def _table_rows(release: Released, table: str, columns: Columns) -> DltResource:
    """A table's rows, a batch at a time, as Parquet where the destination takes it."""
    schema = arrow_schema(table).remove_metadata()
    files = [pq.ParquetFile(part.path) for part in release.of(table)]
    if not any(file.metadata.num_rows for file in files):
        # PostgreSQL's driver refuses Parquet without rows
        return _resource(iter([schema.empty_table()]), table, columns, table_description(table), "preferred")

    def batches() -> Iterator[pa.RecordBatch]:
        for file in files:
            for batch in file.iter_batches(BATCH_ROWS, columns=schema.names):
                yield pa.record_batch(batch.columns, schema=schema)

    return _resource(batches(), table, columns, table_description(table))


def _resource(
    rows: Iterator[Any],
    name: str,
    columns: Columns,
    description: str,
    file_format: Literal["parquet", "preferred"] = "parquet",
) -> DltResource:
    found: DltResource = dlt.resource(
        rows, name=name, columns=columns, write_disposition="replace", file_format=file_format
    )
    found.apply_hints(additional_table_hints={"description": description})
    return found
