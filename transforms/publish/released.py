"""The release that is to be published, as its manifest tells."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from transforms.tables.disk import file_sha256
from transforms.tables.schemas import TABLES


class NoRelease(RuntimeError):
    """There is no release, or it was made by another version that has other tables."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a table: the rows of one part of the release."""

    table: str
    name: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Released:
    """A release on disk: its id, what its bytes are (`content_sha256`), and its files."""

    release_id: str
    content_sha256: str
    parts: tuple[Part, ...]

    def expect_whole(self) -> None:
        """Compare all files with the manifest.  Raises NoRelease where one is not as it was made."""
        for part in self.parts:
            if not part.path.is_file() or file_sha256(part.path) != part.sha256:
                raise NoRelease(f"{part.path} is damaged; make the release anew with dateline build")

    def of(self, table: str) -> list[Part]:
        """The files of one table."""
        return [part for part in self.parts if part.table == table]


def current_release(output: Path) -> Released:
    """The current release of an output folder.  Raises NoRelease."""
    folder = (
        output / "current"
    ).resolve()  # the release itself, which stays whole if another takes its place meanwhile
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        parts = tuple(_parts(manifest, folder))
        found = Released(manifest["release_id"], manifest["content_sha256"], parts)
    except (OSError, ValueError, KeyError, TypeError):
        raise NoRelease(f"there is no release in {output}; make one with dateline build") from None
    if missing := TABLES.keys() - {part.table for part in parts}:
        raise NoRelease(f"the release in {output} lacks {', '.join(sorted(missing))}; build it anew with this version")
    return found


def _parts(manifest: dict[str, dict[str, dict[str, list[dict[str, str]]]]], folder: Path) -> Iterator[Part]:
    for table, entry in manifest["tables"].items():
        for file in entry["files"]:
            yield Part(table, Path(file["path"]).stem, folder / file["path"], file["sha256"])
