"""The server that a run reports to where none is configured: Prefect's own, started and ended with the run."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack

from prefect.client.base import ServerType, determine_server_type
from prefect.context import get_settings_context
from prefect.settings import PREFECT_API_URL, temporary_settings

HOST = "127.0.0.1"
OFFLINE = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}  # else it calls its makers
PATIENCE_SECONDS = 5  # for a server that is to end


def ensure_server() -> None:
    """Start a server for this process, if none is configured; it ends with this process, even one that is killed.

    Prefect would start one itself on its first call, but one that outlives a killed run, and only after it has imported
    all of the server here as well.  Calls that come before the new one answers wait at its socket.
    """
    if determine_server_type() is not ServerType.EPHEMERAL:
        return
    with socket.create_server((HOST, 0)) as listener:
        server = _start(listener)
        url = f"http://{HOST}:{listener.getsockname()[1]}/api"
    here = ExitStack()
    here.enter_context(temporary_settings({PREFECT_API_URL: url}))
    atexit.register(_end, server, here)  # after Prefect's own exit handlers, which still report to it


def _start(listener: socket.socket) -> subprocess.Popen[bytes]:
    """Ctrl-C in a terminal reaches every process of the run.

    A server that it stops leaves the run to report its own end to nobody, which takes Prefect minutes to give up; so
    the server inherits a mask that holds the signal back.
    """
    configured = get_settings_context().settings.to_environment_variables(exclude_unset=True)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "flows.server_process", str(listener.fileno())],
            env=os.environ | OFFLINE | configured,
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()],
        )
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(server: subprocess.Popen[bytes], here: ExitStack) -> None:
    here.close()
    assert server.stdin is not None
    server.stdin.close()
    try:
        server.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
