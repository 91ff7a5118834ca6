"""One real Prefect server a session; builds run as a user runs them, through the console script."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

DATELINE = str(Path(sys.executable).with_name("dateline"))
Run = Callable[..., "subprocess.CompletedProcess[str]"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def server_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a process that uses a real Prefect server, started here."""
    home, port = tmp_path_factory.mktemp("prefect"), _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DATELINE_"))}
    environment |= {"PREFECT_HOME": str(home), "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}/api"
    try:
        # the transport tries a refused connection again, waiting longer each time
        with httpx.Client(transport=httpx.HTTPTransport(retries=9), timeout=120) as client:
            client.get(f"{url}/health").raise_for_status()
        yield environment | {"PREFECT_API_URL": url}
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def dateline(server_environment: dict[str, str]) -> Run:
    """Run `dateline ARGUMENT …` in a process of its own and wait for it."""

    def run(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = [DATELINE, *map(str, arguments)]
        return subprocess.run(command, env=server_environment, cwd=cwd, capture_output=True, text=True, check=False)

    return run
