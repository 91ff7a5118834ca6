"""The shard tasks of a build: each extracts one shard in a worker process, whatever happens to that process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from prefect import task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.futures import as_completed
from prefect.tasks import Task

from flows.pool import TooSlow, WorkerDied, WorkerPool, within
from flows.progress import ShardProgress
from transforms.steps import extract_shard, halve_shard, refuse_shard

RETRIES = 2
Extract = Callable[[Path, Path], int]


def _worker_died(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    fault = state.result(raise_on_failure=False)
    return isinstance(fault, WorkerDied) and not isinstance(fault, TooSlow)  # who was slow once is slow again


@task(
    name="extract shard",
    task_run_name="extract {spooled.stem}",
    tags=["shard"],
    retries=RETRIES,
    retry_condition_fn=_worker_died,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def extract_stage(pool: WorkerPool, extract: Extract, spooled: Path, shard: Path, max_seconds: int) -> int:
    """Extract one shard in a worker process; tried again where that worker was killed."""
    return pool.run(within, max_seconds, extract, spooled, shard)


def extract_shards(
    pool: WorkerPool,
    shards: list[Path],
    articles: int,
    store: Path,
    max_seconds: int,
    extract: Extract = extract_shard,
) -> None:
    """Extract all shards, which hold so many articles, and keep their rows as folders in `store`.

    A shard that kills its worker at every try, or takes longer than one article may, is halved, and halved again, until
    the article that does it stands alone; that article is refused.
    """
    with ShardProgress(articles) as progress:
        stage = extract_stage
        while shards:
            futures = {stage.submit(pool, extract, path, store / path.stem, max_seconds): path for path in shards}
            shards = []
            for future in as_completed(list(futures)):
                try:
                    progress.advance(future.result())
                except WorkerDied as fault:
                    path = futures[future]
                    shards += (halves := pool.run(halve_shard, path))
                    slow = max_seconds if isinstance(fault, TooSlow) else None
                    progress.advance(0 if halves else pool.run(refuse_shard, path, store / path.stem, slow))
            stage = extract_stage.with_options(retries=0)  # to be halved is another try
