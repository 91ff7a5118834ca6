"""Whether the tables of a dataset are those that a publication made, and can be made those of this release."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from typing import Any

import dlt
from dlt.common.destination.client import JobClientBase, WithStagingDataset
from dlt.common.destination.exceptions import DestinationUndefinedEntity
from dlt.common.schema.typing import TColumnSchema

from transforms.publish.target import OtherSchema

OWN = "_dlt_"  # what dlt's own columns start with, where its settings ask for them


Columns = dict[str, TColumnSchema]


def columns_to_load(pipeline: dlt.Pipeline, wanted: Mapping[str, Columns]) -> dict[str, Columns]:
    """The columns of every table, as they can be had there: what is added to a table with rows may be null.

    `wanted` are the columns of the release.  Raises OtherSchema where a table there is not Dateline's, or has columns
    of no release or of another type.
    """
    with pipeline.destination_client() as client:
        if not client.is_storage_initialized():
            return dict(wanted)
        recorded = _recorded(client, pipeline.pipeline_name)
        there = _columns_there(client, wanted, is_staged=False)
        staged = _columns_there(client, wanted, is_staged=True)
    _refuse_others(str(pipeline.dataset_name), wanted, recorded, there, staged)
    return {table: _as_there(columns, recorded.get(table)) for table, columns in wanted.items()}


def _as_there(wanted: Columns, recorded: Columns | None) -> Columns:
    if recorded is None:
        return wanted
    return {
        name: {**column, "nullable": recorded[name].get("nullable", True) if name in recorded else True}
        for name, column in wanted.items()
    }


def _refuse_others(
    dataset: str,
    wanted: Mapping[str, Columns],
    recorded: Mapping[str, Columns],
    there: Mapping[str, Columns],
    staged: Mapping[str, Columns],
) -> None:
    for table, columns in there.items():
        if table not in recorded:
            raise OtherSchema(f"{dataset}.{table} is none of Dateline's tables; name another dataset")
        _compare(f"{dataset}.{table}", recorded[table], wanted[table], columns.keys())
        # dlt made both tables alike; of what somebody has changed since it keeps no record
        for name, column in columns.items():
            twin = staged.get(table, {}).get(name)
            if twin is not None and twin.get("data_type") != column.get("data_type"):
                _refuse(f"{dataset}.{table}.{name}", column, twin)


def _recorded(client: JobClientBase, name: str) -> dict[str, Columns]:
    """The columns that publications gave the tables there, by dlt's own record in the dataset."""
    try:
        found = client.get_stored_schema(name)  # type: ignore[attr-defined]  # every client of a dataset has it
    except DestinationUndefinedEntity:
        return {}
    if found is None:
        return {}
    tables = json.loads(found.schema)["tables"]
    return {table: content["columns"] for table, content in tables.items()}


def _columns_there(client: JobClientBase, tables: Iterable[str], *, is_staged: bool) -> dict[str, Columns]:
    """The columns of those tables that exist, as the destination tells them; names in lower case."""
    place: Any = nullcontext()
    if is_staged:
        if not isinstance(client, WithStagingDataset):
            return {}
        place = client.with_staging_dataset()
    with place:
        if not client.is_storage_initialized():
            return {}
        found = dict(client.get_storage_tables(list(tables)))  # type: ignore[attr-defined]
    return {
        table: {name.lower(): column for name, column in columns.items()} for table, columns in found.items() if columns
    }


def _compare(table: str, recorded: Columns, wanted: Columns, there: Iterable[str]) -> None:
    for name in [*recorded, *there]:
        if name not in wanted and not name.startswith(OWN):
            raise OtherSchema(f"{table}.{name} is a column of no release; drop it, or name another dataset")
    for name, column in recorded.items():
        if name in wanted and _type(column) != _type(wanted[name]):
            _refuse(f"{table}.{name}", column, wanted[name])


def _type(column: TColumnSchema) -> tuple[str | None, int | None]:
    return column.get("data_type"), column.get("precision")


def _refuse(name: str, there: TColumnSchema, wanted: TColumnSchema) -> None:
    raise OtherSchema(
        f"{name} is {there.get('data_type')} there and {wanted.get('data_type')} in the release; "
        "name another dataset, or drop this one and its _staging"
    )
