"""The one registry of formats: which reader reads a file, told by its content, by its name where that cannot tell.

Adding a format is adding a module with a reader like that of `txt`, and a line to FORMATS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from transforms.read import containers, feed, html, jsonl, newsml, ninjs, pdf, table, txt, warc
from transforms.read.article import Reject
from transforms.read.sniffed import Head
from transforms.read.source import PACKED_SUFFIXES, READ_ERRORS, Candidate, Limits, Source
from transforms.read.streams import Budget, with_head

Reader = Callable[[Source, Limits], Iterator[Candidate | Reject]]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name in `documents.format`, what its first bytes look like, suffixes where they do not tell."""

    name: str
    reader: Reader
    matches: Callable[[Head], bool] = lambda head: False
    suffixes: tuple[str, ...] = ()


FORMATS = (
    Format(warc.FORMAT, warc.read_warc, lambda head: head.data.startswith(b"WARC/")),
    Format(pdf.FORMAT, pdf.read_pdf, lambda head: head.text.lstrip().startswith("%PDF-")),
    Format(table.PARQUET, table.read_parquet, lambda head: head.data.startswith(b"PAR1")),
    Format(newsml.FORMAT, newsml.read_newsml, lambda head: head.root in ("newsItem", "newsMessage", "packageItem")),
    Format(feed.RSS, feed.read_feed, lambda head: head.root in ("rss", "RDF")),
    Format(feed.ATOM, feed.read_feed, lambda head: head.root == "feed"),
    Format(
        ninjs.FORMAT,
        ninjs.read_ninjs,
        lambda head: "text" not in head.fields and not ninjs.MARKS.isdisjoint(head.fields),
    ),
    Format(jsonl.FORMAT, jsonl.read_jsonl, lambda head: "text" in head.fields, (".jsonl", ".ndjson", ".json")),
    Format(table.CSV, table.read_csv, suffixes=(".csv", ".tsv", ".tab")),
    Format(html.FORMAT, html.read_html, lambda head: head.root in ("html", "HTML"), html.SUFFIXES),
    Format(txt.FORMAT, txt.read_txt, suffixes=(".txt", ".text")),
)


def format_of(head: Head) -> Format | None:
    """The format of a file that is no container; None where nothing is known of it."""
    by_content = (known for known in FORMATS if known.matches(head))
    by_name = (known for known in FORMATS if head.suffix in known.suffixes)
    return next(by_content, None) or next(by_name, None)


def read_file(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The articles of a file and the refusals of what is none; those of its members where it is an archive.

    Every input in it (a one-article file, a record of a many-article file, a member of unknown kind) comes out once.
    """
    yield from _read(source, limits, Budget(limits), nesting=0)


def chain_of(source: Source, limits: Limits) -> str:
    """What a file is, from outside to inside: "gzip, jsonl", "zstd, tar", "unknown".  Raises READ_ERRORS."""
    names = []
    with source.open() as raw:
        stream, head = with_head(raw)
        while kind := containers.compression_of(head):
            names.append(kind)
            if len(names) > limits.max_nesting:
                break
            source = source.unpacked()
            stream, head = with_head(containers.unpack(stream, kind, limits, Budget(limits)))
        else:
            known = format_of(Head(head, source.suffix))
            names.append(containers.archive_of(head, source.suffix) or (known.name if known else "unknown"))
    return ", ".join(names)


def _read(source: Source, limits: Limits, budget: Budget, nesting: int) -> Iterator[Candidate | Reject]:
    try:
        with source.open() as raw:
            yield from _read_stream(raw, source, limits, budget, nesting)
    except READ_ERRORS as error:
        yield source.unreadable(error, "the file")


def _read_stream(
    raw: BinaryIO, source: Source, limits: Limits, budget: Budget, nesting: int, packed: int = 0
) -> Iterator[Candidate | Reject]:
    """The outcomes of a stream; `nesting` counts the archives around it, `packed` the compressions since the last."""
    stream, head = with_head(raw)
    compression, archive = containers.compression_of(head), containers.archive_of(head, source.suffix)
    if archive == "document":
        words = "the file is an office document, an e-book or a program; give its text as .txt, .html or .pdf"
        yield source.reject("unknown_format", words)
    elif max(nesting + bool(archive), packed + bool(compression)) > limits.max_nesting:
        yield source.reject("bomb", f"more than {limits.max_nesting} archives lie in each other; unpack the outer ones")
    elif compression:
        unpacked = containers.unpack(stream, compression, limits, budget)
        yield from _read_stream(unpacked, source.unpacked(), limits, budget, nesting, packed + 1)
    elif archive:
        for member in containers.members(stream, archive, source, limits, budget):
            if isinstance(member, Reject):
                yield member
            else:
                yield from _read(member, limits, budget, nesting + 1)
    else:
        yield from _read_format(stream, Head(head, source.suffix), source, limits)


def _read_format(stream: BinaryIO, head: Head, source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    known = format_of(head)
    if known is not None:
        yield from known.reader(source.holding(stream), limits)
    elif head.suffix in PACKED_SUFFIXES:
        words = f"the name ends with {head.suffix}, but the content is no such data (gzip, …); rename or compress it"
        yield source.reject("unreadable", words)
    else:
        yield _unknown(source)


def _unknown(source: Source) -> Reject:
    known = ", ".join(suffix for known in FORMATS for suffix in known.suffixes)
    kind = f"{source.suffix} files" if source.suffix else "files without a suffix"
    words = f"{kind} with such content are not read; give one of {', '.join(f.name for f in FORMATS)} ({known})"
    return source.reject("unknown_format", f"{words} or take it away")
