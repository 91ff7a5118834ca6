"""A seeds folder to write into, and one call that reads it."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from transforms.read.article import Article, Reject
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits

ENGLISH = "The mayor of Calais said on Sunday that the harbour would stay closed until the end of the week."
FRENCH = "Le maire de Calais a déclaré dimanche que le port resterait fermé jusqu'à la fin de la semaine prochaine."


@dataclass
class Reading:
    """What came out of one reading, kept in order and by kind."""

    outcomes: list[Article | Reject]

    @property
    def articles(self) -> list[Article]:
        return [outcome for outcome in self.outcomes if isinstance(outcome, Article)]

    @property
    def rejected(self) -> list[Reject]:
        return [o for o in self.outcomes if isinstance(o, Reject) and o.severity == "rejected"]

    @property
    def repaired(self) -> list[Reject]:
        return [o for o in self.outcomes if isinstance(o, Reject) and o.severity == "repaired"]

    @property
    def reasons(self) -> dict[str, str]:
        """Reason by path, of the refusals."""
        return {reject.source_uri: reject.reason for reject in self.rejected}


class Seeds:
    """A seeds folder; `put` writes a file into it, `read` reads all of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def put_gzip(self, name: str, content: str | bytes) -> bytes:
        data = gzip.compress(content if isinstance(content, bytes) else content.encode(), mtime=0)
        self.put(name, data)
        return data

    def put_records(self, name: str, *records: object) -> None:
        """One JSON line for each record; a string stands for its own line."""
        self.put(name, "".join(f"{r if isinstance(r, str) else json.dumps(r)}\n" for r in records))

    def read(self, limits: Limits | None = None) -> Reading:
        return Reading(list(read_seeds(self.folder, limits) if limits else read_seeds(self.folder)))


@pytest.fixture
def seeds(tmp_path: Path) -> Seeds:
    folder = tmp_path / "seeds"
    folder.mkdir()
    return Seeds(folder)
