"""Probabilities from tables of weights: a logistic sum over named features."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import exp

from transforms.lexicon import table


@cache
def _weights(name: str) -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in table(name)}


def probability(features: Iterable[str], name: str) -> float:
    """What the weights of the table `name` make of the features, to two places; one without a weight counts 0."""
    known = _weights(name)
    return round(1 / (1 + exp(-sum(known.get(feature, 0.0) for feature in features))), 2)
