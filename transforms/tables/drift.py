"""How a release differs from the one before in what ought to stay alike: volumes, unknowns, types, confidence.

A publisher that changes its pages, a feed that breaks off, a rule gone wrong: each row may be valid and the whole still
be wrong.  What moves by more than a bound is told before the release takes the place of the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

FEWEST_ARTICLES = 200  # in either release: of fewer, shares move by chance
LEAST = 0.02  # a share or a confidence that moves by less is no drift, however small it was
ARTICLES = "articles"
# Columns whose share of unknowns tells something, by table.
UNKNOWNS = {
    "statements": ("speaker_id", "stated_on"),
    "events": ("starts_on", "place_id"),
    "documents": ("published_on",),
}


@dataclass(frozen=True, slots=True)
class Drift:
    """A measure that has moved beyond its bound."""

    measure: str
    before: float
    now: float

    def __str__(self) -> str:
        return f"{self.measure}: {self.now:,.3g}, was {self.before:,.3g}"


def measures(scans: Mapping[str, pl.LazyFrame]) -> dict[str, float]:
    """What is compared from release to release, by its name for people: numbers per article, shares from 0 to 1."""
    import polars as pl

    rows = {table: scan.select(pl.len()).collect().item() for table, scan in scans.items()}
    articles = rows["documents"]
    found: dict[str, float] = {ARTICLES: articles}
    if not articles:
        return found
    for table in ("statements", "events", "mentions"):
        found[f"{table} per article"] = rows[table] / articles
    found["rejects per article"] = rows["rejects"] / articles
    for table, columns in UNKNOWNS.items():
        unknown = scans[table].select(pl.col(columns).is_null().mean().fill_null(0)).collect().row(0)
        found |= {f"share of {table} without {name}": share for name, share in zip(columns, unknown, strict=True)}
    for table in ("statements", "events"):
        confidence = scans[table].select(pl.col("confidence").mean()).collect().item()
        found[f"mean confidence of {table}"] = confidence or 0.0
    types = scans["events"].group_by("event_type").len().collect()
    shares = {f"share of {kind} in events": count / rows["events"] for kind, count in types.iter_rows()}
    return found | dict(sorted(shares.items()))


def drifts(before: Mapping[str, float], now: Mapping[str, float], bound: float) -> list[Drift]:
    """The measures that differ by more than `bound` (0.25: a quarter) of what they were.

    That there are more articles is no drift, that there are fewer is.
    """
    if min(before.get(ARTICLES, 0), now.get(ARTICLES, 0)) < FEWEST_ARTICLES:
        return []
    found = []
    for measure in sorted(before.keys() | now.keys(), key=lambda one: (one != ARTICLES, one)):
        was, this = before.get(measure, 0.0), now.get(measure, 0.0)
        moved = was - this if measure == ARTICLES else abs(was - this)
        if moved > max(bound * was, LEAST):
            found.append(Drift(measure, was, this))
    return found
