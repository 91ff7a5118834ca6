"""A Prefect server that says nothing or goes away costs the run, in bounded time, and nothing else."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.conftest import prefect_server
from tests.faults.conftest import Office
from tests.faults.stops import SECONDS
from tests.running import DATELINE, Run


def test_a_server_that_accepts_and_says_nothing(office: Office, dateline: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"http://127.0.0.1:{mute.getsockname()[1]}/api"
        run = dateline("build", *office.options(), env={"PREFECT_API_URL": url, "PREFECT_API_REQUEST_TIMEOUT": "1"})
    assert run.returncode == 4
    assert run.stderr == (
        f"dateline: the Prefect server at {url} does not answer (timed out); start it, or unset PREFECT_API_URL for a "
        "server of the run's own; the last release stands\n"
    )
    assert office.stands()


def test_a_server_that_is_killed_in_the_middle(office: Office, completes: Callable[[], bool], tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (office.seeds / "quay.txt").write_text("The mayor of Ghent resigned on Monday.", "utf-8")
    with prefect_server(tmp_path / "home") as (environment, server):
        command = [DATELINE, "build", *office.options()]
        environment |= {"PREFECT_CLIENT_MAX_RETRIES": "2"}  # a busy server may be asked to be asked again
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as run:
            assert run.stderr is not None
            assert run.stderr.readline() == "extracted 1 of 1 articles\n"
            server.kill()
            said = run.communicate(timeout=3 * SECONDS)[1]
    assert run.returncode == 4
    assert said.startswith(f"dateline: the Prefect server at {environment['PREFECT_API_URL']} failed in the middle")
    assert said.endswith("see to it and its database, and run this again; the last release stands\n")
    assert said.count("\n") == 1
    assert office.stands()
    (office.seeds / "quay.txt").unlink()
    assert completes()
