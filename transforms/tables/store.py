"""Rows of shards already extracted, kept between runs so that an unchanged article is never parsed again.

A shard is a folder with one Parquet file a table, put in its place whole by one rename, with the SHA-256 of each file;
what a failing disk or a hand has changed since is dropped and extracted anew.  Every row carries the `article_key` of
its article, which covers all that the rows depend on; the store itself lies in a folder named after the fingerprint of
code, lexicons and model, so that a change of these starts afresh.
"""

from __future__ import annotations

import io
import json
import shutil
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import polars as pl

from transforms.read.article import Reject
from transforms.tables.arrow import polars_schema
from transforms.tables.disk import file_sha256, put_parquet, put_text, remove
from transforms.tables.prints import PRINT_SCHEMA
from transforms.tables.rows import ARTICLE_TABLES

FILLED_LATER = {"documents": ("duplicate_of", "story_id"), "events": ("incident_id",)}
EXTRA: dict[str, dict[str, pl.DataType]] = {
    "documents": PRINT_SCHEMA,
    "actors": {
        "published_on": pl.Date(), "is_named": pl.Boolean(), "gender": pl.String(), "setting": pl.String(),
        "known_as": pl.String(),
    },
    "events": {"local_incident_id": pl.Int64()},
}  # fmt: skip
FAILED = "failed"
CONTENT = "content.json"  # keys of the shard's articles, SHA-256 of its files by name, how long it was tried
FAILED_SCHEMA: dict[str, pl.DataType] = {
    "article_key": pl.Int64(), "source_uri": pl.String(), "source_id": pl.String(), "reason": pl.String(),
    "severity": pl.String(), "detail": pl.String(),
}  # fmt: skip


def local_schema(table: str) -> dict[str, pl.DataType]:
    """Columns of a table as one article alone can fill them, with the article's key."""
    later = FILLED_LATER.get(table, ())
    own = {name: dtype for name, dtype in polars_schema(table).items() if name not in later}
    return own | EXTRA.get(table, {}) | {"article_key": pl.Int64()}


def write_shard(
    shard: Path,
    frames: Mapping[str, pl.DataFrame],
    rejects: Mapping[int, Reject],
    given_up_after: int | None = None,
) -> None:
    """Keep a shard's rows; the folder appears whole or not at all.  Raises OSError where the disk fails.

    `given_up_after`: the seconds that its articles were given, where they are refused because they need more.
    """
    with _new_shard(shard) as partial:
        for table, frame in frames.items():
            put_parquet(frame, partial / f"{table}.parquet", compression="zstd", compression_level=1)
        failed = [{"article_key": key} | asdict(reject) for key, reject in rejects.items()]
        put_parquet(pl.DataFrame(failed, schema=FAILED_SCHEMA), partial / f"{FAILED}.parquet")
        articles = sorted({*frames["documents"]["article_key"], *rejects})
        digests = {file.name: file_sha256(file) for file in sorted(partial.iterdir())}
        content = {"articles": articles, "sha256": digests, "given_up_after": given_up_after}
        put_text(json.dumps(content), partial / CONTENT)


@contextmanager
def _new_shard(shard: Path) -> Iterator[Path]:
    """A folder to be filled, which then takes its place by one rename; nothing stays of it where that fails."""
    partial = shard.with_name(f".{shard.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
        if not shard.exists():  # made by a worker that was lost to sight but lived on
            partial.rename(shard)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def failures(scans: Mapping[str, pl.LazyFrame]) -> list[Reject]:
    """The rejects of the articles of a scan of the store whose extraction failed."""
    return [Reject(**row) for row in scans[FAILED].drop("article_key").collect().iter_rows(named=True)]


def pack(shard: Path) -> bytes:
    """A shard's folder as the bytes of a tar file."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for path in sorted(shard.iterdir()):
            archive.add(path, path.name)
    return stream.getvalue()


def unpack(packed: bytes, shard: Path) -> None:
    """Keep the rows of a packed shard; the folder appears whole or not at all."""
    with _new_shard(shard) as partial, tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(partial, filter="data")


def _is_whole(shard: Path) -> bool:
    try:
        content = json.loads((shard / CONTENT).read_text("utf-8"))
        digests: dict[str, str] = content["sha256"]
        is_known = {f"{name}.parquet" for name in (*ARTICLE_TABLES, FAILED)} == digests.keys()
        are_keys = all(isinstance(own, int) for own in content["articles"])
        return is_known and are_keys and all(file_sha256(shard / name) == own for name, own in digests.items())
    except (OSError, ValueError, AttributeError, KeyError, TypeError):
        return False


class Store:
    """The shards kept in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def drop_broken(self) -> None:
        """Drop what a killed run left half written and all that is no shard whose files are as they were kept."""
        for place in (self.folder.parent, self.folder):
            if place.is_file():
                place.unlink()
        for shard in sorted(self.folder.iterdir()) if self.folder.is_dir() else []:
            if shard.name.startswith(".") or not _is_whole(shard):
                remove(shard)

    def drop_hasty(self, max_seconds: int) -> None:
        """Drop what was refused for want of time, where it was given less than it would be given now."""
        for path in sorted(self.folder.glob(f"[!.]*/{CONTENT}")):
            given = json.loads(path.read_text("utf-8"))["given_up_after"]
            if given is not None and given < max_seconds:
                remove(path.parent)

    def _shards(self) -> dict[Path, list[int]]:
        """The keys of the articles of every shard, those included whose extraction failed."""
        found = sorted(self.folder.glob(f"[!.]*/{CONTENT}"))
        return {path.parent: json.loads(path.read_text("utf-8"))["articles"] for path in found}

    def article_keys(self) -> set[int]:
        """Keys of all articles that need no parse, those included whose extraction failed."""
        return {own for articles in self._shards().values() for own in articles}

    def scan(self, article_keys: Iterable[int]) -> dict[str, pl.LazyFrame]:
        """All kept rows of these articles by table, to be read as they are asked for; FAILED are the refused."""
        wanted = set(article_keys)
        whole: list[Path] = []  # shards of which every article is wanted
        mixed: list[Path] = []
        for shard, articles in self._shards().items():
            kept = wanted.intersection(articles)
            if kept:
                (whole if len(kept) == len(articles) else mixed).append(shard)
        keys = pl.LazyFrame({"article_key": sorted(wanted)}, schema={"article_key": pl.Int64()})

        def rows(table: str, schema: dict[str, pl.DataType]) -> pl.LazyFrame:
            files = [[shard / f"{table}.parquet" for shard in shards] for shards in (whole, mixed)]
            scans = [pl.LazyFrame(schema=schema)]
            scans += [pl.scan_parquet(files[0])] if whole else []
            scans += [pl.scan_parquet(files[1]).join(keys, on="article_key", how="semi")] if mixed else []
            return pl.concat(scans)

        schemas = {table: local_schema(table) for table in ARTICLE_TABLES} | {FAILED: FAILED_SCHEMA}
        return {table: rows(table, schema) for table, schema in schemas.items()}

    def load(self, article_keys: Iterable[int]) -> tuple[dict[str, pl.DataFrame], list[Reject]]:
        """All kept rows of these articles, and the rejects of those whose extraction failed."""
        scans = self.scan(article_keys)
        rejects = failures(scans)
        return {table: scans[table].collect() for table in ARTICLE_TABLES}, rejects

    def prune(self, article_keys: Iterable[int]) -> None:
        """Drop the shards of which no article is wanted any more, and those of other code, lexicons or model."""
        for sibling in self.folder.parent.iterdir():
            if sibling != self.folder:
                remove(sibling)
        wanted = set(article_keys)
        for shard, articles in self._shards().items():
            if wanted.isdisjoint(articles):
                shutil.rmtree(shard)
