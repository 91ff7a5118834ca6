"""The releases that stay on the disk, in their order, and which of them is the current one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from transforms.tables.disk import file_sha256, remove
from transforms.tables.manifest import manifest_of

KEPT_RELEASES = 2  # unless told: the one before stays, so that a reader who opened it can finish
RELEASE_ID = re.compile(r"\d{8}T\d{6}\.\d{6}Z-[0-9a-f]{8}")


def is_file_whole(folder: Path, file: Mapping[str, Any]) -> bool:
    """Whether a file of a release has the bytes that its manifest tells."""
    path = folder / file["path"]
    return path.is_file() and file_sha256(path) == str(file["sha256"])


def is_whole(folder: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether all tables of a release have the bytes that its manifest tells."""
    files = (file for entry in manifest["tables"].values() for file in entry["files"])
    return all(is_file_whole(folder, file) for file in files)


def swap(output: Path, release_id: str) -> None:
    """Make a release the current one, in one step.

    A folder in the place of the link, as a copy that follows links leaves it, is set aside.  Raises OSError.
    """
    link, current = output / ".current.partial", output / "current"
    if link.is_symlink() or link.exists():
        remove(link)
    link.symlink_to(Path("releases") / release_id, target_is_directory=True)
    if current.is_dir() and not current.is_symlink():
        current.rename(output / f"current-before-{release_id}")
    link.replace(current)


class UnknownRelease(ValueError):
    """An id that no release of the output folder has, or that of one that is not whole."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A release on disk: when it was made, how many articles it is of, and whether it is the current one."""

    release_id: str
    number: int
    created_at: datetime
    articles: int
    is_current: bool


def kept_releases(output: Path) -> list[Kept]:
    """All releases of an output folder whose manifests read as such, the last made first, whatever the clock said."""
    current = (output / "current").resolve()
    found = []
    for folder in (output / "releases").glob("*"):
        if (manifest := manifest_of(folder)) is not None:
            created = datetime.fromisoformat(manifest["created_at"])
            articles = manifest["tables"].get("documents", {}).get("rows", 0)
            found.append(Kept(folder.name, manifest.get("number", 0), created, articles, folder.resolve() == current))
    return sorted(found, key=lambda one: (one.number, one.release_id), reverse=True)


def next_number(output: Path) -> int:
    """The number of the next release: one more than any that is there has."""
    return 1 + max((one.number for one in kept_releases(output)), default=0)


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
    folder = output / "releases" / wanted
    if not is_whole(folder, manifest_of(folder) or {"tables": {}}):
        raise UnknownRelease(f"the release {wanted} in {output} is damaged; name another, or build one anew")
    swap(output, wanted)
    return wanted


def prune(output: Path, keep: int = KEPT_RELEASES) -> list[str]:
    """Drop all releases but the current one and the last others, `keep` in all; the ids of those dropped.

    Releases whose manifests do not read as such go first; what is no release stays.  Nobody else may be writing to
    `output`.
    """
    current = (output / "current").resolve().name
    ordered = [one.release_id for one in kept_releases(output)]
    there = sorted(path.name for path in (output / "releases").glob("*") if RELEASE_ID.fullmatch(path.name))
    others = [own for own in [*ordered, *(own for own in there if own not in ordered)] if own != current]
    dropped = others[max(keep - 1, 0) :]
    for release_id in dropped:
        remove(output / "releases" / release_id)
    return dropped
