"""Shared fixtures: texts are parsed once a session, whoever asks; there is one real Prefect server a session.

`dateline` runs the console script in a process of its own, where exit codes, output or signals are the point; `build`
runs the same flow in this process, with real workers and against the same server, and starts in no time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests.releases import publish_tables, seed_tables
from tests.running import DATELINE, Build, Run, free_port
from transforms.parse.engine import parse
from transforms.parse.parsed import ParsedArticle
from transforms.read.article import Article

if TYPE_CHECKING:
    from flows.build import Summary

settings.register_profile("no clock", deadline=None)  # a busy machine is no fault of what is tested
settings.load_profile("no clock")


@pytest.fixture(scope="session")
def parse_text() -> Callable[..., ParsedArticle]:
    """Parse a text as one article; the same text and date are parsed only once."""

    @cache
    def parse_one(text: str, published: date | None = None, headline: str | None = None) -> ParsedArticle:
        article = Article("test.txt", "test", "txt", "0" * 64, text, headline=headline, published_on=published)
        return next(parse([article]))

    return parse_one


@pytest.fixture(scope="session")
def seed_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the shipped seeds on disk."""
    return publish_tables(seed_tables(), tmp_path_factory.mktemp("release")).folder


@contextmanager
def prefect_server(home: Path) -> Iterator[tuple[dict[str, str], subprocess.Popen[bytes]]]:
    """A real Prefect server that keeps its files in `home`: the environment of what uses it, and the server."""
    import httpx

    port = free_port()
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
        yield environment | {"PREFECT_API_URL": url}, server
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def server_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a process that uses a real Prefect server, started here."""
    with prefect_server(tmp_path_factory.mktemp("prefect")) as (environment, _):
        yield environment


@pytest.fixture(scope="session")
def dateline(server_environment: dict[str, str]) -> Run:
    """Run `dateline ARGUMENT …` in a process of its own and wait for it."""

    def run(*arguments: object, cwd: Path | None = None, **more: Any) -> subprocess.CompletedProcess[str]:
        command = [*more.pop("through", ()), DATELINE, *map(str, arguments)]
        told = server_environment | more.pop("env", {})
        environment = {name: value for name, value in told.items() if value}
        return subprocess.run(command, env=environment, cwd=cwd, capture_output=True, text=True, check=False, **more)

    return run


@pytest.fixture(scope="session")
def prefect_here(server_environment: dict[str, str]) -> Iterator[None]:
    """Flows and tasks of this process report to the session's server."""
    from prefect.events.worker import EventsWorker
    from prefect.logging.handlers import APILogWorker
    from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

    home = Path(server_environment["PREFECT_HOME"])
    with temporary_settings({PREFECT_API_URL: server_environment["PREFECT_API_URL"], PREFECT_HOME: home}):
        yield
        EventsWorker.drain_all()  # before the server ends, for which it would wait a minute at exit
        APILogWorker.drain_all()


@pytest.fixture(scope="session")
def build(prefect_here: None) -> Build:
    """Run the build flow in this process: `build(seeds, output, workers=1, …)`."""
    from flows.build import run as run_build
    from flows.settings import Settings

    def run(seeds: Path | str, output: Path | str, **options: Any) -> Summary:
        return run_build(Settings.model_validate({"seeds": seeds, "output": output, "workers": 1} | options))

    return run
