"""A release as a DuckDB file: its keys, its marts, and one release for whoever has it open."""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.publish.conftest import Release
from transforms.publish.duckdb_file import publish_to_file
from transforms.publish.marts import marts
from transforms.tables.schemas import TABLES


def test_the_tables_in_the_file_are_those_of_the_release(release: Release, tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    assert publish_to_file(release(4), path)
    with duckdb.connect(path, read_only=True) as database:
        for table in TABLES:
            rows = pl.read_parquet([part.path for part in release(4).of(table)])
            found = database.table(table).pl().cast(dict(rows.schema))  # its UTC has another name
            assert found.sort(rows.columns).equals(rows.sort(rows.columns))
        counted = database.execute("SELECT constraint_type, count(*) FROM duckdb_constraints() GROUP BY 1").fetchall()
        told = database.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'events'").fetchall()
    assert dict(counted)["PRIMARY KEY"] == len(TABLES)
    assert dict(counted)["FOREIGN KEY"] == 20  # all but the three inside a table
    assert told == [("One row per event mention.",)]


def test_twice_is_once(release: Release, tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    assert publish_to_file(release(4), path)
    before = path.stat().st_ino
    assert not publish_to_file(release(4), path)
    assert path.stat().st_ino == before


def test_who_has_the_file_open_goes_on_with_one_release(release: Release, tmp_path: Path) -> None:
    path, count = tmp_path / "news.duckdb", "SELECT count(*) FROM documents"
    publish_to_file(release(4), path)
    with duckdb.connect(path, read_only=True) as reader:
        assert publish_to_file(release(6), path)
        assert reader.execute(count).fetchall() == [(4,)]
        assert reader.execute("SELECT count(DISTINCT document_id) FROM sentences").fetchall() == [(4,)]
    with duckdb.connect(path, read_only=True) as reader:
        assert reader.execute(count).fetchall() == [(6,)]
    assert [one.name for one in tmp_path.iterdir()] == ["news.duckdb"]


@pytest.mark.parametrize("mart", marts())
def test_a_mart_answers(release: Release, tmp_path: Path, mart: str) -> None:
    path = tmp_path / "news.duckdb"
    publish_to_file(release(8), path)
    with duckdb.connect(path, read_only=True) as database:
        database.execute(f"SELECT * FROM {mart}").fetchall()
        [(told,)] = database.execute("SELECT comment FROM duckdb_views() WHERE view_name = ?", [mart]).fetchall()
    assert str(told).startswith("One row per")


def test_a_file_of_another_kind_is_replaced_and_a_folder_is_not(release: Release, tmp_path: Path) -> None:
    path = tmp_path / "news.duckdb"
    path.write_bytes(b"no database")
    assert publish_to_file(release(4), path)
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError):
        publish_to_file(release(4), tmp_path / "folder")
