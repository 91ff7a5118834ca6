"""HTML pages (html.spec.whatwg.org), one article each, by trafilatura.

Taken are the main text, without menus, comments and the headline, its paragraphs parted by an empty line; and from the
page's metadata (Open Graph, JSON-LD, `<meta>`, `<title>`) headline, author, site as publisher, address and the day of
first publication.  `<html lang>` is the record's language.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from transforms.read.article import Reject
from transforms.read.encoding import Decoded, decode, is_binary, mark_of
from transforms.read.fields import unstorable
from transforms.read.language import ENGLISH, code_of, name_of
from transforms.read.markup import collapsed, joined
from transforms.read.record import Record, outcome_of
from transforms.read.source import READ_ERRORS, Candidate, InputFault, Limits, Source

FORMAT = "html"
SUFFIXES = (".html", ".htm", ".xhtml")
_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I)
_DECLARED_WITHIN = 4096  # bytes; browsers look at 1024
_XML_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.S)
# Character sets of pages; what Python knows besides, as unicode_escape, is none.
_CHARSET = re.compile(r"(?:utf|iso|latin|windows|cp|ascii|us|koi8|mac|gb|big5|euc|shift)[\w.:-]*")
_AS_BROWSERS_READ_THEM = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
# The first of a page's dates, by its metadata and address alone.  Bounds are fixed: the library's own end today, and a
# page must not read otherwise tomorrow.
_DATES = {"original_date": True, "extensive_search": False, "min_date": "1600-01-01", "max_date": "2199-12-31"}


def read_html(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The one article of a page; its id is the file's stem, its SHA-256 that of the decompressed bytes."""
    try:
        with source.open() as stream:
            data = stream.read(limits.max_record_bytes + 1)
        if len(data) > limits.max_record_bytes:
            words = f"the page holds more than {limits.max_record_bytes:,} bytes; take it away"
            raise InputFault("too_long", words)
        fields, repairs = article_of(data)
    except READ_ERRORS as error:
        yield source.unreadable(error, "the file", source_id=source.stem)
        return
    yield outcome_of(Record("the file", data, fields, source.stem, repairs), source, FORMAT)


def article_of(data: bytes, charset: str | None = None) -> tuple[dict[str, str | None], tuple[tuple[str, str], ...]]:
    """The fields of the article in a page, and what was mended; `charset` is what the server said.

    Raises InputFault where there is none.
    """
    decoded = _decoded(data, charset)
    if decoded is None:
        raise InputFault("not_text", "the page holds bytes that are no text; take it away")
    if not decoded.text.strip():
        raise InputFault("empty", "the page holds no text; take it away")
    if fault := unstorable(decoded.text):
        raise InputFault("bad_record", f"the page holds {fault}, which no table can hold; take it out")
    declaration = _XML_DECLARATION.match(decoded.text)  # which the parser takes for one of bytes
    fields = _extracted(decoded.text[declaration.end() :] if declaration else decoded.text)
    repairs = (("bad_encoding", f"{decoded.repair}; save the page as UTF-8"),) if decoded.repair else ()
    return fields, repairs


def _decoded(data: bytes, charset: str | None) -> Decoded | None:
    if mark_of(data)[0] is None and not is_binary(data):
        declared = _DECLARED.search(data, 0, _DECLARED_WITHIN)
        # UTF-8 first: bytes that are are never anything else, whatever a page says of itself
        for name in ("utf-8", charset, declared[1].decode("ascii", "replace") if declared else None):
            known = (name or "").strip("\"' ").lower()
            if _CHARSET.fullmatch(known):
                try:
                    return Decoded(data.decode(_AS_BROWSERS_READ_THEM.get(known, known)), known)
                except (LookupError, UnicodeError):
                    continue
    return decode(data)


@cache
def _library() -> Any:
    import trafilatura  # takes half a second to import

    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is wrong with a page stands in its reject
    return trafilatura


def _check(language: str | None) -> None:
    code = code_of(language) if language and language.strip() else None
    if code is not None and code != ENGLISH:
        words = f"the record says that it is in {name_of(code)}; only English is read"
        raise InputFault("wrong_language", words)


def _extracted(page: str) -> dict[str, str | None]:
    library = _library()
    try:
        tree = library.load_html(page)
        language = None if tree is None else tree.get("lang") or tree.get("xml:lang")
        _check(language)  # before the work: of what crawlers bring, most is not in English
        found = tree is not None and library.bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params=_DATES
        )
    except InputFault:
        raise
    except Exception as error:  # whatever a page makes the library stumble over costs that page alone
        words = f"the page cannot be taken apart ({type(error).__name__}); take it away"
        raise InputFault("bad_record", words) from error
    if not found or not (found.text or "").strip():
        raise InputFault("empty", "no article was found in the page; take it away")
    headline = collapsed(found.title or "") or None
    return {
        "text": joined(found.text.split("\n"), headline),
        "headline": headline,
        "published": found.date,
        "url": found.url,
        "publisher": found.sitename,
        "author": found.author,
        "language": language,
    }
