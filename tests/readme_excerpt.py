"""The excerpt of the seed's own rows that README.md shows; `make docs` writes it anew between its two marks."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from tests.releases import seed_tables

README = Path(__file__).parents[1] / "README.md"
OPENING, CLOSING = "<!-- excerpt of the seed's rows: make docs -->", "<!-- end of the excerpt -->"
STATEMENTS, EVENTS = slice(3, 9), slice(0, 9)  # a stretch of the article with something of everything
MOST_CHARACTERS = 70


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1].rstrip() + "…"


def _table(header: str, rows: list[tuple[object, ...]]) -> list[str]:
    names = header.split(", ")
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    return lines + ["| " + " | ".join(map(_cell, row)) + " |" for row in rows]


def _events(frames: dict[str, pl.DataFrame]) -> list[tuple[object, ...]]:
    names = dict(frames["actors"].select("actor_id", "name").iter_rows())
    places = dict(frames["places"].select("place_id", "name").iter_rows())
    rows: list[tuple[object, ...]] = []
    for event in frames["events"].sort("trigger_start").to_dicts()[EVENTS]:
        who = frames["event_actors"].filter(pl.col("event_id") == event["event_id"]).sort("position").to_dicts()
        sides = [
            ", ".join(names[one["actor_id"]] for one in who if one["role"] == role) for role in ("actor", "recipient")
        ]
        day = " to ".join(dict.fromkeys(str(day) for day in (event["starts_on"], event["ends_on"]) if day))
        rows.append(
            (event["event_type"], event["status"], *sides, day, places.get(event["place_id"]), event["trigger_text"])
        )
    return rows


def excerpt() -> str:
    """The block, its marks included."""
    frames = seed_tables()
    statements = frames["statements"].sort("start", "end").select("speaker_name", "act", "kind", "text").rows()
    lines = [OPENING, "`statements`, in part:", ""]
    lines += _table("speaker_name, act, kind, text", statements[STATEMENTS])
    lines += ["", "`events` with `event_actors` and `places`, in part:", ""]
    lines += _table("event_type, status, actors, recipients, when, where, trigger_text", _events(frames))
    return "\n".join([*lines, CLOSING])


def printed() -> str:
    """The block as README.md prints it.  Raises ValueError where a mark is missing."""
    text = README.read_text("utf-8")
    return text[text.index(OPENING) : text.index(CLOSING) + len(CLOSING)]


def refresh() -> None:
    """Write the block anew."""
    README.write_text(README.read_text("utf-8").replace(printed(), excerpt()), "utf-8")


if __name__ == "__main__":
    refresh()
