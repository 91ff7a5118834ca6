"""Compressed files and archives give what is in them, whatever they are called and however they lie in each other."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping

import fsspec
import pytest
from backports import zstd

from tests.read.conftest import ENGLISH, Seeds
from transforms.read.article import Article
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits

COMPRESSIONS: dict[str, Callable[[bytes], bytes]] = {
    "gz": lambda data: gzip.compress(data, mtime=0),
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstd.compress,
}
MEMBERS = {
    "a.txt": f"{ENGLISH} One.".encode(),
    "inner/b.jsonl": json.dumps({"id": "b1", "text": f"{ENGLISH} Two."}).encode() + b"\n{\n",
    "inner/c.doc": b"The word of another program.",
    "inner/d.txt.gz": gzip.compress(f"{ENGLISH} Three.".encode(), mtime=0),
    "inner/.hidden.txt": b"Nobody sees this.",
    "inner/.gitkeep": b"",
}


def zipped(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


@pytest.mark.parametrize("kind", COMPRESSIONS)
@pytest.mark.parametrize("named", [True, False])
def test_a_compressed_file_is_read_by_its_content(seeds: Seeds, kind: str, named: bool) -> None:
    seeds.put("a.txt." + kind if named else "a.txt", COMPRESSIONS[kind](ENGLISH.encode()))
    (article,) = seeds.read().articles
    assert (article.text, article.source_id, article.format) == (ENGLISH, "a", "txt")


@pytest.mark.parametrize("kind", COMPRESSIONS)
def test_half_a_compressed_file_is_refused_by_its_kind(seeds: Seeds, kind: str) -> None:
    text = "".join(f"{ENGLISH} {n * n * n}" for n in range(1000))
    data = COMPRESSIONS[kind](text.encode())
    seeds.put(f"a.txt.{kind}", data[: len(data) // 2])
    (reject,) = seeds.read().rejected
    assert reject.reason == "unreadable" and "broken or cut short" in reject.detail


@pytest.mark.parametrize("kind", COMPRESSIONS)
def test_several_streams_in_one_file_are_one_text(seeds: Seeds, kind: str) -> None:
    seeds.put(f"a.txt.{kind}", COMPRESSIONS[kind](b"The mayor ") + COMPRESSIONS[kind](ENGLISH.encode()))
    assert seeds.read().articles[0].text == f"The mayor {ENGLISH}"


ARCHIVES: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    "day.zip": zipped,
    "day.tar": tarred,
    "day.tar.gz": lambda members: COMPRESSIONS["gz"](tarred(members)),
    "day.tgz": lambda members: COMPRESSIONS["gz"](tarred(members)),
    "day.tar.zst": lambda members: COMPRESSIONS["zst"](tarred(members)),
    "day.tar.bz2": lambda members: COMPRESSIONS["bz2"](tarred(members)),
    "day": zipped,
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_each_member_of_an_archive_is_a_file_of_its_own(seeds: Seeds, name: str) -> None:
    seeds.put(name, ARCHIVES[name](MEMBERS))
    reading = seeds.read()
    assert [(article.source_uri, article.source_id) for article in reading.articles] == [
        (f"{name}/a.txt", "a"),
        (f"{name}/inner/b.jsonl", "b1"),
        (f"{name}/inner/d.txt.gz", "d"),
    ]
    assert reading.reasons == {
        f"{name}/inner/b.jsonl": "bad_record",
        f"{name}/inner/c.doc": "unknown_format",
        f"{name}/inner/.hidden.txt": "unknown_format",
    }


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives_are_read_from_a_url_too(name: str) -> None:
    filesystem = fsspec.filesystem("memory")
    filesystem.pipe_file(f"/archives/{name}", ARCHIVES[name](MEMBERS))
    found = [one for one in read_seeds("memory://archives") if isinstance(one, Article)]
    filesystem.rm("/archives", recursive=True)
    assert [one.source_id for one in found] == ["a", "b1", "d"]


def nested(depth: int) -> bytes:
    data = zipped({"a.txt": ENGLISH.encode()})
    for level in range(1, depth):
        data = (zipped, tarred)[level % 2]({f"inner{level}": data})
    return data


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_archives_may_lie_in_each_other(seeds: Seeds, depth: int) -> None:
    seeds.put("outer.zip", nested(depth))
    (article,) = seeds.read().articles
    assert article.source_uri.startswith("outer.zip/") and article.source_uri.endswith("a.txt")


def test_archives_that_lie_too_deep_are_refused_once(seeds: Seeds) -> None:
    seeds.put("outer.zip", nested(4))
    (reject,) = seeds.read().rejected
    assert (reject.reason, reject.source_uri) == ("bomb", "outer.zip/inner3/inner2/inner1")


def test_more_members_than_the_limit_are_refused_once(seeds: Seeds) -> None:
    members = {f"{n}.txt": f"{ENGLISH} {n}".encode() for n in range(5)}
    seeds.put("a.zip", zipped(members))
    seeds.put("b.tar", tarred({f"b{name}": data for name, data in members.items()}))
    reading = seeds.read(Limits(max_members=3))
    assert len(reading.articles) == 6
    assert reading.reasons == {"a.zip": "bomb", "b.tar": "bomb"}


@pytest.mark.parametrize(("name", "packed"), [("a.zip", zipped), ("a.tar", tarred)])
def test_what_a_cut_archive_still_gives_is_kept(
    seeds: Seeds, name: str, packed: Callable[[Mapping[str, bytes]], bytes]
) -> None:
    data = packed({f"{n}.txt": f"{ENGLISH} {n}".encode() * 100 for n in range(20)})
    seeds.put(name, data[: len(data) // 2])
    reading = seeds.read()
    # a zip has its directory at its end
    assert len(reading.articles) == (0 if name == "a.zip" else 10)
    assert reading.reasons == (
        {name: "unreadable"} if name == "a.zip" else dict.fromkeys([f"{name}/10.txt", name], "unreadable")
    )


def test_a_broken_member_costs_itself_only(seeds: Seeds) -> None:
    data = bytearray(zipped({f"{n}.txt": f"{ENGLISH} {n}".encode() for n in range(3)}))
    data[data.index(b"1.txt") + 20] ^= 0xFF
    seeds.put("a.zip", bytes(data))
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["0", "2"]
    assert reading.reasons == {"a.zip/1.txt": "unreadable"}


def test_an_office_document_is_no_archive_of_articles(seeds: Seeds) -> None:
    seeds.put("a.bin", zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"}))
    seeds.put("b.epub", zipped({"x": b""}))
    assert seeds.read().reasons == {"a.bin": "unknown_format", "b.epub": "unknown_format"}


def test_a_file_that_only_calls_itself_compressed_is_read_where_its_content_tells_what_it_is(seeds: Seeds) -> None:
    seeds.put_records("a.jsonl.gz", {"id": "a", "text": ENGLISH})
    seeds.put("b.txt.gz", ENGLISH)
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["a"]
    assert reading.reasons == {"b.txt.gz": "unreadable"}


def test_an_archive_is_streamed(seeds: Seeds) -> None:
    def opened() -> Iterator[str]:
        for outcome in read_seeds(seeds.folder):
            assert isinstance(outcome, Article)
            yield outcome.source_id

    seeds.put("a.tar", tarred({f"{n}.txt": f"{ENGLISH} {n}".encode() for n in range(100)}))
    articles = opened()
    assert next(articles) == "0" and len(list(articles)) == 99
