"""Codes and scores of an event's type and mode: facts of CAMEO and PLOVER, kept in the lexicon."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from transforms.lexicon import table


@cache
def _types() -> dict[str, tuple[str | None, int | None, float | None]]:
    return {
        row["event_type"]: (
            row["cameo_code"] or None,
            int(row["quad_class"]) if row["quad_class"] else None,
            float(row["goldstein"]) if row["goldstein"] else None,
        )
        for row in table("ontology_types")
    }


@cache
def _modes() -> dict[tuple[str, str], tuple[str, float]]:
    return {
        (row["event_type"], row["mode"]): (row["cameo_code"], float(row["goldstein"]))
        for row in table("ontology_modes")
    }


@dataclass(frozen=True, slots=True)
class Fold:
    """What the act in a complement makes of the act in words above it."""

    mode: str | None
    cameo_code: str | None
    goldstein: float | None


def _fold(row: dict[str, str]) -> Fold:
    return Fold(row["mode"] or None, row["cameo_code"] or None, float(row["goldstein"]) if row["goldstein"] else None)


@cache
def folds() -> dict[tuple[str, str], Fold]:
    """Folds by outer and inner type; the inner type is empty where nothing is folded in."""
    return {(row["outer"], row["inner"]): _fold(row) for row in table("event_folds")}


def code_of(event_type: str, mode: str | None) -> tuple[str | None, int | None, float | None]:
    """CAMEO code, quad class and Goldstein score; the finer code of a mode where it has one."""
    code, quad_class, goldstein = _types()[event_type]
    if mode is not None and (event_type, mode) in _modes():
        code, goldstein = _modes()[event_type, mode]
    return code, quad_class, goldstein
