"""A clock that jumps: the order of releases is that in which they were made, whatever their ids say."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from tests.faults.conftest import Office
from tests.releases import publish_tables, seed_tables
from tests.running import Build, Run, digests
from transforms.tables.kept import kept_releases

WRONG = datetime(2999, 1, 1, tzinfo=UTC)  # what a machine without its battery may say


def made_at(output: Path, now: datetime, publisher: str) -> str:
    frames = dict(seed_tables())
    frames["documents"] = frames["documents"].with_columns(publisher=pl.lit(publisher))
    return publish_tables(frames, output, now=now).release_id


def test_a_release_of_the_future_is_no_newer_than_those_after_it(tmp_path: Path) -> None:
    future = made_at(tmp_path, WRONG, "one")
    later = [made_at(tmp_path, datetime(2026, 1, day, tzinfo=UTC), f"{day}") for day in (3, 2)]
    assert [one.release_id for one in kept_releases(tmp_path)] == list(reversed(later))
    assert future not in {path.name for path in (tmp_path / "releases").iterdir()}


def test_builds_and_commands_keep_the_order(office: Office, build: Build, dateline: Run) -> None:
    future = made_at(office.output, WRONG, "one")
    made = build(office.seeds, office.output)
    assert digests(office.output) == office.undisturbed
    listed = dateline("releases", "list", "--output", office.output).stdout
    assert [line.split()[0] for line in listed.splitlines()[1:]] == [made.release.release_id, future]
    rolled = dateline("releases", "rollback", "--output", office.output)
    assert rolled.stdout == f"current is {future}\n"
    again = build(office.seeds, office.output, keep_releases=3).release
    assert [one.release_id for one in kept_releases(office.output)] == [
        again.release_id,
        made.release.release_id,
        future,
    ]
    assert dateline("releases", "prune", "--keep", 2, "--output", office.output).stdout == "1 dropped\n"
    assert not (office.output / "releases" / future).exists()
    assert digests(office.output) == office.undisturbed
