"""Print rows of the current release in the terminal, each with the words that prove it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from transforms.tables.evidence import EvidenceRow, NoRelease, evidence_rows

__all__ = ["NoRelease", "show_rows"]


def _line(row: EvidenceRow) -> Text:
    line = Text()
    line.append(row.day or "no date   ", style="dim").append("  ")
    line.append(row.what, style="bold cyan").append("  ")
    line.append(row.who, style="bold")
    return line


def show_rows(
    output: Path, table: str, *, speaker: str | None, event_type: str | None, since: date | None, limit: int
) -> None:
    """Print at most `limit` rows of `table` that fit the filters.  Raises NoRelease where there is nothing to read."""
    console = Console(highlight=False)
    rows, total = evidence_rows(output, table, speaker=speaker, event_type=event_type, since=since, limit=limit)
    for row in rows:
        console.print(_line(row))
        for evidence in row.evidence:
            # article text is data: it must never be read as markup
            console.print(Text(f"    {evidence}"), soft_wrap=False)
        console.print(Text(f"    {row.source}", style="dim"))
    console.print(Text(f"{len(rows)} of {total} {table}", style="dim"))
