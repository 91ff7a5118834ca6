"""A build may be stopped or killed in any stage; meanwhile no other build gets in."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest

from tests.faults.conftest import Office
from tests.faults.stops import STOPPED, stalled, stopped
from tests.running import Run

# The other stages are stopped by `make faults`, extraction in tests/flows/test_build.py.
CASES = (("read_seeds", signal.SIGTERM, 143), ("plan_release", signal.SIGINT, 130), ("publish", signal.SIGTERM, 143))


@pytest.mark.parametrize(("step", "number", "code"), CASES)
def test_a_build_stops_in_any_stage_and_says_so_in_one_line(
    office: Office, server_environment: dict[str, str], step: str, number: signal.Signals, code: int
) -> None:
    with stalled(step, office.options(), server_environment) as run:
        assert stopped(run, number) == (code, STOPPED)
    assert office.stands()
    assert not list(office.output.rglob("*.partial"))


def test_a_build_keeps_others_out_and_leaves_no_lock_where_it_is_killed(
    office: Office, server_environment: dict[str, str], dateline: Run, completes: Callable[[], bool]
) -> None:
    with stalled("publish", office.options(), server_environment) as run:
        other = dateline("build", *office.options())
        assert (other.returncode, other.stderr.count("\n")) == (3, 1)
        assert "another build is writing to" in other.stderr
        assert stopped(run, signal.SIGKILL)[0] == -signal.SIGKILL
    assert office.stands()
    assert completes()
