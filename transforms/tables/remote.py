"""A copy of the current release at a URL, in an object store for instance.

    URL/
      current.json                 names the one complete release: its `release_id` and its `path` under URL
      releases/<release_id>/…      as in the local output folder

There are no links there and no rename of a folder, so `current.json` is what readers start from: it is replaced last,
in one piece.  Until then the last release is the current one, whatever becomes of the copy.
"""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

CURRENT = "current.json"


def deliver(release: Path, url: str) -> int:
    """Copy a release to a URL; the number of files sent, none where it is the one there already.

    Files that the last release there holds, too, are copied inside the store.  Raises OSError where the store cannot be
    written or the package for its protocol is missing.
    """
    try:
        filesystem, root = url_to_fs(url, use_listings_cache=False)
        return _deliver(release, filesystem, root.rstrip("/"))
    except Exception as fault:  # every store has errors of its own
        told = f"the release could not be copied there ({type(fault).__name__}: {fault})"
        raise OSError(getattr(fault, "errno", None) or errno.EIO, told, url) from None


def _deliver(release: Path, filesystem: AbstractFileSystem, root: str) -> int:
    last = _current(filesystem, root)
    if last.get("release_id") == release.name:
        return 0
    there, sent = f"{root}/releases/{release.name}", 0
    known = _files_by_digest(filesystem, root, last)
    digests = {file["path"]: file["sha256"] for file in _files(json.loads((release / "manifest.json").read_text()))}
    for path in sorted(one for one in release.rglob("*") if one.is_file()):
        name = path.relative_to(release).as_posix()
        copy = known.get(digests.get(name, ""))
        if copy is not None:
            filesystem.cp_file(copy, f"{there}/{name}")
        else:
            filesystem.put_file(str(path), f"{there}/{name}")
            sent += 1
    current = {"release_id": release.name, "path": f"releases/{release.name}"}
    filesystem.pipe_file(f"{root}/{CURRENT}", json.dumps(current, indent=2).encode())
    _drop_old_releases(filesystem, root, {release.name, last.get("release_id")})
    return sent


def _current(filesystem: AbstractFileSystem, root: str) -> dict[str, str]:
    try:
        found = json.loads(filesystem.cat_file(f"{root}/{CURRENT}"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _files(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [file for table in manifest["tables"].values() for file in table["files"]]


def _files_by_digest(filesystem: AbstractFileSystem, root: str, last: dict[str, str]) -> dict[str, str]:
    """Where the files of the last release lie, by their SHA-256."""
    folder = f"{root}/{last.get('path')}"
    try:
        manifest = json.loads(filesystem.cat_file(f"{folder}/manifest.json"))
        files = _files(manifest)
    except (FileNotFoundError, ValueError, KeyError, TypeError, AttributeError):  # some file that is no manifest
        return {}
    return {file["sha256"]: f"{folder}/{file['path']}" for file in files}


def _drop_old_releases(filesystem: AbstractFileSystem, root: str, kept: set[str | None]) -> None:
    """Drop what is neither current nor the release before, which a reader may still have open."""
    for path in filesystem.ls(f"{root}/releases", detail=False):
        if path.rstrip("/").rsplit("/", 1)[-1] not in kept:
            filesystem.rm(path, recursive=True)
