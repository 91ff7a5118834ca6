"""The server that a run reports to where none is configured: Prefect's own, started and ended with the run."""

from __future__ import annotations

import atexit
import signal
import subprocess
import sys

from prefect.client.base import ServerType, determine_server_type
from prefect.settings import PREFECT_API_URL

# Its input ends with this process, however that ends; then the server has nobody left to serve.
WATCH = "import os, signal, sys; sys.stdin.read(); os.kill(int(sys.argv[1]), signal.SIGTERM)"


def server_url() -> str:
    """The address of the server that this run reports to.  `ensure_server` must have been called."""
    if (url := PREFECT_API_URL.value()) is not None:
        return str(url)
    from prefect.server.api.server import SubprocessASGIServer

    return str(SubprocessASGIServer().api_url)


def ensure_server() -> None:
    """Start the server that Prefect would start on its first call, if it would; it ends with this process.

    Ctrl-C in a terminal reaches every process of the run.  A server that it stops leaves the run to report its own end
    to nobody, which takes Prefect minutes to give up; so the server inherits a mask that holds the signal back.
    """
    if determine_server_type() is not ServerType.EPHEMERAL:
        return
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        server.start()
        if server.server_process is not None:
            command = [sys.executable, "-I", "-S", "-c", WATCH, str(server.server_process.pid)]
            watch = subprocess.Popen(command, stdin=subprocess.PIPE)
            atexit.register(_end, watch)  # before the server ends, whose number may then be given to another process
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(watch: subprocess.Popen[bytes]) -> None:
    watch.kill()
    watch.wait()
