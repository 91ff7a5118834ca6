"""Parts hold every article once, whatever their size, and a digest changes with what it is of and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from tests.bench.articles import articles
from tests.releases import publish_tables, seed_tables
from transforms.pipeline import extract_all
from transforms.tables import actors, incidents, parts
from transforms.tables.collection import assemble, part_tables, shared_tables
from transforms.tables.linking import Links, link
from transforms.tables.parts import parts_of
from transforms.tables.release import begin, current_manifest, reuse_part, write_part

Frames = dict[str, pl.DataFrame]


def linked(local: Frames) -> tuple[Links, Frames]:
    return link({table: frame.lazy() for table, frame in local.items()})


def digests(local: Frames, links: Links) -> dict[str, str]:
    return {part.name: part.digest for part in parts_of(local["documents"], links)}


@pytest.fixture(scope="module")
def local() -> Frames:
    """Rows of some articles of several months."""
    return extract_all(list(articles(None, 24)))[0]


def of_articles(local: Frames, article_keys: tuple[int, ...]) -> Frames:
    return {table: frame.filter(pl.col("article_key").is_in(article_keys)) for table, frame in local.items()}


@pytest.mark.parametrize("most", [1, 2_000, 400_000])
def test_parts_together_are_the_whole_release(local: Frames, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART_WORDS", most)
    links, tables = linked(local)
    planned = parts_of(local["documents"], links)
    found = [part_tables(of_articles(local, part.article_keys), part.links) for part in planned]
    found.append(shared_tables(tables, []))
    whole = assemble(local, [])
    for table, expected in whole.items():
        rows = pl.concat([frames[table] for frames in found if table in frames])
        assert rows.sort(rows.columns).equals(expected.sort(expected.columns))


def test_a_large_month_is_cut_by_ranges_of_keys(local: Frames, monkeypatch: pytest.MonkeyPatch) -> None:
    dated = local["documents"].with_columns(published_on=pl.lit("2022-05-01").str.to_date())
    monkeypatch.setattr(parts, "PART_WORDS", dated["word_count"].sum() // 17)
    names = list(digests({"documents": dated}, linked(local)[0]))
    assert {name.partition("of")[2] for name in names} == {"32"}
    assert all(name.startswith("2022-05-") for name in names)


def test_a_digest_tells_a_change_of_links_and_of_nothing_else(local: Frames) -> None:
    links, _ = linked(local)
    once = digests(local, links)
    shuffled = {table: frame.sample(fraction=1, shuffle=True, seed=3) for table, frame in local.items()}
    assert digests(shuffled, linked(shuffled)[0]) == once
    document = links.documents["document_id"][0]
    moved = links.documents.with_columns(
        story_id=pl.when(pl.col("document_id") == document).then(7).otherwise("story_id")
    )
    changed = digests(local, replace(links, documents=moved))
    assert sum(changed[name] != digest for name, digest in once.items()) == 1


def test_a_release_without_articles_has_all_its_tables(local: Frames) -> None:
    empty = {table: frame.clear() for table, frame in local.items()}
    [part] = parts_of(empty["documents"], linked(empty)[0])
    assert part.name == "undated"
    assert part.article_keys == ()


def test_a_part_is_taken_over_only_where_its_files_are_as_they_were_written(tmp_path: Path) -> None:
    publish_tables(seed_tables(), tmp_path)
    last = current_manifest(tmp_path)
    folder = begin(tmp_path)
    assert reuse_part(tmp_path, last, folder, "all", "another digest") is None
    part = reuse_part(tmp_path, last, folder, "all", "")
    assert part is not None
    assert part.tables == write_part(seed_tables(), tmp_path / "again", "all", "").tables
    path = tmp_path / "current" / "events" / "all.parquet"
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[:-1] + b"?")
    assert reuse_part(tmp_path, last, begin(tmp_path), "all", "") is None


@pytest.mark.parametrize("most", [1, 7, 100])
def test_articles_are_linked_the_same_in_whatever_portions(
    local: Frames, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = assemble(local, [])
    monkeypatch.setattr(actors, "PORTION", most)
    monkeypatch.setattr(incidents, "PORTION", most)
    for table, frame in assemble(local, []).items():
        assert frame.equals(whole[table])
