"""Write a release beside the old one and swap `current` to it in one atomic step.

    output/
      current -> releases/<release_id>      the one complete, validated release
      releases/<release_id>/<table>/<part>.parquet, manifest.json, datapackage.json, croissant.json
      releases/<release_id>/report/index.html, report.md    pages for people
      page/                                  scripts that the pages of all releases have alike
      cache/<fingerprint>/                   rows of articles already extracted (see `store`)
      failed/<time>/                         rows of a refused release, by check

A release's identity is its content: where nothing changed, `current` stays as it is.  A part of it that did not change
is no second copy on the disk but a hard link to the file of the release before.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

import polars as pl

from transforms.tables.arrow import write_parquet
from transforms.tables.catalogs import croissant
from transforms.tables.describe import datapackage
from transforms.tables.handover import Release, WrittenPart
from transforms.tables.schemas import TABLES
from transforms.version import fingerprint, package_versions

KEPT_RELEASES = 2  # unless told: the one before stays, so that a reader who opened it can finish
PARTIAL = ".partial"
MANIFEST_FILE = "manifest.json"
MANIFEST = {"release_id", "created_at", "content_sha256", "inputs_sha256", "versions", "seeds", "parts", "tables"}


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def current_manifest(output: Path) -> dict[str, Any] | None:
    """The manifest of the current release, None where there is none or it does not read as one."""
    return _manifest(output / "current")


def _manifest(folder: Path) -> dict[str, Any] | None:
    try:
        found = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.keys() >= MANIFEST else None


def partial_of(output: Path) -> Path:
    """The folder in which a new release is put together."""
    return output / "releases" / f"new{PARTIAL}"


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
    if not all(_is_file_whole(output / "current", file) for file in files.values()):
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


def _is_file_whole(folder: Path, file: Mapping[str, Any]) -> bool:
    path = folder / file["path"]
    return path.is_file() and file_sha256(path) == str(file["sha256"])


def _is_whole(output: Path, manifest: Mapping[str, Any]) -> bool:
    files = (file for entry in manifest["tables"].values() for file in entry["files"])
    return all(_is_file_whole(output / "current", file) for file in files)


def unchanged(output: Path, inputs_sha256: str, seeds: list[dict[str, Any]]) -> Release | None:
    """The current release, where it was made from these inputs by this code and is whole."""
    last = current_manifest(output)
    if last is None or (last["inputs_sha256"], last["seeds"]) != (inputs_sha256, seeds):
        return None
    if last["versions"] != _versions() or not _is_whole(output, last):
        return None
    rows = {table: entry["rows"] for table, entry in last["tables"].items()}
    return Release(last["release_id"], output / "releases" / last["release_id"], False, rows)


def _versions() -> dict[str, str]:
    return package_versions() | {"pipeline": fingerprint()}


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


class UnknownRelease(ValueError):
    """An id that no release of the output folder has."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A release on disk: when it was made, how many articles it is of, and whether it is the current one."""

    release_id: str
    created_at: datetime
    articles: int
    is_current: bool


def kept_releases(output: Path) -> list[Kept]:
    """All releases of an output folder whose manifests read as such, the newest first."""
    current = (output / "current").resolve().name
    found = []
    for folder in sorted((output / "releases").glob("*"), reverse=True):
        if (manifest := _manifest(folder)) is not None:
            created = datetime.fromisoformat(manifest["created_at"])
            found.append(Kept(folder.name, created, manifest["tables"]["documents"]["rows"], folder.name == current))
    return found


def roll_back(output: Path, release_id: str | None = None) -> str:
    """Make an earlier release the current one again: the one named, else the one before the current.

    Returns its id.  Nobody else may be writing to `output`.  Raises UnknownRelease.
    """
    kept = kept_releases(output)
    current = next((number for number, one in enumerate(kept) if one.is_current), -1)
    earlier = [one.release_id for one in kept[current + 1 :]]
    if release_id is None and not earlier:
        raise UnknownRelease(f"there is no release in {output} before the current one")
    wanted = release_id or earlier[0]
    if wanted not in {one.release_id for one in kept}:
        raise UnknownRelease(f"there is no release {wanted} in {output}; dateline releases list names those there are")
    _swap(output, wanted)
    return wanted


def prune(output: Path, keep: int = KEPT_RELEASES) -> list[str]:
    """Drop all releases but the current one and the newest others, `keep` in all; the ids of those dropped.

    Nobody else may be writing to `output`.
    """
    current = (output / "current").resolve().name
    others = sorted((one.name for one in (output / "releases").iterdir() if one.name != current), reverse=True)
    dropped = others[max(keep - 1, 0) :]
    for release_id in dropped:
        shutil.rmtree(output / "releases" / release_id)
    return dropped


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
    if last and last["content_sha256"] == content and last["seeds"] == seeds and _is_whole(output, last):
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
        (partial / name).write_text(page, "utf-8")
    manifest = {
        "release_id": release_id,
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
    partial.rename(output / "releases" / release_id)
    _swap(output, release_id)
    prune(output, keep)
    return Release(release_id, output / "releases" / release_id, True, rows)
