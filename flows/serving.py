"""Builds on a schedule, on this machine, until stopped."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, FlowRun, State
from prefect.flows import Flow
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.task_runners import ThreadPoolTaskRunner

from flows.build import Summary, build
from flows.server import HOST, OFFLINE, NoServer, expect_answer
from flows.settings import Settings

PAUSE_SECONDS = 0.2  # between two looks at whether the server answers


@contextmanager
def lasting_server(port: int) -> Iterator[str]:
    """The address of the Prefect server that is configured, or of one that is started here for as long.

    Raises NoServer.
    """
    if (configured := PREFECT_API_URL.value()) is not None:
        expect_answer()
        yield str(configured)
        return
    url = f"http://{HOST}:{port}/api"
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, env=os.environ | OFFLINE, stdout=quiet, stderr=quiet)
    try:
        with temporary_settings({PREFECT_API_URL: url}):
            _wait_for(server, port)
            yield url
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    with get_client(sync_client=True) as client:
        while client.api_healthcheck() is not None:
            if server.poll() is not None:
                raise NoServer(f"no Prefect server could be started at port {port}; is it taken? name another --port")
            time.sleep(PAUSE_SECONDS)


def _tell(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Print how a run has ended, in its own process."""
    found = state.result(raise_on_failure=False)
    if isinstance(found, Summary):
        rows, kind = found.release.rows, "new release" if found.release.is_new else "no change"
        told = f"{rows['documents']:,} articles, {found.parsed:,} of them new, in {found.seconds:.1f} s; {kind}"
    else:
        told = str(found or state.message)
    print(f"{flow_run.name}: {state.name}: {told}", flush=True)


def serve_builds(settings: Settings, *, cron: str | None, every: timedelta | None) -> None:
    """Build whenever the schedule says, one build at a time, until this process is told to stop.

    A run that comes due while another is at work is dropped: the next one reads what there is by then.
    """
    # Any: Prefect's annotations take no runner of futures of a concrete kind
    threads: Any = ThreadPoolTaskRunner(max_workers=2 * settings.workers)
    one_at_a_time = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    told = build.with_options(task_runner=threads, on_completion=[_tell], on_failure=[_tell])
    told.serve(
        name="dateline",
        cron=cron,
        interval=every,
        parameters={"settings": settings.model_dump(mode="json", exclude={"publish_to"})},
        global_limit=one_at_a_time,
        tags=["dateline"],
        print_starting_message=False,
    )
