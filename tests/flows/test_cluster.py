"""Extraction on a real Dask cluster of two worker processes: lost workers and lost articles cost what they must."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster

from flows.cluster import OtherVersion, extract_shards
from flows.pool import WorkerPool
from tests.flows.hazards import POISON, killed_remotely_by_one_article, of_another_version
from tests.flows.newsroom import write_articles
from tests.flows.test_build import digests
from tests.flows.test_extract import articles
from tests.releases import SEEDS
from tests.running import DATELINE, Build
from transforms.spool import write_articles as spool_articles
from transforms.steps import store_of
from transforms.tables.rows import article_key
from transforms.tables.store import Store


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A scheduler here, and two worker processes that are started again where they are killed."""
    busy = {"distributed.comm.timeouts.connect": "240s"}  # as a machine may be
    quick = {"distributed.scheduler.allowed-failures": 1}  # to give up what kills its workers
    with (
        dask.config.set(busy | quick),
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
    ):
        yield cluster


def test_a_worker_killed_midway_changes_no_byte_of_the_release(
    build: Build, cluster: LocalCluster, server_environment: dict[str, str], tmp_path: Path
) -> None:
    seeds, here, there = tmp_path / "seeds", tmp_path / "here", tmp_path / "there"
    shutil.copytree(SEEDS, seeds)
    write_articles(seeds, 40)
    command = [DATELINE, "build", "--seeds", str(seeds), "--output", str(there), "--shard-characters", "10000"]
    command += ["--cluster", cluster.scheduler_address]
    run = subprocess.Popen(command, env=server_environment, stderr=subprocess.PIPE, text=True)
    assert run.stderr is not None
    assert run.stderr.readline().startswith("extracted ")  # some shards are done, others are not
    os.kill(cluster.workers[0].process.pid, signal.SIGKILL)
    _, told = run.communicate()
    assert run.returncode == 0, told
    assert "extracted 41 of 41 articles" in told
    build(seeds, here)
    assert digests(there) == digests(here)


@pytest.mark.usefixtures("prefect_here")
def test_a_cluster_of_another_version_is_refused(cluster: LocalCluster, tmp_path: Path) -> None:
    shard = spool_articles(articles("The mayor spoke."), tmp_path)
    with WorkerPool(1) as pool, pytest.raises(OtherVersion, match="install this one there"):
        extract_shards(pool, [shard], 1, store_of(tmp_path), cluster.scheduler_address, of_another_version)


@pytest.mark.usefixtures("prefect_here")
def test_an_article_that_kills_every_worker_is_refused_alone(cluster: LocalCluster, tmp_path: Path) -> None:
    found, store = articles("The mayor spoke.", f"The {POISON} worked."), Store(store_of(tmp_path))
    shard = spool_articles(found, tmp_path)
    with WorkerPool(1) as pool:
        extract_shards(pool, [shard], 2, store.folder, cluster.scheduler_address, killed_remotely_by_one_article)
    frames, rejects = store.load([article_key(article) for article in found])
    assert frames["documents"]["source_id"].to_list() == ["0"]
    assert [(reject.source_id, reject.reason, reject.severity) for reject in rejects] == [("1", "failed", "rejected")]
