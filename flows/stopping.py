"""How a run ends that a person or the system stops: Ctrl-C (SIGINT) or SIGTERM; or whose server is gone."""

from __future__ import annotations

import os
import signal
import threading
from typing import NoReturn

from flows.terminal import fail, has_failed

FAREWELL_SECONDS = 8
MESSAGE = "stopped; the last release stands, and the next build goes on from the finished shards"


class Terminated(KeyboardInterrupt):
    """SIGTERM came while no flow was at work; inside one Prefect raises a TerminationSignal of its own."""


def _terminate(number: int, frame: object) -> NoReturn:
    raise Terminated


def heed_sigterm() -> None:
    """Let SIGTERM end this process as Ctrl-C does, with everything that was begun put away."""
    signal.signal(signal.SIGTERM, _terminate)


def exit_code(stop: BaseException) -> int:
    """The exit code of a stopped run, as shells have it: 128 and the number of the signal."""
    return 128 + (signal.SIGINT if type(stop) is KeyboardInterrupt else signal.SIGTERM)


def _leave(message: str, code: int) -> None:
    if not has_failed():
        fail(message, code)
    os._exit(code)


def leave_soon(message: str, code: int) -> None:
    """End this process in some seconds at the latest: a run does not wait for a server that stopped with it."""
    farewell = threading.Timer(FAREWELL_SECONDS, _leave, (message, code))
    farewell.daemon = True
    farewell.start()
