"""The queries in docs/first-queries.md run, and say something of the seed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from transforms.publish.duckdb_file import publish_to_file
from transforms.publish.released import current_release

PAGE = (Path(__file__).parents[2] / "docs" / "first-queries.md").read_text("utf-8")
SQL = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def output(seed_release: Path) -> Path:
    return seed_release.parents[1]


@pytest.fixture(scope="module")
def database(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("duckdb") / "dateline.duckdb"
    publish_to_file(current_release(output), path)
    return path


@pytest.mark.parametrize("query", SQL)
def test_a_question_to_duckdb_has_an_answer(database: Path, query: str) -> None:
    with duckdb.connect(database, read_only=True) as connection:
        assert connection.execute(query).fetchall()


def test_the_evidence_is_printed_in_the_article(database: Path) -> None:
    with duckdb.connect(database, read_only=True) as connection:
        found = connection.execute(SQL[-1]).fetchall()
    assert [text for _, _, _, text, _ in found] == [printed for *_, printed in found]


@pytest.mark.parametrize("block", PYTHON[1:])
def test_a_question_to_polars_has_an_answer(output: Path, block: str) -> None:
    names: dict[str, Any] = {}
    exec(PYTHON[0].replace("output/current", str(output / "current")), names)
    found = eval(block.strip(), names)
    assert isinstance(found, pl.DataFrame)
    assert found.height or "rejects" in block
