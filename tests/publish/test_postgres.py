"""A release in PostgreSQL: row for row the release, and only the difference is written, or nothing at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import adbc_driver_postgresql.dbapi as postgres
import polars as pl
import pytest

from tests.publish.conftest import Query, Release
from transforms.publish.marts import marts
from transforms.publish.postgres import publish_to_postgres
from transforms.publish.released import Released
from transforms.publish.target import OtherSchema
from transforms.tables.schemas import TABLES

SCHEMA = "news"


def rows_of(release: Released) -> dict[str, pl.DataFrame]:
    """All tables of a release."""
    return {table: pl.read_parquet([part.path for part in release.of(table)]) for table in TABLES}


def rows_there(database: str) -> dict[str, pl.DataFrame]:
    """All tables in the database, without the column that they have beyond those of a release."""
    found = {}
    with postgres.connect(database) as connection, connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {SCHEMA}.{table}")
            found[table] = pl.DataFrame(cursor.fetch_arrow_table()).drop("part")
    return found


def same(found: dict[str, pl.DataFrame], expected: dict[str, pl.DataFrame]) -> bool:
    return all(found[table].sort(rows.columns).equals(rows.sort(rows.columns)) for table, rows in expected.items())


def difference(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> int:
    """How many rows of `one` are not in `other`, whole."""
    return sum(
        rows.join(other[table], on=rows.columns, how="anti", nulls_equal=True).height for table, rows in one.items()
    )


def keys_gone(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> int:
    """How many keys of `one` are not in `other`."""
    return sum(
        rows.join(other[table], on=TABLES[table].primary_key(), how="anti").height for table, rows in one.items()
    )


def test_the_tables_there_are_those_of_the_release(database: str, query: Query, release: Release) -> None:
    written, deleted = publish_to_postgres(release(4), database, SCHEMA)
    assert (written, deleted) == (sum(rows.height for rows in rows_of(release(4)).values()), 0)
    assert same(rows_there(database), rows_of(release(4)))
    assert query(f"SELECT obj_description('{SCHEMA}.events'::regclass)") == [("One row per event mention.",)]
    counted = (
        f"SELECT contype::text, count(*) FROM pg_constraint WHERE connamespace = '{SCHEMA}'::regnamespace GROUP BY 1"
    )
    kinds = {str(kind): number for kind, number in query(counted)}
    assert kinds["p"] == len(TABLES) + 1
    assert kinds["f"] == 23


def test_twice_is_once(database: str, release: Release) -> None:
    publish_to_postgres(release(4), database, SCHEMA)
    assert publish_to_postgres(release(4), database, SCHEMA) == (0, 0)


def test_only_what_articles_more_or_fewer_change_is_written(database: str, release: Release) -> None:
    few, many = rows_of(release(4)), rows_of(release(6))
    publish_to_postgres(release(4), database, SCHEMA)
    assert publish_to_postgres(release(6), database, SCHEMA) == (difference(many, few), keys_gone(few, many))
    assert same(rows_there(database), many)
    assert publish_to_postgres(release(4), database, SCHEMA) == (difference(few, many), keys_gone(many, few))
    assert same(rows_there(database), few)


def test_a_column_that_is_missing_there_is_added_and_filled(database: str, query: Query, release: Release) -> None:
    publish_to_postgres(release(4), database, SCHEMA)
    query(f"ALTER TABLE {SCHEMA}.event_counts DROP COLUMN currency")
    publish_to_postgres(release(5), database, SCHEMA)
    found, expected = rows_there(database), rows_of(release(5))
    found["event_counts"] = found["event_counts"].select(expected["event_counts"].columns)  # it stands at the end
    assert same(found, expected)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("ADD COLUMN mine TEXT", "mine is a column of no release"),
        ("ALTER COLUMN value_low TYPE TEXT", "value_low is text there and double precision in the release"),
    ],
)
def test_tables_that_somebody_changed_are_refused(
    database: str, query: Query, release: Release, change: str, told: str
) -> None:
    publish_to_postgres(release(4), database, SCHEMA)
    query(f"ALTER TABLE {SCHEMA}.event_counts {change}")
    with pytest.raises(OtherSchema, match=told):
        publish_to_postgres(release(5), database, SCHEMA)
    assert same(rows_there(database), {"events": rows_of(release(4))["events"]})


def test_a_publication_killed_midway_leaves_the_last_release_whole(
    database: str, query: Query, release: Release
) -> None:
    publish_to_postgres(release(4), database, SCHEMA)
    output = release(6).parts[0].path.parents[3]
    code = (
        "import sys; from pathlib import Path; from transforms.publish.postgres import publish_to_postgres\n"
        "from transforms.publish.released import current_release\n"
        "publish_to_postgres(current_release(Path(sys.argv[1])), *sys.argv[2:])"
    )
    with postgres.connect(database) as connection, connection.cursor() as cursor:
        # a reader of one table whose lock the publication must wait for, having written others
        cursor.execute(f"LOCK TABLE {SCHEMA}.events IN SHARE MODE")
        cursor.fetchall()
        publishing = subprocess.Popen([sys.executable, "-c", code, str(output), database, SCHEMA])
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while query(waiting) == [(0,)]:
            assert publishing.poll() is None
        os.kill(publishing.pid, signal.SIGKILL)
        publishing.wait()
        connection.rollback()
    assert same(rows_there(database), rows_of(release(4)))
    publish_to_postgres(release(6), database, SCHEMA)
    assert same(rows_there(database), rows_of(release(6)))


@pytest.mark.parametrize("mart", marts())
def test_a_mart_answers(database: str, query: Query, release: Release, mart: str) -> None:
    publish_to_postgres(release(8), database, SCHEMA)
    query(f"SELECT * FROM {SCHEMA}.{mart}")
    told = query(f"SELECT obj_description('{SCHEMA}.{mart}'::regclass)")
    assert str(told[0][0]).startswith("One row per")


def test_a_server_that_is_not_there_is_told_without_the_password(release: Release) -> None:
    with pytest.raises(ConnectionError, match="Connection refused") as told:
        publish_to_postgres(release(4), "postgresql://me:secret@127.0.0.1:1/news", SCHEMA)
    assert "secret" not in str(told.value)
