"""The build flow: seeds -> articles -> shards of rows -> links -> parts of tables -> checks -> one atomic release."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.exceptions import TerminationSignal
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.tasks import Task

from flows.assets import key_of, tell_rows
from flows.extract import extract_shards
from flows.faults import STANDS
from flows.pool import WorkerDied, WorkerPool
from flows.server import ensure_server, is_of_server, lost
from flows.settings import LOCK, Settings
from flows.stopping import MESSAGE, exit_code, leave_soon
from flows.terminal import EXIT_FAULT
from transforms import steps
from transforms.read.spooled import Spooled
from transforms.tables.drift import Drift, drifts
from transforms.tables.handover import CHECKS, Outcome, Release, WrittenPart, by_table, keep_failures, merged

RETRIES = 2
MANY = 2_000  # articles parsed, after which links and tables are made without the model in memory


class OutputBusy(RuntimeError):
    """Another build holds the output folder."""


class ReleaseRefused(RuntimeError):
    """A check failed; the rows that broke it lie in `folder`, and the last release stands."""

    def __init__(self, message: str, folder: Path) -> None:
        super().__init__(message)
        self.folder = folder


class ReleaseDrifted(RuntimeError):
    """The release differs from the last one by more than the settings allow; the last one stands."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did, for people and scripts."""

    release: Release
    parsed: int  # articles parsed by this run
    reused: int  # articles whose rows an earlier run had already extracted
    seconds: float


def _machine_failed(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), OSError | WorkerDied)


# Tried again where the disk failed or the worker was killed.
STEADY: dict[str, Any] = {
    "retries": RETRIES,
    "retry_delay_seconds": 1,
    "retry_condition_fn": _machine_failed,
    "cache_policy": NO_CACHE,
    "persist_result": False,
}


@task(name="read seeds", tags=["stage"], **STEADY)
def read_stage(pool: WorkerPool, settings: Settings, work: Path) -> Spooled:
    """Read every seed; spool the articles that no earlier run has extracted, a file a shard."""
    limits, most = settings.limits, settings.shard_characters
    return pool.run(steps.read_seeds, settings.seeds, limits, settings.output, work, most, settings.max_seconds)


@task(name="compare with the last release", tags=["stage"], **STEADY)
def compare_stage(pool: WorkerPool, spooled: Spooled, output: Path) -> Release | None:
    """The current release, where it holds these articles already."""
    return pool.run(steps.find_unchanged, spooled, output)


@task(name="find copies", tags=["stage"], **STEADY)
def copies_stage(pool: WorkerPool, spooled: Spooled, output: Path, work: Path) -> Path:
    """Tell which articles print the same text."""
    return pool.run(steps.find_copies, spooled.article_keys, output, work)


@task(name="link reports", tags=["stage"], **STEADY)
def link_stage(pool: WorkerPool, spooled: Spooled, output: Path, work: Path) -> Path:
    """Tell which actors and incidents of several articles are one."""
    return pool.run(steps.link_reports, spooled.article_keys, output, work)


@task(name="plan release", tags=["stage"], **STEADY)
def plan_stage(pool: WorkerPool, copies: Path, reports: Path, spooled: Spooled, output: Path, work: Path) -> steps.Plan:
    """Tell which parts of the release change; write what is of no one article."""
    return pool.run(steps.plan_release, copies, reports, spooled, output, work)


@task(name="write part", task_run_name="write {planned.stem}", tags=["stage"], **STEADY)
def write_stage(pool: WorkerPool, planned: Path, output: Path) -> tuple[WrittenPart, list[Outcome]]:
    """Write the tables of one part of the release, checked."""
    return pool.run(steps.write_part, planned, output)


@task(name="check release", tags=["stage"], **STEADY)
def check_stage(
    pool: WorkerPool, spooled: Spooled, output: Path, work: Path
) -> tuple[list[Outcome], dict[str, float], dict[str, float]]:
    """Check what needs all parts of the release: keys, references, counts; measure what may have drifted."""
    return pool.run(steps.check_across, spooled.seen(), output, work)


# Its assets are told where it is called: they lie where the settings say.
@materialize("dateline://tables", name="publish release", tags=["stage"], **STEADY)
def publish_stage(
    pool: WorkerPool,
    parts: list[WrittenPart],
    measured: dict[str, float],
    spooled: Spooled,
    settings: Settings,
) -> tuple[Release, str]:
    """Swap the release in, beside the last one; the release and its summary."""
    release, summary = pool.run(steps.publish, parts, measured, spooled, settings.output, settings.keep_releases)
    tell_rows(settings.output, release.release_id, release.rows)
    return release, summary


@task(name="deliver release", tags=["stage"], **STEADY)
def deliver_stage(pool: WorkerPool, release: Path, url: str) -> int:
    """Copy the release to where `output` names a URL."""
    return pool.run(steps.deliver, release, url)


def _refuse(outcomes: list[Outcome], settings: Settings, work: Path) -> None:
    failed = [one for one in outcomes if not one.passed]
    if failed:
        folder = settings.output / "failed" / f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
        keep_failures(failed, work / steps.FAILURES, folder)
        worst = "; ".join(f"{one.table}: {one.check} ({one.broken} rows)" for one in failed[:3])
        raise ReleaseRefused(f"{len(failed)} of {len(outcomes)} checks failed ({worst})", folder)


def _tell_drift(found: list[Drift], settings: Settings) -> None:
    """Say what has moved beyond its bound since the last release.  Raises ReleaseDrifted where settings have it so."""
    if not found:
        return
    rows = [{"measure": one.measure, "before": one.before, "now": one.now} for one in found]
    create_table_artifact(key="release-drift", table=rows, description=f"Moved by more than {settings.drift_bound:.0%}")
    told = f"drift by more than {settings.drift_bound:.0%}: {'; '.join(map(str, found))}"
    if settings.drift == "refuse":
        raise ReleaseDrifted(told)
    print(f"dateline: {told}", file=sys.stderr, flush=True)


def _release(pool: WorkerPool, spooled: Spooled, settings: Settings, work: Path) -> Release:
    output = settings.output
    linking = [stage.submit(pool, spooled, output, work) for stage in (link_stage, copies_stage)]
    reports, copies = (future.result() for future in linking)
    plan = plan_stage(pool, copies, reports, spooled, output, work)
    written = [future.result() for future in [write_stage.submit(pool, part, output) for part in plan.to_write]]
    parts = [*plan.written, *(part for part, _ in written)]
    across, measured, before = check_stage(pool, spooled, output, work)
    outcomes = merged([*plan.outcomes, *(one for _, own in written for one in own), *across])
    create_table_artifact(key="release-checks", table=by_table(outcomes), description="Checks of this release")
    _refuse(outcomes, settings, work)
    _tell_drift(drifts(before, measured, settings.drift_bound), settings)
    tables = sorted({table for part in parts for table in part.tables} | {CHECKS})
    publishing = publish_stage.with_options(
        assets=[key_of(output, table) for table in tables], asset_deps=[key_of(settings.seeds)]
    )
    release, summary = publishing(pool, parts, measured, spooled, settings)
    create_markdown_artifact(key="release-summary", markdown=summary, description=f"Release {release.release_id}")
    return release


def _extract(pool: WorkerPool, spooled: Spooled, settings: Settings) -> None:
    store = steps.store_of(settings.output)
    if settings.cluster is None:
        extract_shards(pool, spooled.shards, spooled.new_articles, store, settings.max_seconds)
    else:
        from flows import cluster  # an extra that most installations lack

        cluster.extract_shards(pool, spooled.shards, spooled.new_articles, store, settings.cluster)


def _build(pool: WorkerPool, settings: Settings) -> Summary:
    started = time.monotonic()
    work = settings.output / "cache" / "work"
    spooled = read_stage(pool, settings, work)
    parsed = spooled.new_articles
    if spooled.shards:
        _extract(pool, spooled, settings)
    if parsed > MANY:
        pool.renew()
    release = None if spooled.shards else compare_stage(pool, spooled, settings.output)
    release = release or _release(pool, spooled, settings, work)
    if settings.deliver_to is not None:
        deliver_stage(pool, release.folder, settings.deliver_to)
    summary = Summary(release, parsed, len(spooled.article_keys) - parsed, time.monotonic() - started)
    _tell_summary(summary)
    return summary


def _tell_summary(summary: Summary) -> None:
    """Leave on the server what this run did, also where nothing changed."""
    release, told = summary.release, {"articles parsed": summary.parsed, "articles re-used": summary.reused}
    rows = [{"what": what, "how many": number} for what, number in (told | dict(release.rows)).items()]
    kind = "New release" if release.is_new else "Nothing changed since release"
    create_table_artifact(key="build-summary", table=rows, description=f"{kind} {release.release_id}")


@contextmanager
def _cleared(output: Path) -> Iterator[None]:
    """Leave nothing behind that no later run uses: where a disk is full, it would stay so."""
    try:
        yield
    finally:
        steps.clear_away(output)


@contextmanager
def _workers(settings: Settings) -> Iterator[WorkerPool]:
    """The pool that this process has begun to warm up, else one for this flow run alone."""
    if (pool := WorkerPool.ready.get()) is not None:
        try:
            yield pool
        except BaseException:
            pool.stop()  # before Prefect waits for the tasks that wait for it
            raise
    else:
        with WorkerPool(settings.workers) as pool:
            yield pool


@flow(name="build", persist_result=False, validate_parameters=False)
def build(settings: Settings | dict[str, Any] | None = None) -> Summary:
    """Build one release of `settings.output` from `settings.seeds`.

    A deployment hands the settings over by name and value; those not named are as the environment has them.  Raises
    OutputBusy where another build holds the output folder, and ReleaseRefused where a check fails.
    """
    settings = settings if isinstance(settings, Settings) else Settings(**settings or {})
    settings.output.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(settings.output / LOCK, timeout=0), _cleared(settings.output), _workers(settings) as pool:
            return _build(pool, settings)
    except (KeyboardInterrupt, TerminationSignal) as stop:
        leave_soon(MESSAGE, exit_code(stop))
        raise
    except Timeout:
        raise OutputBusy(
            f"another build is writing to {settings.output}; wait for it to end, or name another --output"
        ) from None
    except Exception as fault:
        if is_of_server(fault):
            leave_soon(f"{lost(fault)}; {STANDS}", EXIT_FAULT)
        raise


def run(settings: Settings) -> Summary:
    """Run the build flow.

    There are two threads a worker: while one tells the server how its task has ended, the other has one for the worker.
    """
    ensure_server()
    # Any: Prefect's annotations take no runner of futures of a concrete kind
    threads: Any = ThreadPoolTaskRunner(max_workers=2 * settings.workers)
    return build.with_options(task_runner=threads)(settings)
