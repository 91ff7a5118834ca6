"""Every small input, and everything that ever broke a fuzz target, passes through its target."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz import finding, reading, targets
from tests.fuzz.__main__ import CORPUS

INPUTS = sorted(path for path in CORPUS.rglob("*") if path.is_file())


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.relative_to(CORPUS).as_posix())
def test_what_was_found_stays_mended(path: Path) -> None:
    targets.target(path.parent.name)(path.read_bytes())


def test_every_target_is_run_and_has_inputs() -> None:
    assert set(targets.READING) == set(reading.TARGETS) and set(targets.FINDING) == set(finding.TARGETS)
    assert {path.parent.name for path in INPUTS} == set(targets.NAMES)
