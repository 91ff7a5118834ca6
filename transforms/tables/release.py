"""Write a release beside the old one and swap `current` to it in one atomic step.

    output/
      current -> releases/<release_id>      the one complete, validated release
      releases/<release_id>/<table>/*.parquet, manifest.json, datapackage.json, report.md
      cache/<fingerprint>/                   rows of articles already extracted (see `store`)
      failed/<time>/                         rows of a refused release, by check

A release's identity is its content: where nothing changed, `current` stays as it is.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import polars as pl

from transforms.tables.arrow import write_parquet
from transforms.tables.checks import Check
from transforms.tables.describe import datapackage
from transforms.tables.schemas import TABLES
from transforms.version import fingerprint, package_versions

KEPT_RELEASES = 2  # the one before stays, so that a reader who opened it can finish
PARTIAL = ".partial"
MANIFEST = {"release_id", "created_at", "content_sha256", "versions", "seeds", "tables"}


@dataclass(frozen=True, slots=True)
class Release:
    """A release on disk.  `is_new` is false where the last one already held the same bytes."""

    release_id: str
    folder: Path
    is_new: bool
    rows: Mapping[str, int]


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def current_manifest(output: Path) -> dict[str, Any] | None:
    """The manifest of the current release, None where there is none or it does not read as one."""
    try:
        found = json.loads((output / "current" / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.keys() >= MANIFEST else None


def _write_tables(frames: Mapping[str, pl.DataFrame], folder: Path) -> dict[str, dict[str, Any]]:
    described = {}
    for table in TABLES:
        path = folder / table / "part-0.parquet"
        write_parquet(frames[table], table, path)
        name = path.relative_to(folder).as_posix()
        file = {"path": name, "rows": frames[table].height, "bytes": path.stat().st_size, "sha256": file_sha256(path)}
        described[table] = {"rows": frames[table].height, "files": [file]}
    return described


def _content_sha256(tables: Mapping[str, Any]) -> str:
    digest = sha256()
    for table, entry in tables.items():
        for file in entry["files"]:
            digest.update(f"{table} {file['path']} {file['sha256']}\n".encode())
    return digest.hexdigest()


def _is_whole(output: Path, manifest: Mapping[str, Any]) -> bool:
    folder = output / "current"
    files = (file for entry in manifest["tables"].values() for file in entry["files"])
    return all((path := folder / file["path"]).is_file() and file_sha256(path) == file["sha256"] for file in files)


def _dump(value: Mapping[str, Any], path: Path) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _sync(folder: Path) -> None:
    """Have the disk hold everything before the swap makes it current."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())


def _swap(output: Path, release_id: str) -> None:
    link = output / f".current{PARTIAL}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("releases") / release_id, target_is_directory=True)
    link.replace(output / "current")


def _drop_old_releases(output: Path) -> None:
    current = (output / "current").resolve().name
    releases = sorted(
        (path for path in (output / "releases").iterdir() if path.name != current), key=lambda path: path.name
    )
    for path in releases[: max(0, len(releases) - (KEPT_RELEASES - 1))]:
        shutil.rmtree(path)


def publish(
    frames: Mapping[str, pl.DataFrame],
    output: Path,
    seeds: list[dict[str, Any]],
    report: str,
    now: datetime | None = None,
) -> Release:
    """Write all tables as a new release of `output` and make it current.

    The tables must have passed their checks, and nobody else may be writing to `output`.  Where the current release
    already holds the same bytes, nothing changes.  Raises OSError where the disk fails; the current release is then as
    it was.
    """
    created = now or datetime.now(UTC)
    partial = output / "releases" / f"new{PARTIAL}"
    shutil.rmtree(partial, ignore_errors=True)  # of a killed run
    partial.mkdir(parents=True)
    tables = _write_tables(frames, partial)
    content = _content_sha256(tables)
    rows = {table: entry["rows"] for table, entry in tables.items()}
    last = current_manifest(output)
    if last and last["content_sha256"] == content and last["seeds"] == seeds and _is_whole(output, last):
        shutil.rmtree(partial)
        return Release(last["release_id"], output / "releases" / last["release_id"], False, rows)
    release_id = f"{created:%Y%m%dT%H%M%S.%fZ}-{content[:8]}"
    _dump(
        datapackage({table: [file["path"] for file in entry["files"]] for table, entry in tables.items()}),
        partial / "datapackage.json",
    )
    (partial / "report.md").write_text(report, "utf-8")
    manifest = {
        "release_id": release_id,
        "created_at": created.isoformat(),
        "content_sha256": content,
        "versions": package_versions() | {"pipeline": fingerprint()},
        "seeds": seeds,
        "tables": tables,
    }
    _dump(manifest, partial / "manifest.json")
    _sync(partial)
    partial.rename(output / "releases" / release_id)
    _swap(output, release_id)
    _drop_old_releases(output)
    return Release(release_id, output / "releases" / release_id, True, rows)


def write_failures(checks: list[Check], output: Path, now: datetime | None = None) -> Path:
    """Write the rows that broke a check, one JSON file a check, and an index; the folder they lie in."""
    folder = output / "failed" / f"{now or datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    folder.mkdir(parents=True)
    failed = [check for check in checks if not check.passed]
    for number, check in enumerate(failed, 1):
        check.failures.write_ndjson(folder / f"{number:02d}-{check.table}.jsonl")
    index = [
        {
            "file": f"{number:02d}-{check.table}.jsonl",
            "table": check.table,
            "check": check.name,
            "rows": check.failures.height,
        }
        for number, check in enumerate(failed, 1)
    ]
    (folder / "index.json").write_text(json.dumps(index, indent=2) + "\n", "utf-8")
    return folder
