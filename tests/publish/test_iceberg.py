"""A release as Iceberg tables, in a real catalog in SQLite: equal rows for who reads them, a snapshot a release."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest
from pyiceberg.catalog import Catalog, load_catalog

from tests.publish.conftest import Release
from transforms.publish.iceberg import publish_to_iceberg
from transforms.publish.target import OtherSchema
from transforms.tables.schemas import TABLES


def catalog_in(folder: Path) -> Catalog:
    return load_catalog("local", type="sql", uri=f"sqlite:///{folder / 'catalog.db'}", warehouse=folder.as_uri())


def test_readers_find_the_rows_of_the_release(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLARS_ICEBERG_PLANNER", "pyiceberg")  # without a package for large tables
    assert publish_to_iceberg(release(4), "local", "news", tmp_path) == list(TABLES)
    for table in TABLES:
        rows = pl.read_parquet([part.path for part in release(4).of(table)])
        there = catalog_in(tmp_path).load_table(f"news.{table}")
        scanned = pl.DataFrame(there.scan().to_arrow()).cast(dict(rows.schema))
        assert scanned.sort(rows.columns).equals(rows.sort(rows.columns))
        assert pl.scan_iceberg(there).select(pl.len()).collect().item() == rows.height
        with duckdb.connect() as database:
            found = database.from_arrow(there.scan().to_arrow()).aggregate("count(*)").fetchall()
        assert found == [(rows.height,)]
    events = catalog_in(tmp_path).load_table("news.events")
    assert events.schema().identifier_field_names() == {"event_id"}
    assert events.schema().find_field("goldstein").doc == TABLES["events"].columns()["goldstein"].description


def test_a_release_adds_a_snapshot_to_tables_that_it_changes_and_to_no_other(release: Release, tmp_path: Path) -> None:
    publish_to_iceberg(release(4), "local", "news", tmp_path)
    assert publish_to_iceberg(release(4), "local", "news", tmp_path) == []
    replaced = publish_to_iceberg(release(6), "local", "news", tmp_path)
    assert "events" in replaced
    assert "rejects" not in replaced
    events = catalog_in(tmp_path).load_table("news.events")
    before, after = events.history()[0].snapshot_id, events.history()[-1].snapshot_id
    counts = [events.scan(snapshot_id=snapshot).to_arrow().num_rows for snapshot in (before, after)]
    assert counts == [pl.read_parquet(release(count).of("events")[0].path).height for count in (4, 6)]
    assert events.properties["dateline.release_id"] == release(6).release_id


def test_a_table_with_a_column_of_its_own_is_refused(release: Release, tmp_path: Path) -> None:
    publish_to_iceberg(release(4), "local", "news", tmp_path)
    with catalog_in(tmp_path).load_table("news.events").update_schema() as update:
        update.rename_column("goldstein", "mine")
    with pytest.raises(OtherSchema, match=r"news\.events\.mine is no double column of a release"):
        publish_to_iceberg(release(6), "local", "news", tmp_path)
