"""Seeds that lie at a URL: in an object store (s3://, gs://, az://), on a web server, wherever fsspec reads.

Each protocol needs its fsspec package (`pip install dateline[s3]`), which takes keys and endpoints from the environment
as usual there: AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL …
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from fsspec import AbstractFileSystem
from fsspec.core import url_to_fs

from transforms.read.article import Reject
from transforms.read.folder import HIDDEN, IGNORED
from transforms.read.source import Source


def walk_remote(url: str) -> Iterator[Source | Reject]:
    """Every file under a URL in the order of its path; hidden ones are refused, as `walk` does in a local folder.

    Raises OSError where the URL cannot be listed, ImportError where the package for its protocol is missing.
    """
    filesystem, files = _listed(url)
    for uri, path, _ in files:
        source = Source.at(uri, partial(_opened, filesystem, path))
        if source.uri.rsplit("/", 1)[-1] in IGNORED:
            continue
        if any(part.startswith(".") for part in uri.split("/")):
            yield source.reject("unknown_format", HIDDEN.format("file"))
        else:
            yield source


def _opened(filesystem: AbstractFileSystem, path: str) -> BinaryIO:
    return io.BufferedReader(filesystem.open(path, "rb"))


def remote_files(url: str) -> list[dict[str, Any]]:
    """Path, bytes and version (what the store tells apart two states of a file by) of every file under a URL."""
    filesystem, files = _listed(url)
    return [
        {"source_uri": uri, "bytes": info["size"], "version": str(info.get("ETag") or filesystem.ukey(path))}
        for uri, path, info in files
    ]


def _listed(url: str) -> tuple[AbstractFileSystem, list[tuple[str, str, dict[str, Any]]]]:
    """The file system, and of every file the path under the URL, its own path there and what the store knows of it."""
    filesystem, root = url_to_fs(url, use_listings_cache=False)
    found = filesystem.find(root, detail=True)
    if not found:
        raise FileNotFoundError(2, "there are no files", url)
    prefix = root.rsplit("/", 1)[0] + "/" if list(found) == [root] else root.rstrip("/") + "/"
    return filesystem, sorted((path.removeprefix(prefix), path, info) for path, info in found.items())
