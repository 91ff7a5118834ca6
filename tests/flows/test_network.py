"""A build with a server of its own speaks to nobody but this machine."""

from __future__ import annotations

import ipaddress
import subprocess
from pathlib import Path

from tests.releases import SEEDS
from tests.running import DATELINE

# Python runs a module of this name when it starts; every process that the build starts inherits the path to it.
WATCH = """
import os, sys

def heard(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto"):
        address = arguments[1] if event != "socket.getaddrinfo" else arguments
        host = address[0] if isinstance(address, tuple) else address
        with open(os.environ["HEARD"], "a") as told:
            told.write(f"{host.decode() if isinstance(host, bytes) else host}\\n")

sys.addaudithook(heard)
"""


def is_here(host: str) -> bool:
    """Whether an address is of this machine: a loopback address, localhost, none, or a socket in the file system."""
    if host in ("localhost", "None", "") or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback or ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def test_a_build_speaks_to_nobody_but_this_machine(server_environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WATCH, "utf-8")
    environment = {name: value for name, value in server_environment.items() if name != "PREFECT_API_URL"}
    environment |= {
        "PYTHONPATH": str(tmp_path),
        "HEARD": str(tmp_path / "heard"),
        "PREFECT_HOME": str(tmp_path / "home"),
    }
    command = [DATELINE, "build", "--seeds", str(SEEDS), "--output", str(tmp_path / "output"), "--workers", "1"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    heard = set((tmp_path / "heard").read_text("utf-8").splitlines())
    assert "127.0.0.1" in heard
    assert {host for host in heard if not is_here(host)} == set()
