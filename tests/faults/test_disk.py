"""A full disk: the last release stands, one line says which file and what to do, and the next build is as any other.

What fills up here is the size that a file may have (RLIMIT_FSIZE), which any user can set; `make faults` fills disks.
"""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from flows.faults import told
from tests.faults.conftest import ARTICLES, Office
from tests.running import Build, Run


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file of this process and of those that it starts may grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


CASES = (
    ("spooled articles", 1_000, "cache/work/"),
    ("kept rows", 6_000, "cache/"),
)


@pytest.mark.parametrize(("what", "size", "place"), CASES)
def test_no_room_for_new_articles(
    office: Office, build_apart: Build, completes: Callable[[], bool], what: str, size: int, place: str
) -> None:
    new = office.seeds / "new.txt"
    new.write_text(ARTICLES["quay.txt"].replace("2022-03-03", "2022-04-04"), "utf-8")
    with largest_file(size), pytest.raises(OSError) as raised:
        build_apart(office.seeds, office.output)
    line = told(raised.value, "")
    assert line.startswith(f"{office.output}/{place}"), what
    assert line.endswith("File too large; raise the limit of file sizes (ulimit -f), and try again")
    assert office.stands()
    new.unlink()
    assert completes()


RELEASE_CASES = (
    (3_000, "actors/shared.parquet"),
    (8_000, "/2022-03.parquet"),
)


@pytest.mark.parametrize(("size", "place"), RELEASE_CASES)
def test_no_room_for_the_release(
    office: Office, build_apart: Build, completes: Callable[[], bool], size: int, place: str
) -> None:
    with largest_file(size), pytest.raises(OSError) as raised:
        build_apart(office.seeds, office.output)
    where = told(raised.value, "").partition(": ")[0]
    assert where.startswith(f"{office.output}/releases/new.partial/")
    assert where.endswith(place)
    assert office.stands()
    assert not list(office.output.rglob("*.partial"))
    assert completes()


def test_the_command_says_it_in_one_line(office: Office, dateline: Run, completes: Callable[[], bool]) -> None:
    with largest_file(200_000):
        run = dateline("build", *office.options())
    assert run.returncode == 4
    assert run.stderr.startswith(f"dateline: {office.output}/releases/new.partial/report/index.html: File too large;")
    assert run.stderr.endswith("and try again; the last release stands\n")
    assert run.stderr.count("\n") == 1
    assert office.stands()
    assert completes()
