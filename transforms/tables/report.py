"""The run's summary as Markdown: what is in the release, what the checks found, what was refused and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from transforms.tables.checks import Check

SAMPLE_ROWS = 10
CELL_CHARACTERS = 100


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= CELL_CHARACTERS else text[: CELL_CHARACTERS - 1] + "…"
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "\\`")


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    lines = ["| " + " | ".join(header) + " |", "|" + " --- |" * len(header)]
    return lines + ["| " + " | ".join(_cell(value) for value in row) + " |" for row in rows]


def checks_by_table(checks: Sequence[Check]) -> list[dict[str, object]]:
    """One row a table: how many checks it passed, how many failed, and which."""
    rows: dict[str, dict[str, object]] = {}
    for check in checks:
        row = rows.setdefault(
            check.table, {"table": check.table, "rows": check.rows, "passed": 0, "failed": 0, "broken": ""}
        )
        row["passed" if check.passed else "failed"] = int(str(row["passed" if check.passed else "failed"])) + 1
        if not check.passed:
            row["broken"] = "; ".join(
                filter(None, (str(row["broken"]), f"{check.name} ({check.failures.height} rows)"))
            )
    return list(rows.values())


def _statement_rows(frames: Mapping[str, pl.DataFrame]) -> list[tuple[object, ...]]:
    statements = frames["statements"].head(SAMPLE_ROWS)
    return list(statements.select("speaker_name", "act", "kind", "text").iter_rows())


def _event_rows(frames: Mapping[str, pl.DataFrame]) -> list[tuple[object, ...]]:
    names = frames["actors"].select("actor_id", "name")
    who = (
        frames["event_actors"]
        .join(names, on="actor_id", how="left")
        .group_by("event_id", "role")
        .agg(pl.col("name").sort_by("position").str.join(", "))
    )
    events = frames["events"].head(SAMPLE_ROWS)
    for role in ("actor", "recipient"):
        named = who.filter(pl.col("role") == role).select("event_id", pl.col("name").alias(role))
        events = events.join(named, on="event_id", how="left", maintain_order="left")
    return list(events.select("starts_on", "event_type", "status", "actor", "recipient", "trigger_text").iter_rows())


def markdown_report(frames: Mapping[str, pl.DataFrame], checks: Sequence[Check]) -> str:
    """The report of one release."""
    rejected = frames["rejects"].group_by("reason", "severity").len("inputs").sort("reason", "severity")
    lines = ["# Dateline release", "", "## Tables", ""]
    lines += _table(
        ("table", "rows", "checks passed", "failed"),
        [(row["table"], row["rows"], row["passed"], row["failed"]) for row in checks_by_table(checks)],
    )
    lines += ["", "## Inputs refused or repaired", ""]
    lines += _table(("reason", "severity", "inputs"), list(rejected.iter_rows())) if rejected.height else ["None."]
    lines += ["", f"## First statements (of {frames['statements'].height})", ""]
    lines += _table(("speaker", "act", "kind", "text"), _statement_rows(frames))
    lines += ["", f"## First events (of {frames['events'].height})", ""]
    lines += _table(("date", "type", "status", "actors", "recipients", "trigger"), _event_rows(frames))
    return "\n".join(lines) + "\n"
