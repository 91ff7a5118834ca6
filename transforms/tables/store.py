"""Rows of shards already extracted, kept between runs so that an unchanged article is never parsed again.

A shard is a folder with one Parquet file a table, put in its place whole by one rename; what a failing disk or a hand
has changed since is dropped and extracted anew.  Every row carries the
`article_key` of its article, which covers all that the rows depend on; the store itself lies in a folder named after
the fingerprint of code, lexicons and model, so that a change of these starts afresh.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path

import polars as pl

from transforms.read.article import Reject
from transforms.tables.arrow import polars_schema
from transforms.tables.prints import PRINT_SCHEMA
from transforms.tables.rows import ARTICLE_TABLES

FILLED_LATER = {"documents": ("duplicate_of", "story_id"), "events": ("incident_id",)}
EXTRA: dict[str, dict[str, pl.DataType]] = {
    "documents": PRINT_SCHEMA,
    "actors": {"published_on": pl.Date(), "is_named": pl.Boolean(), "gender": pl.String(), "setting": pl.String()},
    "events": {"local_incident_id": pl.Int64()},
}
FAILED = "failed"
SIZES = "sizes.json"  # bytes of each file of the shard, by name
FAILED_SCHEMA: dict[str, pl.DataType] = {
    "article_key": pl.Int64(), "source_uri": pl.String(), "source_id": pl.String(), "reason": pl.String(),
    "severity": pl.String(), "detail": pl.String(),
}  # fmt: skip


def local_schema(table: str) -> dict[str, pl.DataType]:
    """Columns of a table as one article alone can fill them, with the article's key."""
    later = FILLED_LATER.get(table, ())
    own = {name: dtype for name, dtype in polars_schema(table).items() if name not in later}
    return own | EXTRA.get(table, {}) | {"article_key": pl.Int64()}


def write_shard(shard: Path, frames: Mapping[str, pl.DataFrame], rejects: Mapping[int, Reject]) -> None:
    """Keep a shard's rows; the folder appears whole or not at all."""
    partial = shard.with_name(f".{shard.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    for table, frame in frames.items():
        frame.write_parquet(partial / f"{table}.parquet", compression="zstd", compression_level=1)
    failed = [{"article_key": key} | asdict(reject) for key, reject in rejects.items()]
    pl.DataFrame(failed, schema=FAILED_SCHEMA).write_parquet(partial / f"{FAILED}.parquet")
    sizes = {file.name: file.stat().st_size for file in sorted(partial.iterdir())}
    (partial / SIZES).write_text(json.dumps(sizes), "utf-8")
    partial.rename(shard)


def _is_whole(shard: Path) -> bool:
    try:
        sizes: dict[str, int] = json.loads((shard / SIZES).read_text("utf-8"))
        return all((shard / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return False


class Store:
    """The shards kept in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _files(self, table: str) -> list[Path]:
        return sorted(self.folder.glob(f"[!.]*/{table}.parquet"))

    def _scan(self, table: str, schema: dict[str, pl.DataType]) -> pl.LazyFrame:
        files = self._files(table)
        return pl.scan_parquet(files) if files else pl.LazyFrame(schema=schema)

    def drop_broken(self) -> None:
        """Drop what a killed run left half written and the shards whose files are not as they were kept."""
        for shard in sorted(self.folder.iterdir()) if self.folder.is_dir() else []:
            if shard.name.startswith(".") or not _is_whole(shard):
                shutil.rmtree(shard)

    def article_keys(self) -> set[int]:
        """Keys of all articles that need no parse, those included whose extraction failed."""
        done = self._scan("documents", local_schema("documents")).select("article_key")
        failed = self._scan(FAILED, FAILED_SCHEMA).select("article_key")
        return set(pl.concat([done, failed]).collect()["article_key"].to_list())

    def load(self, article_keys: Iterable[int]) -> tuple[dict[str, pl.DataFrame], list[Reject]]:
        """All kept rows of these articles, and the rejects of those whose extraction failed."""
        wanted = pl.LazyFrame({"article_key": sorted(set(article_keys))}, schema={"article_key": pl.Int64()})
        frames = {
            table: self._scan(table, local_schema(table)).join(wanted, on="article_key", how="semi").collect()
            for table in ARTICLE_TABLES
        }
        failed = self._scan(FAILED, FAILED_SCHEMA).join(wanted, on="article_key", how="semi").collect()
        rejects = [Reject(**row) for row in failed.drop("article_key").iter_rows(named=True)]
        return frames, rejects

    def prune(self, article_keys: Iterable[int]) -> None:
        """Drop the shards of which no article is wanted any more, and those of other code, lexicons or model."""
        for sibling in self.folder.parent.iterdir():
            if sibling != self.folder:
                shutil.rmtree(sibling)
        wanted = set(article_keys)
        for documents in self._files("documents"):
            shard = documents.parent
            kept = pl.read_parquet(documents, columns=["article_key"])["article_key"].to_list()
            kept += pl.read_parquet(shard / f"{FAILED}.parquet", columns=["article_key"])["article_key"].to_list()
            if wanted.isdisjoint(kept):
                shutil.rmtree(shard)
