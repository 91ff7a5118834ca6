"""Take from builds what only root can take: the room on a disk, its names, the right to write, the time, memory.

    python -m tests.faults.machine [CASE …]

`make faults` runs it, as root and on Linux; `faketime` is a Debian package.  After every fault the last release must
be whole, and the next build must make what an undisturbed one makes.  Exits with 1 where that is not so.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.conftest import prefect_server
from tests.faults.conftest import ARTICLES
from tests.faults.stops import STOPPED, stalled, stopped
from tests.running import DATELINE, digests
from transforms.tables.kept import kept_releases

FREE_KB = (20, 60, 130, 400, 2_000)  # spooling, keeping a shard, writing parts, pages
FREE_NAMES = (2, 8, 20, 30, 40, 46, 50)  # the same, and the swap
STEPS = ("read_seeds", "find_copies", "link_reports", "plan_release", "write_part", "check_across", "publish")
CGROUPS = Path("/sys/fs/cgroup")
WORKER_BYTES = 120 << 20


@dataclass(frozen=True)
class Machine:
    """Seeds, a release of most of them, and what an undisturbed build makes of all."""

    seeds: Path
    release: Path
    undisturbed: dict[str, str]
    folder: Path
    environment: dict[str, str]

    def build(self, output: Path, *through: str) -> subprocess.CompletedProcess[str]:
        command = [*through, DATELINE, "build", *self.options(output)]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def options(self, output: Path) -> tuple[str, ...]:
        return "--seeds", str(self.seeds), "--output", str(output), "--workers", "1"

    def completes(self, output: Path) -> bool:
        run = self.build(output)
        return run.returncode == 0 and digests(output) == self.undisturbed and not list(output.rglob("*.partial"))

    def failed_well(self, run: subprocess.CompletedProcess[str], output: Path, words: str) -> bool:
        """Whether a build said in one line what the machine lacks, and left the last release."""
        told = [line for line in run.stderr.splitlines() if not line.startswith("extracted ")]
        print(f"  {run.returncode}: {' | '.join(told)}", flush=True)
        one_line = len(told) == 1 and words in told[0] and told[0].endswith("the last release stands")
        return run.returncode == 4 and one_line and digests(output) == digests(self.release)

    @contextmanager
    def disk(self, options: str = "size=64m") -> Iterator[Path]:
        """A disk of its own with a copy of the release."""
        place = self.folder / "disk"
        place.mkdir(exist_ok=True)
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=True)
        try:
            shutil.copytree(self.release, place / "output", symlinks=True)
            yield place / "output"
        finally:
            subprocess.run(["umount", place], check=True)


def remount(place: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)


def full_disk(machine: Machine) -> Iterator[bool]:
    for free in FREE_KB:
        with machine.disk() as output:
            ballast = output.parent / "ballast"
            left = shutil.disk_usage(output).free - free * 1024
            with ballast.open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, left)
            yield machine.failed_well(machine.build(output), output, "No space left on device; free some space")
            ballast.unlink()
            yield machine.completes(output)


def no_names(machine: Machine) -> Iterator[bool]:
    for free in FREE_NAMES:
        with machine.disk() as output:
            used = os.statvfs(output)
            remount(output.parent, f"nr_inodes={used.f_files - used.f_ffree + free}")
            run = machine.build(output)
            well = machine.failed_well(run, output, "No space left on device")
            yield well or (run.returncode == 0 and digests(output) == machine.undisturbed)
            remount(output.parent, "nr_inodes=100000")
            yield machine.completes(output)


def read_only(machine: Machine) -> Iterator[bool]:
    with machine.disk() as output:
        remount(output.parent, "ro")
        yield machine.failed_well(machine.build(output), output, "Read-only file system; mount it writable")
        remount(output.parent, "rw")
        yield machine.completes(output)


def clock(machine: Machine) -> Iterator[bool]:
    output = machine.folder / "clock"
    shutil.copytree(machine.release, output, symlinks=True)
    for jump in ("+900d", "-900d"):
        run = machine.build(output, "faketime", "-f", jump)
        print(f"  {jump}: {run.returncode}: {run.stderr}", flush=True)
        yield run.returncode == 0 and digests(output) == machine.undisturbed
        newest, before = kept_releases(output)
        yield newest.is_current and newest.number > before.number
        if jump == "+900d":
            subprocess.run([DATELINE, "releases", "rollback", "--output", output], env=machine.environment, check=True)
            yield digests(output) == digests(machine.release)


@contextmanager
def little_memory() -> Iterator[Path]:
    """The list of processes of a group that the kernel kills from when they use more than some memory."""
    root, limit = CGROUPS, "memory.max"
    if (CGROUPS / "memory").is_dir():
        root, limit = CGROUPS / "memory", "memory.limit_in_bytes"
    group = root / f"dateline-{os.getpid()}"
    group.mkdir()
    try:
        (group / limit).write_text(str(WORKER_BYTES), "ascii")
        yield group / "cgroup.procs"
    finally:
        group.rmdir()


def out_of_memory(machine: Machine) -> Iterator[bool]:
    output = machine.folder / "memory"
    shutil.copytree(machine.release, output, symlinks=True)
    with little_memory() as processes:
        command = [DATELINE, "build", *machine.options(output)]
        with subprocess.Popen(command, env=machine.environment, stderr=subprocess.PIPE, text=True) as run:
            victim = first_worker(run.pid)
            processes.write_text(str(victim.pid), "ascii")
            psutil.wait_procs([victim], timeout=120)
            print(f"  the worker was killed: {not victim.is_running()}", flush=True)
            told = run.communicate()[1]
    print(f"  {run.returncode}: {told}", flush=True)
    yield run.returncode == 0 and digests(output) == machine.undisturbed


def first_worker(pid: int) -> psutil.Process:
    """The first worker process of a build, as soon as it is there."""
    while True:
        for child in psutil.Process(pid).children():
            if "spawn_main" in " ".join(child.cmdline()):
                return child


def stops(machine: Machine) -> Iterator[bool]:
    for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
        for step in STEPS:
            output = machine.folder / f"stop-{step}-{code}"
            shutil.copytree(machine.release, output, symlinks=True)
            with stalled(step, machine.options(output), machine.environment) as run:
                found = stopped(run, number)
            print(f"  {step}: {found[0]}", flush=True)
            said = found[1].removeprefix("extracted 1 of 1 articles\n")
            yield (found[0], said) == (code, STOPPED) and digests(output) == digests(machine.release)
        yield machine.completes(output)


def lost_database(machine: Machine) -> Iterator[bool]:
    output, home = machine.folder / "database", machine.folder / "home"
    shutil.copytree(machine.release, output, symlinks=True)
    home.mkdir()
    with prefect_server(home) as (environment, _):
        command = [DATELINE, "build", *machine.options(output)]
        environment |= {"PREFECT_CLIENT_MAX_RETRIES": "1"}
        with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as run:
            assert run.stderr is not None
            run.stderr.readline()
            for file in home.glob("prefect.db*"):
                os.truncate(file, 0)
            _, told = run.communicate()
    ended = subprocess.CompletedProcess(command, run.returncode, "", told)
    well = machine.failed_well(ended, output, "see to it and its database")
    yield well or (run.returncode == 0 and digests(output) == machine.undisturbed)
    yield machine.completes(output)


CASES: dict[str, Callable[[Machine], Iterator[bool]]] = {
    case.__name__: case for case in (full_disk, no_names, read_only, clock, out_of_memory, stops, lost_database)
}


@contextmanager
def machine() -> Iterator[Machine]:
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name), Path(name) / "prefect"
        seeds, release, undisturbed = (folder / part for part in ("seeds", "release", "undisturbed"))
        seeds.mkdir()
        home.mkdir()
        *most, last = ARTICLES
        for article in most:
            (seeds / article).write_text(ARTICLES[article], "utf-8")
        with prefect_server(home) as (environment, _):
            found = Machine(seeds, release, {}, folder, environment)
            found.build(release).check_returncode()
            (seeds / last).write_text(ARTICLES[last], "utf-8")
            found.build(undisturbed).check_returncode()
            yield Machine(seeds, release, digests(undisturbed), folder, environment)


def main() -> None:
    wanted, faults = sys.argv[1:] or list(CASES), 0
    with machine() as found:
        for name in wanted:
            print(f"{name}:", flush=True)
            outcomes = list(CASES[name](found))
            faults += outcomes.count(False)
            print(f"  {'well' if all(outcomes) else f'NOT WELL: {outcomes}'}", flush=True)
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
