"""Descriptions for catalogs, made from the schema classes: dbt sources, Croissant JSON-LD.

    python -m transforms.tables.catalogs

prints the dbt sources as they stand in docs/sources.yml.
"""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from sqlalchemy.dialects.postgresql.base import RESERVED_WORDS

from transforms.tables.arrow import table_description
from transforms.tables.columns import allowed_of, references_of
from transforms.tables.schemas import TABLES

TITLE = "Dateline: who did what to whom, when and where, and who said what, in whose words"
CROISSANT_TYPES: dict[pl.DataType, str] = {
    pl.Int64(): "sc:Integer",
    pl.Int32(): "sc:Integer",
    pl.Int16(): "sc:Integer",
    pl.Float64(): "sc:Float",
    pl.Boolean(): "sc:Boolean",
    pl.String(): "sc:Text",
    pl.Date(): "sc:Date",
    pl.Datetime("us", "UTC"): "sc:DateTime",
}
# What the names below mean, as the Croissant 1.0 specification asks for (http://mlcommons.org/croissant/1.0).
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "recordSet": "cr:recordSet",
    "field": "cr:field",
    "key": "cr:key",
    "references": "cr:references",
    "source": "cr:source",
    "fileSet": "cr:fileSet",
    "includes": "cr:includes",
    "extract": "cr:extract",
    "column": "cr:column",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
}


def croissant(release_id: str, created_at: str) -> dict[str, Any]:
    """The Croissant description of a release, which lies beside its tables."""
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "dateline-release",
        "description": TITLE,
        "version": release_id,
        "datePublished": created_at,
        "distribution": [
            {
                "@type": "cr:FileSet",
                "@id": f"{table}-files",
                "name": f"{table}-files",
                "encodingFormat": "application/x-parquet",
                "includes": f"{table}/*.parquet",
            }
            for table in TABLES
        ],
        "recordSet": [_record_set(table) for table in TABLES],
    }


def _record_set(table: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table,
        "name": table,
        "description": table_description(table),
        "key": [{"@id": f"{table}/{name}"} for name in TABLES[table].primary_key()],
        "field": [_field(table, name) for name in TABLES[table].columns()],
    }


def _field(table: str, name: str) -> dict[str, Any]:
    column = TABLES[table].columns()[name]
    reference = references_of(column)
    return {
        "@type": "cr:Field",
        "@id": f"{table}/{name}",
        "name": f"{table}/{name}",
        "description": column.description,
        "dataType": CROISSANT_TYPES[column.dtype],
        "source": {"fileSet": {"@id": f"{table}-files"}, "extract": {"column": name}},
    } | ({"references": {"field": {"@id": "/".join(reference)}}} if reference else {})


def _tests(table: str, name: str) -> list[Any]:
    """What dbt can test of a column."""
    column, keys = TABLES[table].columns()[name], TABLES[table].primary_key()
    found: list[Any] = []
    if not column.nullable:
        found.append("not_null")
    if list(keys) == [name]:
        found.append("unique")
    if allowed := allowed_of(column):
        found.append({"accepted_values": {"arguments": {"values": list(allowed)}}})
    if reference := references_of(column):
        to = f"source('dateline', '{reference[0]}')"
        found.append({"relationships": {"arguments": {"to": to, "field": reference[1]}}})
    return found


def dbt_sources() -> dict[str, Any]:
    """The tables as a dbt source named `dateline`, with the tests that dbt can run of keys, references and codes."""
    tables = [
        {
            "name": table,
            "description": table_description(table),
            "columns": [
                {"name": name, "description": column.description}
                | ({"quote": True} if name in RESERVED_WORDS else {})
                | {"data_tests": _tests(table, name)}
                for name, column in rows.columns().items()
            ],
        }
        for table, rows in TABLES.items()
    ]
    return {
        "version": 2,
        "sources": [{"name": "dateline", "schema": "dateline", "description": TITLE, "tables": tables}],
    }


def dbt_sources_page() -> str:
    """The dbt sources as a file: JSON, which is YAML, a column a line."""
    head = "# Made from the schema classes by `make docs`; do not edit by hand.\n"
    found = dbt_sources()
    [source] = found["sources"]
    lines = [head + f"version: {found['version']}", "sources:", f"  - name: {source['name']}"]
    lines += [f"    schema: {source['schema']} # of PostgreSQL; main in a DuckDB file"]
    lines += [f"    description: {_text(source['description'])}", "    tables:"]
    for table in source["tables"]:
        lines += [f"      - name: {table['name']}", f"        description: {_text(table['description'])}"]
        lines += ["        columns:", *(f"          - {_text(column)}" for column in table["columns"])]
    return "\n".join(lines) + "\n"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    print(dbt_sources_page(), end="")
