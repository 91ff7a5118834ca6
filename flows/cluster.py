"""Extraction on a Dask cluster: shards go there and their rows come back through Dask itself.

The workers need Dateline of the same version and nothing else: no shared disk, no store.  A worker that is lost costs
its shard a second try elsewhere.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed

from flows.pool import WorkerPool
from flows.progress import ShardProgress
from transforms.steps import PackedShard, extract_packed, halve_shard, keep_packed, refuse_shard

try:
    from distributed.scheduler import KilledWorker
    from prefect_dask.task_runners import DaskTaskRunner
except ImportError as missing:
    raise ModuleNotFoundError(
        f"a cluster needs the package {missing.name}: install Dateline as dateline[cluster]", name=missing.name
    ) from None


Extract = Callable[[bytes], PackedShard]
MOST_SENT = 256  # shards with the cluster or on their way, 64 MB: enough for a hundred cores, and no more in memory


class OtherVersion(RuntimeError):
    """The cluster runs other code, lexicons or another model than this machine."""


@task(name="extract shard", task_run_name="extract {name}", tags=["shard"], cache_policy=NO_CACHE, persist_result=False)
def extract_remotely(extract: Extract, name: str, spooled: bytes) -> PackedShard:
    """Extract one shard wherever Dask runs this; Dask runs it again where that worker was lost."""
    return extract(spooled)


def _keep(packed: PackedShard, shard: Path, fingerprint: str) -> int:
    if packed.fingerprint != fingerprint:
        raise OtherVersion("the cluster's workers run another version of Dateline; install this one there")
    keep_packed(packed, shard)
    return packed.articles


@flow(name="extract on cluster", persist_result=False, validate_parameters=False)
def extract_on_cluster(extract: Extract, shards: list[Path], articles: int, store: Path) -> tuple[list[Path], int]:
    """Extract shards, which hold so many articles, and keep their rows as folders in `store`.

    Returns the shards that cost worker after worker, and how many articles they hold.  Raises OtherVersion.
    """
    waiting, sent, lost = deque(shards), dict[PrefectFuture[PackedShard], Path](), []
    with ShardProgress(articles) as progress:
        while waiting or sent:
            while waiting and len(sent) < MOST_SENT:
                path = waiting.popleft()
                sent[extract_remotely.submit(extract, path.stem, path.read_bytes())] = path
            future = next(as_completed(list(sent)))
            path = sent.pop(future)
            try:
                done = _keep(future.result(), store / path.stem, store.name)
            except KilledWorker:
                lost.append(path)
            else:
                articles -= done
                progress.advance(done)
    return lost, articles


def extract_shards(
    pool: WorkerPool,
    shards: list[Path],
    articles: int,
    store: Path,
    scheduler: str,
    extract: Extract = extract_packed,
) -> None:
    """Extract all shards, which hold so many articles, on the cluster whose scheduler has this address.

    A shard that costs worker after worker is halved until the article that does it stands alone; that one is refused.
    Raises OtherVersion.
    """
    runner: Any = DaskTaskRunner(address=scheduler)  # Prefect's annotations take no runner of futures of its own kind
    flow_there = extract_on_cluster.with_options(task_runner=runner)
    while shards:
        lost, articles = flow_there(extract, shards, articles, store)
        shards = []
        for path in lost:
            shards += (halves := pool.run(halve_shard, path))
            articles -= 0 if halves else pool.run(refuse_shard, path, store / path.stem)
