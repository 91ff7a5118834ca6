"""IPTC ninjs 1.x to 3.x (iptc.org/standards/ninjs): news items as JSON, one in a file, in an array, or one a line.

Taken are `uri` (id, and url where it is an address), the text from `body_text`, else `bodies` of plain text, else
`body_xhtml` or `bodies` of HTML, `headline` or `headlines`, `byline` or `by`, `versioncreated`, else `firstcreated`,
`language`, and as publisher `provider`, else `infosources`, `source` or `copyrightholder`.  `located` has no column;
where the text opens with a dateline, that tells the place.  Items whose `pubstatus` is not usable are refused.  A later
version of an item has the same `uri`; the first one read is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from transforms.read.article import Reject
from transforms.read.fields import FieldError
from transforms.read.json_records import read_json
from transforms.read.markup import text_of_html
from transforms.read.source import Candidate, Limits, Source, shown

FORMAT = "ninjs"
MARKS = frozenset({"body_text", "body_xhtml", "bodies", "versioncreated", "versionCreated", "pubstatus", "pubStatus"})
_PLAIN = "text/plain"


def read_ninjs(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The news items of a file, in order."""
    yield from read_json(source, limits, FORMAT, _fields)


def _fields(values: dict[str, Any]) -> Mapping[str, object]:
    item = _lowered(values)
    status = item.get("pubstatus", "usable")
    if status != "usable":
        raise FieldError(f"the item is not for use: its pubstatus is {shown(status)}; take it away")
    headline = _headline(item)
    uri = item.get("uri")
    return {
        "id": uri,
        "text": _text(item, headline),
        "headline": headline,
        "published": item.get("versioncreated") or item.get("firstcreated"),
        "url": uri if isinstance(uri, str) and uri.startswith(("http://", "https://")) else None,
        "publisher": _publisher(item),
        "author": item.get("byline") or item.get("by"),
        "language": item.get("language"),
    }


def _lowered(values: Mapping[str, Any]) -> dict[str, Any]:
    """The names in small letters: ninjs 3 writes versionCreated where ninjs 1 and 2 write versioncreated."""
    return {name.lower(): value for name, value in values.items()}


def _typed(values: object) -> Iterator[tuple[str, str]]:
    """Content type and value of each of `bodies` or `headlines`."""
    for one in values if isinstance(values, list) else ():
        inner = _lowered(one) if isinstance(one, Mapping) else {}
        if isinstance(inner.get("value"), str):
            yield str(inner.get("contenttype") or "").lower(), inner["value"]


def _headline(item: Mapping[str, Any]) -> object:
    named = item.get("headline") or next((item[name] for name in sorted(item) if name.startswith("headline_")), None)
    return named or next((value for _, value in _typed(item.get("headlines"))), None) or item.get("title")


def _text(item: Mapping[str, Any], headline: object) -> object:
    if item.get("body_text"):
        return item["body_text"]
    bodies = list(_typed(item.get("bodies")))
    plain = next((value for kind, value in bodies if kind == _PLAIN), None)
    if plain is not None:
        return plain
    named = (item[n] for n in ["body_xhtml", *sorted(item)] if n.startswith("body_") and item.get(n))
    markup = next(named, None) or next((value for _, value in bodies), None)
    if markup is None:
        raise FieldError(f"the item has no body; its type is {shown(item.get('type'))}; give a text or take it away")
    return text_of_html(markup, str(headline) if headline else None) if isinstance(markup, str) else markup


def _names(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        for one in value if isinstance(value, list) else [value]:
            name = one.get("name") or one.get("literal") if isinstance(one, Mapping) else one
            if isinstance(name, str) and name.strip():
                yield name


def _publisher(item: Mapping[str, Any]) -> str | None:
    return next(_names(item.get(name) for name in ("provider", "infosources", "source", "copyrightholder")), None)
