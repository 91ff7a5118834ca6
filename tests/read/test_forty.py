"""The same article in any format is the same article: text, headline, day, author and publisher."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from tests.read.conftest import Seeds
from tests.read.deliveries import DELIVERIES, Files
from tests.read.forty import FORTY, Written
from tests.read.test_containers import ARCHIVES, COMPRESSIONS
from transforms.read.article import Article

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
