"""Seeds at a URL are read as the same files in a folder are."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from transforms.read.article import Article, Reject
from transforms.read.seeds import files_of, read_seeds
from transforms.read.source import DEFAULT_LIMITS, Source

TEXT = "Mayor Ada Okello said on Monday that the bridge over the river would be open by the end of the month."
FILES = {
    "2022/a.txt": TEXT.encode(),
    "b.jsonl": b'{"id": "b1", "text": "The council of the city met on Tuesday, and nothing was decided."}\nno record\n',
    "c.txt.gz": gzip.compress(b"The minister of finance left the talks early on Wednesday.", mtime=0),
    "d.doc": b"The word of another program.",
    ".hidden.txt": b"Nobody sees this.",
    ".gitkeep": b"",
    "e.txt.gz": b"\x1f\x8b no gzip",
}


@pytest.fixture
def url() -> Iterator[str]:
    filesystem = fsspec.filesystem("memory")
    for name, data in FILES.items():
        filesystem.pipe_file(f"/news/seeds/{name}", data)
    yield "memory://news/seeds"
    filesystem.rm("/news", recursive=True)


def test_a_url_holds_what_a_folder_holds(url: str, tmp_path: Path) -> None:
    for name, data in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    found, expected = list(read_seeds(url)), list(read_seeds(tmp_path))
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert {one.source_id for one in found if isinstance(one, Article)} == {"a", "b1", "c"}
    refused = {one.source_uri for one in found if isinstance(one, Reject)}
    assert refused == {"b.jsonl", "d.doc", ".hidden.txt", "e.txt.gz"}


def described(url: str) -> dict[str, dict[str, Any]]:
    """What tells the state of every file under a URL."""
    files = (file for file in files_of(url) if isinstance(file, Source))
    return {file.uri: file.original.described() for file in files if file.original}


def test_files_are_told_apart_from_their_later_states(url: str) -> None:
    before = described(url)
    assert before["d.doc"]["bytes"] == len(FILES["d.doc"])
    fsspec.filesystem("memory").pipe_file("/news/seeds/d.doc", b"The word of another protocol.")
    after = described(url)
    assert {name for name in after if after[name]["version"] != before[name]["version"]} == {"d.doc"}


def test_a_url_without_files_is_no_place_of_seeds() -> None:
    with pytest.raises(FileNotFoundError, match="there are no files"):
        list(read_seeds("memory://nowhere"))


def test_a_store_that_is_lost_is_no_fault_of_an_article(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*arguments: object, **options: object) -> None:
        raise ConnectionResetError(104, "the store is gone")

    monkeypatch.setattr(type(fsspec.filesystem("memory")), "open", lost)
    with pytest.raises(ConnectionResetError):
        list(read_seeds(url, DEFAULT_LIMITS))
