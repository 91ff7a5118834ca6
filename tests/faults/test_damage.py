"""What was damaged since the last run is noticed by its digest, and made anew."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.conftest import Office
from tests.running import Build, Run, digests
from transforms.tables.disk import file_sha256


def flip(path: Path) -> None:
    """Change one bit in the middle of a file; releases share files by links, so a new file takes its place."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.unlink()
    path.write_bytes(data)


def a_flipped_bit(output: Path) -> None:
    flip(output / "current" / "events" / "2022-02.parquet")


def a_cut_manifest(output: Path) -> None:
    manifest = output / "current" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:1000])


def no_manifest(output: Path) -> None:
    (output / "current" / "manifest.json").unlink()


def a_foreign_manifest(output: Path) -> None:
    manifest = output / "current" / "manifest.json"
    found = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(found | {"tables": ["of another program"], "parts": 7}), "utf-8")


def the_manifest_of_another_release(output: Path) -> None:
    manifest = output / "current" / "manifest.json"
    found = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(found | {"release_id": "20200101T000000.000000Z-00000000"}), "utf-8")


def a_link_to_nothing(output: Path) -> None:
    (output / "current").unlink()
    (output / "current").symlink_to("releases/gone")


def a_plain_folder_for_the_link(output: Path) -> None:
    release = (output / "current").resolve()
    (output / "current").unlink()
    shutil.copytree(release, output / "current")


def a_file_for_the_link(output: Path) -> None:
    (output / "current").unlink()
    (output / "current").write_text("releases/2022", "utf-8")


def a_lost_table(output: Path) -> None:
    shutil.rmtree(output / "current" / "mentions")


def foreign_files(output: Path) -> None:
    for folder in ("releases", "cache", "page"):
        (output / folder / "notes.txt").write_text("Put here by hand.", "utf-8")
    (output / "cache" / "work").write_text("A file for a folder.", "utf-8")
    flip(output / "page" / "inhabited.json")


DAMAGES = (
    a_flipped_bit,
    a_cut_manifest,
    no_manifest,
    a_foreign_manifest,
    the_manifest_of_another_release,
    a_link_to_nothing,
    a_plain_folder_for_the_link,
    a_file_for_the_link,
    a_lost_table,
    foreign_files,
)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_output_is_made_anew(
    office: Office, completes: Callable[[], bool], damage: Callable[[Path], None]
) -> None:
    damage(office.output)
    assert completes()
    assert (office.output / "current").is_symlink()


def test_damage_is_mended_where_nothing_else_changed(
    office: Office, build: Build, completes: Callable[[], bool]
) -> None:
    assert completes()
    a_flipped_bit(office.output)
    summary = build(office.seeds, office.output)
    assert (summary.release.is_new, summary.parsed) == (True, 0)
    assert digests(office.output) == office.undisturbed
    assert all(file_sha256(office.output / "current" / path) == own for path, own in office.undisturbed.items())


def test_a_damaged_release_is_neither_published_nor_gone_back_to(
    office: Office, dateline: Run, completes: Callable[[], bool]
) -> None:
    a_flipped_bit(office.output)
    published = dateline("publish", "--output", office.output)
    assert (published.returncode, published.stderr.count("\n")) == (2, 1)
    assert "2022-02.parquet is damaged; make the release anew with dateline build" in published.stderr
    assert completes()
    back = dateline("releases", "rollback", "--output", office.output)
    assert (back.returncode, back.stderr.count("\n")) == (2, 1)
    assert "is damaged; name another" in back.stderr
