"""One real Prefect server a session.

`dateline` runs the console script in a process of its own, where exit codes, output or signals are the point; `build`
runs the same flow in this process, with real workers and against the same server, and starts in no time.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from flows.build import Summary
from flows.build import run as run_build
from flows.settings import Settings

DATELINE = str(Path(sys.executable).with_name("dateline"))
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Build = Callable[..., Summary]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def server_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a process that uses a real Prefect server, started here."""
    home, port = tmp_path_factory.mktemp("prefect"), free_port()
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


@pytest.fixture(scope="session")
def prefect_here(server_environment: dict[str, str]) -> Iterator[None]:
    """Flows and tasks of this process report to the session's server."""
    home = Path(server_environment["PREFECT_HOME"])
    with temporary_settings({PREFECT_API_URL: server_environment["PREFECT_API_URL"], PREFECT_HOME: home}):
        yield
        EventsWorker.drain_all()  # before the server ends, for which it would wait a minute at exit
        APILogWorker.drain_all()


@pytest.fixture(scope="session")
def build(prefect_here: None) -> Build:
    """Run the build flow in this process: `build(seeds, output, workers=1, …)`."""

    def run(seeds: Path | str, output: Path | str, **options: Any) -> Summary:
        return run_build(Settings.model_validate({"seeds": seeds, "output": output, "workers": 1} | options))

    return run
