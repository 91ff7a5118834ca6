"""The same article in any format is the same article: text, headline, day, author, publisher, statements and events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.read.conftest import Seeds
from tests.read.deliveries import DELIVERIES, Files
from tests.read.forty import FORTY, Written
from tests.read.test_containers import ARCHIVES, COMPRESSIONS
from transforms.pipeline import extract_all
from transforms.read.article import Article

TEN = FORTY[::4]  # to extract all of them takes as long as all other tests of reading
CASES = [pytest.param(name, written, id=written.__name__) for name, ways in DELIVERIES.items() for written in ways]


def check(articles: Sequence[Article], format_name: str) -> None:
    assert {article.format for article in articles} == {format_name}
    by_text = {article.text: article for article in articles}
    assert len(articles) == len(by_text) == len(FORTY)
    for one in FORTY:
        if format_name == "txt":  # the headline stands in the text, with the day
            article = by_text[f"date {one.published_on} {one.headline}\n\n{one.text}"]
            assert article.published_on == one.published_on
            continue
        assert one.text in by_text
        article = by_text[one.text]
        if format_name == "pdf":  # its own dates are of the file
            assert (article.headline, article.author) == (one.headline, one.author)
            continue
        found = (article.headline, article.published_on, article.author, article.publisher)
        assert found == (one.headline, one.published_on, one.author, one.publisher)
        assert article.language == "en"
        assert article.url in (one.url, None) and (article.url or format_name == "newsml-g2")


@pytest.mark.parametrize(("format_name", "written"), CASES)
def test_forty_articles_are_the_same_in_every_format(
    seeds: Seeds, format_name: str, written: Callable[[Sequence[Written]], Files]
) -> None:
    for name, data in written(FORTY).items():
        seeds.put(name, data)
    reading = seeds.read()
    assert not reading.rejected and not reading.repaired
    check(reading.articles, format_name)


@pytest.mark.parametrize(("format_name", "written"), CASES)
@pytest.mark.parametrize("archive", ["day.zip", "day.tar.zst"])
def test_forty_articles_are_the_same_in_an_archive(
    seeds: Seeds, format_name: str, written: Callable[[Sequence[Written]], Files], archive: str
) -> None:
    seeds.put(archive, ARCHIVES[archive](written(FORTY)))
    check(seeds.read().articles, format_name)


@pytest.mark.parametrize("kind", COMPRESSIONS)
@pytest.mark.parametrize("format_name", ["jsonl", "csv", "parquet", "ninjs", "newsml-g2", "rss", "atom"])
def test_forty_articles_are_the_same_compressed(seeds: Seeds, format_name: str, kind: str) -> None:
    for name, data in DELIVERIES[format_name][0](FORTY).items():
        seeds.put(f"{name}.{kind}", COMPRESSIONS[kind](data))
    check(seeds.read().articles, format_name)


@pytest.fixture(scope="module")
def expected() -> dict[str, list[dict[str, Any]]]:
    return rows_of([
        Article("a", one.url, "a", "0" * 64, one.text, headline=one.headline, published_on=one.published_on)
        for one in TEN
    ])  # fmt: skip


def rows_of(articles: Sequence[Article]) -> dict[str, list[dict[str, Any]]]:
    """The statements and events of each text, without keys, which tell where an article was read."""
    frames, rejects = extract_all(articles)
    assert not rejects
    texts = dict(frames["documents"].select("document_id", "text").iter_rows())
    rows: dict[str, list[dict[str, Any]]] = {text: [] for text in texts.values()}
    for table in ("statements", "events"):
        for row in frames[table].iter_rows(named=True):
            told = {name: value for name, value in row.items() if not name.endswith(("_id", "_ids", "_key"))}
            rows[texts[row["document_id"]]].append(told)
    return rows


# A text file has its headline in the text, where it is a sentence more; a PDF has no day, which "on Sunday" is told by.
@pytest.mark.parametrize("format_name", sorted(DELIVERIES.keys() - {"txt", "pdf"}))
def test_statements_and_events_are_the_same_in_every_format(
    seeds: Seeds, expected: dict[str, list[dict[str, Any]]], format_name: str
) -> None:
    for name, data in DELIVERIES[format_name][0](TEN).items():
        seeds.put(name, data)
    assert all(expected.values())
    assert rows_of(seeds.read().articles) == expected
