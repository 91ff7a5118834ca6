"""Join the incidents of single articles across articles, and sum each up in one row.

Two articles report the same happening where type, days and either the named participants of both roles or the place
agree; see `_bonds`.  Nothing is joined on less: two incidents apart are a smaller fault than two happenings in one.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

import polars as pl

from transforms.tables.arrow import polars_schema
from transforms.tables.clusters import Clusters

# The firmest first: what is reported as having happened outweighs what was planned.
FIRMNESS = ("happened", "cancelled", "denied", "planned", "requested", "possible", "habitual")
MEETINGS = frozenset({"CONSULT", "AGREE", "COOPERATE"})  # who acts and who is acted on depends on who reports it
# Happenings that a place and a day tell apart; of other types there are many in one city on one day.
PLACED = frozenset({"ASSAULT", "DISASTER", "ELECTION", "PROTEST"})
JOINED = {"local_incident_id": pl.Int64(), "incident_id": pl.Int64()}
EXACT = timedelta(days=1)  # a time expression no longer than this says when, not roughly when

Incident = dict[str, Any]
Bond = tuple[object, ...]


def _participants(event_actors: pl.DataFrame, actors: pl.DataFrame) -> pl.DataFrame:
    """Named people, bodies and countries by event and role; whoever is only described may be anyone."""
    named = actors.filter(pl.col("actor_type") != "group").select("actor_id")
    return (
        event_actors.join(named, on="actor_id", how="semi")
        .group_by("event_id", "role")
        .agg(pl.col("actor_id").unique().sort())
    )


def _local_incidents(
    events: pl.DataFrame, event_actors: pl.DataFrame, documents: pl.DataFrame, actors: pl.DataFrame
) -> pl.DataFrame:
    """One row per incident of one article, in the order of publication, with what all of its mentions say."""
    published = documents.select("document_id", "published_on")
    told = events.join(published, on="document_id").sort(
        "published_on", "document_id", "trigger_start", "event_id", nulls_last=True
    )
    who = _participants(event_actors, actors)
    for role in ("actor", "recipient"):
        told = told.join(
            who.filter(pl.col("role") == role).select("event_id", pl.col("actor_id").alias(role)),
            on="event_id",
            how="left",
            maintain_order="left",
        )
    span = pl.col("ends_on") - pl.col("starts_on")
    exact = pl.col("starts_on").is_not_null() & (span <= EXACT)
    return told.group_by("local_incident_id", maintain_order=True).agg(
        pl.col("event_type").first(),
        pl.col("status").unique(maintain_order=True),
        pl.col("starts_on", "ends_on").filter(exact).first(),
        pl.col("place_id").drop_nulls().first(),
        pl.col("actor", "recipient").explode().drop_nulls().unique().sort(),
    )


def _firmest(statuses: list[str]) -> str:
    return min(statuses, key=FIRMNESS.index)


def _bonds(incident: Incident) -> list[Bond]:
    """What another article's incident must equal in one respect to be the same: day and people, or day and place."""
    kind_and_day = incident["event_type"], incident["starts_on"], incident["ends_on"]
    actors, recipients = tuple(incident["actor"]), tuple(incident["recipient"])
    bonds: list[Bond] = []
    if incident["event_type"] in MEETINGS and len(actors) + len(recipients) > 1:
        bonds.append((*kind_and_day, "people", tuple(sorted({*actors, *recipients}))))
    elif actors and recipients:
        bonds.append((*kind_and_day, "people", actors, recipients))
    if incident["event_type"] in PLACED and incident["place_id"] is not None:
        bonds.append((*kind_and_day, "place", incident["place_id"]))
    return bonds


def _link(incidents: list[Incident]) -> Clusters:
    """Same status joins; what was planned joins what happened or, failing that, what was cancelled, never both."""
    by_bond: dict[Bond, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number, incident in enumerate(incidents):
        for bond in _bonds(incident):
            by_bond[bond][_firmest(incident["status"])].append(number)
    clusters = Clusters(len(incidents))
    for by_status in by_bond.values():
        for numbers in by_status.values():
            clusters.link(numbers)
        if "happened" in by_status:
            clusters.link([*by_status["happened"], *by_status.get("planned", [])])
    # a plan may share one bond with what happened and another with what was cancelled
    held = {clusters.of(number) for by_status in by_bond.values() for number in by_status.get("happened", [])}
    for by_status in by_bond.values():
        if "cancelled" in by_status:
            called_off = [number for number in by_status.get("planned", []) if clusters.of(number) not in held]
            clusters.link([*by_status["cancelled"], *called_off])
    return clusters


def _deaths(events: pl.DataFrame, event_counts: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """The dead by incident: the largest number of an article ("31, five of them children"), of the last to give one."""
    published = documents.select("document_id", "published_on")
    return (
        event_counts.filter(pl.col("measure") == "dead")
        .join(events.select("event_id", "incident_id", "document_id"), on="event_id")
        .join(published, on="document_id")
        .sort("published_on", "document_id", "value_high", "value_low", nulls_last=False)
        .group_by("incident_id", maintain_order=True)
        .agg(dead_low=pl.col("value_low").last(), dead_high=pl.col("value_high").last())
    )


def _summed_up(events: pl.DataFrame, event_counts: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    published = documents.select("document_id", "published_on")
    told = events.join(published, on="document_id").sort(
        "published_on", "document_id", "trigger_start", "event_id", nulls_last=True
    )
    commonest = pl.col("event_type").filter(pl.col("event_type").is_in(pl.col("event_type").mode())).first()
    firmest = pl.col("status").sort_by(pl.col("status").cast(pl.Enum(FIRMNESS))).first()
    # the narrowest span of days that any mention gives; open ends count as wide
    span = (pl.col("ends_on") - pl.col("starts_on")).fill_null(pl.duration(days=100_000))
    dated = pl.col("starts_on").is_not_null() | pl.col("ends_on").is_not_null()
    narrowest = pl.col("starts_on", "ends_on").filter(dated).sort_by(span.filter(dated), maintain_order=True).first()
    incidents = told.group_by("incident_id", maintain_order=True).agg(
        commonest,
        firmest,
        narrowest,
        pl.col("place_id").drop_nulls().first(),
        mention_count=pl.len().cast(pl.Int32),
        document_count=pl.col("document_id").n_unique().cast(pl.Int32),
        first_published_on=pl.col("published_on").drop_nulls().first(),
    )
    deaths = _deaths(events, event_counts, documents)
    return incidents.join(deaths, on="incident_id", how="left").select(list(polars_schema("incidents")))


def _joined(incidents: pl.DataFrame) -> pl.DataFrame:
    """`local_incident_id` and `incident_id` of the incidents of one day."""
    clusters = _link(incidents.to_dicts())
    ids = incidents["local_incident_id"].to_list()
    firsts = [ids[clusters.of(number)] for number in range(len(ids))]
    return pl.DataFrame({"local_incident_id": ids, "incident_id": firsts}, schema=JOINED)


def link_incidents(
    events: pl.DataFrame,
    event_actors: pl.DataFrame,
    event_counts: pl.DataFrame,
    documents: pl.DataFrame,
    actors: pl.DataFrame,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Events with the incident that each reports, and the incidents, one row per happening.

    `events` hold the incident inside their own article as `local_incident_id`; an incident has the key of its first
    published mention's, so articles that come later never renumber it.
    """
    # those without a day can join no other; leaving them out keeps the records of a large release in memory
    incidents = _local_incidents(events, event_actors, documents, actors).filter(pl.col("starts_on").is_not_null())
    days = incidents.partition_by("starts_on", maintain_order=True)  # every bond names the day
    joined = pl.concat([*map(_joined, days), pl.DataFrame(schema=JOINED)])
    linked = events.join(joined, on="local_incident_id", how="left", maintain_order="left")
    linked = linked.with_columns(pl.coalesce("incident_id", "local_incident_id").alias("incident_id"))
    linked = linked.drop("local_incident_id")
    return linked, _summed_up(linked, event_counts, documents)
