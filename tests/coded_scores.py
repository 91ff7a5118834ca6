"""Count what an extraction found of an article coded by hand; `tests/coded_articles.py` says what the figures mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

OPTIONAL = "(implicit) "  # how the scorers' shape marks a participant that need not be found
STOP = set(re.findall(r"\w+", "the a an of in on at to and for by with from s its his her their former senior"))
PRONOUNS = set(re.findall(r"\w+", "he she it they we i her him them us me who whom which that his their you"))
Row = dict[str, Any]


def _words(text: str | None) -> set[str]:
    return set(re.findall(r"\w+", (text or "").lower())) - STOP


def _same(one: str | None, other: str | None) -> bool:
    a, b = _words(one), _words(other)
    return bool(a and b) and len(a & b) / min(len(a), len(b)) >= 0.5


def accepts(accepted: Any, value: str) -> bool:
    """Whether a value is the coded one, or one of them."""
    return value in accepted if isinstance(accepted, list) else bool(value == accepted)


def _is(name: str, printed: str, resolved: str) -> bool:
    """Whether a coded participant, "X/she", is the one found: where a pronoun was resolved, by its name alone."""
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
    if isinstance(value, list):
        return [_told(part) for part in value]
    return value.get("text") or value.get("start") or value if isinstance(value, dict) else value


def measure_events(case: Row, found: list[Row], errors: list[str]) -> Counter[str]:
    """Count what was found of the coded events, and list what was not."""
    c: Counter[str] = Counter(predicted=len(found))
    met, typed = set(), set()
    for event in found:
        clause = " ".join(event["text"].split())
        said = f"{event['event_type']} {event['status']} {event['trigger_text']!r} in {clause!r}"
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
        name = "/".join(filter(None, (statement["speaker_resolved"], (statement["speaker"] or {}).get("text"))))
        who = _is(name, row["speaker_text"] or "", row["speaker_name"] or "")
        c.update({"who": who, "act": accepts(statement["act"], row["act"]), "kind": row["kind"] == statement["kind"]})
        if not who:
            errors.append(f"WHO {name} read as {row['speaker_name']}: {row['text']!r}")
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
