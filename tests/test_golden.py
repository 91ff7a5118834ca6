"""Every golden case says what its `expected.yaml` says."""

from __future__ import annotations

import pytest

from tests.golden_cases import cases, expected, tables_of, told
from tests.releases import inputs_of
from transforms.tables.checks import check_release


@pytest.mark.parametrize("case", cases())
def test_golden_case(case: str) -> None:
    frames = tables_of(case)
    assert told(frames) == expected(case)
    assert [check for check in check_release(frames, inputs_of(frames)) if not check.passed] == []
