"""Run Dateline as people and programs do; fixtures of `conftest` have it report to a server of the session."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.build import Summary

DATELINE = str(Path(sys.executable).with_name("dateline"))
Run = Callable[..., "subprocess.CompletedProcess[str]"]
Build = Callable[..., "Summary"]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def digests(output: Path) -> dict[str, str]:
    """SHA-256 of every table file, by path, of the current release."""
    manifest = json.loads((output / "current" / "manifest.json").read_text("utf-8"))
    return {file["path"]: file["sha256"] for entry in manifest["tables"].values() for file in entry["files"]}
