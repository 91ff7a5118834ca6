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
from transforms.read.source import Original, Source


def walk_remote(url: str) -> Iterator[Source | Reject]:
    """Every file under a URL in the order of its path; hidden ones are refused, as `walk` does in a local folder.

    Raises OSError where the URL cannot be listed, ImportError where the package for its protocol is missing.
    """
    filesystem, files = _listed(url)
    for uri, path in files:
        described = partial(_described, filesystem, path)
        source = Source.at(uri, partial(_opened, filesystem, path), Original(described, described))
        if source.uri.rsplit("/", 1)[-1] in IGNORED:
            continue
        if any(part.startswith(".") for part in uri.split("/")):
            yield source.reject("unknown_format", HIDDEN.format("file"))
        else:
            yield source


def _opened(filesystem: AbstractFileSystem, path: str) -> BinaryIO:
    return io.BufferedReader(filesystem.open(path, "rb"))


def _described(filesystem: AbstractFileSystem, path: str) -> dict[str, Any]:
    """Bytes and version (what the store tells apart two states of a file by)."""
    info = filesystem.info(path)
    return {"bytes": info["size"], "version": str(info.get("ETag") or filesystem.ukey(path))}


def _listed(url: str) -> tuple[AbstractFileSystem, list[tuple[str, str]]]:
    """The file system, and of every file the path under the URL and its own path there."""
    filesystem, root = url_to_fs(url, use_listings_cache=False)
    found = filesystem.find(root)
    if not found:
        raise FileNotFoundError(2, "there are no files", url)
    prefix = root.rsplit("/", 1)[0] + "/" if found == [root] else root.rstrip("/") + "/"
    return filesystem, sorted((path.removeprefix(prefix), path) for path in found)
