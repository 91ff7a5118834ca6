"""The tables of a release, part by part: rows of articles as kept by the store, with what all articles together tell.

Rows come out sorted by document and position, the same for any order and any sharding of the articles.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from transforms.read.article import Reject
from transforms.tables.actors import refer_to_merged
from transforms.tables.arrow import polars_schema
from transforms.tables.incidents import sum_up_incidents
from transforms.tables.keys import key
from transforms.tables.linking import Links, link

Frames = dict[str, pl.DataFrame]

SORT_KEYS = {
    "documents": ("document_id",),
    "sentences": ("document_id", "position"),
    "actors": ("actor_id",),
    "mentions": ("document_id", "start", "end"),
    "places": ("place_id",),
    "statements": ("document_id", "start", "end", "statement_id"),
    "statement_fragments": ("document_id", "statement_id", "position"),
    "statement_actors": ("document_id", "statement_id", "actor_id"),
    "incidents": ("incident_id",),
    "events": ("document_id", "trigger_start", "trigger_end", "event_id"),
    "event_actors": ("document_id", "event_id", "position"),
    "event_counts": ("document_id", "event_id", "position"),
    "rejects": ("source_uri", "source_id", "reason", "detail", "reject_id"),
}
PARENTS = {
    "statement_fragments": ("statements", "statement_id"),
    "statement_actors": ("statements", "statement_id"),
    "event_actors": ("events", "event_id"),
    "event_counts": ("events", "event_id"),
}


def rejects_frame(rejects: Iterable[Reject]) -> pl.DataFrame:
    """One row a refusal; the same refusal reported twice stands once."""
    rows = {
        key("rejects", reject.source_uri, reject.source_id, reject.reason, reject.severity, reject.detail): reject
        for reject in rejects
    }
    return pl.DataFrame(
        [
            {
                "reject_id": reject_id,
                "source_uri": reject.source_uri,
                "source_id": reject.source_id,
                "reason": reject.reason,
                "severity": reject.severity,
                "detail": reject.detail,
            }
            for reject_id, reject in rows.items()
        ],
        schema=polars_schema("rejects"),
    )


def _sorted(frames: Frames, table: str) -> pl.DataFrame:
    frame = frames[table]
    if table in PARENTS:
        parent, parent_key = PARENTS[table]
        frame = frame.join(frames[parent].select(parent_key, "document_id"), on=parent_key, how="left")
    return frame.sort(*SORT_KEYS[table], nulls_last=False).select(list(polars_schema(table)))


def part_tables(local: Frames, links: Links) -> Frames:
    """The rows of some articles as the release prints them, without those that are of no one article."""
    frames = {table: local[table] for table in ("sentences", "statements", "statement_fragments", "event_counts")}
    frames |= refer_to_merged(local, links.actors)
    frames["documents"] = local["documents"].join(links.documents.drop("article_key"), on="document_id", how="left")
    reported = local["events"].join(links.incidents.drop("document_id"), on="local_incident_id", how="left")
    frames["events"] = reported.with_columns(pl.coalesce("incident_id", "local_incident_id").alias("incident_id"))
    own = frames["events"].filter(pl.col("incident_id").is_in(links.incidents["incident_id"].implode()).not_())
    frames["incidents"] = sum_up_incidents(own, local["event_counts"], local["documents"])
    return {table: _sorted(frames, table) for table in SORT_KEYS if table in frames}


def shared_tables(tables: Frames, rejects: Iterable[Reject]) -> Frames:
    """The rows that are of no one article: those that were linked, and rejects."""
    frames = tables | {"rejects": rejects_frame(rejects)}
    return {table: _sorted(frames, table) for table in frames}


def assemble(local: Frames, rejects: Iterable[Reject]) -> Frames:
    """All tables of a release of a few articles at once, whole in memory."""
    links, tables = link({table: frame.lazy() for table, frame in local.items()})
    frames, shared = part_tables(local, links), shared_tables(tables, rejects)
    for table in frames.keys() & shared.keys():
        shared[table] = pl.concat([shared[table], frames.pop(table)]).sort(SORT_KEYS[table])
    return {table: (frames | shared)[table] for table in SORT_KEYS}
