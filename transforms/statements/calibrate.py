"""Weigh the features of confidence on labelled articles: `python -m transforms.statements.calibrate FILE.jsonl …`.

Each line of a file is an article: `text` and `statements`, each with `content` (spans), `speaker` (a span or null) and
`speaker_resolved`.  A found statement is right where its words and those of a labelled one are nearly the same (eight
of ten of both together) and the speakers agree.  The weights are a ridge-penalised logistic regression, rounded, so
that the same articles give the same table on every machine.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from transforms.lexicon import FOLDER
from transforms.parse.engine import parse
from transforms.read.article import Article
from transforms.resolve.article import resolve
from transforms.statements.article import StatementFinder
from transforms.statements.confidence import features
from transforms.statements.model import Statement

OVERLAP = 0.8  # of the word characters of both, as the field's scorers count a span as found
# How often another reader would draw the same edges as the labels do, by kind: people agree on quoted words nearly
# always, on reported clauses less.  A row that is right by the labels counts as right with this probability.
AGREEMENT = {"direct": 0.97, "mixed": 0.90, "indirect": 0.85}
RIDGE = 2.0  # a weight this far from 0 costs as much as a few rows; rare features stay near 0
STEPS = 50
TITLES = frozenset({"mr", "mrs", "ms", "dr", "the", "a", "an"})
HEADER = """# Weights of what makes a statement more or less sure.  Source: fitted by
# `python -m transforms.statements.calibrate`
# on the project's own labelled articles and on the news of GUM (CC BY).
# feature: `name=value`, as transforms/statements/confidence.py tells it.  weight: summed, then squeezed into 0 to 1.
feature	weight
"""

Labelled = dict[str, Any]


def _characters(text: str, spans: list[tuple[int, int]]) -> set[int]:
    return {index for start, end in spans for index in range(start, end) if text[index].isalnum()}


def _words(name: str | None) -> list[str]:
    words = "".join(letter if letter.isalnum() else " " for letter in (name or "").lower()).split()
    return [word for word in words if word not in TITLES]


def _same_speaker(label: Labelled, found: Statement) -> bool:
    span = label.get("speaker")
    if span and found.speaker and found.speaker[0] < span["end"] and span["start"] < found.speaker[1]:
        return True
    if not span and not label.get("speaker_resolved"):
        return True
    theirs, ours = _words(label.get("speaker_resolved")), _words(found.speaker_name)
    return bool(theirs and ours) and (theirs[-1] == ours[-1] or set(theirs) <= set(ours) or set(ours) <= set(theirs))


def is_right(text: str, labels: list[Labelled], found: Statement) -> bool:
    """Whether some labelled statement has the same content and speaker as a found one."""
    ours = _characters(text, [(part.start, part.end) for part in found.fragments])
    for label in labels:
        theirs = _characters(text, [(part["start"], part["end"]) for part in label["content"]])
        if len(ours & theirs) >= OVERLAP * len(ours | theirs) and _same_speaker(label, found):
            return True
    return False


def examples(path: Path) -> Iterator[tuple[list[str], float]]:
    """The features of every statement found in a file's articles, and how probably it is right."""
    with path.open(encoding="utf-8") as lines:
        labelled = [json.loads(line) for line in lines if line.strip()]
    articles = [Article(path.name, str(number), "jsonl", "0" * 64, one["text"]) for number, one in enumerate(labelled)]
    for one, parsed in zip(labelled, parse(articles), strict=True):
        for statement in StatementFinder(parsed, resolve(parsed)).find():
            right = is_right(one["text"], one["statements"], statement)
            yield features(statement, one["text"]), AGREEMENT[statement.kind] if right else 0.0


def fit(rows: list[tuple[list[str], float]]) -> dict[str, float]:
    """The weight of every feature, by Newton's method; the bias alone is free of the penalty."""
    names = sorted({name for found, _ in rows for name in found})
    column = {name: number for number, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for number, (found, _) in enumerate(rows):
        x[number, [column[name] for name in found]] = 1.0
    y = np.array([right for _, right in rows], dtype=float)
    penalty = np.array([0.0 if name == "bias" else RIDGE for name in names])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - expected) - penalty * weights
        curvature = (x.T * (expected * (1 - expected))) @ x + np.diag(penalty + 1e-6)
        weights = weights + np.linalg.solve(curvature, gradient)
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def main(paths: list[str]) -> None:
    """Write the table of weights from the files given."""
    rows = [row for path in paths for row in examples(Path(path))]
    body = "".join(f"{name}\t{weight:.2f}\n" for name, weight in fit(rows).items() if weight)
    (FOLDER / "reporting_confidence.tsv").write_text(HEADER + body, "utf-8")
    print(f"{len(rows)} statements, {sum(right > 0 for _, right in rows)} of them right")


if __name__ == "__main__":
    main(sys.argv[1:])
