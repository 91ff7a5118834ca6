"""A build of which one step never ends, as on a disk that hangs.

    python -m tests.faults.stalled STEP build …

prints "stalled" when it has come to the step of this name in `transforms.steps`.
"""

from __future__ import annotations

import sys
import threading
from typing import Any

from flows.cli import main
from transforms import steps


def stall(*arguments: Any) -> None:
    """Take the place of a step, in a worker process."""
    print("stalled", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    setattr(steps, sys.argv.pop(1), stall)
    main()
