"""RSS 2.0 (rssboard.org/rss-specification) and Atom (RFC 4287): each item is one article.

RSS: text from `content:encoded`, else `description`; `title`, `pubDate` or `dc:date`, `guid` (else `link`) as id,
`link`, `dc:creator` or `author`, `source`, else the channel's title, as publisher; `dc:language`, else the channel's
`language`.  RSS 1.0 has the same items.  Atom: `content`, else `summary`; `title`, `published`, else `updated`, `id`,
the alternate `link`, `author`, the title of `source`, else of the feed; `xml:lang`.  HTML becomes text as `markup` has
it.  An item is an article however short it is, unless it is empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from transforms.read.article import Reject
from transforms.read.fields import FieldError
from transforms.read.markup import line_of_html, text_of, text_of_html
from transforms.read.record import Record, outcome_of
from transforms.read.source import READ_ERRORS, Candidate, Limits, Source
from transforms.read.xml_items import XML_LANGUAGE, bytes_of, content_of, descendants, first, items_of

RSS, ATOM = "rss", "atom"
_ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


def read_feed(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The items of a feed, in order."""
    number = 0
    try:
        with source.open() as stream:
            for number, item in enumerate(items_of(stream, ("item", "entry"), limits), 1):
                yield _outcome(item, f"item {number}", source)
            if not number:
                yield source.reject("empty", "the feed holds no item; take it away")
    except READ_ERRORS as error:
        yield source.unreadable(error, f"the file behind item {number}" if number else "the file")


def _outcome(item: Any, where: str, source: Source) -> Candidate | Reject:
    is_rss = first(item.getparent(), "entry") is None
    try:
        fields = _rss(item) if is_rss else _atom(item)
    except FieldError as error:
        return source.reject("bad_record", f"{where}: {error}")
    if not str(fields["text"] or "").strip():
        return source.reject("empty", f"{where} holds neither content nor summary; take it out", source_id=fields["id"])
    return outcome_of(Record(where, bytes_of(item), fields), source, RSS if is_rss else ATOM)


def _line(element: Any | None) -> str | None:
    text = content_of(element)
    return line_of_html(text) if text else None


def _rss(item: Any) -> dict[str, str | None]:
    parent = item.getparent()
    channel = next(parent.iterchildren("{*}channel"), parent)  # RSS 1.0 has it beside the items, RSS 2.0 around them
    headline = _line(first(item, "title"))
    text = content_of(item.find(_ENCODED)) or content_of(first(item, "description")) or ""
    author = _line(item.find(f"{_DUBLIN_CORE}creator")) or _author(content_of(first(item, "author")))
    channel_title, language = (first(channel, name) for name in ("title", "language"))
    return {
        "id": content_of(first(item, "guid")) or content_of(first(item, "link")),
        "text": text_of_html(text, headline),
        "headline": headline,
        "published": _published(content_of(first(item, "pubdate")) or content_of(item.find(f"{_DUBLIN_CORE}date"))),
        "url": content_of(first(item, "link")),
        "publisher": _line(first(item, "source")) or _line(channel_title),
        "author": author,
        "language": content_of(item.find(f"{_DUBLIN_CORE}language")) or content_of(language),
    }


def _author(value: str | None) -> str | None:
    """The name in "jane@example.org (Jane Roe)", as RSS has an author."""
    name = value.partition("(")[2].rpartition(")")[0] if value else None
    return name or value


def _published(value: str | None) -> str | None:
    """A date as RFC 822 has it in ISO 8601; any other value as it is."""
    if value is None:
        return None
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError):
        return value.strip()


def _atom(entry: Any) -> dict[str, str | None]:
    feed = entry.getparent()
    title = first(entry, "title")
    headline = _line(title) if title is not None and title.get("type") == "html" else _plain_line(title)
    texts = (_construct(first(entry, name), headline) for name in ("content", "summary"))
    links = {link.get("rel", "alternate"): link.get("href") for link in reversed(list(descendants(entry, "link")))}
    names = [content_of(name) for parent in (entry, feed) for name in descendants(parent, "author", "name")]
    return {
        "id": content_of(first(entry, "id")),
        "text": next(filter(None, texts), ""),
        "headline": headline,
        "published": (content_of(first(entry, "published")) or content_of(first(entry, "updated")) or "").strip(),
        "url": links.get("alternate"),
        "publisher": _line(first(entry, "source", "title")) or _line(first(feed, "title")),
        "author": next(filter(None, names), None),
        "language": entry.get(XML_LANGUAGE) or feed.get(XML_LANGUAGE),
    }


def _plain_line(title: Any | None) -> str | None:
    return " ".join((content_of(title) or "").split()) or None


def _construct(element: Any | None, headline: str | None) -> str | None:
    """The text of an Atom text construct, by its type."""
    if element is None:
        return None
    kind = element.get("type", "text")
    if kind in ("html", "text/html"):
        return text_of_html(content_of(element) or "", headline)
    if len(element):  # xhtml, or any other XML
        return text_of(element, headline)
    return content_of(element)
