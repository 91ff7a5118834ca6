"""PDF documents (ISO 32000) with a text layer, one article each, by pypdf.

A PDF knows lines, not paragraphs: lines are joined to one where they follow each other at the page's usual distance; a
larger gap, another column, letters of another size or an indented line starts a new one, unless the sentence goes on in
small letters.  A hyphen at the end of a line is taken off where the word goes on.  Taken are `Author`, and `Title` as
headline where the first page prints it, as the names of files stand there, too.  The day is that of a dateline; the
document's own dates tell when the file was made.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from transforms.read.article import Reject
from transforms.read.markup import collapsed, joined
from transforms.read.record import Record, outcome_of
from transforms.read.source import READ_ERRORS, Candidate, InputFault, Limits, Source

FORMAT = "pdf"
_WIDE = 1.3  # times the usual distance of lines
_INDENT = 0.8  # of the size of letters, by which a first line stands to the right
_OTHER_SIZE = 1.2  # times the size of the line above, by which a heading stands out
_SENTENCE_END = re.compile(r"[.!?:;…][\"”’»)\]']*$")
_ENDING = 20  # characters in which a sentence ends
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")
_PRINTED_WITHIN = 500  # characters of the text that a headline stands in


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: where it starts, in points from the left and from below, and the size of its letters."""

    x: float
    y: float
    size: float
    text: str


def read_pdf(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The one article of a document; its id is the file's stem, its SHA-256 that of the decompressed bytes."""
    try:
        with source.open() as stream:
            data = stream.read(limits.max_record_bytes + 1)
        if len(data) > limits.max_record_bytes:
            words = f"the document holds more than {limits.max_record_bytes:,} bytes; allow more or split it"
            raise InputFault("too_long", words)
        fields = _article(data, limits)
    except READ_ERRORS as error:
        yield source.unreadable(error, "the file", source_id=source.stem)
        return
    yield outcome_of(Record("the file", data, fields, source.stem), source, FORMAT)


def _article(data: bytes, limits: Limits) -> dict[str, str | None]:
    import pypdf  # takes time to import

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is wrong with a document stands in its reject
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise InputFault("unreadable", "the document is encrypted; save it without its password")
        paragraphs = _paragraphs(document, limits)
        metadata: Any = document.metadata or {}
        title, author = (collapsed(str(metadata.get(name) or "")) for name in ("/Title", "/Author"))
    except InputFault:
        raise
    except Exception as error:  # whatever a document makes the library stumble over costs that document alone
        words = f"the document is broken ({type(error).__name__}); save or copy it again"
        raise InputFault("unreadable", words) from error
    if not paragraphs:
        raise InputFault("empty", "the document has no text layer; recognise its text first, or take it away")
    headline = title if title and title in " ".join(paragraphs)[:_PRINTED_WITHIN] else None
    return {"text": joined(paragraphs, headline), "headline": headline, "author": author or None}


def _paragraphs(document: Any, limits: Limits) -> list[str]:
    paragraphs: list[str] = []
    characters = 0
    for page in document.pages:
        for line, starts in _with_starts(_lines(page)):
            characters += len(line.text)
            if characters > 2 * limits.max_characters:  # the exact limit is that of the text
                raise InputFault("too_long", f"its text has more than {limits.max_characters:,} characters; split it")
            if paragraphs and not (starts and _may_start(paragraphs[-1], line.text)):
                paragraphs[-1] = _continued(paragraphs[-1], line.text)
            else:
                paragraphs.append(line.text)
    return paragraphs


def _lines(page: Any) -> list[_Line]:
    """The lines of a page in the order in which they were written, which is column by column."""
    lines: list[_Line] = []
    current: _Line | None = None

    def visit(text: str, of_page: list[float], of_text: list[float], font: object, size: float) -> None:
        nonlocal current
        x = of_text[4] * of_page[0] + of_text[5] * of_page[2] + of_page[4]
        y = of_text[4] * of_page[1] + of_text[5] * of_page[3] + of_page[5]
        parts = text.split("\n")
        for number, part in enumerate(parts):
            if part.strip() and current is None:
                current = _Line(x, y, size, part)
            elif current is not None:
                current = replace(current, text=current.text + part)
            if number < len(parts) - 1 and current is not None:
                lines.append(current)
                current = None

    page.extract_text(visitor_text=visit)
    if current is not None:
        lines.append(current)
    return [replace(line, text=collapsed(line.text.replace("\0", ""))) for line in lines]


def _with_starts(lines: list[_Line]) -> Iterator[tuple[_Line, bool]]:
    """Each line of a page, and whether its place says that a paragraph starts with it."""
    gaps = [above.y - below.y for above, below in pairwise(lines) if above.y > below.y]
    usual = median(gaps) if gaps else 0.0
    for number, line in enumerate(lines):
        above = lines[number - 1] if number else line
        gap = above.y - line.y
        is_indented = gap > 0 and _INDENT * line.size < line.x - above.x < 5 * line.size
        is_apart = gap < 0 or gap > _WIDE * min(usual, 2 * line.size)
        is_other_print = not 1 / _OTHER_SIZE < line.size / (above.size or 1) < _OTHER_SIZE
        yield line, number == 0 or is_apart or is_indented or is_other_print


def _may_start(paragraph: str, line: str) -> bool:
    """Whether a line can start a paragraph by its words: not where it goes on with an unfinished sentence."""
    return not line[:1].islower() or bool(_SENTENCE_END.search(paragraph[-_ENDING:]))


def _continued(paragraph: str, line: str) -> str:
    if _BROKEN_WORD.search(paragraph[-_ENDING:]) and line[:1].islower():
        return paragraph[:-1] + line
    return f"{paragraph} {line}"
