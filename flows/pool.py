"""Worker processes, one call each at a time: a process that is killed costs the call it was at work on, and no other.

Workers are spawned, never forked: Prefect runs threads in this process, and a fork copies their locks half held.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextvars import ContextVar
from queue import LifoQueue
from types import TracebackType
from typing import ClassVar, ParamSpec, TypeVar

from transforms.steps import load_model

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


PATIENCE = 5
_LATE = (signal.SIGPROF, signal.SIGALRM)  # what the timers of `within` send


class WorkerDied(RuntimeError):
    """The worker process at work on a call was killed: out of memory, a crash in native code, a person."""


class TooSlow(WorkerDied):
    """The worker process at work on a call was killed because the call took longer than it may."""


class PoolClosed(RuntimeError):
    """The pool was closed before the call was done."""


def _exit_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _prepare_worker() -> None:
    """Leave Ctrl-C to the parent, and do not outlive it where it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for late in _LATE:
        signal.signal(late, signal.SIG_DFL)  # which is to end the process
    threading.Thread(target=_exit_with_parent, daemon=True).start()


def within(
    seconds: int, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Result:
    """Call `function` in this worker process, which the system kills where it works for longer than `seconds`.

    Seconds of the processor count, so that a busy machine takes nobody's time away; who waits without working is killed
    after PATIENCE times as long.  A signal ends a process whatever it does, also inside C code that does not return.
    """
    load_model()  # the first call of a process shall not pay for it
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE * seconds)
    try:
        return function(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _new_worker() -> ProcessPoolExecutor:
    """An executor of one process, which starts with its first call; a shared one would fail all calls for one death."""
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), _prepare_worker)


def _stop(worker: ProcessPoolExecutor) -> None:
    # There is no public way to end a worker in the middle of a call before Python 3.14 (kill_workers).
    for process in list((worker._processes or {}).values()):
        process.kill()
    worker.shutdown(wait=True, cancel_futures=True)


class WorkerPool:
    """Runs functions in as many processes as there are workers, each started when it is first needed."""

    ready: ClassVar[ContextVar[WorkerPool | None]] = ContextVar("ready", default=None)  # that of this process

    def __init__(self, workers: int) -> None:
        self._workers = [_new_worker() for _ in range(workers)]
        self._is_closed = False
        # the worker that was last at work is the first to be taken: those never needed never start
        self._idle: LifoQueue[int] = LifoQueue()
        for number in range(workers):
            self._idle.put(number)

    def run(self, function: Callable[Arguments, Result], *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        """Call `function` in the next idle worker and wait for its result.

        Raises WorkerDied where its process was killed or had no memory left, TooSlow where `within` killed it; another
        takes its place.  Raises PoolClosed where it was the pool that ended it.
        """
        number = self._idle.get()
        try:
            if self._is_closed:
                raise PoolClosed
            worker = self._workers[number]
            future = worker.submit(function, *args, **kwargs)
            processes = list((worker._processes or {}).values())
            return future.result()
        except BrokenProcessPool as fault:
            if self._is_closed:
                raise PoolClosed from fault
            worker.shutdown()  # which waits for its process, that is dead
            self._workers[number] = _new_worker()
            if any(process.exitcode in [-late for late in _LATE] for process in processes):
                raise TooSlow("a worker process took longer for its work than it may") from fault
            raise WorkerDied("a worker process was killed in the middle of its work") from fault
        except MemoryError as fault:
            self._workers[number].shutdown(wait=False)
            self._workers[number] = _new_worker()
            raise WorkerDied("a worker process ran out of memory") from fault
        finally:
            self._idle.put(number)

    def renew(self) -> None:
        """Replace the workers by fresh ones, which hold no model; none may be at work."""
        for number, worker in enumerate(self._workers):
            worker.shutdown()
            self._workers[number] = _new_worker()

    def warm_up(self, function: Callable[[], object]) -> None:
        """Have the worker that will be taken first call `function` before all else, and do not wait for it."""
        number = self._idle.get()
        self._workers[number].submit(function)
        self._idle.put(number)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.stop()
        self._is_closed = True
        for worker in self._workers:
            worker.shutdown()

    def stop(self) -> None:
        """End all workers in the middle of their calls, which raise PoolClosed, as will all further ones."""
        self._is_closed = True
        for worker in self._workers:
            _stop(worker)
