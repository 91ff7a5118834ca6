"""What may not be written or read: one line says so, or a row in rejects."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import pytest

from tests.faults.conftest import Office
from tests.running import Run

# Modes bind the superuser, too, without these powers.
BOUND = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--") if os.geteuid() == 0 else ()


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


def test_an_output_that_may_not_be_written(office: Office, dateline: Run, completes: Callable[[], bool]) -> None:
    (office.output / ".lock").unlink(missing_ok=True)
    with mode(office.output, 0o555):
        run = dateline("build", *office.options(), through=BOUND)
    where = f"dateline: {office.output}/.lock: Permission denied; let this user read and write there"
    assert (run.returncode, run.stderr.count("\n")) == (4, 1)
    assert run.stderr.startswith(where)
    assert office.stands()
    assert completes()


def test_a_release_that_cannot_take_its_place(office: Office, dateline: Run, completes: Callable[[], bool]) -> None:
    (office.output / ".lock").touch()
    releases = list((office.output / "releases").iterdir())
    with mode(office.output, 0o555):  # its folders can be written, but it takes no new name
        run = dateline("build", *office.options(), through=BOUND)
    assert (run.returncode, run.stderr.count("\n")) == (4, 1)
    assert run.stderr.startswith(f"dateline: {office.output}/.current.partial: Permission denied; let this user read")
    assert office.stands()
    assert list((office.output / "releases").iterdir()) == releases
    assert completes()


def test_seeds_that_may_not_be_read(office: Office, dateline: Run, completes: Callable[[], bool]) -> None:
    with mode(office.seeds, 0o000):
        run = dateline("build", *office.options(), through=BOUND)
    assert (run.returncode, run.stderr.count("\n")) == (4, 1)
    assert run.stderr.startswith(f"dateline: {office.seeds}: Permission denied; let this user read")
    assert office.stands()
    with mode(office.seeds / "bridge.txt", 0o000):
        assert dateline("build", *office.options(), through=BOUND).returncode == 0
    rejects = pl.read_parquet(office.output / "current" / "rejects" / "*.parquet")
    assert rejects.select("source_uri", "reason").rows() == [("bridge.txt", "unreadable")]
    manifest = json.loads((office.output / "current" / "manifest.json").read_text("utf-8"))
    assert [file["source_uri"] for file in manifest["seeds"]] == ["harbour.txt"]
    assert completes()


def test_a_home_of_prefect_that_may_not_be_written(office: Office, dateline: Run, tmp_path: Path) -> None:
    home = tmp_path / "prefect"
    home.mkdir()
    with mode(home, 0o555):
        run = dateline(
            "build", *office.options(), through=BOUND, env={"PREFECT_HOME": str(home), "PREFECT_API_URL": ""}
        )
    assert (run.returncode, run.stderr.count("\n")) == (4, 1)
    assert run.stderr.startswith(f"dateline: {home}: Permission denied; Prefect keeps its files there")
    assert office.stands()


@pytest.mark.parametrize("command", ["rollback", "prune"])
def test_releases_that_may_not_be_changed(office: Office, dateline: Run, command: str) -> None:
    (office.output / ".lock").unlink(missing_ok=True)
    with mode(office.output, 0o555):
        run = dateline("releases", command, "--output", office.output, through=BOUND)
    assert (run.returncode, run.stderr.count("\n")) == (4, 1)
    assert office.stands()
