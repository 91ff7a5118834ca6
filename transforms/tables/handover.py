"""Records that the steps of a build hand from process to process; this module imports nothing that takes time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PARTIAL = "new.partial"  # folder in which a release is put together
CHECKS = "checks"  # the table that tells of the checks, which is written last


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk.  `is_new` is false where the last one already held the same bytes."""

    release_id: str
    folder: Path
    is_new: bool
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WrittenPart:
    """The files of one part of a release: `tables` maps each to path, rows, bytes and sha256 of its file."""

    name: str
    digest: str  # of all that its rows depend on
    tables: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one check: rows looked at, rows that break it, and the files that these were written to."""

    table: str
    check: str
    rows: int
    broken: int
    files: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether no row breaks it."""
        return not self.broken


def merged(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """One outcome for those of the same check of several parts, in the order in which checks first came."""
    found: dict[tuple[str, str], Outcome] = {}
    for one in outcomes:
        last = found.get((one.table, one.check), Outcome(one.table, one.check, 0, 0))
        rows, broken = last.rows + one.rows, last.broken + one.broken
        found[one.table, one.check] = Outcome(one.table, one.check, rows, broken, last.files + one.files)
    return list(found.values())


def by_table(outcomes: Sequence[Outcome]) -> list[dict[str, object]]:
    """One row a table: how many checks it passed, how many failed, and which."""
    rows = []
    for table in dict.fromkeys(one.table for one in outcomes):
        own = [one for one in outcomes if one.table == table]
        failed = [one for one in own if not one.passed]
        broken = "; ".join(f"{one.check} ({one.broken} rows)" for one in failed)
        rows.append({
            "table": table, "rows": max(one.rows for one in own), "passed": len(own) - len(failed),
            "failed": len(failed), "broken": broken,
        })  # fmt: skip
    return rows


def keep_failures(outcomes: Iterable[Outcome], failures: Path, folder: Path) -> Path:
    """Move the rows that broke checks to `folder`, with an index of the files there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    failures.rename(folder)
    index = [
        {"files": one.files, "table": one.table, "check": one.check, "rows": one.broken}
        for one in outcomes
        if not one.passed
    ]
    (folder / "index.json").write_text(json.dumps(index, indent=2) + "\n", "utf-8")
    return folder
