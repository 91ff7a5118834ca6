"""`*.txt`: one article a file, with an optional first line `date YYYY-MM-DD headline`."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from transforms.read.article import Article, Reject
from transforms.read.encoding import decode
from transforms.read.header import dateline_day, header_of
from transforms.read.source import READ_ERRORS, Candidate, Limits, Source, brief

FORMAT = "txt"


def read_txt(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The one article of a text file; its id is the file's stem, its SHA-256 that of the decompressed bytes."""
    try:
        with source.open() as stream:
            data = stream.read(limits.max_record_bytes + 1)
    except READ_ERRORS as error:
        yield source.unreadable(error, "the file")
        return
    yield _article(source, data, limits)


def _article(source: Source, data: bytes, limits: Limits) -> Candidate | Reject:
    if len(data) > limits.max_record_bytes:
        detail = f"the file holds more than {limits.max_record_bytes:,} bytes; split it into its articles"
        return source.reject("too_long", detail, source_id=source.stem)
    decoded = decode(data)
    if decoded is None or "\0" in decoded.text:
        detail = "the file holds bytes that are no text; give the article as UTF-8 text or take the file away"
        return source.reject("not_text", detail, source_id=source.stem)
    if not decoded.text.strip():
        return source.reject("empty", "the file holds no text; fill it or take it away", source_id=source.stem)
    header_date, header_end = header_of(decoded.text)
    published_on = header_date or dateline_day(decoded.text)
    repairs = []
    if decoded.repair:
        detail = f"{decoded.repair}; save the file as UTF-8"
        repairs.append(source.reject("bad_encoding", detail, source_id=source.stem, repaired=True))
    if header_end and published_on is None:
        line = brief(decoded.text[:header_end].strip())
        detail = f"the first line's date names no usable day, so the article has none: {line}"
        repairs.append(source.reject("bad_record", detail, source_id=source.stem, repaired=True))
    digest = sha256(data).hexdigest()
    article = Article(source.uri, source.stem, FORMAT, digest, decoded.text, published_on=published_on)
    return Candidate(article, "the file", has_own_id=False, repairs=tuple(repairs))
