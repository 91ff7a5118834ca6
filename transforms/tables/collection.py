"""Steps over whole tables: what one article alone cannot tell.

Rows of all articles go in as kept by the store; the complete tables of a release come out, sorted by document and
position, the same for any order and any sharding of the articles.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from transforms.read.article import Reject
from transforms.tables.actors import join_actors
from transforms.tables.arrow import polars_schema
from transforms.tables.duplicates import find_duplicates, stories
from transforms.tables.incidents import link_incidents
from transforms.tables.keys import key

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


def merge_places(places: pl.DataFrame) -> pl.DataFrame:
    """One row a place."""
    return places.sort("article_key").unique("place_id", keep="first", maintain_order=True)


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


def assemble(local: Frames, rejects: Iterable[Reject]) -> Frames:
    """All tables of a release from the rows of its articles and the rejects of its inputs."""
    frames = join_actors(local)
    frames["places"] = merge_places(local["places"])
    frames["rejects"] = rejects_frame(rejects)
    frames["events"], frames["incidents"] = link_incidents(
        frames["events"], frames["event_actors"], frames["event_counts"], frames["documents"], frames["actors"]
    )
    frames["documents"] = local["documents"].join(find_duplicates(local["documents"]), on="document_id", how="left")
    frames["documents"] = frames["documents"].join(
        stories(frames["documents"], frames["events"]), on="document_id", how="left"
    )
    return {table: _sorted(frames, table) for table in SORT_KEYS}
