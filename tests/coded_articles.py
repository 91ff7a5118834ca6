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
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from transforms.pipeline import extract_all
from transforms.read.article import Article
from transforms.tables.collection import assemble

CODED = Path(__file__).parent / "coded"
OPTIONAL = "(implicit) "  # how the scorers' shape marks a participant that need not be found
STOP = set(re.findall(r"\w+", "the a an of in on at to and for by with from s its his her their former senior"))
PRONOUNS = set(re.findall(r"\w+", "he she it they we i her him them us me who whom which that his their you"))
Row = dict[str, Any]


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


def _words(text: str | None) -> set[str]:
    return set(re.findall(r"\w+", (text or "").lower())) - STOP


def _same(one: str | None, other: str | None) -> bool:
    a, b = _words(one), _words(other)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= 0.5


def accepts(accepted: Any, value: str) -> bool:
    """Whether a value is the coded one, or one of them."""
    return value in accepted if isinstance(accepted, list) else bool(value == accepted)


def _is(name: str, printed: str, resolved: str) -> bool:
    """Whether a coded participant, "X/she", is the one found: by its name, or as printed unless a pronoun was resolved."""
    known = [resolved] if printed.lower() in PRONOUNS and resolved.lower() not in PRONOUNS else [printed, resolved]
    return any(_same(form, found) for form in name.removeprefix(OPTIONAL).split("/") for found in known)


def _agree(names: list[Row], found: list[list[str]]) -> bool:
    missing = [n for n in names if not n["text"].startswith(OPTIONAL) and not any(_is(n["text"], *p) for p in found)]
    return not missing and all(any(_is(n["text"], *p) for n in names) for p in found)


def _counted(mention: Row, found: set[tuple[str, float]]) -> bool:
    return all(any(accepts(c["measure"], m) and c["value"] == v for m, v in found) for c in mention["counts"])


# Per field: does it apply to a coded mention, and is what was found right?
FIELDS: dict[str, tuple[Callable[[Row], Any], Callable[[Row, Row], bool]]] = {
    "status": (lambda g: True, lambda g, p: accepts(g["status"], p["status"])),
    "date": (lambda g: g["date"], lambda g, p: accepts(g["date"]["accepted"], str(p["starts_on"]))),
    "actors": (lambda g: True, lambda g, p: _agree(g["actors"], p["actors"])),
    "recipients": (lambda g: True, lambda g, p: _agree(g["recipients"], p["recipients"])),
    "place": (lambda g: g["place"], lambda g, p: _same(g["place"]["text"], p["place"])),
    "counts": (lambda g: g["counts"], lambda g, p: _counted(g, p["counts"])),
}


def _told(value: Any) -> Any:
    return (
        [_told(part) for part in value]
        if isinstance(value, list)
        else value.get("text", value)
        if isinstance(value, dict)
        else value
    )


def measure_events(case: Row, found: list[Row], errors: list[str]) -> Counter[str]:
    """Count what was found of the coded events, and list what was not."""
    c: Counter[str] = Counter(predicted=len(found))
    met, typed = set(), set()
    for event in found:
        said = (
            f"{event['event_type']} {event['status']} {event['trigger_text']!r} in {' '.join(event['text'].split())!r}"
        )
        at = event["trigger"]
        hits = [m for m in case["events"] if m["trigger"]["start"] < at["end"] and at["start"] < m["trigger"]["end"]]
        if not hits:
            errors.append(f"EXTRA event {said}")
            continue
        best = max(hits, key=lambda m: (accepts(m["type"], event["event_type"]), m["core"]))
        right = accepts(best["type"], event["event_type"])
        c.update(met=1, met_typed=right)
        met.add(best["incident"])
        typed |= {best["incident"]} if right else set()
        if not right:
            errors.append(f"TYPE {best['type']} read as {said}")
        for field, (applies, is_right) in FIELDS.items():
            if applies(best):
                ok = is_right(best, event)
                c.update({f"{field} of": 1, field: ok})
                if not ok:
                    key = "starts_on" if field == "date" else field
                    errors.append(f"{field.upper()} {_told(best[field])} read as {event[key]}: {said}")
    core = {m["incident"]: m for m in reversed(case["events"]) if m["core"]}
    c.update(incidents=len(core), found=len(core.keys() & met), found_typed=len(core.keys() & typed))
    errors += [f"MISS event {m['type']} {m['trigger']['text']!r} ({i})" for i, m in core.items() if i not in met]
    return c


def measure_statements(case: Row, found: list[Row], errors: list[str]) -> Counter[str]:
    """Count what was found of the coded statements, and list what was not."""
    at = [match.start() for match in re.finditer(r"\w+", case["text"])]

    def tokens(part: Row) -> set[int]:
        return {start for start in at if part["start"] <= start < part["end"]}

    pairs = []
    for i, statement in enumerate(case["statements"]):
        for j, row in enumerate(found):
            a, b = tokens(statement["content"][0]), tokens(row)
            f1 = 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0
            if f1 >= 0.8:
                pairs.append((-f1, statement["ignore"], i, j))
    match: dict[int, int] = {}
    for _, _, i, j in sorted(pairs):
        if i not in match and j not in match.values():
            match[i] = j
    c: Counter[str] = Counter()
    for i, statement in enumerate(case["statements"]):
        if statement["ignore"]:
            continue
        c.update(statements=1, matched=i in match)
        if i not in match:
            errors.append(f"MISS statement {statement['speaker_resolved']}: {statement['content'][0]['text']!r}")
            continue
        row = found[match[i]]
        names = (statement["speaker_resolved"], (statement["speaker"] or {}).get("text"))
        who = any(_same(name, row[key]) for name in names for key in ("speaker_name", "speaker_text"))
        c.update({"who": who, "act": accepts(statement["act"], row["act"]), "kind": row["kind"] == statement["kind"]})
        if not who:
            errors.append(f"WHO {names} read as {row['speaker_name']}: {row['text']!r}")
    ignored = {match[i] for i, statement in enumerate(case["statements"]) if statement["ignore"] and i in match}
    c["statements found"] = len(found) - len(ignored)
    extra = [row for j, row in enumerate(found) if j not in match.values()]
    errors += [f"EXTRA statement {row['speaker_name']}: {row['text']!r}" for row in extra]
    return c


def figures(c: Counter[str]) -> dict[str, float]:
    """The counts as percentages."""

    def share(a: str, b: str) -> float:
        return round(100 * c[a] / c[b], 1) if c[b] else 0.0

    def f1(a: str, recall_of: str, b: str, precision_of: str) -> float:
        recall, precision = share(a, recall_of), share(b, precision_of)
        return round(2 * recall * precision / (recall + precision), 1) if recall + precision else 0.0

    out = {"recall": share("found", "incidents"), "precision": share("met", "predicted")}
    out["F1"] = f1("found", "incidents", "met", "predicted")
    out["typed F1"] = f1("found_typed", "incidents", "met_typed", "predicted")
    out |= {field: share(field, f"{field} of") for field in FIELDS}
    out["said F1"] = f1("matched", "statements", "matched", "statements found")
    out |= {field: share(field, "matched") for field in ("who", "act", "kind")}
    out["who+what"] = f1("who", "statements", "who", "statements found")
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
