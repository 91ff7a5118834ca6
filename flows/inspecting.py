"""Tell in the terminal what a file or folder would become, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from transforms.read.article import Article, Reject
from transforms.read.formats import chain_of
from transforms.read.seeds import files_of, read_seeds
from transforms.read.source import READ_ERRORS, Limits, Source

FIRST_CHARACTERS = 60
PUBLISHER_CHARACTERS = 16
NOT_READ = "not read"  # links, hidden files


@dataclass
class _Kind:
    """What files of one kind hold."""

    files: int = 0
    formats: Counter[str] = field(default_factory=Counter)
    rejected: int = 0


def inspect_seeds(seeds: Path | str, limits: Limits, *, articles: int, rejects: int) -> int:
    """Print what is found at a file, folder or URL, at most so many articles and rejects of it; the number of articles.

    Raises OSError where it cannot be listed.
    """
    kind_of = {found.uri: _chain(found, limits) for found in files_of(seeds) if isinstance(found, Source)}
    kinds = {name: _Kind(files) for name, files in Counter(kind_of.values()).items()}
    shown: list[Article] = []
    told: list[Reject] = []
    for outcome in read_seeds(seeds, limits):
        kind = kinds.setdefault(_kind(outcome.source_uri, kind_of), _Kind())
        if isinstance(outcome, Article):
            kind.formats[outcome.format] += 1
            shown += [outcome] if len(shown) < articles else []
        else:
            kind.rejected += outcome.severity == "rejected"
            told += [outcome] if len(told) < rejects else []
    console = Console(highlight=False)
    console.print(_kinds_table(kinds))
    if shown:
        console.print("", _articles_table(shown))
    if told:
        console.print("", _rejects_table(told))
    return sum(kind.formats.total() for kind in kinds.values())


def _chain(source: Source, limits: Limits) -> str:
    try:
        return chain_of(source, limits)
    except READ_ERRORS as error:
        source.unreadable(error, "")  # a store that is lost is raised
        return "unreadable"


def _kind(uri: str, kind_of: dict[str, str]) -> str:
    """The kind of the file that an outcome is of, which is that of the archive where it is of a member."""
    parts = uri.split("/")
    places = ("/".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((kind_of[place] for place in places if place in kind_of), NOT_READ)


def _kinds_table(kinds: dict[str, _Kind]) -> Table:
    table = Table("content", "files", "articles", "rejected", "read as", box=None, pad_edge=False)
    for name, kind in sorted(kinds.items()):
        formats = ", ".join(f"{format_name} {count:,}" for format_name, count in sorted(kind.formats.items()))
        table.add_row(name, f"{kind.files:,}", f"{kind.formats.total():,}", f"{kind.rejected:,}", formats)
    return table


def _articles_table(articles: list[Article]) -> Table:
    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column("headline, id, first words", ratio=1, no_wrap=True, overflow="ellipsis")
    for name in ("published", "publisher", "language", "characters"):
        table.add_column(name, max_width=PUBLISHER_CHARACTERS)
    for one in articles:
        first_words = " ".join(one.text[: 2 * FIRST_CHARACTERS].split())[:FIRST_CHARACTERS]
        what = f"{one.headline or '-'}\n{one.source_id}\n{first_words}"
        cells = (what, str(one.published_on or "-"), one.publisher or "-", one.language, f"{len(one.text):,}")
        table.add_row(*map(Text, cells))  # article text is data: it must never be read as markup
    return table


def _rejects_table(rejects: list[Reject]) -> Table:
    table = Table("file", "reason", "", "detail", box=None, pad_edge=False)
    for one in rejects:
        table.add_row(*(Text(cell) for cell in (one.source_uri, one.reason, one.severity, one.detail)))
    return table
