"""The build flow: seeds -> articles -> shards of rows -> tables -> checks -> one atomic release."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
from filelock import FileLock, Timeout
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.exceptions import TerminationSignal
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from flows.extract import extract_shards
from flows.server import ensure_server
from flows.settings import Settings
from flows.stopping import leave_soon
from transforms.read.article import Reject
from transforms.spool import Spooled, spool
from transforms.tables.checks import Check, check_release
from transforms.tables.collection import assemble
from transforms.tables.release import Release, publish, write_failures
from transforms.tables.report import checks_by_table, markdown_report
from transforms.tables.store import Store
from transforms.version import fingerprint

RETRIES = 2


class OutputBusy(RuntimeError):
    """Another build holds the output folder."""


class ReleaseRefused(RuntimeError):
    """A check failed; the rows that broke it lie in `folder`, and the last release stands."""

    def __init__(self, message: str, folder: Path) -> None:
        super().__init__(message)
        self.folder = folder


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did, for people and scripts."""

    release: Release
    parsed: int  # articles parsed by this run
    reused: int  # articles whose rows an earlier run had already extracted
    seconds: float


def _disk_failed(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), OSError)


@task(name="read seeds", tags=["stage"], cache_policy=NO_CACHE, persist_result=False)
def read_stage(settings: Settings, store: Store, work: Path) -> Spooled:
    """Read every seed; spool the articles that no earlier run has extracted, a file a shard."""
    shutil.rmtree(work, ignore_errors=True)
    store.drop_broken()
    return spool(settings.seeds, settings.limits, store.article_keys(), work, settings.shard_characters)


@task(name="assemble tables", tags=["stage"], cache_policy=NO_CACHE, persist_result=False)
def assemble_stage(store: Store, article_keys: list[int], rejects: list[Reject]) -> dict[str, pl.DataFrame]:
    """Load the rows of all articles and take the steps that need all of them."""
    local, failed = store.load(article_keys)
    return assemble(local, [*rejects, *failed])


@task(name="check release", tags=["stage"], cache_policy=NO_CACHE, persist_result=False)
def check_stage(frames: dict[str, pl.DataFrame]) -> list[Check]:
    """Check the whole release: schemas, keys, references, offsets, parents, dates."""
    return check_release(frames)


@task(
    name="publish release",
    tags=["stage"],
    retries=RETRIES,
    retry_delay_seconds=1,
    retry_condition_fn=_disk_failed,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def publish_stage(
    frames: dict[str, pl.DataFrame], settings: Settings, seeds: list[dict[str, Any]], report: str
) -> Release:
    """Write the release beside the last one and swap it in; tried again where the disk failed."""
    return publish(frames, settings.output, seeds, report)


def _refuse(checks: list[Check], output: Path) -> None:
    failed = [check for check in checks if not check.passed]
    if failed:
        folder = write_failures(failed, output)
        worst = "; ".join(f"{check.table}: {check.name} ({check.failures.height} rows)" for check in failed[:3])
        raise ReleaseRefused(f"{len(failed)} of {len(checks)} checks failed ({worst})", folder)


def _build(settings: Settings) -> Summary:
    started = time.monotonic()
    store = Store(settings.output / "cache" / fingerprint())
    work = settings.output / "cache" / "work"
    spooled = read_stage(settings, store, work)
    if spooled.shards:
        extract_shards(spooled.shards, spooled.new_articles, store.folder, settings.workers)
    frames = assemble_stage(store, spooled.article_keys, spooled.rejects)
    checks = check_stage(frames)
    report = markdown_report(frames, checks)
    create_table_artifact(key="release-checks", table=checks_by_table(checks), description="Checks of this release")
    _refuse(checks, settings.output)
    release = publish_stage(frames, settings, spooled.seeds, report)
    create_markdown_artifact(key="release-summary", markdown=report, description=f"Release {release.release_id}")
    store.prune(spooled.article_keys)
    parsed = spooled.new_articles
    return Summary(release, parsed, len(spooled.article_keys) - parsed, time.monotonic() - started)


@flow(name="build", persist_result=False, validate_parameters=False)
def build(settings: Settings | None = None) -> Summary:
    """Build one release of `settings.output` from `settings.seeds`.

    Raises OutputBusy where another build holds the output folder, and ReleaseRefused where a check fails.
    """
    settings = settings or Settings()
    settings.output.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.output / ".lock", timeout=0):
            return _build(settings)
    except (KeyboardInterrupt, TerminationSignal) as stop:
        leave_soon(stop)
        raise
    except Timeout:
        raise OutputBusy(
            f"another build is writing to {settings.output}; wait for it to end, or name another --output"
        ) from None


def run(settings: Settings) -> Summary:
    """Run the build flow with as many threads as there are workers to wait for."""
    ensure_server()
    # Any: Prefect's annotations take no runner of futures of a concrete kind
    threads: Any = ThreadPoolTaskRunner(max_workers=settings.workers)
    return build.with_options(task_runner=threads)(settings)
