"""Shared fixtures: texts are parsed once a session, whoever asks; there is one real Prefect server a session.

`dateline` runs the console script in a process of its own, where exit codes, output or signals are the point; `build`
runs the same flow in this process, with real workers and against the same server, and starts in no time.
"""

from __future__ import annotations

import os
import socket
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
from tests.running import DATELINE, Build, Run
from transforms.parse.engine import parse
from transforms.parse.parsed import ParsedArticle
from transforms.read.article import Article

if TYPE_CHECKING:
    from flows.build import Summary

# A busy machine is no fault of what is tested; the examples stay the same, as `make fuzz` is there to look for others.
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


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
    """A real Prefect server that keeps its files in `home`: the environment of what uses it, and the server.

    It is what `prefect server start --background` starts, but for its socket, at which the first call waits until it
    answers.
    """
    import httpx

    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DATELINE_"))}
    environment |= {"PREFECT_HOME": str(home), "DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    command = [sys.executable, "-m", "uvicorn", "--factory", "prefect.server.api.server:create_app", "--fd"]
    with socket.create_server(("127.0.0.1", 0)) as listener, (home / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*command, str(listener.fileno())],
            env=environment | {"PREFECT__SERVER_FINAL": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
        )
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
    try:
        httpx.get(f"{url}/health", timeout=120).raise_for_status()
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
def build_apart(prefect_here: None) -> Build:
    """Like `build`, in a worker process of its own, which has the limits and the environment of the moment."""
    from flows.build import run as run_build
    from flows.settings import Settings

    def run(seeds: Path | str, output: Path | str, **options: Any) -> Summary:
        return run_build(Settings.model_validate({"seeds": seeds, "output": output, "workers": 1} | options))

    return run


@pytest.fixture(scope="session")
def build(build_apart: Build) -> Iterator[Build]:
    """Run the build flow in this process: `build(seeds, output, workers=1, …)`.

    One worker stays at hand, as `dateline build` has one at hand: to load the model takes longer than most builds.
    """
    from flows.pool import WorkerPool

    pool = WorkerPool(1)

    def run(seeds: Path | str, output: Path | str, **options: Any) -> Summary:
        nonlocal pool
        before = WorkerPool.ready.set(pool if options.get("workers", 1) == 1 else None)
        try:
            return build_apart(seeds, output, **options)
        except BaseException:
            pool.stop()
            pool = WorkerPool(1)
            raise
        finally:
            WorkerPool.ready.reset(before)

    yield run
    pool.stop()
