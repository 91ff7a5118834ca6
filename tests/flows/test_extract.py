"""A worker process that dies costs a retry; an article that kills every worker or takes too long costs itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from prefect import flow

from flows.extract import Extract, extract_shards
from flows.pool import WorkerPool
from tests.flows.hazards import (
    POISON,
    endless_for_one_article,
    killed_by_one_article,
    killed_the_first_time,
    waiting_for_one_article,
)
from transforms.read.article import Article
from transforms.spool import write_articles
from transforms.tables.rows import article_key
from transforms.tables.store import Store

pytestmark = pytest.mark.usefixtures("prefect_here")


def extract(shards: list[Path], store: Store, extraction: Extract, max_seconds: int = 60) -> None:
    @flow(name="extract")
    def extract_in_a_flow() -> None:
        with WorkerPool(2) as pool:
            extract_shards(pool, shards, 3, store.folder, max_seconds, extraction)

    extract_in_a_flow()


def articles(*texts: str) -> list[Article]:
    return [Article(f"{number}.txt", f"{number}", "txt", "0" * 64, text) for number, text in enumerate(texts)]


def test_a_killed_worker_costs_a_retry(tmp_path: Path) -> None:
    store, [article] = Store(tmp_path / "store"), articles("The mayor spoke.")
    extract([write_articles([article], tmp_path)], store, killed_the_first_time)
    frames, rejects = store.load([article_key(article)])
    assert frames["documents"]["source_id"].to_list() == ["0"]
    assert rejects == []


def test_an_article_that_kills_every_worker_is_refused_alone(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    found = articles(f"The {POISON} worked.", "The minister left.")
    extract([write_articles(found, tmp_path)], store, killed_by_one_article)
    frames, rejects = store.load([article_key(article) for article in found])
    assert frames["documents"]["source_id"].to_list() == ["1"]
    assert [(reject.source_id, reject.reason, reject.severity) for reject in rejects] == [("0", "failed", "rejected")]
    assert "out of memory" in rejects[0].detail
    assert store.article_keys() == {article_key(article) for article in found}


@pytest.mark.parametrize("extraction", [endless_for_one_article, waiting_for_one_article])
def test_an_article_that_takes_too_long_is_refused_alone(tmp_path: Path, extraction: Extract) -> None:
    store = Store(tmp_path / "store")
    found = articles("The mayor spoke.", f"The {POISON} worked.")
    extract([write_articles(found, tmp_path)], store, extraction, max_seconds=1)
    frames, rejects = store.load([article_key(article) for article in found])
    assert frames["documents"]["source_id"].to_list() == ["0"]
    assert [(reject.source_id, reject.reason, reject.severity) for reject in rejects] == [("1", "too_slow", "rejected")]
    assert "1 seconds (--max-seconds)" in rejects[0].detail
    store.drop_hasty(1)
    assert store.article_keys() == {article_key(article) for article in found}


def test_what_took_too_long_is_tried_again_where_it_is_given_more_time(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    found = articles(f"The {POISON} worked.", "The mayor spoke.")
    extract([write_articles([one], tmp_path) for one in found], store, endless_for_one_article, max_seconds=1)
    store.drop_hasty(2)
    assert store.article_keys() == {article_key(found[1])}
