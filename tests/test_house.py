"""The house keeps its order: rooms depend downward only, Prefect stays in flows, every lexicon names its source."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest

from transforms.lexicon import FOLDER, table
from transforms.version import NO_ROWS

ROOT = Path(__file__).parents[1]
# Each room may use those named here, and itself.  The rooms' small models (code lists) are part of tables' schemas.
MAY_USE = {
    "lexicon": set(),
    "read": set(),
    "parse": {"lexicon", "read"},
    "resolve": {"lexicon", "read", "parse"},
    "statements": {"lexicon", "read", "parse", "resolve"},
    "events": {"lexicon", "read", "parse", "resolve", "statements"},
    "version": set(),
    "tables": {"lexicon", "read", "parse", "resolve", "statements", "events", "version"},
    "publish": {"tables"},
    "report": {"tables"},
    "spool": {"read", "tables"},
    "training": {"lexicon", "read", "parse", "resolve", "statements", "events"},
    "pipeline": {"read", "parse", "resolve", "statements", "events", "tables", "spool"},
    "steps": {"read", "tables", "report", "spool", "pipeline", "version"},
}
LEXICONS = sorted(path.name for path in FOLDER.glob("*.tsv"))


def imports_of(path: Path) -> Iterator[str]:
    """Whole names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("room", MAY_USE)
def test_a_room_depends_downward_only(room: str) -> None:
    files = [ROOT / "transforms" / f"{room}.py", *(ROOT / "transforms" / room).rglob("*.py")]
    used = {name for path in files if path.is_file() for name in imports_of(path)}
    rooms = {name.split(".")[1] for name in used if name.startswith("transforms.")}
    assert rooms - {room} <= MAY_USE[room]
    assert not any(name.split(".")[0] in ("prefect", "flows") for name in used)


def test_every_room_is_known() -> None:
    entries = {path.stem for path in (ROOT / "transforms").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert entries - {"__init__", "__pycache__"} == set(MAY_USE)


@pytest.mark.parametrize("name", LEXICONS)
def test_a_lexicon_opens_with_its_source_and_has_a_header_and_no_row_twice(name: str) -> None:
    lines = (FOLDER / name).read_text("utf-8").splitlines()
    comment = list(takewhile(lambda line: line.startswith("#"), lines))
    assert "Source:" in " ".join(comment)
    assert all(column.isidentifier() for column in lines[len(comment)].split("\t"))
    rows = Counter(tuple(row.values()) for row in table(name.removesuffix(".tsv")))
    assert [row for row, times in rows.items() if times > 1] == []


@pytest.mark.parametrize("room", NO_ROWS)
def test_no_room_that_rows_come_from_uses_one_that_changes_none(room: str) -> None:
    assert [own for own, used in MAY_USE.items() if room in used] in ([], ["steps"])  # which hand on what is made
