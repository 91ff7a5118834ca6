"""Kill builds at random moments and see that each ends, at once or at the next run, as one that nobody disturbed.

    python -m tests.faults.kills [--articles 2000] [--times 20] [--seed 1] [--cluster]

`make kills` runs it.  Each time either the run itself or one of its worker processes is killed (SIGKILL) at a moment
drawn from the time that an undisturbed build takes; with --cluster it is a worker of a local Dask cluster of two.
Exits with 1 where a release differs by a byte, or where a run parsed an article of a shard that was already finished.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.bench.articles import write_seeds
from transforms.steps import store_of
from transforms.tables.store import Store

BUILD = [sys.executable, "-m", "flows.cli", "build", "--workers", "2"]


def digests(output: Path) -> dict[str, str]:
    """SHA-256 of every table file of the current release."""
    manifest = json.loads((output / "current" / "manifest.json").read_text("utf-8"))
    return {file["path"]: file["sha256"] for entry in manifest["tables"].values() for file in entry["files"]}


def start(seeds: Path, output: Path, more: list[str]) -> subprocess.Popen[str]:
    """A build in a process of its own."""
    command = [*BUILD, "--seeds", str(seeds), "--output", str(output), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def ended(run: subprocess.Popen[str]) -> str:
    """What a build that must end well has printed."""
    told, _ = run.communicate()
    if run.returncode:
        raise SystemExit(f"the build ended with {run.returncode}:\n{told}")
    return told


def victim_of(run: subprocess.Popen[str], chance: random.Random, workers: list[int]) -> tuple[str, psutil.Process]:
    """The run, or one of its workers."""
    if workers:
        return "a worker of the cluster", psutil.Process(chance.choice(workers))
    root = psutil.Process(run.pid)
    spawned = [one for one in root.children(recursive=True) if "spawn_main" in " ".join(one.cmdline())]
    if spawned and chance.random() < 0.5:
        return "a worker", chance.choice(spawned)
    return "the run", root


@contextmanager
def cluster(wanted: bool) -> Iterator[tuple[list[str], list[int]]]:
    """Options of a build on a cluster of two worker processes, and their process numbers; nothing where not wanted."""
    if not wanted:
        yield [], []
        return
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as found:
        workers = [worker.process.pid for worker in found.workers.values()]
        yield ["--cluster", found.scheduler_address], workers


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.kills", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cluster", action="store_true")
    wanted = parser.parse_args()
    chance, faults = random.Random(wanted.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        seeds, undisturbed = Path(folder) / "seeds", Path(folder) / "undisturbed"
        write_seeds(seeds, None, wanted.articles)
        started = time.monotonic()
        ended(start(seeds, undisturbed, []))
        seconds = time.monotonic() - started
        print(f"undisturbed: {seconds:.0f} s", flush=True)
        for number in range(wanted.times):
            output = Path(folder) / f"output-{number}"
            with cluster(wanted.cluster) as (more, workers):
                moment = chance.uniform(1, seconds)
                faults += not survives(seeds, output, undisturbed, chance, moment, more, workers)
    raise SystemExit(1 if faults else 0)


def survives(
    seeds: Path,
    output: Path,
    undisturbed: Path,
    chance: random.Random,
    seconds: float,
    more: list[str],
    workers: list[int],
) -> bool:
    """Kill one build at a random moment, run it again if it is gone, and compare."""
    run = start(seeds, output, more)
    moment = chance.uniform(1, seconds)
    time.sleep(moment)
    if run.poll() is not None:
        who, finished = "nobody, it was over", 0
    else:
        who, victim = victim_of(run, chance, workers)
        finished = len(Store(store_of(output)).article_keys())
        victim.kill()
    told, _ = run.communicate()
    again, parsed = "", 0
    if run.returncode:
        finished = len(Store(store_of(output)).article_keys())
        told = ended(start(seeds, output, more))
        again = f", the next run took over {finished}"
        parsed = int(told.partition("(")[2].partition(" parsed")[0])
    same = digests(output) == digests(undisturbed)
    total = len(Store(store_of(undisturbed)).article_keys())
    frugal = not run.returncode or parsed == total - finished
    print(f"{moment:5.1f} s: {who} killed{again}: {'same bytes' if same else 'OTHER BYTES'}", flush=True)
    if not frugal:
        print(f"  parsed {parsed} of {total} articles, of which {finished} were done", flush=True)
    return same and frugal


if __name__ == "__main__":
    main()
