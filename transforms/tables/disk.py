"""Files that a build writes: where the disk fails, the error names the file, and no rows are said to be at fault."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any

import polars as pl


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Name the file in what the system says of a write: only what opens a file does so by itself."""
    try:
        yield
    except OSError as fault:
        if fault.filename is not None or fault.errno is None:
            raise
        raise OSError(fault.errno, os.strerror(fault.errno), str(path)) from fault


def put_text(text: str, path: Path) -> None:
    """Write a text file.  Raises OSError where the disk fails."""
    with naming(path):
        path.write_text(text, "utf-8")


def put_parquet(frame: pl.DataFrame, path: Path, **options: Any) -> None:
    """Write a frame that fits into memory twice to a Parquet file.  Raises OSError where the disk fails.

    Of a full disk Polars says that the file is out of specification, where it writes there itself.
    """
    stream = io.BytesIO()
    frame.write_parquet(stream, **options)
    with naming(path):
        path.write_bytes(stream.getbuffer())


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def remove(path: Path) -> None:
    """Take away a file, a link or a folder with all that is in it.  Raises OSError."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
