"""The server that a run starts where none is configured."""

from __future__ import annotations

import signal
import subprocess
import sys

KILLED = (
    "import os, signal; from flows.server import ensure_server; ensure_server(); os.kill(os.getpid(), signal.SIGKILL)"
)


def test_it_does_not_outlive_a_run_that_is_killed(server_environment: dict[str, str]) -> None:
    environment = {name: value for name, value in server_environment.items() if name != "PREFECT_API_URL"}
    # the server has inherited the output of the run, which ends when the last of the two does
    ended = subprocess.run([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.PIPE, check=False)
    assert ended.returncode == -signal.SIGKILL
