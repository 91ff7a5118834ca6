"""The run's summary as Markdown: what is in the release, what the checks found, what was refused and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

Scans = Mapping[str, pl.LazyFrame]
SAMPLE_ROWS = 10
CELL_CHARACTERS = 100


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`")


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return lines + ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]


def _statement_rows(scans: Scans) -> list[tuple[object, ...]]:
    statements = scans["statements"].select("speaker_name", "act", "kind", "text").head(SAMPLE_ROWS)
    return list(statements.collect().iter_rows())


def _event_rows(scans: Scans) -> list[tuple[object, ...]]:
    shown = ("starts_on", "event_type", "status", "trigger_text")
    events = scans["events"].select("event_id", *shown).head(SAMPLE_ROWS).collect()
    participants = scans["event_actors"].join(events.lazy(), on="event_id", how="semi").collect()
    actors = scans["actors"].join(participants.lazy(), on="actor_id", how="semi").select("actor_id", "name").collect()
    who = (
        participants.join(actors, on="actor_id", how="left")
        .group_by("event_id", "role")
        .agg(pl.col("name").sort_by("position").str.join(", "))
    )
    for role in ("actor", "recipient"):
        named = who.filter(pl.col("role") == role).select("event_id", pl.col("name").alias(role))
        events = events.join(named, on="event_id", how="left", maintain_order="left")
    return list(events.select("starts_on", "event_type", "status", "actor", "recipient", "trigger_text").iter_rows())


def markdown_report(scans: Scans) -> str:
    """The summary of one release; `scans` are its tables."""
    rows = {table: int(scan.select(pl.len()).collect().item()) for table, scan in scans.items()}
    checks = scans["checks"].group_by("table_name", maintain_order=True).len("passed").collect()
    refused = scans["rejects"].group_by("reason", "severity").len("inputs").sort("reason", "severity").collect()
    lines = ["# Dateline release", "", "## Tables", ""]
    lines += _table(
        ("table", "rows", "checks passed"), [(table, rows[table], passed) for table, passed in checks.iter_rows()]
    )
    lines += ["", "## Inputs refused or repaired", ""]
    lines += _table(("reason", "severity", "inputs"), list(refused.iter_rows())) if refused.height else ["None."]
    lines += ["", f"## First statements (of {rows['statements']})", ""]
    lines += _table(("speaker", "act", "kind", "text"), _statement_rows(scans))
    lines += ["", f"## First events (of {rows['events']})", ""]
    lines += _table(("date", "type", "status", "actors", "recipients", "trigger"), _event_rows(scans))
    return "\n".join(lines) + "\n"
