"""The Prefect server that a run reports to: the one that is configured, which must answer, else one of its own."""

from __future__ import annotations

import atexit
import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from contextvars import ContextVar
from typing import IO

import httpx
from prefect.client.base import ServerType, determine_server_type
from prefect.client.orchestration import get_client
from prefect.context import get_settings_context
from prefect.settings import (
    PREFECT_API_REQUEST_TIMEOUT,
    PREFECT_API_URL,
    PREFECT_CLIENT_MAX_RETRIES,
    PREFECT_HOME,
    temporary_settings,
)

HOST = "127.0.0.1"
OFFLINE = {"PREFECT_SERVER_ANALYTICS_ENABLED": "false", "DO_NOT_TRACK": "1"}  # else it calls its makers
PATIENCE_SECONDS = 5  # for a server that is to end
ANSWER_SECONDS = 10  # for one that is to say that it is there
LAST_BYTES = 2_000  # of a log, in which its last line is looked for
_log: ContextVar[IO[bytes] | None] = ContextVar("log", default=None)  # what the server of this process says


class NoServer(RuntimeError):
    """The server does not answer, or no longer."""


def ensure_server() -> None:
    """See that the configured server answers, or start one for this process.

    It ends with this process, even one that is killed.  Prefect would start one itself on its first call, but one that
    outlives a killed run, and only after it has imported all of the server here as well.  Calls that come before the
    new one answers wait at its socket.  Raises NoServer.
    """
    if determine_server_type() is not ServerType.EPHEMERAL:
        expect_answer()
        return
    with socket.create_server((HOST, 0)) as listener:
        server = _start(listener, _new_log())
        url = f"http://{HOST}:{listener.getsockname()[1]}/api"
    here = ExitStack()
    here.enter_context(temporary_settings({PREFECT_API_URL: url}))
    atexit.register(_end, server, here)  # after Prefect's own exit handlers, which still report to it


def expect_answer() -> None:
    """Ask the configured server whether it is there.  Raises NoServer where it does not answer in some seconds."""
    once = temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0})
    seconds = min(ANSWER_SECONDS, PREFECT_API_REQUEST_TIMEOUT.value())
    with once, get_client(sync_client=True, httpx_settings={"timeout": seconds}) as client:
        fault = client.api_healthcheck()
    if isinstance(fault, httpx.TransportError):  # what it answers, be it a refusal, the run will tell
        raise NoServer(
            f"the Prefect server at {PREFECT_API_URL.value()} does not answer ({_said(fault)}); start it, "
            "or unset PREFECT_API_URL for a server of the run's own"
        )


def is_of_server(fault: BaseException | None) -> bool:
    """Whether a run failed because its server could not be asked or told."""
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        if isinstance(fault, httpx.TransportError | httpx.HTTPStatusError) or "Failed to reach API" in str(fault):
            return True
        seen.add(id(fault))
        fault = fault.__cause__ or fault.__context__
    return False


def lost(fault: BaseException) -> NoServer:
    """What to say of a server that went away in the middle of a run."""
    log = _log.get()
    if log is None:
        return NoServer(
            f"the Prefect server at {PREFECT_API_URL.value()} failed in the middle of the run ({_said(fault)}); "
            "see to it and its database, and run this again"
        )
    log.seek(max(os.fstat(log.fileno()).st_size - LAST_BYTES, 0))
    lines = [line for line in log.read().decode("utf-8", "replace").splitlines() if "Error" in line and line[0] != " "]
    return NoServer(
        f"the Prefect server of this run failed ({lines[-1] if lines else _said(fault)}); its files lie in "
        f"{PREFECT_HOME.value()}: free some space there or set PREFECT_HOME to another folder, and run this again"
    )


def _said(fault: BaseException) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0]


def _new_log() -> IO[bytes]:
    """A file without a name where the server keeps its own files, for what it says.  Raises NoServer."""
    home = PREFECT_HOME.value()
    try:
        home.mkdir(parents=True, exist_ok=True)
        log = tempfile.TemporaryFile(dir=home)  # noqa: SIM115  # it lasts as long as this process
    except OSError as fault:
        raise NoServer(
            f"{home}: {fault.strerror}; Prefect keeps its files there: let this user write there, or set PREFECT_HOME "
            "to another folder"
        ) from None
    _log.set(log)
    return log


def _start(listener: socket.socket, log: IO[bytes]) -> subprocess.Popen[bytes]:
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
            stdout=log,
            stderr=log,
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
