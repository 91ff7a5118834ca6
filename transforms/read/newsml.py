"""NewsML-G2 (iptc.org/standards/newsml-g2): news items, alone or in a news message.

Taken are `guid` (id), the text of `contentSet`: NITF or XHTML in `inlineXML`, else plain text in `inlineData`;
`headline` (else NITF's `hl1`), `by`, else `creator`, else NITF's `byline`; `versionCreated`, else `firstCreated`;
`provider` as publisher, the content's `language`, else `xml:lang`.  Items whose `pubStatus` is not usable, and items
without text (pictures, packages) are refused.  A later version of an item has the same `guid`; the first one read is
kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from transforms.read.article import Reject
from transforms.read.fields import FieldError
from transforms.read.markup import collapsed, local_name, text_of, text_of_html
from transforms.read.record import Record, outcome_of
from transforms.read.source import READ_ERRORS, Candidate, Limits, Source, shown
from transforms.read.xml_items import XML_LANGUAGE, bytes_of, content_of, descendants, first, items_of

FORMAT = "newsml-g2"
ITEMS = frozenset({"newsitem", "packageitem", "conceptitem", "planningitem", "knowledgeitem"})


def read_newsml(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The news items of a file, in order."""
    number = 0
    try:
        with source.open() as stream:
            for number, item in enumerate(items_of(stream, ITEMS, limits), 1):
                yield _outcome(item, f"item {number}", source)
            if not number:
                yield source.reject("empty", "the file holds no news item; take it away")
    except READ_ERRORS as error:
        yield source.unreadable(error, f"the file behind item {number}" if number else "the file")


def _outcome(item: Any, where: str, source: Source) -> Candidate | Reject:
    guid = item.get("guid")
    try:
        fields = _fields(item)
    except FieldError as error:
        return source.reject("bad_record", f"{where}: {error}", source_id=guid)
    return outcome_of(Record(where, bytes_of(item), fields), source, FORMAT)


def _fields(item: Any) -> dict[str, str | None]:
    status = first(item, "itemmeta", "pubstatus")
    code = "usable" if status is None else status.get("qcode", "").rpartition(":")[2]
    if code != "usable":
        raise FieldError(f"the item is not for use: its pubStatus is {shown(code)}; take it away")
    content = _content(item)
    meta = first(item, "contentmeta")
    headline = _line(first(item, "contentmeta", "headline")) or _line(_within(content, "hl1"))
    created = (content_of(first(item, "itemmeta", name)) for name in ("versioncreated", "firstcreated"))
    creator = first(item, "contentmeta", "creator")
    language = None if meta is None else first(meta, "language")
    return {
        "id": item.get("guid"),
        "text": _text(content, headline),
        "headline": headline or _line(first(item, "itemmeta", "title")),
        "published": next((moment.strip() for moment in created if moment), None),
        "publisher": _named(first(item, "itemmeta", "provider")),
        "author": _line(first(item, "contentmeta", "by")) or _named(creator) or _line(_within(content, "byline")),
        "language": (None if language is None else language.get("tag")) or _language(content, item),
    }


def _content(item: Any) -> Any:
    """The element that holds the text of an item.  Raises FieldError where it holds none."""
    found = [one for name in ("inlinexml", "inlinedata") for one in descendants(item, "contentset", name)]
    if not found:
        kind = first(item, "itemmeta", "itemclass")
        what = local_name(item) if kind is None else kind.get("qcode")
        raise FieldError(f"the item holds no text (it is a {what}); give its text in inlineXML or take it away")
    return found[0]


def _text(content: Any, headline: str | None) -> str | None:
    if local_name(content) == "inlinexml":
        body = _within(content, "body.content")
        return text_of(content if body is None else body, headline)
    text = content_of(content)
    is_html = "html" in content.get("contenttype", "")
    return text_of_html(text, headline) if text and is_html else text


def _within(element: Any, name: str) -> Any | None:
    """The first element of that name at any depth."""
    inside = (one for one in element.iter() if isinstance(one.tag, str))
    return next((one for one in inside if local_name(one) == name), None)


def _line(element: Any | None) -> str | None:
    return collapsed(content_of(element) or "") or None


def _named(party: Any | None) -> str | None:
    """The name of a party, else its literal or the end of its code."""
    if party is None:
        return None
    return _line(first(party, "name")) or party.get("literal") or party.get("qcode", "").rpartition(":")[2] or None


def _language(content: Any, item: Any) -> str | None:
    document = content[0] if len(content) else content
    tags: list[str | None] = [one.get(XML_LANGUAGE) for one in (document, content, item)]
    return next(filter(None, tags), None)
