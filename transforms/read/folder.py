"""Walk a seeds folder: every file once, in the order of its path, and what cannot be walked as refusals."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from functools import partial
from hashlib import file_digest
from pathlib import Path
from typing import Any

from transforms.read.article import Reject
from transforms.read.source import Original, Source

IGNORED = {".gitkeep", ".gitignore"}  # marks of version control, no inputs
HIDDEN = "hidden {}; rename it without the dot or take it away"


def walk(folder: Path) -> Iterator[Source | Reject]:
    """Every file under `folder` in the order of its path with forward slashes; subfolders are entered.  Or one file.

    Links are not followed: one that leads inside the folder would read a file twice (or for ever), one that leads
    outside would read what nobody put there.  Hidden files and folders are refused once each, but for IGNORED.
    Raises OSError where `folder` itself cannot be listed.
    """
    root = os.path.realpath(folder)
    if folder.is_file():
        yield _file(folder.name, folder)
        return
    pending = [iter(_listed(root))]
    while pending:
        entry = next(pending[-1], None)
        if entry is None:
            pending.pop()
        elif entry.name in IGNORED:
            continue
        elif entry.is_symlink() or entry.name.startswith(".") or not _is_plain(entry):
            yield _refusal(entry, root)
        elif entry.is_dir(follow_symlinks=False):
            try:
                pending.append(iter(_listed(entry.path)))
            except OSError as error:
                yield _source(entry, root).unreadable(error, "the folder")
        else:
            yield _source(entry, root)


def _listed(folder: str) -> list[os.DirEntry[str]]:
    """Entries in the order of whole paths: a folder sorts with the slash that follows its name."""
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda e: e.name + "/" if e.is_dir(follow_symlinks=False) else e.name)


def _is_plain(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file or folder; a pipe or a device would hold the reader up for ever."""
    return entry.is_file(follow_symlinks=False) or entry.is_dir(follow_symlinks=False)


def _source(entry: os.DirEntry[str], root: str) -> Source:
    # a name may hold bytes that are no UTF-8; in tables they stand as \xNN
    uri = os.fsencode(os.path.relpath(entry.path, root)).decode("utf-8", "backslashreplace").replace(os.sep, "/")
    return _file(uri, Path(entry.path))


def _file(uri: str, path: Path) -> Source:
    return Source.at(uri, lambda: path.open("rb"), Original(partial(_state, path), partial(_described, path)))


def _state(path: Path) -> object:
    """Which file it is and when it was last written to or renamed: the change time cannot be set back."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = file_digest(stream, "sha256").hexdigest()
        return {"bytes": stream.tell(), "sha256": digest}


def _refusal(entry: os.DirEntry[str], root: str) -> Reject:
    source = _source(entry, root)
    if entry.is_symlink():
        return _link_refusal(source, entry.path, root)
    if entry.name.startswith("."):
        kind = "folder" if entry.is_dir(follow_symlinks=False) else "file"
        return source.reject("unknown_format", HIDDEN.format(kind))
    return source.reject("unreadable", "neither a file nor a folder; put the article in a file")


def _link_refusal(source: Source, path: str, root: str) -> Reject:
    try:
        target = os.path.realpath(path, strict=True)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return source.reject("link_loop", "the link leads to itself; take it away")
        return source.reject("unreadable", "the link leads to nothing; mend it or take it away")
    if target != root and not target.startswith(root.rstrip(os.sep) + os.sep):
        return source.reject(
            "link_outside", "the link leads out of the seeds folder; copy what it points to in its place"
        )
    inside = os.fsencode(os.path.relpath(target, root)).decode("utf-8", "backslashreplace")
    what = "the seeds folder itself" if inside == "." else f"{inside}, which is read there"
    return source.reject("link_loop", f"the link leads to {what}; take the link away")
