"""The steps of a build, each run in a worker process.

They import what they need themselves: the process that directs them needs none of it, and stays small and quick to
start.  What goes from step to step is files in a work folder, and what the functions take and return.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.read.source import Limits
    from transforms.read.spooled import Spooled
    from transforms.tables.handover import Outcome, Release, WrittenPart
    from transforms.tables.parts import Part

ONE_AT_A_TIME = threading.Lock()
FAILURES = "failures"  # folder of the work folder: rows that broke a check


@dataclass(frozen=True, slots=True)
class Plan:
    """How a release is made: parts yet to be written, parts that are there, and what checks found so far."""

    to_write: list[Path]  # files of parts, see `write_part`
    written: list[WrittenPart]
    outcomes: list[Outcome]


@dataclass(frozen=True, slots=True)
class PackedShard:
    """The rows of a shard as bytes, with how many articles they are of and what code made them."""

    articles: int
    fingerprint: str
    rows: bytes


def warm_up() -> None:
    """Import what the other steps need."""
    import transforms.pipeline
    import transforms.spool
    import transforms.tables.parts  # noqa: F401


def store_of(output: Path) -> Path:
    """Where the rows of extracted articles are kept for this code, its lexicons and its model."""
    from transforms.version import fingerprint

    return output / "cache" / fingerprint()


def clear_away(output: Path) -> None:
    """Drop what only the run that has just ended could use; nobody else may be writing to `output`."""
    import shutil

    from transforms.tables.handover import PARTIAL

    for folder in (output / "cache" / "work", output / "releases" / PARTIAL):
        shutil.rmtree(folder, ignore_errors=True)


@cache
def load_model() -> None:
    """Load the model and the lexicons, which an article brings all into memory."""
    from transforms.pipeline import extract_all
    from transforms.read.article import Article

    text = "“We met 27 people in Paris on Sunday,” Jane Roe, the mayor of Calais, told reporters."
    extract_all([Article("example.txt", "example", "txt", "0" * 64, text)])


def read_seeds(
    seeds: Path | str, limits: Limits, output: Path, work: Path, shard_characters: int, max_seconds: int
) -> Spooled:
    """Read every seed; spool the articles that no earlier run has extracted, a file a shard, in `work`.

    An article that took too long for an earlier run, which gave it less than `max_seconds`, is tried again.
    """
    from transforms.spool import spool
    from transforms.tables.disk import remove
    from transforms.tables.store import Store

    store = Store(store_of(output))
    store.drop_broken()
    if work.exists():
        remove(work)
    store.drop_hasty(max_seconds)
    return spool(seeds, limits, store.article_keys(), work, shard_characters)


def extract_shard(spooled: Path, shard: Path) -> int:
    """Extract the articles spooled in a file, keep their rows as the folder `shard`; how many articles those were."""
    from transforms.pipeline import extract_shard

    return extract_shard(spooled, shard)


def extract_packed(spooled: bytes) -> PackedShard:
    """Extract the articles of a spooled file that came as bytes; their rows as bytes.

    One at a time in a process: the model is not made for threads.
    """
    import tempfile

    from transforms.pipeline import extract_shard
    from transforms.tables.store import pack
    from transforms.version import fingerprint

    with ONE_AT_A_TIME, tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spooled.parquet"
        path.write_bytes(spooled)
        articles = extract_shard(path, Path(folder) / "shard")
        return PackedShard(articles, fingerprint(), pack(Path(folder) / "shard"))


def keep_packed(packed: PackedShard, shard: Path) -> None:
    """Keep the rows of a shard that was extracted elsewhere as the folder `shard`."""
    from transforms.tables.store import unpack

    unpack(packed.rows, shard)


def halve_shard(spooled: Path) -> list[Path]:
    """Split a file of spooled articles into two beside it; none where it holds one article only."""
    from transforms.spool import halve

    return halve(spooled)


def refuse_shard(spooled: Path, shard: Path, max_seconds: int | None = None) -> int:
    """Refuse the articles spooled in a file, which no worker process survives, or in that time; how many those were."""
    from transforms.pipeline import refuse_shard

    return refuse_shard(spooled, shard, max_seconds)


def find_unchanged(spooled: Spooled, output: Path) -> Release | None:
    """The current release, where it holds these articles and refusals already."""
    from transforms.tables.release import unchanged

    return unchanged(output, spooled.inputs_sha256(), spooled.seeds)


def find_copies(article_keys: Sequence[int], output: Path, work: Path) -> Path:
    """Tell which articles are copies of which; the file that says so."""
    from transforms.tables.duplicates import find_duplicates
    from transforms.tables.store import Store

    path = work / "copies.arrow"
    find_duplicates(Store(store_of(output)).scan(article_keys)["documents"]).write_ipc(path)
    return path


def link_reports(article_keys: Sequence[int], output: Path, work: Path) -> Path:
    """Tell which actors and incidents of several articles are one; the folder that says so."""
    from transforms.tables.linking import link_reports
    from transforms.tables.store import Store

    folder = work / "reports"
    link_reports(Store(store_of(output)).scan(article_keys)).write(folder)
    return folder


def plan_release(copies: Path, reports: Path, spooled: Spooled, output: Path, work: Path) -> Plan:
    """Write the rows of no one article, take over the parts that have not changed."""
    import polars as pl

    from transforms.tables.checks import check_shared, outcomes_of
    from transforms.tables.collection import shared_tables
    from transforms.tables.linking import Reports, dates_of, links_of
    from transforms.tables.parts import SHARED, parts_of
    from transforms.tables.release import begin, current_manifest, reuse_part, write_part
    from transforms.tables.store import Store, failures

    local, found = Store(store_of(output)).scan(spooled.article_keys), Reports.read(reports)
    shared = shared_tables(found.tables, [*spooled.rejects, *failures(local)])
    partial, last = begin(output), current_manifest(output)
    outcomes = outcomes_of(check_shared(shared), work / FAILURES, SHARED)
    written = [write_part(shared, partial, SHARED, "")]
    dates = dates_of(local["documents"])
    to_write = []
    for part in parts_of(dates, links_of(dates, pl.read_ipc(copies), found)):
        reused = reuse_part(output, last, partial, part.name, part.digest)
        if reused is not None:
            written.append(reused)
        else:
            to_write.append(_put_down(part, work))
    return Plan(to_write, written, outcomes)


def _put_down(part: Part, work: Path) -> Path:
    import pickle

    path = work / f"part-{part.name}.pickle"
    path.write_bytes(pickle.dumps(part))
    return path


def write_part(planned: Path, output: Path) -> tuple[WrittenPart, list[Outcome]]:
    """Load, complete, check and write the rows of one part that a plan names."""
    import pickle

    from transforms.tables.checks import check_part, outcomes_of
    from transforms.tables.collection import part_tables
    from transforms.tables.release import partial_of, write_part
    from transforms.tables.store import Store

    part: Part = pickle.loads(planned.read_bytes())  # of this run's own making
    local, _ = Store(store_of(output)).load(part.article_keys)
    frames = part_tables(local, part.links)
    outcomes = outcomes_of(check_part(frames), planned.parent / FAILURES, part.name)
    return write_part(frames, partial_of(output), part.name, part.digest), outcomes


def check_across(seen: int, output: Path, work: Path) -> tuple[list[Outcome], dict[str, float], dict[str, float]]:
    """Check what needs all parts, made of `seen` inputs; also what is measured of this release and was of the last."""
    from transforms.tables.checks import check_across, outcomes_of
    from transforms.tables.drift import measures
    from transforms.tables.release import current_manifest, partial_of, scans_of

    scans = scans_of(partial_of(output))
    outcomes = outcomes_of(check_across(scans, seen), work / FAILURES, "across")
    return outcomes, measures(scans), (current_manifest(output) or {}).get("measures", {})


def publish(
    parts: list[WrittenPart],
    measured: dict[str, float],
    spooled: Spooled,
    output: Path,
    keep: int,
) -> tuple[Release, str]:
    """Make the parts the current release, and keep so many on disk; the release and its summary."""
    from transforms.report.pages import SUMMARY, pages_of
    from transforms.tables.checks import checks_table
    from transforms.tables.handover import CHECKS
    from transforms.tables.release import partial_of, publish, rows_of, scans_of, write_part
    from transforms.tables.store import Store

    folder = partial_of(output)
    parts = [*parts, write_part({CHECKS: checks_table(rows_of(parts))}, folder, CHECKS, "")]
    pages = pages_of(scans_of(folder), output / "page")
    release = publish(parts, output, spooled.seeds, spooled.inputs_sha256(), pages, measured=measured, keep=keep)
    Store(store_of(output)).prune(spooled.article_keys)
    return release, pages[SUMMARY]


def deliver(release: Path, url: str) -> int:
    """Copy a release to a URL; the number of files sent, none where the release there is this one already."""
    from transforms.tables.remote import deliver

    return deliver(release, url)
