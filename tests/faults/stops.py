"""Stop builds that have come to a step and never leave it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SECONDS = 20  # ten, and as many for a busy machine
STOPPED = "dateline: stopped; the last release stands, and the next build goes on from the finished shards\n"


@contextmanager
def stalled(step: str, options: tuple[str, ...], environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A build that has come to a step."""
    command = [sys.executable, "-m", "tests.faults.stalled", step, "build", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as run:
        try:
            assert run.stdout is not None
            assert run.stdout.readline() == "stalled\n"
            yield run
        finally:
            run.kill()


def stopped(run: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str]:
    """The exit code of a stalled build that gets a signal, and what it says on stderr.

    Raises TimeoutExpired where it, or a worker of it, which shares the stream, lives on.
    """
    run.send_signal(number)
    _, said = run.communicate(timeout=SECONDS)
    return run.returncode, said
