"""Descriptions for machines and people, made from the schema classes: Frictionless datapackage, data dictionary."""

from __future__ import annotations

from typing import Any

import dataframely as dy
import polars as pl

from transforms.tables.arrow import table_description
from transforms.tables.catalogs import TITLE
from transforms.tables.columns import allowed_of, references_of
from transforms.tables.schemas import TABLES

FRICTIONLESS_TYPES: dict[pl.DataType, str] = {
    pl.Int64(): "integer",
    pl.Int32(): "integer",
    pl.Int16(): "integer",
    pl.Float64(): "number",
    pl.Boolean(): "boolean",
    pl.String(): "string",
    pl.Date(): "date",
    pl.Datetime("us", "UTC"): "datetime",
}
TYPE_NAMES: dict[pl.DataType, str] = {
    pl.Int64(): "int64",
    pl.Int32(): "int32",
    pl.Int16(): "int16",
    pl.Float64(): "float64",
    pl.Boolean(): "bool",
    pl.String(): "string",
    pl.Date(): "date32",
    pl.Datetime("us", "UTC"): "timestamp[us, UTC]",
}


def _field(name: str, column: dy.Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if allowed_of(column):
        constraints["enum"] = list(allowed_of(column))
    field = {"name": name, "type": FRICTIONLESS_TYPES[column.dtype], "description": column.description}
    return field | ({"constraints": constraints} if constraints else {})


def _table_schema(table: str) -> dict[str, Any]:
    columns = TABLES[table].columns()
    foreign = [
        {
            "fields": [name],
            # Frictionless names a reference to the table itself by an empty string
            "reference": {"resource": "" if reference[0] == table else reference[0], "fields": [reference[1]]},
        }
        for name, column in columns.items()
        if (reference := references_of(column))
    ]
    return {
        "fields": [_field(name, column) for name, column in columns.items()],
        "primaryKey": TABLES[table].primary_key(),
        "foreignKeys": foreign,
    }


def datapackage(files: dict[str, list[str]]) -> dict[str, Any]:
    """The Frictionless descriptor of a release; `files` maps each table to its paths inside the release."""
    return {
        "name": "dateline-release",
        "title": TITLE,
        "profile": "data-package",
        "resources": [
            {
                "name": table,
                "description": table_description(table),
                "path": files[table][0] if len(files[table]) == 1 else files[table],
                "format": "parquet",
                "mediatype": "application/vnd.apache.parquet",
                "schema": _table_schema(table),
            }
            for table in TABLES
        ],
    }


def _dictionary_row(table: str, name: str, column: dy.Column) -> str:
    key = "key" if name in TABLES[table].primary_key() else ""
    reference = references_of(column)
    notes = [column.description or ""]
    if reference:
        notes.append(f"→ `{reference[0]}.{reference[1]}`")
    if allowed_of(column):
        notes.append("One of: " + ", ".join(f"`{value}`" for value in allowed_of(column)) + ".")
    required = "" if column.nullable else "required"
    return f"| `{name}` | {TYPE_NAMES[column.dtype]} | {' '.join(filter(None, (key, required)))} | {' '.join(notes)} |"


def data_dictionary() -> str:
    """The data dictionary as a Markdown page."""
    lines = [
        "# Data dictionary",
        "",
        "Made from the schema classes in `transforms/tables/schemas.py` by `make docs`; do not edit by hand.",
        "",
        "Offsets are Unicode code points into `documents.text`, `end` exclusive. Unknown is null. Keys are positive",
        "63-bit integers that are the same for the same input on every machine.",
    ]
    for table, schema in TABLES.items():
        lines += [
            "",
            f"## {table}",
            "",
            table_description(table),
            "",
            "| column | type | | meaning |",
            "| --- | --- | --- | --- |",
        ]
        lines += [_dictionary_row(table, name, column) for name, column in schema.columns().items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(data_dictionary(), end="")
