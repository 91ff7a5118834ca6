"""Write a release beside the old one and swap `current` to it in one atomic step.

    output/
      current -> releases/<release_id>      the one complete, validated release
      releases/<release_id>/<table>/<part>.parquet, manifest.json, datapackage.json, croissant.json
      releases/<release_id>/report/index.html, report.md    pages for people
      page/                                  scripts that the pages of all releases have alike
      cache/<fingerprint>/                   rows of articles already extracted (see `store`)
      failed/<time>/                         rows of a refused release, by check

A release's identity is its content: where nothing changed, `current` stays as it is.  Releases are numbered: a clock
that was set back gives a later one an earlier time, and an id to match.  A part of it that did not change
is no second copy on the disk but a hard link to the file of the release before.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from transforms.tables.arrow import write_parquet
from transforms.tables.catalogs import croissant
from transforms.tables.describe import datapackage
from transforms.tables.disk import file_sha256, put_text
from transforms.tables.handover import PARTIAL, Release, WrittenPart
from transforms.tables.kept import KEPT_RELEASES, is_file_whole, is_whole, next_number, prune, swap
from transforms.tables.manifest import MANIFEST_FILE, manifest_of
from transforms.tables.schemas import TABLES
from transforms.version import fingerprint, package_versions


def current_manifest(output: Path) -> dict[str, Any] | None:
    """The manifest of the current release, None where there is none or it does not read as one."""
    folder = (output / "current").resolve()
    return manifest_of(folder) if folder.parent == (output / "releases").resolve() else None


def partial_of(output: Path) -> Path:
    """The folder in which a new release is put together."""
    return output / "releases" / PARTIAL


def begin(output: Path) -> Path:
    """An empty folder for the parts of a new release; what a killed run left there is dropped."""
    partial = partial_of(output)
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    return partial


def write_part(frames: Mapping[str, pl.DataFrame], folder: Path, name: str, digest: str) -> WrittenPart:
    """Write the tables of one part into a folder that `begin` gave.  Raises OSError where the disk fails."""
    described = {}
    for table, frame in frames.items():
        path = folder / table / f"{name}.parquet"
        write_parquet(frame, table, path)
        size, digest_of_file = path.stat().st_size, file_sha256(path)
        described[table] = {
            "path": path.relative_to(folder).as_posix(), "rows": frame.height, "bytes": size, "sha256": digest_of_file,
        }  # fmt: skip
    return WrittenPart(name, digest, described)


def reuse_part(
    output: Path, last: Mapping[str, Any] | None, folder: Path, name: str, digest: str
) -> WrittenPart | None:
    """The part of the current release, linked into a new one; None where that has no such part or it is not whole."""
    if last is None or last["parts"].get(name) != digest:
        return None
    files = {
        table: file
        for table, entry in last["tables"].items()
        for file in entry["files"]
        if file["path"] == f"{table}/{name}.parquet"
    }
    if not all(is_file_whole(output / "current", file) for file in files.values()):
        return None
    for file in files.values():
        path = folder / file["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            path.hardlink_to((output / "current" / file["path"]).resolve())
        except OSError:  # a file system without hard links
            shutil.copyfile(output / "current" / file["path"], path)
    return WrittenPart(name, digest, files)


def rows_of(parts: Iterable[WrittenPart]) -> dict[str, int]:
    """How many rows each table has."""
    return {table: entry["rows"] for table, entry in _tables_of(parts).items()}


def scans_of(folder: Path) -> dict[str, pl.LazyFrame]:
    """All rows of every table of a release, lazily."""
    return {
        table: pl.scan_parquet(files)
        for table in TABLES
        if (files := sorted((folder / table).glob("*.parquet")))  # checks are told last
    }


def _content_sha256(tables: Mapping[str, Any]) -> str:
    digest = sha256()
    for table, entry in tables.items():
        for file in entry["files"]:
            digest.update(f"{table} {file['path']} {file['sha256']}\n".encode())
    return digest.hexdigest()


def unchanged(output: Path, inputs_sha256: str, seeds: list[dict[str, Any]]) -> Release | None:
    """The current release, where it was made from these inputs by this code and is whole."""
    last = current_manifest(output)
    if last is None or (last["inputs_sha256"], last["seeds"]) != (inputs_sha256, seeds):
        return None
    if last["versions"] != _versions() or not is_whole(output / "current", last):
        return None
    rows = {table: entry["rows"] for table, entry in last["tables"].items()}
    return Release(last["release_id"], output / "releases" / last["release_id"], False, rows)


def _versions() -> dict[str, str]:
    return package_versions() | {"pipeline": fingerprint()}


def _dump(value: Mapping[str, Any], path: Path) -> None:
    put_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", path)


def _sync(folder: Path) -> None:
    """Have the disk hold everything before the swap makes it current."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as stream:
                os.fsync(stream.fileno())


def _tables_of(parts: Iterable[WrittenPart]) -> dict[str, dict[str, Any]]:
    """Rows and files by table, in the order of parts."""
    found: dict[str, dict[str, Any]] = {table: {"rows": 0, "files": []} for table in TABLES}
    for part in sorted(parts, key=lambda part: part.name):
        for table, file in part.tables.items():
            found[table]["rows"] += file["rows"]
            found[table]["files"].append(file)
    return found


def publish(
    parts: Iterable[WrittenPart],
    output: Path,
    seeds: list[dict[str, Any]],
    inputs_sha256: str,
    pages: Mapping[str, str],
    now: datetime | None = None,
    measured: Mapping[str, float] | None = None,
    keep: int = KEPT_RELEASES,
) -> Release:
    """Make the parts in the folder that `begin` gave a new release of `output`, and that the current one.

    The tables must have passed their checks, and nobody else may be writing to `output`.  Where the current release
    already holds the same bytes, nothing changes.  Raises OSError where the disk fails; the current release is then as
    it was.  `pages` are files for people by their names; `measured` is kept for the next release to be compared with,
    see `drift`; `keep` releases stay on the disk.
    """
    created, parts = now or datetime.now(UTC), list(parts)
    partial = partial_of(output)
    tables = _tables_of(parts)
    content = _content_sha256(tables)
    rows = rows_of(parts)
    last = current_manifest(output)
    if last and last["content_sha256"] == content and last["seeds"] == seeds and is_whole(output / "current", last):
        shutil.rmtree(partial)
        return Release(last["release_id"], output / "releases" / last["release_id"], False, rows)
    release_id = f"{created:%Y%m%dT%H%M%S.%fZ}-{content[:8]}"
    _dump(
        datapackage({table: [file["path"] for file in entry["files"]] for table, entry in tables.items()}),
        partial / "datapackage.json",
    )
    _dump(croissant(release_id, created.isoformat()), partial / "croissant.json")
    for name, page in pages.items():
        (partial / name).parent.mkdir(exist_ok=True)
        put_text(page, partial / name)
    manifest = {
        "release_id": release_id,
        "number": next_number(output),
        "created_at": created.isoformat(),
        "content_sha256": content,
        "inputs_sha256": inputs_sha256,
        "versions": _versions(),
        "seeds": seeds,
        "measures": measured or {},
        "parts": {part.name: part.digest for part in sorted(parts, key=lambda part: part.name)},
        "tables": tables,
    }
    _dump(manifest, partial / MANIFEST_FILE)
    _sync(partial)
    release = partial.rename(output / "releases" / release_id)
    try:
        swap(output, release_id)
    except OSError:
        release.rename(partial)  # for the next try; it must not pass for a release that once was current
        raise
    prune(output, keep)
    return Release(release_id, output / "releases" / release_id, True, rows)
