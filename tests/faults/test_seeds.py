"""Seeds that change while they are read: the manifest tells of the bytes that the articles are of, or of none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import pytest

from transforms.read.source import CHANGING, DEFAULT_LIMITS
from transforms.read.spooled import Spooled
from transforms.spool import read_articles, spool

FIRST = '{"id": "1", "text": "The mayor of Ghent said on Monday that the bridge is safe."}\n'
SECOND = '{"id": "2", "text": "The mayor of Lyon said on Tuesday that the harbour is open."}\n'


@dataclass
class Meddler:
    """Does something to a file whenever an article of it was read and is asked for: in the middle of the reading."""

    act: Callable[[], object]
    times: int
    done: list[object] = field(default_factory=list)

    def __contains__(self, article_key: object) -> bool:
        if len(self.done) < self.times:
            self.done.append(article_key)
            self.act()
        return False


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A file of two articles, beside one of its own, whose ids are the same but for one."""
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "z.jsonl").write_text(FIRST + SECOND.replace('"2"', '"3"'), "utf-8")
    (seeds / "feed.jsonl").write_text(FIRST + SECOND, "utf-8")
    return seeds / "feed.jsonl"


def spooled(feed: Path, meddler: Meddler) -> Spooled:
    found = spool(feed.parent, DEFAULT_LIMITS, meddler, feed.parents[1] / "work", 10_000)
    assert meddler.done
    assert found.new_articles == len(found.article_keys) == sum(len(read_articles(shard)) for shard in found.shards)
    for file in found.seeds:
        data = (feed.parent / file["source_uri"]).read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), sha256(data).hexdigest())
    return found


def texts(found: Spooled) -> list[tuple[str, str]]:
    articles = (article for shard in found.shards for article in read_articles(shard))
    return sorted((article.source_uri, article.source_id) for article in articles)


def append(feed: Path) -> None:
    with feed.open("a", encoding="utf-8") as stream:
        stream.write(FIRST.replace('"1"', '"9"').replace("Ghent", "Porto"))


def overwrite(feed: Path) -> None:
    feed.write_text(SECOND + FIRST, "utf-8")  # of the same size


def replace(feed: Path) -> None:
    new = feed.with_name(".feed.new")
    new.write_text(SECOND, "utf-8")
    new.replace(feed)


AFTER = ((append, ["1", "2", "9"]), (overwrite, ["1", "2"]), (replace, ["2"]))


@pytest.mark.parametrize(("change", "ids"), AFTER, ids=lambda case: getattr(case, "__name__", ""))
def test_a_file_that_changes_once_is_read_again(feed: Path, change: Callable[[Path], None], ids: list[str]) -> None:
    found = spooled(feed, Meddler(lambda: change(feed), 1))
    assert [own for uri, own in texts(found) if uri == "feed.jsonl"] == ids
    assert {file["source_uri"] for file in found.seeds} == {"feed.jsonl", "z.jsonl"}


def test_a_file_that_always_changes_is_refused_and_stands_in_nobody_s_way(feed: Path) -> None:
    found = spooled(feed, Meddler(lambda: overwrite(feed), 1_000))
    assert [(reject.source_uri, reject.reason, reject.detail) for reject in found.rejects] == [
        ("feed.jsonl", "unreadable", CHANGING)
    ]
    assert texts(found) == [("z.jsonl", "1"), ("z.jsonl", "3")]  # else "1" would be the id of a refused article
    assert [file["source_uri"] for file in found.seeds] == ["z.jsonl"]


def test_a_file_that_vanishes_is_refused(feed: Path) -> None:
    found = spooled(feed, Meddler(feed.unlink, 1))
    assert [(reject.source_uri, reject.reason) for reject in found.rejects] == [("feed.jsonl", "unreadable")]
    assert texts(found) == [("z.jsonl", "1"), ("z.jsonl", "3")]
    assert [file["source_uri"] for file in found.seeds] == ["z.jsonl"]
