"""One process of atheris, which `python -m tests.fuzz` starts: the target, options of libFuzzer, folders of inputs."""

from __future__ import annotations

import sys
import time
import warnings

import atheris

from tests.fuzz.__main__ import CORPUS

MOST_SECONDS = 5  # of the processor, for one input


def main() -> None:
    name = sys.argv.pop(1)
    # what is imported here is instrumented; libraries are not, whose branches would drown ours
    with atheris.instrument_imports(include=["transforms"]):
        from tests.fuzz.targets import target

        run = target(name)
    for path in sorted((CORPUS / name).iterdir()):
        run(path.read_bytes())  # which loads what the first input needs, as no later one does
    warnings.simplefilter("error")  # as in tests

    def run_in_time(data: bytes) -> None:
        started = time.process_time()
        run(data)
        taken = time.process_time() - started
        assert taken < MOST_SECONDS, f"it took the processor {taken:.0f} seconds"

    atheris.Setup(sys.argv, run_in_time)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
