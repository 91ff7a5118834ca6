"""One process of atheris, which `python -m tests.fuzz` starts: the target, options of libFuzzer, folders of inputs."""

from __future__ import annotations

import sys
import warnings

import atheris

from tests.fuzz.__main__ import CORPUS


def main() -> None:
    name = sys.argv.pop(1)
    # what is imported here is instrumented; libraries are not, whose branches would drown ours
    with atheris.instrument_imports(include=["transforms"]):
        from tests.fuzz.targets import target

        run = target(name)
    for path in sorted((CORPUS / name).iterdir()):
        run(path.read_bytes())  # which loads what the first input needs, as no later one does
    warnings.simplefilter("error")  # as in tests
    atheris.Setup(sys.argv, run)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
