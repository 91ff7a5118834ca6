"""The Prefect server of one run, in a process of its own that ends with its input, however the run ends.

    python -m flows.server_process DESCRIPTOR

serves on the listening socket that it has inherited under this number.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading


def _end_with_input() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass  # a buffer, read by a thread, would break this process where it ends before its input
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    """Serve until the input ends."""
    threading.Thread(target=_end_with_input, daemon=True).start()
    import uvicorn
    from prefect.server.api.server import create_app

    listener = socket.socket(fileno=int(sys.argv[1]))
    app = create_app(ephemeral=True, final=True)
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on")).run(sockets=[listener])


if __name__ == "__main__":
    main()
