"""Measure builds of more and more articles: what one costs, how much memory, what a second run and one more cost.

    python -m tests.bench.scale 1000 10000 [--workers 2] [--source articles.jsonl] [--json scale.json]

`make scale` runs it.  Seconds of a build of one article, which are Prefect's and the model's start, are taken off the
processor seconds, and stand in the table as the first row.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.bench.articles import write_seeds

BUILD = [sys.executable, "-m", "flows.cli", "build"]
ONE_MORE = (
    '{"id": "one more", "text": "Mayor Ada Okello said on Monday that she would resign.", "published": "2022-03-04"}\n'
)


def build(seeds: Path, output: Path, workers: int) -> dict[str, float]:
    """Wall and processor seconds of one build with all of its processes, and MB of the largest of these."""
    command = [*BUILD, "--seeds", str(seeds), "--output", str(output), "--workers", str(workers)]
    started = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"dateline build ended with {process.returncode}")
    wall = time.monotonic() - started
    return {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / 1000}


def measure(count: int, workers: int, source: Path | None, folder: Path) -> dict[str, Any]:
    """A build of so many articles, the same again, and again with one article more."""
    seeds, output = folder / "seeds", folder / "output"
    write_seeds(seeds, source, count)
    measured = {"articles": count, "workers": workers, "first": build(seeds, output, workers)}
    measured["again"] = build(seeds, output, workers)
    (seeds / "more.jsonl").write_text(json.dumps(ONE_MORE), "utf-8")
    return measured | {"one_more": build(seeds, output, workers)}


def table(measured: list[dict[str, Any]]) -> str:
    """A Markdown table of the measurements, of which the first is of one article."""
    start = measured[0]
    lines = [
        "| articles | workers | seconds | CPU ms per article | largest process, MB | unchanged, s | one more, s |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for one in measured:
        first, beyond = one["first"], one["first"]["cpu"] - start["first"]["cpu"]
        each = f"{beyond / one['articles'] * 1000:.1f}" if one is not start else "start-up"
        lines.append(
            f"| {one['articles']:,} | {one['workers']} | {first['wall']:.0f} | {each} | {first['peak_mb']:.0f} "
            f"| {one['again']['wall']:.1f} | {one['one_more']['wall']:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.scale", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=int, nargs="*", default=[1_000, 10_000], help="sizes of the collections")
    parser.add_argument("--workers", type=int, nargs="*", default=[2], help="worker processes, each number in turn")
    parser.add_argument("--source", type=Path, help="JSONL file whose texts are varied; without it the project's own")
    parser.add_argument("--json", type=Path, default=Path("output/scale.json"), help="where every measurement goes")
    wanted = parser.parse_args()
    measured = []
    for workers in wanted.workers:
        for count in [1, *wanted.articles] if not measured else wanted.articles:
            with tempfile.TemporaryDirectory() as folder:
                measured.append(measure(count, workers, wanted.source, Path(folder)))
            print(f"{count:,} articles with {workers} workers measured", file=sys.stderr)
    wanted.json.parent.mkdir(parents=True, exist_ok=True)
    wanted.json.write_text(json.dumps(measured, indent=1), "utf-8")
    print(table(measured))


if __name__ == "__main__":
    main()
