"""Files made to break a run go through a whole build together: each input is accounted for, each refused for itself."""

from __future__ import annotations

from pathlib import Path

from tests.faults.hostile import inputs_of
from tests.faults.hostile_inputs import CASES, QUICK
from tests.running import Build


def test_hostile_files_cost_themselves_only(build: Build, tmp_path: Path) -> None:
    expected = 0
    for name in QUICK:
        folder = tmp_path / "seeds" / name.replace(" ", "-")
        folder.mkdir(parents=True)
        expected += CASES[name](folder)
    build(tmp_path / "seeds", tmp_path / "output")
    found, told = inputs_of(tmp_path / "output" / "current")
    assert found == expected
    assert "failed" not in told and "too_slow" not in told
