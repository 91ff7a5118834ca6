"""Golden cases: `tests/golden/<case>/article.txt` and, beside it, `expected.yaml` with what its rows say in words.

`make golden` writes every `expected.yaml` anew; read the difference before it is committed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import yaml

from transforms.pipeline import extract_all
from transforms.read.article import Article
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits
from transforms.tables.collection import assemble

GOLDEN = Path(__file__).parent / "golden"


def cases() -> list[str]:
    """Names of all cases."""
    return sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def tables_of(case: str) -> dict[str, pl.DataFrame]:
    """The tables that a case's article makes."""
    records = list(read_seeds(GOLDEN / case, Limits()))
    articles = [record for record in records if isinstance(record, Article)]
    frames, rejects = extract_all(articles)
    assert not rejects, rejects
    return assemble(frames, [])


def _statement(row: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    told = {
        "speaker": row["speaker_name"],
        "printed": row["speaker_text"],
        "cue": row["cue_text"],
        "act": row["act"],
        "kind": row["kind"],
        "text": row["text"],
        "negated": row["is_negated"] or None,
        "inherited": row["is_inherited"] or None,
        "medium": row["medium"],
        "addressee": names.get(row["addressee_id"]),
        "stated_on": row["stated_on"] and str(row["stated_on"]),
    }
    return {name: value for name, value in told.items() if value is not None}


def _event(
    row: dict[str, Any], frames: dict[str, pl.DataFrame], names: dict[int, str], places: dict[int, str]
) -> dict[str, Any]:
    who = frames["event_actors"].filter(pl.col("event_id") == row["event_id"]).sort("position").to_dicts()
    counts = frames["event_counts"].filter(pl.col("event_id") == row["event_id"]).sort("position").to_dicts()
    days = [str(day) for day in (row["starts_on"], row["ends_on"]) if day]
    told = {
        "trigger": row["trigger_text"],
        "type": row["event_type"],
        "status": row["status"],
        "actors": [names[actor["actor_id"]] for actor in who if actor["role"] == "actor"],
        "recipients": [names[actor["actor_id"]] for actor in who if actor["role"] == "recipient"],
        "when": " to ".join(dict.fromkeys(days)),
        "where": places.get(row["place_id"]),
        "counts": [f"{count['measure']} {count['value_low']:g}" for count in counts],
        "claimed": row["statement_id"] is not None,
        "incident": row["incident"],
    }
    return {name: value for name, value in told.items() if value}


def _actor(row: dict[str, Any], names: dict[int, str]) -> str:
    """ "Priti Patel: person, GBR, GOV, home secretary, of …"; what is unknown is left out."""
    owner = names.get(row["of_actor_id"])
    what = (row["actor_type"], row["country"], row["sector"], row["office"], owner and f"of {owner}")
    return f"{row['name']}: {', '.join(value for value in what if value)}"


def told(frames: dict[str, pl.DataFrame]) -> dict[str, Any]:
    """The rows of one article in words, in the order of its text."""
    names = dict(frames["actors"].select("actor_id", "name").iter_rows())
    places = dict(frames["places"].select("place_id", "name").iter_rows())
    events = frames["events"].sort("trigger_start")
    numbers = {incident: number for number, incident in enumerate(dict.fromkeys(events["incident_id"]), 1)}
    events = events.with_columns(incident=pl.col("incident_id").replace_strict(numbers, return_dtype=pl.Int64))
    return {
        "actors": [_actor(row, names) for row in frames["actors"].sort("name").iter_rows(named=True)],
        "places": sorted(f"{row['name']} ({row['kind']}, {row['country']})" for row in frames["places"].to_dicts()),
        "statements": [
            _statement(row, names) for row in frames["statements"].sort("start", "end").iter_rows(named=True)
        ],
        "events": [_event(row, frames, names, places) for row in events.iter_rows(named=True)],
    }


def expected(case: str) -> dict[str, Any]:
    """What a case's rows should say."""
    found: dict[str, Any] = yaml.safe_load((GOLDEN / case / "expected.yaml").read_text("utf-8"))
    return found


def refresh() -> None:
    """Write every case's `expected.yaml` anew."""
    for case in cases():
        text = yaml.safe_dump(told(tables_of(case)), allow_unicode=True, sort_keys=False, width=110)
        (GOLDEN / case / "expected.yaml").write_text(text, "utf-8")


if __name__ == "__main__":
    refresh()
