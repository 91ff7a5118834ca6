"""Fuzz targets of the readers: formats, containers, sniffing, encoding, header and language."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from tests.fuzz.invariants import SMALL, Outcome, check_outcome, inputs_of, plain_text
from transforms.read.article import Article
from transforms.read.containers import archive_of, compression_of
from transforms.read.encoding import decode
from transforms.read.formats import FORMATS, chain_of, format_of, read_file
from transforms.read.header import dateline_day, header_of, is_day_of_news
from transforms.read.language import code_of, foreign_language, name_of
from transforms.read.seeds import read_seeds
from transforms.read.sniffed import Head
from transforms.read.source import READ_ERRORS, Source

Target = Callable[[bytes], None]
ONE_ARTICLE = ("txt", "html", "pdf")
NAMES = (
    "a.txt", "a.jsonl", "a.json", "a.csv", "a.tsv", "a.parquet", "a.xml", "a.html", "a.pdf", "a.warc", "a.warc.gz",
    "a.zip", "a.tar", "a.tar.gz", "a.txt.bz2", "a.jsonl.xz", "a.txt.zst", "a", "a.docx", "a.tgz",
)  # fmt: skip


def source_of(data: bytes, name: str = "a") -> Source:
    return Source.at(name, lambda: cast(BinaryIO, io.BufferedReader(io.BytesIO(data))))


def check_read(read: Callable[[], Iterator[Outcome]], most: int) -> list[Outcome]:
    """What is read, the same each time: at least one outcome and at most so many, each as it should be."""
    outcomes = list(read())
    assert outcomes == list(read()), "read otherwise at the second time"
    assert 1 <= inputs_of(outcomes) <= most, f"{len(outcomes)} outcomes"
    for outcome in outcomes:
        check_outcome(outcome)
    return outcomes


def _format(name: str) -> Target:
    known = next(one for one in FORMATS if one.name == name)

    def read(data: bytes) -> None:
        source = source_of(data, f"a{known.suffixes[0] if known.suffixes else ''}")
        # a table may say a row many times over in few bytes; of all others each input has its bytes
        most = 1 if name in ONE_ARTICLE else 1_000_000 if name == "parquet" else len(data) + 1
        check_read(lambda: known.reader(source, SMALL), most)

    return read


def read_container(data: bytes) -> None:
    """Sniffing, decompression and archives around all formats."""
    check_read(lambda: read_file(source_of(data), SMALL), SMALL.max_unpacked_bytes)


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def read_folder(data: bytes) -> None:
    """A seeds folder with one file, whose name the first byte tells: what is admitted and what refused."""
    path = _folder() / NAMES[data[0] % len(NAMES) if data else 0]
    path.write_bytes(data[1:])
    try:
        outcomes = check_read(lambda: read_seeds(_folder(), SMALL), SMALL.max_unpacked_bytes)
    finally:
        path.unlink()
    articles = [one for one in outcomes if isinstance(one, Article)]
    assert len({(one.source_id, one.text) for one in articles}) == len(articles), "an article was admitted twice"
    assert all(len(one.text) <= SMALL.max_characters for one in articles), "too long a text was admitted"


def sniff(data: bytes) -> None:
    name = NAMES[data[0] % len(NAMES) if data else 0]
    head = Head(data[1:], Path(name).suffix)
    assert head.root in (None, "html") or head.root in head.text  # "html" also of a document type in capitals
    assert all(field in head.text for field in head.fields)
    assert archive_of(head.data, head.suffix) in (None, "zip", "tar", "document")
    compression_of(head.data)
    format_of(head)
    try:
        chain_of(source_of(data[1:], name), SMALL)
    except READ_ERRORS:
        return


def decode_bytes(data: bytes) -> None:
    decoded = decode(data)
    assert decoded == decode(data)
    if decoded is not None:
        assert len(decoded.text) <= len(data), "more characters than bytes"
        decoded.text.encode()
        again = decode(data, decoded.encoding)
        assert again is not None, "no text where its encoding is known"


def date_header(data: bytes) -> None:
    text = plain_text(data)
    day, end = header_of(text)
    assert 0 <= end <= len(text) and (day is None or (end > 0 and is_day_of_news(day)))
    found = dateline_day(text)
    assert found is None or is_day_of_news(found)


def tell_language(data: bytes) -> None:
    text = plain_text(data)
    found = foreign_language(text)
    assert found == foreign_language(text)
    if found is not None:
        assert found[0] != "en" and 0 <= found[1] <= 1 + 1e-6 and name_of(found[0])
    if text.strip():
        code = code_of(text)
        assert code is None or name_of(code)


TARGETS: dict[str, Target] = {known.name: _format(known.name) for known in FORMATS} | {
    "container": read_container,
    "folder": read_folder,
    "sniffing": sniff,
    "encoding": decode_bytes,
    "header": date_header,
    "language": tell_language,
}
