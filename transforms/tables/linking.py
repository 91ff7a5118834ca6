"""What one article alone cannot tell: who is one actor, what is one happening, which texts are copies of one.

All articles are looked at, a portion at a time and only at the columns that tell; what they tell comes out as links, by
the keys of single articles, to be put into their rows part by part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from transforms.tables.actors import merge_actors
from transforms.tables.duplicates import find_duplicates, stories
from transforms.tables.incidents import link_incidents, shared_incidents

Frames = dict[str, pl.DataFrame]
Scans = Mapping[str, pl.LazyFrame]


@dataclass(frozen=True, slots=True)
class Links:
    """What some articles' rows are to be given.

    `documents`: article_key, document_id, duplicate_of, story_id; `actors`: article_key, actor_id in its article,
    merged_id (named actors only); `incidents`: document_id, local_incident_id, incident_id (of several articles only).
    """

    documents: pl.DataFrame
    actors: pl.DataFrame
    incidents: pl.DataFrame

    def of(self, articles: pl.DataFrame) -> Links:
        """Those of the articles with these keys (article_key, document_id), sorted."""
        return Links(
            self.documents.join(articles, on="document_id", how="semi").sort("document_id"),
            self.actors.join(articles, on="article_key", how="semi").sort("actor_id"),
            self.incidents.join(articles, on="document_id", how="semi").sort("local_incident_id"),
        )


@dataclass(frozen=True, slots=True)
class Reports:
    """The links of actors and of incidents as in Links, and the rows of no one article by table.

    These are named actors, places and incidents of several articles.
    """

    actors: pl.DataFrame
    incidents: pl.DataFrame
    tables: Frames

    def write(self, folder: Path) -> None:
        """Put them down in a folder, a file a frame: what is pickled stands in memory twice."""
        (folder / "tables").mkdir(parents=True, exist_ok=True)
        self.actors.write_ipc(folder / "actors.arrow")
        self.incidents.write_ipc(folder / "incidents.arrow")
        for table, frame in self.tables.items():
            frame.write_ipc(folder / "tables" / f"{table}.arrow")

    @classmethod
    def read(cls, folder: Path) -> Reports:
        """Take up what `write` put down."""
        tables = {path.stem: pl.read_ipc(path) for path in sorted((folder / "tables").iterdir())}
        return cls(pl.read_ipc(folder / "actors.arrow"), pl.read_ipc(folder / "incidents.arrow"), tables)


def merge_places(places: pl.DataFrame) -> pl.DataFrame:
    """One row a place."""
    return places.sort("article_key").unique("place_id", keep="first", maintain_order=True)


def link_reports(local: Scans) -> Reports:
    """What articles whose rows are `local` tell of the same actors and happenings."""
    merged, actors = merge_actors(local["actors"])
    incidents = link_incidents(local, merged)
    places = merge_places(local["places"].collect())
    tables = {"actors": actors, "places": places, "incidents": shared_incidents(local, incidents)}
    return Reports(merged, incidents, tables)


def dates_of(documents: pl.LazyFrame) -> pl.DataFrame:
    """Keys, dates of publication and words of all articles."""
    columns = ("article_key", "document_id", "published_on", "published_at", "word_count")
    return documents.select(columns).collect()


def links_of(dates: pl.DataFrame, copies: pl.DataFrame, reports: Reports) -> Links:
    """The links of articles, of which some are copies, see `find_duplicates`."""
    documents = dates.join(copies, on="document_id")
    documents = documents.join(stories(documents, reports.incidents), on="document_id")
    documents = documents.select("article_key", "document_id", "duplicate_of", "story_id")
    return Links(documents, reports.actors, reports.incidents)


def link(local: Scans) -> tuple[Links, Frames]:
    """The links of the articles whose rows are `local`, and the rows of no one article."""
    reports = link_reports(local)
    links = links_of(dates_of(local["documents"]), find_duplicates(local["documents"]), reports)
    return links, reports.tables
