"""Hypothesis strategies for texts, articles and the files of a seeds folder, sound and broken."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from hypothesis import strategies as st

from tests.fuzz.phrases import vocabulary
from transforms.read.article import Article
from transforms.read.header import FIRST_YEAR, LAST_YEAR

STORABLE = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WORDS = st.one_of(st.sampled_from(vocabulary()), st.text(STORABLE, max_size=12))
TEXTS = st.lists(WORDS, max_size=20).map(" ".join)
DAYS = st.one_of(st.none(), st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)))
IDENTIFIERS = st.sampled_from(["1", "2", "x", "", None, 7, 1.5, [], "\ud800", "\0"])
STEMS = st.sampled_from(["a", "b", "c", "day 1", "été", ".hidden", "Ⅷ"])


@dataclass(frozen=True)
class File:
    """A file, and how many inputs it holds."""

    name: str
    data: bytes
    inputs: int


@st.composite
def articles(draw: st.DrawFn) -> Article:
    """An article as readers yield it."""
    text = draw(TEXTS.filter(str.strip))
    name = draw(st.sampled_from(["a", "b", "c"]))
    headline = draw(st.one_of(st.none(), TEXTS.map(str.strip).filter(bool)))
    digest = sha256(text.encode()).hexdigest()
    return Article(f"{name}.txt", name, "txt", digest, text, headline=headline, published_on=draw(DAYS))


@st.composite
def records(draw: st.DrawFn) -> dict[str, object]:
    """A record of JSON whose fields are all that people and programs put there."""
    anything = st.one_of(TEXTS, st.none(), st.integers(), st.lists(TEXTS, max_size=2), st.just("\ud800"))
    return draw(
        st.fixed_dictionaries(
            {"text": st.one_of(TEXTS, TEXTS, TEXTS, anything), "id": IDENTIFIERS},
            optional={
                "headline": anything,
                "published": st.one_of(anything, st.dates().map(str), st.datetimes().map(str)),
                "language": st.sampled_from(["en", "EN-gb", "English", "fr", "xx", "", 3]),
                "url": anything,
            },
        )
    )


@st.composite
def json_lines(draw: st.DrawFn) -> File:
    whole = st.one_of(records().map(json.dumps), st.sampled_from(["{", "[]", "3", '{"text": "x"', '"']))
    lines = draw(st.lists(st.one_of(whole, st.just("")), max_size=4))
    # a bracket alone, or one that is closed on a later line, would make one value of the whole file
    lines = ['{"id": "first", "text": "The mayor spoke."}', *lines]
    return File(f"{draw(STEMS)}.jsonl", "\n".join(lines).encode(), sum(bool(line.strip()) for line in lines))


@st.composite
def tables(draw: st.DrawFn) -> File:
    # a line of control characters is no text, and breaks a row in two
    texts = TEXTS.map(lambda text: "".join(one for one in text if one == "\n" or one.isprintable()))
    rows = draw(st.lists(st.tuples(st.sampled_from(["1", "2", "x", ""]), texts), min_size=1, max_size=4))
    target = io.StringIO()
    csv.writer(target, quoting=csv.QUOTE_ALL).writerows([("id", "text"), *rows])
    return File(f"{draw(STEMS)}.csv", target.getvalue().encode(), len(rows))


@st.composite
def text_files(draw: st.DrawFn) -> File:
    data = draw(st.one_of(TEXTS.map(str.encode), TEXTS.map(lambda text: text.encode("utf-16")), st.binary(max_size=60)))
    # what looks like an archive or another format is one, whatever it is called
    return File(f"{draw(STEMS)}{draw(st.sampled_from(['.txt', '.text', '.html', '.pdf']))}", b"\n" + data, 1)


@st.composite
def unknown_files(draw: st.DrawFn) -> File:
    return File(f"{draw(STEMS)}{draw(st.sampled_from(['.doc', '.jpg', '']))}", b"\n?" + draw(st.binary(max_size=9)), 1)


PLAIN_FILES = st.one_of(json_lines(), tables(), text_files(), unknown_files())


@st.composite
def packed_files(draw: st.DrawFn) -> File:
    """A file, gzipped or with others in an archive."""
    files = draw(st.lists(PLAIN_FILES, min_size=1, max_size=3, unique_by=lambda file: file.name))
    if draw(st.booleans()):
        return File(f"{files[0].name}.gz", gzip.compress(files[0].data, mtime=0), _counted(files[0]))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for file in files:
            archive.writestr(zipfile.ZipInfo(file.name), file.data)
    return File(f"{draw(STEMS)}.zip", target.getvalue(), sum(map(_counted, files)))


def _counted(file: File) -> int:
    """The inputs of a file: what is hidden is refused as one, unread."""
    return 1 if file.name.startswith(".") else file.inputs


@st.composite
def folders(draw: st.DrawFn) -> list[File]:
    """The files of a seeds folder."""
    files = draw(st.lists(st.one_of(PLAIN_FILES, packed_files()), max_size=4, unique_by=lambda file: file.name))
    return [File(file.name, file.data, _counted(file)) for file in files]
