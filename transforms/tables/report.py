"""The run's summary as Markdown: what is in the release, what the checks found, what was refused and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from transforms.tables.handover import Outcome, by_table

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


def markdown_report(scans: Scans, rows: Mapping[str, int], outcomes: Sequence[Outcome]) -> str:
    """The report of one release; `scans` are its tables, `rows` how many each has."""
    refused = scans["rejects"].group_by("reason", "severity").len("inputs").sort("reason", "severity").collect()
    lines = ["# Dateline release", "", "## Tables", ""]
    lines += _table(
        ("table", "rows", "checks passed", "failed"),
        [(row["table"], rows[str(row["table"])], row["passed"], row["failed"]) for row in by_table(outcomes)],
    )
    lines += ["", "## Inputs refused or repaired", ""]
    lines += _table(("reason", "severity", "inputs"), list(refused.iter_rows())) if refused.height else ["None."]
    lines += ["", f"## First statements (of {rows['statements']})", ""]
    lines += _table(("speaker", "act", "kind", "text"), _statement_rows(scans))
    lines += ["", f"## First events (of {rows['events']})", ""]
    lines += _table(("date", "type", "status", "actors", "recipients", "trigger"), _event_rows(scans))
    return "\n".join(lines) + "\n"
