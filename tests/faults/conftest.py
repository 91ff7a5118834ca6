"""A release, and what an undisturbed build makes of its seeds after one was taken away: no article need be parsed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.running import Build, digests

STORY = """date {day} Mayor speaks

Mayor {name} said on Monday that the bridge over the river is safe. “We have nothing to hide,” she told reporters.

Police arrested {count} men near the harbour of Lyon, and two officers were injured.
"""
ARTICLES = {
    "bridge.txt": STORY.format(day="2022-02-01", name="Ann Lee", count=3),
    "harbour.txt": STORY.format(day="2022-03-02", name="Tom Poe", count=5),
    "quay.txt": STORY.format(day="2022-03-03", name="Ruth Okoye", count=7),
}


@dataclass(frozen=True)
class Office:
    """Seeds that have changed since the last release of an output folder."""

    seeds: Path
    output: Path
    last: dict[str, str]  # SHA-256 of the table files of the last release
    undisturbed: dict[str, str]  # and of those that an undisturbed build makes now

    def options(self) -> tuple[str, ...]:
        return "--seeds", str(self.seeds), "--output", str(self.output), "--workers", "1"

    def stands(self) -> bool:
        """Whether the last release is whole."""
        return digests(self.output) == self.last


@pytest.fixture(scope="session")
def first_office(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    seeds, output, after = folder / "seeds", folder / "output", folder / "after"
    seeds.mkdir()
    for name, text in ARTICLES.items():
        (seeds / name).write_text(text, "utf-8")
    assert build(seeds, output).parsed == len(ARTICLES)
    last = digests(output)
    shutil.copytree(output, after, symlinks=True)
    (seeds / "quay.txt").unlink()
    assert build(seeds, after).parsed == 0
    return Office(seeds, output, last, digests(after))


@pytest.fixture
def office(first_office: Office, tmp_path: Path) -> Office:
    """Copies for one test."""
    shutil.copytree(first_office.seeds, tmp_path / "seeds")
    shutil.copytree(first_office.output, tmp_path / "output", symlinks=True)
    return Office(tmp_path / "seeds", tmp_path / "output", first_office.last, first_office.undisturbed)


@pytest.fixture
def completes(build: Build, office: Office) -> Callable[[], bool]:
    """Run the next build; whether it makes what an undisturbed one makes, and leaves nothing behind."""

    def run() -> bool:
        build(office.seeds, office.output)
        left = [*office.output.rglob("*.partial"), *office.output.glob("cache/work")]
        return digests(office.output) == office.undisturbed and not left

    return run
