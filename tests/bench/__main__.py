"""Measure three ways in turn, several times, and print what each costs.

    python -m tests.bench [--source articles.jsonl] [--articles 200] [--repeats 5] [--json bench.json]

`make bench` runs it; `make bench SOURCE=articles.jsonl` on the `text` of each line of a file.  The ways alternate, each
in a process of its own, so that a machine that slows down slows all of them; ratios are medians over the rounds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

WAYS = ("stock", "tuned", "dateline")
NAMES = {"stock": "spaCy as shipped", "tuned": "bare tuned parse", "dateline": "Dateline, all stages"}


def measure(way: str, count: int, source: Path | None) -> dict[str, Any]:
    """One measurement in a fresh process."""
    command = [sys.executable, "-m", "tests.bench.measure", way, str(count), *([str(source)] if source else [])]
    measured: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return measured


def table(rounds: list[dict[str, dict[str, Any]]]) -> str:
    """A Markdown table of medians, and Dateline's shares by stage."""
    lines = ["| way | tokens per CPU-second | against spaCy as shipped | against the bare parse | peak memory, MB |"]
    lines.append("| --- | --- | --- | --- | --- |")

    def speed(one: dict[str, dict[str, Any]], way: str) -> float:
        return float(one[way]["tokens_per_cpu_second"])

    for way in WAYS:
        own = median(speed(one, way) for one in rounds)
        ratios = [median(speed(one, way) / speed(one, other) for one in rounds) for other in ("stock", "tuned")]
        memory = median(one[way]["peak_mb"] for one in rounds)
        lines.append(f"| {NAMES[way]} | {own:,.0f} | {ratios[0]:.2f} | {ratios[1]:.2f} | {memory:.0f} |")
    stages = rounds[0]["dateline"]["stages"]
    shares = {
        stage: median(one["dateline"]["stages"][stage] / sum(one["dateline"]["stages"].values()) for one in rounds)
        for stage in stages
    }
    start_up = median(one["dateline"]["start_up_seconds"] for one in rounds)
    lines += ["", "Dateline's time: " + ", ".join(f"{stage} {share:.0%}" for stage, share in shares.items()) + "."]
    lines += [f"Start-up (model, lexicons, ten articles), {start_up:.1f} CPU-seconds, is not counted."]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--source", type=Path, help="JSONL file whose texts are read; without it the project's own")
    parser.add_argument("--articles", type=int, default=200, help="how many articles each way reads")
    parser.add_argument("--repeats", type=int, default=5, help="rounds of all three ways")
    parser.add_argument("--json", type=Path, default=Path("output/bench.json"), help="where every measurement goes")
    wanted = parser.parse_args()
    rounds = []
    for number in range(wanted.repeats):
        rounds.append({way: measure(way, wanted.articles, wanted.source) for way in WAYS})
        print(f"round {number + 1} of {wanted.repeats}", file=sys.stderr)
    wanted.json.parent.mkdir(parents=True, exist_ok=True)
    wanted.json.write_text(json.dumps({"articles": wanted.articles, "rounds": rounds}, indent=1), "utf-8")
    print(table(rounds))


if __name__ == "__main__":
    main()
