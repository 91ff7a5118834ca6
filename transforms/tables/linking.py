"""What one article alone cannot tell: who is one actor, what is one happening, which texts are copies of one.

All articles are looked at at once, but only at the few columns that tell; what they tell comes out as links, by the
keys of single articles, to be put into their rows part by part.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.tables.actors import merge_actors, rekeyed, sum_up
from transforms.tables.duplicates import find_duplicates, stories
from transforms.tables.incidents import link_incidents
from transforms.tables.prints import PRINT_SCHEMA
from transforms.tables.store import local_schema

Frames = dict[str, pl.DataFrame]
# The columns that tell, by table of the store.
TELLING: dict[str, tuple[str, ...]] = {
    "documents": ("article_key", "document_id", "published_on", "published_at", *PRINT_SCHEMA),
    "actors": tuple(local_schema("actors")),
    "places": tuple(local_schema("places")),
    "events": (
        "event_id", "document_id", "local_incident_id", "event_type", "status", "starts_on", "ends_on", "place_id",
        "trigger_start",
    ),
    "event_actors": ("event_id", "role", "actor_id"),
    "event_counts": ("event_id", "measure", "value_low", "value_high"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Links:
    """What some articles' rows are to be given.

    `documents`: document_id, duplicate_of, story_id; `actors`: actor_id in its article, merged_id (named actors only);
    `incidents`: local_incident_id, incident_id.
    """

    documents: pl.DataFrame
    actors: pl.DataFrame
    incidents: pl.DataFrame

    def of(self, documents: pl.DataFrame, actors: pl.DataFrame, incidents: pl.DataFrame) -> Links:
        """Those of the documents, actors and incidents with these keys, sorted."""
        return Links(
            self.documents.join(documents, on="document_id", how="semi").sort("document_id"),
            self.actors.join(actors, on="actor_id", how="semi").sort("actor_id"),
            self.incidents.join(incidents, on="local_incident_id", how="semi").sort("local_incident_id"),
        )


@dataclass(frozen=True, slots=True)
class Linked:
    """The links of all articles, and the tables that hold what no one article tells: actors, places, incidents."""

    links: Links
    tables: Frames


def merge_places(places: pl.DataFrame) -> pl.DataFrame:
    """One row a place."""
    return places.sort("article_key").unique("place_id", keep="first", maintain_order=True)


def link(local: Frames) -> Linked:
    """The links of the articles whose rows, or at least whose columns in TELLING, are `local`."""
    named = local["actors"].filter("is_named")
    merged = merge_actors(named)
    actors = sum_up(named, merged)
    known = pl.concat(
        [frame.select("actor_id", "actor_type") for frame in (actors, local["actors"].filter(~pl.col("is_named")))]
    )
    events, incidents = link_incidents(
        local["events"], rekeyed(local["event_actors"], merged, "actor_id"), local["event_counts"],
        local["documents"], known,
    )  # fmt: skip
    reported = (
        local["events"]
        .select("event_id", "local_incident_id")
        .join(events.select("event_id", "incident_id"), on="event_id")
    )
    documents = local["documents"].select("document_id", "published_on", "published_at")
    documents = documents.join(find_duplicates(local["documents"]), on="document_id")
    documents = documents.join(stories(documents, events), on="document_id")
    links = Links(
        documents.select("document_id", "duplicate_of", "story_id"),
        merged,
        reported.select("local_incident_id", "incident_id").unique(),
    )
    return Linked(links, {"actors": actors, "places": merge_places(local["places"]), "incidents": incidents})
