"""Build from articles and files made to break a run, each alone, and see that none takes long, much memory or is lost.

    python -m tests.faults.hostile [CASE …]

`make hostile` runs it.  It tells, for each case, the seconds that its build takes beyond one of an ordinary article, by
the clock and of the processor, the memory of its largest process, and what became of its inputs.  Exits with 1 where a
build takes the processor 30 seconds more, or a process a gigabyte, or where an input is neither accepted nor rejected.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import psutil

from flows.server import ensure_server
from tests.faults.hostile_inputs import CASES, Case, ordinary

MOST_SECONDS, MOST_BYTES = 30, 1024**3
PATIENCE_SECONDS = 900
LOOK_EVERY = 0.2  # seconds
BUILD = [sys.executable, "-m", "flows.cli", "build", "--workers", "1"]
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")


@dataclass(frozen=True)
class Outcome:
    """What a build came to: seconds, peak memory of its largest process in bytes, its inputs, where it failed."""

    seconds: float
    processor: float  # seconds
    memory: int
    inputs: str
    faults: list[str]


def _peak(process: psutil.Process) -> int:
    found = _PEAK.search(Path(f"/proc/{process.pid}/status").read_text("utf-8"))
    return int(found[1]) * 1024 if found else 0


@dataclass
class _Watch:
    """A command that was run: exit code, seconds, memory of its largest process, what it printed."""

    code: int = 0
    seconds: float = 0.0
    memory: int = 0
    printed: str = ""
    by_process: dict[int, float] = field(default_factory=dict)  # seconds of the processor

    def look(self, root: psutil.Process) -> None:
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.NoSuchProcess, OSError):  # it has just ended
                self.memory = max(self.memory, _peak(process))
                self.by_process[process.pid] = sum(process.cpu_times()[:2])


def watched(command: list[str]) -> _Watch:
    """Run a command and look at its processes until it ends."""
    watch, started = _Watch(), time.monotonic()
    with tempfile.TemporaryFile("w+") as printed:
        with psutil.Popen(command, stdout=printed, stderr=subprocess.STDOUT) as run:
            while run.poll() is None:
                with suppress(psutil.NoSuchProcess):
                    watch.look(run)
                if time.monotonic() - started > PATIENCE_SECONDS:
                    run.kill()
                time.sleep(LOOK_EVERY)
        printed.seek(0)
        watch.code, watch.seconds, watch.printed = run.returncode, time.monotonic() - started, printed.read()
    return watch


def inputs_of(release: Path) -> tuple[int, str]:
    """How many inputs a release accounts for, and what became of them in words."""
    accepted = pl.read_parquet(release / "documents" / "*.parquet").height
    rejects = pl.read_parquet(release / "rejects" / "*.parquet").filter(pl.col("severity") == "rejected")
    reasons = Counter(rejects["reason"].to_list())
    told = [f"{accepted} accepted"] * bool(accepted) + [
        f"{count} {reason}" for reason, count in sorted(reasons.items())
    ]
    return accepted + rejects.height, ", ".join(told)


def outcome_of(case: Case, folder: Path) -> Outcome:
    """Write a case's files and build from them."""
    seeds, output = folder / "seeds", folder / "output"
    seeds.mkdir(parents=True)
    expected = case(seeds)
    watch = watched([*BUILD, "--seeds", str(seeds), "--output", str(output)])
    told, faults = "no release", [f"exit code {watch.code}: {' '.join(watch.printed.split())[-300:]}"]
    if not watch.code:
        found, told = inputs_of(output / "current")
        faults = [] if found == expected else [f"{expected} inputs, of which {found} are accounted for"]
    return Outcome(watch.seconds, sum(watch.by_process.values()), watch.memory, told, faults)


def row_of(name: str, found: Outcome, usual: Outcome) -> str:
    """A case's line of the table; what is too much joins its faults."""
    seconds, processor = max(found.seconds - usual.seconds, 0), max(found.processor - usual.processor, 0)
    found.faults.extend(["too slow"] * (processor > MOST_SECONDS) + ["too much memory"] * (found.memory > MOST_BYTES))
    numbers = (f"{seconds:.0f}", f"{processor:.1f}", f"{found.memory / 1e6:.0f}")
    return f"| {' | '.join((name, *numbers, found.inputs, '; '.join(found.faults) or 'none'))} |"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.hostile", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("cases", nargs="*", metavar="CASE", help="names as the table prints them; all unless told")
    wanted = parser.parse_args()
    ensure_server()  # one for all builds, so that none counts its start
    from prefect.settings import PREFECT_API_URL

    os.environ["PREFECT_API_URL"] = PREFECT_API_URL.value()
    faults = 0
    print("| case | seconds more | of the processor | largest process, MB | inputs | faults |")
    print("| --- | ---: | ---: | ---: | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        outcome_of(ordinary, Path(folder) / "first")  # which has the files of the installation read
        usual = outcome_of(ordinary, Path(folder) / "ordinary")
        for number, name in enumerate(wanted.cases or CASES):
            found = outcome_of(CASES[name], Path(folder) / str(number))
            print(row_of(name, found, usual), flush=True)
            faults += bool(found.faults)
            shutil.rmtree(Path(folder) / str(number))
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
