"""The whole path of one shard of articles: parse -> resolve -> statements -> events -> rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from transforms.events.article import find_events
from transforms.parse.engine import parse
from transforms.parse.parsed import ParsedArticle
from transforms.read.article import Article, Reject
from transforms.resolve.article import resolve
from transforms.spool import read_articles
from transforms.statements.article import find_statements
from transforms.tables.rows import ARTICLE_TABLES, ArticleRows, Rows, article_key
from transforms.tables.store import local_schema, write_shard


def extract(parsed: ParsedArticle) -> Rows:
    """All rows that one parsed article supports, without a look at any other article."""
    resolution = resolve(parsed)
    statements = find_statements(parsed, resolution)
    events = find_events(parsed, resolution, statements)
    return ArticleRows(parsed).build(resolution, statements, events)


def extract_all(articles: Sequence[Article]) -> tuple[dict[str, pl.DataFrame], dict[int, Reject]]:
    """The rows of a shard, one frame a table, and by article key a reject for every article that could not be read.

    An article that breaks the extraction costs itself only: it becomes a reject that names the fault.
    """
    rows = _no_rows()
    rejects: dict[int, Reject] = {}
    for parsed in parse(articles):
        try:
            found = extract(parsed)
        except MemoryError:
            raise  # a fresh process may have enough
        except Exception as fault:
            rejects[article_key(parsed.article)] = _failed(parsed.article, fault)
            continue
        for table, more in found.items():
            rows[table].extend(more)
    return frames_of(rows), rejects


def _no_rows() -> Rows:
    return {table: [] for table in ARTICLE_TABLES}


def frames_of(rows: Rows) -> dict[str, pl.DataFrame]:
    """The rows of some articles, one frame a table, with the columns that an article alone can fill."""
    return {table: pl.DataFrame(rows[table], schema=local_schema(table)) for table in ARTICLE_TABLES}


def _failed(article: Article, fault: Exception) -> Reject:
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno})" if trace else ""
    detail = f"extraction failed: {type(fault).__name__}: {fault}{where}; please report it with the article"
    return Reject(article.source_uri, article.source_id, "failed", "rejected", detail)


def extract_shard(spooled: Path, shard: Path) -> int:
    """Extract the articles spooled in a file, keep their rows as the folder `shard`; how many articles those were."""
    articles = read_articles(spooled)
    frames, rejects = extract_all(articles)
    write_shard(shard, frames, rejects)
    return len(articles)


def refuse_shard(spooled: Path, shard: Path, max_seconds: int | None = None) -> int:
    """Refuse the articles spooled in a file because no worker process survives them; how many articles those were.

    `max_seconds` is the time that they were given, where it was that which they exceeded.
    """
    reason, detail = "failed", "extraction killed its process at every try, out of memory perhaps"
    if max_seconds is not None:
        reason, detail = "too_slow", f"extraction takes longer than {max_seconds} seconds (--max-seconds)"
    rejects = {
        article_key(article): Reject(
            article.source_uri, article.source_id, reason, "rejected", f"{detail}; shorten it or take it away"
        )
        for article in read_articles(spooled)
    }
    write_shard(shard, frames_of(_no_rows()), rejects, max_seconds)
    return len(rejects)
