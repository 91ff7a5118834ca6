"""A copy of a release elsewhere is whole, or is not yet the current one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fsspec
import polars as pl
import pytest

from tests.releases import publish_tables, seed_tables
from transforms.tables.disk import file_sha256
from transforms.tables.remote import deliver

URL = "memory://tables"


@pytest.fixture
def store() -> Iterator[Any]:
    filesystem = fsspec.filesystem("memory")
    yield filesystem
    filesystem.rm("/tables", recursive=True)


def released(output: Path, hour: int, text: str | None = None) -> Path:
    """A release of the seed's tables, with another text where one is given."""
    frames = dict(seed_tables())
    if text is not None:
        frames["documents"] = frames["documents"].with_columns(publisher=pl.lit(text))
    return publish_tables(frames, output, now=datetime(2026, 1, 1, hour, tzinfo=UTC)).folder


def current(store: Any) -> str:
    return str(json.loads(store.cat_file("/tables/current.json"))["path"])


def test_the_copy_is_the_release(store: Any, tmp_path: Path) -> None:
    release = released(tmp_path, 1)
    files = {path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file()}
    assert deliver(release, URL) == len(files)
    assert current(store) == f"releases/{release.name}"
    for name in files:
        assert store.cat_file(f"/tables/{current(store)}/{name}") == (release / name).read_bytes()
    assert deliver(release, URL) == 0


def test_what_has_not_changed_is_not_sent_again_and_the_release_before_stays(store: Any, tmp_path: Path) -> None:
    first = released(tmp_path, 1)
    deliver(first, URL)
    second = released(tmp_path, 2, "Borvik Herald")
    anew = {"documents/all.parquet", "manifest.json", "datapackage.json", "croissant.json", "report.md"}
    assert deliver(second, URL) == len(anew)
    path = second / "events" / "all.parquet"
    store.get_file(f"/tables/{current(store)}/events/all.parquet", str(tmp_path / "copied.parquet"))
    assert file_sha256(tmp_path / "copied.parquet") == file_sha256(path)
    third = released(tmp_path, 3, "Kinsale Post")
    deliver(third, URL)
    left = {path.rsplit("/", 1)[-1] for path in store.ls("/tables/releases", detail=False)}
    assert left == {second.name, third.name}


def test_a_copy_cut_short_leaves_the_last_release_current(
    store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = released(tmp_path, 1)
    deliver(first, URL)
    second = released(tmp_path, 2, "Borvik Herald")

    def full(*arguments: object, **options: object) -> None:
        raise OSError(28, "no space left")

    with monkeypatch.context() as broken:
        broken.setattr(type(store), "put_file", full)
        with pytest.raises(OSError, match="no space left"):
            deliver(second, URL)
    assert current(store) == f"releases/{first.name}"
    deliver(second, URL)
    assert current(store) == f"releases/{second.name}"
