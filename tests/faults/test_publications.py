"""Two publications at once: one is loaded, the other is told to wait; the file is whole."""

from __future__ import annotations

import subprocess

import duckdb
from filelock import FileLock

from tests.faults.conftest import Office
from tests.running import DATELINE, Run


def test_two_publications_at_once(office: Office, server_environment: dict[str, str], dateline: Run) -> None:
    command = [DATELINE, "publish", "--output", str(office.output)]
    runs = [
        subprocess.Popen(command, env=server_environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [run.communicate() for run in runs]
    codes = sorted(run.returncode for run in runs)
    assert codes in ([0, 0], [0, 3]), said
    with duckdb.connect(office.output / "dateline.duckdb", read_only=True) as database:
        assert database.execute("SELECT count(*) FROM documents").fetchall() == [(3,)]
    with FileLock(office.output / ".dateline.duckdb.lock"):
        busy = dateline("publish", "--output", office.output)
    assert (busy.returncode, busy.stderr.count("\n")) == (3, 1)
    assert "another publication is writing to duckdb:///" in busy.stderr
