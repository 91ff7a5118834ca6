"""The text of XHTML, HTML and NITF that a record carries: paragraphs, joined by an empty line.

A paragraph ends where a block element starts or ends and at two line breaks (`<br><br>`); white space inside it counts
as one space.  Pictures with their captions, scripts and forms are no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from transforms.read.fields import FieldError, unstorable

PARAGRAPH_BREAK = "\n\n"
_BLOCKS = frozenset(f"h{level}" for level in range(1, 7)) | {
    *("address", "article", "aside", "blockquote", "body", "body.content", "block", "bq", "center", "dd", "details"),
    *("div", "dl", "dt", "fieldset", "footer", "header", "hl1", "hl2", "hr", "html", "li", "main", "nav", "note", "ol"),
    *("p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
}
_NO_TEXT = {
    *("audio", "button", "canvas", "figcaption", "figure", "form", "head", "iframe", "img", "input", "math", "media"),
    *("noscript", "object", "picture", "script", "select", "style", "svg", "template", "textarea", "video"),
}
_EMPTY_LINE = re.compile(r"\n[ \n]*\n")
_WHITE_SPACE = re.compile(r"\s+")
_BREAK = "\n"


def local_name(element: Any) -> str:
    """The name of an element without its namespace, in small letters."""
    return str(element.tag).rpartition("}")[2].lower()


def text_of(element: Any, headline: str | None = None) -> str:
    """The text of an element, without a first paragraph that only says the headline again."""
    return joined(_EMPTY_LINE.split("".join(_pieces(element))), headline)


def text_of_html(fragment: str, headline: str | None = None) -> str:
    """The text of a piece of HTML; of plain text, whose paragraphs are parted by empty lines, where it has no tags.

    Raises FieldError where it holds what no text can.
    """
    if fault := unstorable(fragment):
        raise FieldError(f"the article's text holds {fault}, which no table can hold; take it out")
    if "<" not in fragment:
        lines = unescape(fragment).replace("\r\n", "\n")
        return joined(re.split(r"\n\s*\n", lines), headline)
    from lxml import etree  # takes time to import

    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    return text_of(etree.fromstring(f"<html><body>{fragment}</body></html>", parser), headline)


def line_of_html(fragment: str) -> str:
    """The text of a piece of HTML on one line, as a headline has it."""
    return collapsed(text_of_html(fragment))


def collapsed(text: str) -> str:
    """A text with each run of white space as one space, and none around it."""
    return " ".join(text.split())


def joined(paragraphs: list[str], headline: str | None) -> str:
    """Paragraphs as one text, without a first one that only says the headline again."""
    found = [text for text in map(collapsed, paragraphs) if text]
    if headline is not None and len(found) > 1 and found[0] == collapsed(headline):
        del found[0]
    return PARAGRAPH_BREAK.join(found)


def _pieces(element: Any) -> Iterator[str]:
    """The text of an element with line breaks only where the markup has them."""
    from lxml import etree

    walker = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, inner in walker:
        name = local_name(inner) if isinstance(inner.tag, str) else ""
        if event == "start" and name in _NO_TEXT:
            walker.skip_subtree()
            continue
        if name in _BLOCKS:
            yield _BREAK * 2
        elif event == "start" and name == "br":
            yield _BREAK
        text = inner.text if event == "start" else inner.tail if inner is not element else None
        if text:
            yield _WHITE_SPACE.sub(" ", text)
