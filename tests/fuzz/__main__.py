"""Fuzz the readers and the extraction with atheris, guided by coverage.

    python -m tests.fuzz [TARGET …] [--seconds 60] [--corpus .fuzz]

`make fuzz SECONDS=…` runs it.  Each target runs for so many seconds, one after the other, from its small inputs in
`tests/fuzz/corpus` and what earlier runs kept in the folder --corpus.  What breaks a target is kept in its `findings`
there and the target goes on; once mended, put it into `tests/fuzz/corpus/TARGET` so that it stays mended.  Exits with
1 where anything was found.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.phrases import dictionary
from tests.fuzz.targets import NAMES

CORPUS = Path(__file__).with_name("corpus")
SPOKEN = ("folder", "header", "language", "layout", "segmentation", "quotes", "numbers", "resolution", "article", "txt")
HANG_SECONDS = 60  # by the clock, which a busy machine takes away; a target itself counts those of the processor
MOST_BYTES, MOST_MEGABYTES = 65_536, 3_000
MOST_FINDINGS = 10  # of a target, after which it has enough
_STATUS = re.compile(r"^#(\d+)\s.*?cov: (\d+)", re.M)
_FAULT = re.compile(r"^ *(?:=== Uncaught Python exception: ===\n(.*)|==\d+== (?:ERROR|libFuzzer).*?: (.*))$", re.M)


@dataclass
class Tally:
    """What fuzzing one target came to."""

    name: str
    executions: int = 0
    seconds: float = 0.0
    coverage: int = 0
    findings: list[str] = field(default_factory=list)

    def row(self) -> str:
        rate = self.executions / max(self.seconds, 1)
        told = "; ".join(dict.fromkeys(self.findings)) or "none"
        return f"| {self.name} | {self.seconds:.0f} | {self.executions:,} | {rate:,.0f} | {self.coverage:,} | {told} |"


HEADER = (
    "| target | seconds | executions | per second | coverage | findings |\n| --- | ---: | ---: | ---: | ---: | --- |"
)


def command(name: str, seconds: int, folder: Path) -> list[str]:
    """The process that fuzzes a target for so long at most."""
    kept, findings = folder / name, folder / "findings" / name
    for each in (kept, findings):
        each.mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}", f"-timeout={HANG_SECONDS}", f"-rss_limit_mb={MOST_MEGABYTES}",
        f"-max_len={MOST_BYTES}", f"-artifact_prefix={findings}/", "-print_final_stats=1", "-verbosity=1",
    ]  # fmt: skip
    if name in SPOKEN:
        words = folder / "words.dict"
        words.write_text(dictionary(), "utf-8")
        options.append(f"-dict={words}")
    return [sys.executable, "-m", "tests.fuzz.child", name, *options, str(kept), str(CORPUS / name)]


def run(name: str, seconds: int, folder: Path) -> tuple[list[str], float, int]:
    """Fuzz a target until the time is over or something is found: what was printed, seconds, exit code.

    The time that the process takes to start is not counted.
    """
    printed: list[str] = []
    started = time.monotonic()
    with (
        subprocess.Popen(
            command(name, seconds, folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as child,
        (folder / f"{name}.log").open("a", encoding="utf-8") as log,
    ):
        assert child.stdout is not None
        for line in child.stdout:
            started = time.monotonic() if line.startswith("INFO:") else started
            printed.append(line)
            log.write(line)
    return printed, time.monotonic() - started, child.returncode


def fuzz(name: str, seconds: int, folder: Path) -> Tally:
    """Fuzz a target for so long, started anew after each finding."""
    tally = Tally(name)
    while tally.seconds + 1 < seconds and len(tally.findings) < MOST_FINDINGS:
        printed, taken, code = run(name, round(seconds - tally.seconds), folder)
        text = "".join(printed)
        told = _STATUS.findall(text)
        tally.seconds += taken
        tally.executions += int(told[-1][0]) if told else 0
        tally.coverage = max([tally.coverage, *(int(coverage) for _, coverage in told)])
        if code:
            found = _FAULT.search(text)
            tally.findings.append(" ".join((found[1] or found[2]).split())[:120] if found else f"exit {code}")
            print(f"  {name}: {tally.findings[-1]}", flush=True)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", choices=[*NAMES, []], metavar="TARGET", default=[])
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"))
    wanted = parser.parse_args()
    wanted.corpus.mkdir(parents=True, exist_ok=True)
    tallies = []
    for name in wanted.targets or NAMES:
        tallies.append(fuzz(name, wanted.seconds, wanted.corpus))
        print(tallies[-1].row(), flush=True)
    print(f"\n{HEADER}", *(tally.row() for tally in tallies), sep="\n")
    raise SystemExit(1 if any(tally.findings for tally in tallies) else 0)


if __name__ == "__main__":
    main()
