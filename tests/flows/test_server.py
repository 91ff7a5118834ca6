"""The server that a run starts where none is configured."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

STARTED = """
import gc, os, signal, sys
from prefect.client.base import determine_server_type
from flows.server import ensure_server
ensure_server()
gc.collect()
print(determine_server_type().name, flush=True)
if "kill" in sys.argv:
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize(("how", "code"), [("kill", -signal.SIGKILL), ("end", 0)])
def test_it_does_not_outlive_its_run(server_environment: dict[str, str], how: str, code: int) -> None:
    environment = {name: value for name, value in server_environment.items() if name != "PREFECT_API_URL"}
    # the server has inherited the output of the run, which ends when the last of the two does
    ended = subprocess.run([sys.executable, "-c", STARTED, how], env=environment, stdout=subprocess.PIPE, check=False)
    assert (ended.returncode, ended.stdout) == (code, b"SERVER\n")  # not EPHEMERAL: Prefect starts none itself
