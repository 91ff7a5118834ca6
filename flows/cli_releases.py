"""The commands `dateline releases list`, `rollback` and `prune`."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter, validators
from filelock import FileLock, Timeout
from rich.table import Table

from flows.faults import told
from flows.settings import LOCK
from flows.terminal import EXIT_BUSY, EXIT_FAULT, EXIT_USAGE, console, fail, settings_of

releases = App(name="releases", help="List the releases on disk, go back to one, drop old ones.")


@contextmanager
def _only_writer(output: Path) -> Iterator[None]:
    """Keep builds out of the output folder.  Raises OSError where one is at work."""
    try:
        with FileLock(output / LOCK, timeout=0):
            yield
    except Timeout:
        raise BlockingIOError(errno.EAGAIN, "a build is writing to it; wait for it to end", str(output)) from None


@releases.command(name="list")
def list_releases(*, output: Path | None = None) -> int:
    """List the releases on disk, the newest first.

    Parameters
    ----------
    output
        Folder of the releases. [default: output]
    """
    from transforms.tables.kept import kept_releases

    table = Table("release", "made", "articles", "", box=None, pad_edge=False)
    for one in kept_releases(settings_of(output=output).output):
        made = f"{one.created_at:%Y-%m-%d %H:%M:%S} UTC"
        table.add_row(one.release_id, made, f"{one.articles:,}", "current" if one.is_current else "")
    console.print(table)
    return 0


@releases.command
def rollback(release: str | None = None, /, *, output: Path | None = None) -> int:
    """Make an earlier release the current one, in one step.

    The next build that finds changes makes a new release again.

    Parameters
    ----------
    release
        Its id, as the list has it. [default: the one before the current]
    output
        Folder of the releases. [default: output]
    """
    from transforms.tables.kept import UnknownRelease, roll_back

    folder = settings_of(output=output).output
    try:
        with _only_writer(folder):
            console.print(f"current is {roll_back(folder, release)}", highlight=False, soft_wrap=True)
    except UnknownRelease as fault:
        return fail(str(fault), EXIT_USAGE)
    except BlockingIOError as fault:
        return fail(f"{fault.filename}: {fault.strerror}", EXIT_BUSY)
    except OSError as fault:
        return fail(told(fault, folder), EXIT_FAULT)
    return 0


@releases.command
def prune(
    *, output: Path | None = None, keep: Annotated[int, Parameter(validator=validators.Number(gte=1))] = 2
) -> int:
    """Drop old releases; the current one stays.

    Parameters
    ----------
    output
        Folder of the releases. [default: output]
    keep
        How many stay, the current one among them.
    """
    from transforms.tables.kept import prune as prune_releases

    folder = settings_of(output=output).output
    try:
        with _only_writer(folder):
            dropped = prune_releases(folder, keep)
    except BlockingIOError as fault:
        return fail(f"{fault.filename}: {fault.strerror}", EXIT_BUSY)
    except OSError as fault:
        return fail(told(fault, folder), EXIT_FAULT)
    console.print(f"{len(dropped)} dropped", highlight=False)
    return 0
