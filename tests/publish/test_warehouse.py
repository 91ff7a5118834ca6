"""A release through dlt in real destinations: row for row the release, table by table, and never half a table."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import adbc_driver_postgresql.dbapi as postgres
import dlt
import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from adbc_driver_manager.dbapi import Cursor

from tests.publish.conftest import Query, Release
from transforms.publish.released import Part, Released
from transforms.publish.target import Loaded, MissingPackage, OtherSchema, Target, UnknownTarget
from transforms.tables.arrow import arrow_schema
from transforms.tables.schemas import TABLES

SECRET = "sesame-of-this-test"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and a working folder of the test's own, where no settings of dlt lie."""
    found = tmp_path / "home"
    found.mkdir()
    monkeypatch.setenv("HOME", str(found))
    monkeypatch.chdir(tmp_path)
    return found


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The DuckDB file that dlt is told of."""
    found = tmp_path / "warehouse.duckdb"
    monkeypatch.setenv("DESTINATION__DUCKDB__CREDENTIALS", str(found))
    return found


@pytest.fixture
def server_of_dlt(database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The PostgreSQL database that dlt is told of."""
    # dlt wants a host and a password; the server listens at a socket, which the query names, and trusts who is there
    monkeypatch.setenv("DESTINATION__POSTGRES__CREDENTIALS", database.replace(":@/", f":{SECRET}@localhost/"))
    return database


def publish(release: Released, folder: Path, destination: str = "duckdb") -> Loaded:
    return Target.parse(f"dlt://{destination}/news").load(release, "dateline", folder)


def rows_of(release: Released) -> dict[str, pl.DataFrame]:
    """All tables of a release."""
    return {table: pl.read_parquet([part.path for part in release.of(table)]) for table in TABLES}


def rows_in_file(file: Path) -> dict[str, pl.DataFrame]:
    with duckdb.connect(file, read_only=True) as database:
        database.execute("SET timezone = 'UTC'")
        return {table: pl.DataFrame(database.sql(f"FROM news.{table}").to_arrow_table()) for table in TABLES}


def rows_in_server(database: str) -> dict[str, pl.DataFrame]:
    found = {}
    with postgres.connect(database) as connection, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM news.{table}")
            found[table] = pl.DataFrame(cursor.fetch_arrow_table())
    return found


def same(found: dict[str, pl.DataFrame], expected: dict[str, pl.DataFrame]) -> bool:
    """Whether tables hold the same rows in columns of the same names and types, in any order."""
    return all(
        found[table].schema == rows.schema and found[table].sort(rows.columns).equals(rows.sort(rows.columns))
        for table, rows in expected.items()
    )


def changed(one: Released, other: Released) -> list[str]:
    """The tables whose files differ."""
    return [
        table
        for table in TABLES
        if [part.sha256 for part in one.of(table)] != [part.sha256 for part in other.of(table)]
    ]


def waiting(cursor: Cursor) -> bool:
    """Whether somebody waits for a lock."""
    cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
    return bool(cursor.fetchall())


def test_the_tables_in_a_file_become_those_of_each_release(file: Path, release: Release, tmp_path: Path) -> None:
    few, many = release(4), release(6)
    assert publish(many, tmp_path) == Loaded(True, f"replaced {', '.join(TABLES)}")
    assert same(rows_in_file(file), rows_of(many))
    assert not publish(many, tmp_path).is_new
    assert publish(few, tmp_path).told == f"replaced {', '.join(changed(few, many))}"
    assert "rejects" not in changed(few, many)
    assert same(rows_in_file(file), rows_of(few))  # and the rows that it has no more are gone
    with duckdb.connect(file, read_only=True) as database:
        told = database.execute("SELECT DISTINCT release_id, sha256 IS NULL FROM news.dateline_release").fetchall()
        required = database.execute(
            "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'news' AND table_name = 'events' "
            "AND NOT is_nullable"
        ).fetchall()
        [(recorded,)] = database.execute(
            "SELECT schema FROM news._dlt_version ORDER BY inserted_at DESC LIMIT 1"
        ).fetchall()
    assert told == [(few.release_id, False)]
    columns = TABLES["events"].columns()
    assert {name for (name,) in required} == {name for name, column in columns.items() if not column.nullable}
    assert str(columns["goldstein"].description) in recorded
    assert "One row per event mention." in recorded


def test_a_folder_holds_the_files_of_the_last_release(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESTINATION__FILESYSTEM__BUCKET_URL", (tmp_path / "lake").as_uri())
    assert publish(release(4), tmp_path, "filesystem").is_new
    assert not publish(release(4), tmp_path, "filesystem").is_new
    publish(release(6), tmp_path, "filesystem")
    expected = rows_of(release(6))
    del expected["rejects"]  # which has no rows
    found = {table: pl.read_parquet(tmp_path / "lake" / "news" / table / "*.parquet") for table in expected}
    assert same(found, expected)


def test_a_publication_killed_midway_leaves_each_table_whole(
    server_of_dlt: str, query: Query, release: Release, tmp_path: Path
) -> None:
    publish(release(4), tmp_path, "postgres")
    # the publication is held up when it has deleted the rows of one table and is about to insert others
    held = "'BEGIN PERFORM pg_advisory_xact_lock(1); RETURN NEW; END'"
    query(f"CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS {held}")
    query("CREATE TRIGGER wait BEFORE INSERT ON news.events EXECUTE FUNCTION wait()")
    output = release(6).parts[0].path.parents[3]
    code = (
        "import sys; from pathlib import Path; from transforms.publish.target import Target\n"
        "from transforms.publish.released import current_release\n"
        "Target.parse('dlt://postgres/news').load(current_release(Path(sys.argv[1])), '', Path(sys.argv[2]))"
    )
    old, new = rows_of(release(4)), rows_of(release(6))
    with postgres.connect(server_of_dlt) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(1)")
        cursor.fetchall()
        publishing = subprocess.Popen([sys.executable, "-c", code, str(output), str(tmp_path)])
        while not waiting(cursor):
            assert publishing.poll() is None
        assert same(rows_in_server(server_of_dlt), {"events": old["events"]})  # what others see meanwhile
        os.kill(publishing.pid, signal.SIGKILL)
        publishing.wait()
        connection.rollback()
    found = rows_in_server(server_of_dlt)
    assert same(found, {"events": old["events"]})
    assert all(same(found, {table: old[table]}) or same(found, {table: new[table]}) for table in TABLES)
    unsure = {table for (table,) in query("SELECT table_name FROM news.dateline_release WHERE sha256 IS NULL")}
    assert unsure == set(changed(release(4), release(6)))
    publish(release(4), tmp_path, "postgres")  # which the tables seemed to hold
    assert same(rows_in_server(server_of_dlt), old)


def test_rows_that_are_refused_leave_those_that_were_there_and_nothing_here(
    file: Path, home: Path, release: Release, tmp_path: Path
) -> None:
    publish(release(4), tmp_path)
    with duckdb.connect(file) as database:
        database.execute(
            "CREATE UNIQUE INDEX ends ON news.events (trigger_end)"
        )  # as it is in four articles, not in six
    with pytest.raises(ConnectionError, match="duckdb: Constraint Error"):
        publish(release(6), tmp_path)
    assert same(rows_in_file(file), {"events": rows_of(release(4))["events"]})
    assert list(home.rglob("*")) == []
    assert [path.name for path in (tmp_path / "dlt").iterdir()] == ["duckdb.news.lock"]


def test_a_table_in_a_server_is_replaced_also_by_one_without_rows(
    server_of_dlt: str, query: Query, release: Release, tmp_path: Path
) -> None:
    publish(release(4), tmp_path, "postgres")
    assert same(rows_in_server(server_of_dlt), rows_of(release(4)))
    empty = tmp_path / "empty.parquet"
    pq.write_table(arrow_schema("event_counts").empty_table(), empty)
    others = [part for part in release(4).parts if part.table != "event_counts"]
    emptied = replace(release(4), parts=(*others, Part("event_counts", "empty", empty, "0" * 64)))
    assert publish(emptied, tmp_path, "postgres").told == "replaced event_counts"
    assert query("SELECT count(*) FROM news.event_counts") == [(0,)]
    assert not publish(emptied, tmp_path, "postgres").is_new


def test_a_column_that_an_earlier_version_did_not_have_is_added(
    server_of_dlt: str, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    rows = pa.concat_tables([pq.read_table(part.path) for part in release(4).of("event_counts")])
    earlier = rows.drop_columns(["text"]).replace_schema_metadata(None)
    pipeline = dlt.pipeline("dateline", str(tmp_path / "earlier"), destination="postgres", dataset_name="news")
    pipeline.run(earlier, table_name="event_counts", write_disposition="replace")
    publish(release(4), tmp_path, "postgres")
    found, expected = rows_in_server(server_of_dlt), rows_of(release(4))
    found["event_counts"] = found["event_counts"].select(expected["event_counts"].columns)  # it stands at the end
    assert same(found, expected)
    publish(release(6), tmp_path, "postgres")


def test_tables_that_somebody_changed_are_refused(
    server_of_dlt: str, query: Query, release: Release, tmp_path: Path
) -> None:
    publish(release(4), tmp_path, "postgres")
    query("ALTER TABLE news.events ALTER COLUMN goldstein TYPE TEXT")
    with pytest.raises(OtherSchema, match=r"news\.events\.goldstein is text there and double in the release"):
        publish(release(6), tmp_path, "postgres")
    query("ALTER TABLE news.actors ADD COLUMN mine TEXT")
    with pytest.raises(OtherSchema, match=r"news\.actors\.mine is a column of no release"):
        publish(release(6), tmp_path, "postgres")


def test_a_column_of_another_type_in_an_earlier_version_is_refused(
    file: Path, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    rows = pa.table({"event_id": ["1"]})
    pipeline = dlt.pipeline("dateline", str(tmp_path / "earlier"), destination="duckdb", dataset_name="news")
    pipeline.run(rows, table_name="events", write_disposition="replace")
    with pytest.raises(OtherSchema, match=r"news\.events\.event_id is text there and bigint in the release"):
        publish(release(4), tmp_path)


def test_a_table_of_somebody_else_is_refused_and_stays(file: Path, release: Release, tmp_path: Path) -> None:
    with duckdb.connect(file) as database:
        database.execute("CREATE SCHEMA news; CREATE TABLE news.events AS SELECT 'mine' AS event_id")
    with pytest.raises(OtherSchema, match=r"news\.events is none of Dateline's tables"):
        publish(release(4), tmp_path)
    with duckdb.connect(file) as database:
        assert database.execute("FROM news.events").fetchall() == [("mine",)]


@pytest.mark.parametrize(
    ("destination", "message"),
    [
        ("nowhere", "dlt knows no destination nowhere; name one of bigquery"),
        ("lancedb", "dlt cannot replace tables in lancedb"),
        ("snowflake", r"snowflake lacks settings \(.*\): dlt takes them from DESTINATION__SNOWFLAKE__CREDENTIALS"),
    ],
)
def test_a_destination_that_cannot_be_used_is_told(
    release: Release, tmp_path: Path, destination: str, message: str
) -> None:
    with pytest.raises(UnknownTarget, match=message):
        publish(release(4), tmp_path, destination)


def test_a_driver_that_is_missing_is_named(release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESTINATION__CLICKHOUSE__CREDENTIALS", f"clickhouse://me:{SECRET}@127.0.0.1:1/news")
    with pytest.raises(MissingPackage, match=r"install dlt\[clickhouse\]"):
        publish(release(4), tmp_path, "clickhouse")


def test_a_server_that_is_not_there_is_told_without_the_password(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESTINATION__POSTGRES__CREDENTIALS", f"postgresql://me:{SECRET}@127.0.0.1:1/news")
    with pytest.raises(ConnectionError, match=r"postgres: .*Connection refused") as told:
        publish(release(4), tmp_path, "postgres")
    assert SECRET not in str(told.value) + "".join(capfd.readouterr())
