"""Publish a release as one DuckDB file.

DuckDB lets no reader in while a writer is at work, so a new file is made beside the old one and takes its place in one
step; who has the old one open goes on reading it.
"""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from transforms.publish.ddl import create, quoted, tables
from transforms.publish.marts import create_views
from transforms.publish.released import Released

RELEASE = "dateline_release"  # a table of one row: the release that the file holds


def publish_to_file(release: Released, path: Path) -> bool:
    """Make `path` a database of the release; False where it is one already.

    Raises OSError where the disk fails; the file is then as it was.
    """
    if _held(path) == release.content_sha256:
        return False
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _fill(partial, release)
        os.replace(partial, path)  # noqa: PTH105  # what it replaces may be open
    except duckdb.IOException as fault:
        raise OSError(str(fault)) from None
    finally:
        partial.unlink(missing_ok=True)
        partial.with_name(partial.name + ".wal").unlink(missing_ok=True)
    return True


def _held(path: Path) -> str | None:
    """What the release that the file holds consists of, None where it holds none."""
    try:
        with duckdb.connect(path, read_only=True) as database:
            found = database.execute(f"SELECT content_sha256 FROM {RELEASE}").fetchone()
    except duckdb.Error:
        return None
    return None if found is None else str(found[0])


def _fill(path: Path, release: Released) -> None:
    with duckdb.connect(path) as database:
        database.execute("SET timezone = 'UTC'")
        for table in tables(None, is_deferred=False):
            for statement in create(table):
                database.execute(statement)
            files = [str(part.path) for part in release.of(table.name)]
            columns = ", ".join(quoted(column.name) for column in table.columns)
            rows = f"SELECT {columns} FROM read_parquet(?)"
            database.execute(f"INSERT INTO {quoted(table.name)} ({columns}) {rows}", [files])
        for statement in create_views(None):
            database.execute(statement)
        database.execute(f"CREATE TABLE {RELEASE} (release_id TEXT, content_sha256 TEXT)")
        database.execute(f"INSERT INTO {RELEASE} VALUES (?, ?)", [release.release_id, release.content_sha256])
