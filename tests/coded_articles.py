"""Articles coded by hand in full: `article.txt` and `coded.yaml` in `tests/coded/<beat>-<slug>/`.

`python -m tests.coded_articles [case …] [--errors]` measures the extraction against them, per beat and in total.

found       core incidents of which some mention is met by a predicted trigger: recall; predicted triggers that meet
            some coded mention, core or optional: precision; typed: counting only what has an accepted type too
status …    share of right values over the met mentions: one of the accepted statuses; the same first day; actors and
            recipients: none missing, none invented ("?X": may be given, need not; "X/she": one participant in two
            forms; a pronoun may be left unresolved, not wrongly resolved); place; all counts
statements  content matches where the F1 of its word tokens is >= 0.8; "who": share of matches with the right speaker;
            "who+what": F1 of statements with content and speaker right; `core: false`: not required, not punished
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import polars as pl
import yaml

from tests.coded_scores import OPTIONAL, Row, figures, measure_events, measure_statements
from transforms.pipeline import extract_all
from transforms.read.article import Article
from transforms.tables.collection import assemble

CODED = Path(__file__).parent / "coded"


def cases() -> list[str]:
    """Names of all cases."""
    return sorted(path.parent.name for path in CODED.glob("*/coded.yaml"))


@cache
def coded(case: str) -> Row:
    """A case as coded, with its text."""
    found: Row = yaml.safe_load((CODED / case / "coded.yaml").read_text("utf-8"))
    return found | {"text": (CODED / case / "article.txt").read_text("utf-8")}


def span(text: str, part: str, nth: int = 1) -> Row:
    """The `nth` occurrence of `part` in `text`; ValueError where there is none."""
    start = -1
    for _ in range(nth):
        start = text.index(part, start + 1)
    return {"text": part, "start": start, "end": start + len(part)}


def gold(case: str) -> Row:
    """A case in the shape that the scorers of whole articles compare: offsets in place of words."""
    told = coded(case)
    text, events, statements = told["text"], [], []
    for event in told["events"]:
        row = event | {"trigger": span(text, event["trigger"], event["nth"])}
        for role in ("actors", "recipients"):
            row[role] = [{"text": re.sub(r"^\?", OPTIONAL, name)} for name in event[role]]
        days = event["date"] if isinstance(event["date"], list) else [event["date"]]
        row["date"] = {"start": str(days[0]), "end": None, "accepted": [str(day) for day in days]} if days[0] else None
        row["place"] = {"text": event["place"]} if event["place"] and event["place"][0] != "?" else None
        events.append(row)
    for statement in told["statements"]:
        row = statement | {"speaker_resolved": statement["speaker"] or None, "ignore": not statement["core"]}
        row["content"] = [span(text, statement["content"])]
        row["speaker"] = statement["printed"] and span(text, statement["printed"])
        statements.append(row)
    return {
        "doc_id": case,
        "published": str(told["published"]),
        "text": text,
        "events": events,
        "statements": statements,
    }


@cache
def tables(names: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    """The tables that the articles of some cases make, parsed once a session."""
    articles = [
        Article(
            f"{name}.txt", name, "txt", f"{number:064x}", coded(name)["text"], published_on=coded(name)["published"]
        )
        for number, name in enumerate(names)
    ]
    frames, rejects = extract_all(articles)
    assert not rejects, rejects
    return assemble(frames, [])


def predicted(names: tuple[str, ...]) -> dict[str, Row]:
    """What the extraction finds in each case: events with their participants, statements."""
    frames = tables(names)
    actors = dict(frames["actors"].select("actor_id", "name").iter_rows())
    places = dict(frames["places"].select("place_id", "name").iter_rows())
    ids = dict(frames["documents"].select("document_id", "source_id").iter_rows())
    out: dict[str, Row] = {name: {"events": [], "statements": []} for name in names}
    roles: dict[tuple[int, str], list[list[str]]] = defaultdict(list)
    for row in frames["event_actors"].iter_rows(named=True):
        roles[row["event_id"], row["role"]].append([row["text"], actors[row["actor_id"]]])
    counts: dict[int, set[tuple[str, float]]] = defaultdict(set)
    for row in frames["event_counts"].iter_rows(named=True):
        counts[row["event_id"]].add((row["measure"], row["value_low"]))
    for row in frames["events"].sort("trigger_start").iter_rows(named=True):
        row["trigger"] = {"text": row["trigger_text"], "start": row["trigger_start"], "end": row["trigger_end"]}
        row |= {f"{role}s": roles[row["event_id"], role] for role in ("actor", "recipient")}
        row |= {"place": places.get(row["place_id"]), "counts": counts[row["event_id"]]}
        out[ids[row["document_id"]]]["events"].append(row)
    for row in frames["statements"].sort("start").iter_rows(named=True):
        out[ids[row["document_id"]]]["statements"].append(row)
    return out


def measure(names: Sequence[str]) -> tuple[dict[str, Counter[str]], list[str]]:
    """Counts per beat and in total, and the errors."""
    found, beats, told = predicted(tuple(names)), defaultdict[str, Counter[str]](Counter), []
    for name in names:
        errors: list[str] = []
        case = gold(name)
        c = measure_events(case, found[name]["events"], errors)
        c += measure_statements(case, found[name]["statements"], errors)
        for key in (name.split("-")[0], "total"):
            beats[key] += c
        told += [f"{name}: {error}" for error in errors]
    return dict(beats), told


def main() -> None:
    """Print the figures of some cases or of all."""
    parser = argparse.ArgumentParser(description="Measure the extraction against articles coded by hand.")
    parser.add_argument("case", nargs="*", default=cases())
    parser.add_argument("--errors", action="store_true")
    asked = parser.parse_args()
    beats, errors = measure(asked.case)
    if asked.errors:
        print(*errors, sep="\n")
    rows = {beat: figures(c) for beat, c in sorted(beats.items(), key=lambda item: (item[0] == "total", item[0]))}
    print(" " * 12 + "".join(f"{name:>11}" for name in rows["total"]))
    for beat, row in rows.items():
        print(f"{beat:12}" + "".join(f"{value:11.1f}" for value in row.values()))


if __name__ == "__main__":
    main()
