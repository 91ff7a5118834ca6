"""A worker process that has no memory left costs a retry; an article that no worker has memory for costs itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from prefect import flow

from flows.extract import extract_shards
from flows.pool import WorkerDied, WorkerPool
from tests.faults.memory import HUNGRY, extract_hungry, take_much
from transforms.read.article import Article
from transforms.spool import write_articles
from transforms.tables.rows import article_key
from transforms.tables.store import Store


def test_a_step_without_memory_is_the_worker_s_fault() -> None:
    with WorkerPool(1) as pool:
        with pytest.raises(WorkerDied, match="out of memory"):
            pool.run(take_much)
        assert pool.run(abs, -1) == 1


@pytest.mark.usefixtures("prefect_here")
def test_an_article_that_no_worker_has_memory_for_is_refused(tmp_path: Path) -> None:
    article = Article("1.txt", "1", "txt", "0" * 64, f"The {HUNGRY} mayor spoke. " * 200)
    store = Store(tmp_path / "store")

    @flow(name="extract")
    def extract() -> None:
        with WorkerPool(1) as pool:
            extract_shards(pool, [write_articles([article], tmp_path)], 1, store.folder, 60, extract_hungry)

    extract()
    frames, rejects = store.load([article_key(article)])
    assert frames["documents"].is_empty()
    assert [(reject.source_id, reject.reason, "out of memory" in reject.detail) for reject in rejects] == [
        ("1", "failed", True)
    ]
