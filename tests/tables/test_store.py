"""Kept rows come back as they were, whichever articles are asked for; what is not whole is dropped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from transforms.pipeline import extract_all
from transforms.read.article import Article, Reject
from transforms.tables.rows import ARTICLE_TABLES, article_key
from transforms.tables.store import CONTENT, Store, write_shard

ARTICLES = [
    Article(f"{number}.txt", f"{number}", "txt", "0" * 64, f"Mayor {name} said on Monday that the bridge is safe.")
    for number, name in enumerate(("Ann Lee", "Tom Poe"))
]
KEYS = [article_key(article) for article in ARTICLES]
FAILED = Article("broken.txt", "broken", "txt", "0" * 64, "It broke.")
REFUSAL = Reject("broken.txt", "broken", "failed", "rejected", "extraction failed: it broke")


@cache
def extracted() -> dict[str, pl.DataFrame]:
    return extract_all(ARTICLES)[0]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store of one shard with two articles and the refusal of a third."""
    store = Store(tmp_path / "cache" / "now")
    write_shard(store.folder / "shard", extracted(), {article_key(FAILED): REFUSAL})
    return store


def test_rows_come_back_as_they_were(store: Store) -> None:
    frames, rejects = store.load([*KEYS, article_key(FAILED)])
    assert all(frames[table].equals(extracted()[table]) for table in ARTICLE_TABLES)
    assert rejects == [REFUSAL]


def test_only_the_articles_asked_for_come_back(store: Store) -> None:
    frames, rejects = store.load(KEYS[:1])
    assert frames["documents"]["source_id"].to_list() == ["0"]
    assert all(set(frame["article_key"]) <= {KEYS[0]} for frame in frames.values())
    assert rejects == []


def test_a_store_knows_its_articles_those_included_that_failed(store: Store) -> None:
    assert store.article_keys() == {*KEYS, article_key(FAILED)}


def test_an_empty_store_gives_empty_tables(tmp_path: Path) -> None:
    store = Store(tmp_path / "none")
    store.drop_broken()
    assert store.article_keys() == set()
    frames, rejects = store.load([1])
    assert all(frame.is_empty() for frame in frames.values())
    assert rejects == []


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "a folder", "lost", "untold", "half written"])
def test_what_is_not_whole_is_dropped(store: Store, damage: str) -> None:
    shard = store.folder / "shard"
    store.drop_broken()
    assert store.article_keys() == {*KEYS, article_key(FAILED)}
    if damage == "cut":
        (shard / "events.parquet").write_bytes(b"PAR1")
    elif damage == "flipped":
        data = bytearray((shard / "events.parquet").read_bytes())
        data[len(data) // 2] ^= 1
        (shard / "events.parquet").write_bytes(data)
    elif damage == "empty":
        (shard / "events.parquet").write_bytes(b"")
    elif damage == "a folder":
        (shard / "events.parquet").unlink()
        (shard / "events.parquet").mkdir()
    elif damage == "half written":
        shard.rename(shard.with_name(".shard.partial"))
    else:
        (shard / ("events.parquet" if damage == "lost" else CONTENT)).unlink()
    store.drop_broken()
    assert list(store.folder.iterdir()) == []
    assert store.article_keys() == set()


def test_foreign_files_are_no_shards(store: Store) -> None:
    (store.folder / "notes.txt").write_text("Put here by hand.", "utf-8")
    (store.folder.parent / "notes.txt").write_text("Put here by hand.", "utf-8")
    store.drop_broken()
    store.prune(KEYS)
    assert [path.name for path in store.folder.parent.rglob("notes.txt")] == []
    assert store.article_keys() >= set(KEYS)


def test_pruning_drops_what_no_article_needs_and_what_other_code_kept(store: Store) -> None:
    (store.folder.parent / "before").mkdir()
    store.prune(KEYS[1:])
    assert [path.name for path in store.folder.parent.iterdir()] == ["now"]
    assert store.article_keys() >= set(KEYS)  # the shard has one article that is wanted
    store.prune([])
    assert store.article_keys() == set()
