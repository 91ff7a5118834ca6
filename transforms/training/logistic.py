"""A ridge-penalised logistic regression over named features, small enough to read and the same on every machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

BIAS = "bias"
RIDGE = 2.0  # a weight this far from 0 costs as much as a few rows; rare features stay near 0
STEPS = 50

Example = tuple[Sequence[str], float]  # features, and how probably the row is right


def fit(examples: Sequence[Example], *, ridge: float = RIDGE, least_rows: int = 1) -> dict[str, float]:
    """The weight of every feature that at least `least_rows` examples have, by Newton's method, to two places.

    The bias alone is free of the penalty.
    """
    rows = Counter(name for features, _ in examples for name in set(features))
    names = sorted(name for name, count in rows.items() if count >= least_rows or name == BIAS)
    column = {name: number for number, name in enumerate(names)}
    x = np.zeros((len(examples), len(names)))
    for number, (features, _) in enumerate(examples):
        x[number, [column[name] for name in features if name in column]] = 1.0
    y = np.array([right for _, right in examples], dtype=float)
    penalty = np.array([0.0 if name == BIAS else ridge for name in names])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        expected = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - expected) - penalty * weights
        curvature = (x.T * (expected * (1 - expected))) @ x + np.diag(penalty + 1e-6)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-9:
            break
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def write_weights(weights: dict[str, float], comment: Iterable[str], path: Path) -> None:
    """Write a table of weights; a feature that weighs nothing is left out."""
    lines = [f"# {line}" for line in comment] + ["feature\tweight"]
    lines += [f"{name}\t{weight:.2f}" for name, weight in sorted(weights.items()) if weight]
    path.write_text("\n".join(lines) + "\n", "utf-8")
