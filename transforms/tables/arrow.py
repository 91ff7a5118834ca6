"""Frames to Parquet with explicit Arrow schemas: required columns, `field_id`s, descriptions, always the same bytes."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import dataframely as dy
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from transforms.tables.disk import naming
from transforms.tables.schemas import TABLES

ROW_GROUP_ROWS = 131_072
ARROW_TYPES: dict[pl.DataType, pa.DataType] = {
    pl.Int64(): pa.int64(),
    pl.Int32(): pa.int32(),
    pl.Int16(): pa.int16(),
    pl.Float64(): pa.float64(),
    pl.Boolean(): pa.bool_(),
    pl.String(): pa.string(),
    pl.Date(): pa.date32(),
    pl.Datetime("us", "UTC"): pa.timestamp("us", "UTC"),
}
# pandas reads a whole number that may be missing as a float, which rounds a 63-bit key, unless the file names these.
PANDAS_TYPES: dict[pl.DataType, str] = {pl.Int64(): "Int64", pl.Int32(): "Int32", pl.Int16(): "Int16"}


def polars_schema(table: str) -> dict[str, pl.DataType]:
    """Column names and Polars types of a table, in order."""
    return {name: column.dtype for name, column in TABLES[table].columns().items()}


def table_description(table: str) -> str:
    """The grain of a table: the first paragraph of its class's docstring."""
    return (inspect.getdoc(TABLES[table]) or "").split("\n\n")[0].replace("\n", " ")


def _field(number: int, name: str, column: dy.Column) -> pa.Field:
    metadata = {"PARQUET:field_id": str(number), "description": column.description or ""}
    return pa.field(name, ARROW_TYPES[column.dtype], nullable=column.nullable, metadata=metadata)


def _pandas_metadata(table: str) -> str:
    columns = [
        {
            "name": name,
            "field_name": name,
            "pandas_type": PANDAS_TYPES[column.dtype].lower(),
            "numpy_type": PANDAS_TYPES[column.dtype],
            "metadata": None,
        }
        for name, column in TABLES[table].columns().items()
        if column.nullable and column.dtype in PANDAS_TYPES
    ]
    return json.dumps({"index_columns": [], "column_indexes": [], "columns": columns, "pandas_version": None})


def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table; field ids run from 1 in the order of the columns."""
    fields = [_field(number, *item) for number, item in enumerate(TABLES[table].columns().items(), 1)]
    return pa.schema(fields, metadata={"description": table_description(table), "pandas": _pandas_metadata(table)})


def write_parquet(frame: pl.DataFrame, table: str, path: Path) -> None:
    """Write a table's rows, as they are sorted, to one Parquet file.  Raises OSError where the disk fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrow = frame.select(list(polars_schema(table))).to_arrow().cast(arrow_schema(table))
    with naming(path):
        pq.write_table(arrow, path, compression="zstd", row_group_size=ROW_GROUP_ROWS, write_statistics=True)
