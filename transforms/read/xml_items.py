"""The items of an XML file, one at a time, by a parser that fetches nothing, expands nothing and holds one item.

Entities that a document defines itself, and external ones, are faults: they are how a small file becomes a large one,
or shows what lies on this machine.  Those that HTML names are read where the file names a document type, which is not
fetched; without one they are no XML.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from html.entities import html5
from typing import Any, BinaryIO

from transforms.read.markup import local_name
from transforms.read.source import InputFault, Limits, brief

XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_MOST_BESIDE = 100  # elements that stay in memory beside the items: title, language and the like


class _Bounded:
    """A stream that is refused where more than a record may take is read before the next item ends."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._most = stream, most
        self._count = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._count += len(data)
        if self._count > self._most + size:
            raise InputFault("too_long", f"an item is longer than {self._most:,} bytes; split or shorten it")
        return data

    def item_ended(self) -> None:
        self._count = 0


def items_of(stream: BinaryIO, names: Collection[str], limits: Limits) -> Iterator[Any]:
    """The elements with one of the names (without namespace, in small letters), in order; each is dropped afterwards.

    Raises READ_ERRORS where the XML is broken, too deep, too large or defines entities.
    """
    from lxml import etree  # takes time to import

    bounded = _Bounded(stream, limits.max_record_bytes)
    events = etree.iterparse(
        bounded,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth, item = 0, None
    try:
        for event, element in events:
            if event == "start":
                depth += 1
                _check(element, depth, limits)
                if item is None and local_name(element) in names:
                    item = element
                continue
            depth -= 1
            if element is item:
                _name_characters(element)
                yield element
                bounded.item_ended()
                _drop(element)
                item = None
    except etree.XMLSyntaxError as error:
        raise InputFault("bad_record", f"it is no valid XML ({brief(str(error))}); mend or export it again") from error


def _check(element: Any, depth: int, limits: Limits) -> None:
    if depth > limits.max_depth:
        raise InputFault("bad_record", f"elements are nested more than {limits.max_depth} deep; flatten the item")
    if depth == 1:
        internal = element.getroottree().docinfo.internalDTD
        if internal is not None and next(internal.iterentities(), None) is not None:
            words = "its document type defines entities, which are not expanded; write their text in their place"
            raise InputFault("bad_record", words)


def _name_characters(item: Any) -> None:
    """Put characters in the place of entities that HTML names (`&eacute;`), which a document type elsewhere defines."""
    from lxml import etree

    for entity in list(item.iter(etree.Entity)):
        character = html5.get(f"{entity.name};")
        if character is None:
            raise InputFault(
                "bad_record", f"nobody knows the entity &{brief(entity.name)}; write its text in its place"
            )
        parent, before = entity.getparent(), entity.getprevious()
        text = character + (entity.tail or "")
        if before is None:
            parent.text = (parent.text or "") + text
        else:
            before.tail = (before.tail or "") + text
        parent.remove(entity)


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        return
    parent.remove(element)
    if len(parent) > _MOST_BESIDE:
        words = f"more than {_MOST_BESIDE} elements that are no items stand beside them; take them out"
        raise InputFault("too_long", words)


def descendants(element: Any, *path: str) -> Iterator[Any]:
    """The elements that a path of names leads to, from child to child, all of one namespace."""
    if not path:
        yield element
        return
    namespace = _namespace(element)
    for child in element:
        if isinstance(child.tag, str) and local_name(child) == path[0] and _namespace(child) == namespace:
            yield from descendants(child, *path[1:])


def _namespace(element: Any) -> str:
    return str(element.tag).rpartition("}")[0]


def first(element: Any, *path: str) -> Any | None:
    """The first element that a path of names leads to."""
    return next(descendants(element, *path), None)


def content_of(element: Any | None) -> str | None:
    """All text in an element, markup left out; None where there is none."""
    text = "" if element is None else "".join(element.itertext())
    return text if text.strip() else None


def bytes_of(element: Any) -> bytes:
    """An element as it is written, without what follows it, by which it is told apart from others."""
    from lxml import etree

    return bytes(etree.tostring(element, encoding="utf-8", with_tail=False))
