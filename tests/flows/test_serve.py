"""Builds on a schedule: a real server, a real process that serves, runs that end well, one at a time."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.releases import SEEDS
from tests.running import DATELINE, Run

ENDED_WELL = ": Completed: 1 articles"


@pytest.fixture(scope="module")
def served(server_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The output of builds that were served until two had ended, and what was printed."""
    output, told = tmp_path_factory.mktemp("served"), []
    command = [DATELINE, "serve", "--every", "0.1", "--seeds", str(SEEDS), "--output", str(output), "--workers", "1"]
    environment = server_environment | {"PREFECT_RUNNER_POLL_FREQUENCY": "1"}
    serving = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert serving.stdout is not None
    for line in serving.stdout:
        told.append(line)
        if sum(ENDED_WELL in one for one in told) == 2:
            break
    serving.send_signal(signal.SIGINT)
    told += serving.communicate()[0].splitlines(keepends=True)
    assert serving.returncode == 0, "".join(told)
    yield output, "".join(told)


def runs_of(server_environment: dict[str, str], state: str) -> list[dict[str, Any]]:
    url = f"{server_environment['PREFECT_API_URL']}/flow_runs/filter"
    wanted = {"deployments": {"name": {"any_": ["dateline"]}}, "flow_runs": {"state": {"type": {"any_": [state]}}}}
    found: list[dict[str, Any]] = httpx.post(url, json=wanted, timeout=60).raise_for_status().json()
    return sorted(found, key=lambda run: str(run["start_time"]))


def test_scheduled_builds_release_and_are_seen_on_the_server(
    served: tuple[Path, str], server_environment: dict[str, str]
) -> None:
    output, told = served
    assert (output / "current" / "manifest.json").is_file()
    assert "runs are shown at" in told
    assert told.count("1 of them new") == 1
    assert "no change" in told
    ended = runs_of(server_environment, "COMPLETED")
    assert len(ended) >= 2
    assert all("dateline" in run["tags"] for run in ended)


def test_every_scheduled_build_leaves_a_summary(served: tuple[Path, str], server_environment: dict[str, str]) -> None:
    url = f"{server_environment['PREFECT_API_URL']}/artifacts/filter"
    told = []
    for run in runs_of(server_environment, "COMPLETED")[:2]:
        wanted = {"artifacts": {"flow_run_id": {"any_": [run["id"]]}, "key": {"any_": ["build-summary"]}}}
        [artifact] = httpx.post(url, json=wanted, timeout=60).raise_for_status().json()
        told.append(artifact["description"].rsplit(" ", 1)[0])
    assert told == ["New release", "Nothing changed since release"]


def test_one_build_runs_at_a_time(served: tuple[Path, str], server_environment: dict[str, str]) -> None:
    ended = runs_of(server_environment, "COMPLETED")
    assert all(one["end_time"] <= after["start_time"] for one, after in pairwise(ended))


def test_a_schedule_must_be_named(dateline: Run, tmp_path: Path) -> None:
    assert dateline("serve", "--seeds", SEEDS).returncode == 2
    assert dateline("serve", "--every", "5", "--cron", "* * * * *", "--seeds", SEEDS).returncode == 2
