"""Progress of long work: a bar on a terminal, a line for every further tenth elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

LINES = 10  # lines that a whole run writes to a log


class ShardProgress:
    """Counts the articles extracted, on stderr."""

    def __init__(self, articles: int) -> None:
        self._articles = articles
        self._done = 0
        self._on_terminal = sys.stderr.isatty()
        self._bar = Progress(
            TextColumn("extracting"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("articles"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not self._on_terminal,
        )
        self._task = self._bar.add_task("extracting", total=articles)

    def advance(self, articles: int) -> None:
        """Count finished articles."""
        before, self._done = self._done, self._done + articles
        self._bar.advance(self._task, articles)
        if not self._on_terminal and before * LINES // self._articles < self._done * LINES // self._articles:
            print(f"extracted {self._done} of {self._articles} articles", file=sys.stderr, flush=True)

    def __enter__(self) -> ShardProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()
