"""Join the incidents of single articles across articles, and sum each up in one row.

Two articles report the same happening where type, days and either the named participants of both roles or the place
agree; see `_bonds`.  Nothing is joined on less: two incidents apart are a smaller fault than two happenings in one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta

import polars as pl

from transforms.tables.actors import rekeyed
from transforms.tables.arrow import polars_schema
from transforms.tables.clusters import Clusters

# The firmest first: what is reported as having happened outweighs what was planned.
FIRMNESS = ("happened", "cancelled", "denied", "planned", "requested", "possible", "habitual")
MEETINGS = ("CONSULT", "AGREE", "COOPERATE")  # who acts and who is acted on depends on who reports it
# Happenings that a place and a day tell apart; of other types there are many in one city on one day.
PLACED = ("ASSAULT", "DISASTER", "ELECTION", "PROTEST")
EXACT = timedelta(days=1)  # a time expression no longer than this says when, not roughly when
PORTION = 150_000  # events looked at at once, 100 MB
JOINED = {"document_id": pl.Int64(), "local_incident_id": pl.Int64(), "incident_id": pl.Int64()}
ORDER = ("published_on", "document_id", "trigger_start", "event_id")  # that in which mentions came into the world


def _in_order(events: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    published = documents.select("document_id", "published_on")
    return events.join(published, on="document_id").sort(ORDER, nulls_last=True)


def _participants(event_actors: pl.DataFrame, actors: pl.DataFrame, merged: pl.DataFrame) -> pl.DataFrame:
    """Named people, bodies and countries by event and role; whoever is only described may be anyone."""
    named = actors.filter(pl.col("actor_type") != "group").select("actor_id")
    known = rekeyed(event_actors.join(named, on="actor_id", how="semi"), merged.drop("article_key"), "actor_id")
    return known.group_by("event_id", "role").agg(pl.col("actor_id").unique().sort())


def _local_incidents(local: Mapping[str, pl.DataFrame], merged: pl.DataFrame) -> pl.DataFrame:
    """One row per incident of one article that has a day, with what all of its mentions say."""
    told = _in_order(local["events"], local["documents"])
    who = _participants(local["event_actors"], local["actors"], merged)
    for role in ("actor", "recipient"):
        told = told.join(
            who.filter(pl.col("role") == role).select("event_id", pl.col("actor_id").alias(role)),
            on="event_id",
            how="left",
            maintain_order="left",
        )
    span = pl.col("ends_on") - pl.col("starts_on")
    exact = pl.col("starts_on").is_not_null() & (span <= EXACT)
    return (
        told.group_by("local_incident_id", maintain_order=True)
        .agg(
            pl.col(*ORDER, "event_type").first(),
            pl.col("status").sort_by(pl.col("status").cast(pl.Enum(FIRMNESS))).first(),
            pl.col("starts_on", "ends_on").filter(exact).first(),
            pl.col("place_id").drop_nulls().first(),
            pl.col("actor", "recipient").explode().drop_nulls().unique().sort(),
        )
        .filter(pl.col("starts_on").is_not_null())
    )


def _bonds(incidents: pl.DataFrame) -> pl.DataFrame:
    """What another article's incident must equal in one respect to be the same: day and people, or day and place.

    A row for each `bond`, which stands as its hash, with the order and status of the incident that has it.
    """
    kind_and_day = (pl.col("event_type"), pl.col("starts_on"), pl.col("ends_on"))
    actors, recipients = pl.col("actor"), pl.col("recipient")
    is_meeting = pl.col("event_type").is_in(MEETINGS) & (actors.list.len() + recipients.list.len() > 1)
    is_act = (actors.list.len() > 0) & (recipients.list.len() > 0)
    placed = incidents.filter(pl.col("event_type").is_in(PLACED), pl.col("place_id").is_not_null())
    found = (
        incidents.filter(is_meeting).with_columns(actor=actors.list.set_union(recipients).list.sort(), recipient=[]),
        incidents.filter(~is_meeting & is_act),
        placed.with_columns(actor=pl.concat_list("place_id"), recipient=None),
    )
    bond = pl.concat_str(*kind_and_day, _printed("actor"), _printed("recipient"), separator=" ").hash().alias("bond")
    return pl.concat([one.select("local_incident_id", *ORDER, "status", bond) for one in found])


def _printed(column: str) -> pl.Expr:
    """A list of keys as text; what is no list is another text than that of any list."""
    return pl.col(column).cast(pl.List(pl.String)).list.join(",").fill_null("-")


def _joined(bonds: pl.DataFrame) -> pl.DataFrame:
    """The incidents that share a bond, with the key of the first of those joined.

    Same status joins; what was planned joins what happened or, failing that, what was cancelled, never both.
    """
    shared = bonds.filter(pl.len().over("bond") > 1)
    incidents = shared.unique("local_incident_id").sort(ORDER, nulls_last=True).with_row_index("number")
    shared = shared.join(incidents.select("local_incident_id", "number"), on="local_incident_id")
    by_bond: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for bond, status, number in shared.select("bond", "status", "number").iter_rows():
        by_bond[bond][status].append(number)
    clusters = Clusters(incidents.height)
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
    firsts = pl.Series([clusters.of(number) for number in range(incidents.height)], dtype=pl.UInt32())
    found = incidents.with_columns(incident_id=pl.col("local_incident_id").gather(firsts))
    return found.select(list(JOINED)).filter(pl.len().over("incident_id") > 1)


def _portions(local: Mapping[str, pl.LazyFrame], merged: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """The bonds of all incidents, those of some articles at a time."""
    tables = ("events", "event_actors", "documents", "actors")
    portions = local["events"].select(pl.len()).collect().item() // PORTION + 1
    for portion in range(portions):
        own = pl.col("article_key") % portions == portion
        frames = {table: local[table].filter(own).select(COLUMNS[table]).collect() for table in tables}
        yield _bonds(_local_incidents(frames, merged.filter(own)))


COLUMNS = {
    "events": (
        "event_id", "document_id", "local_incident_id", "event_type", "status", "starts_on", "ends_on", "place_id",
        "trigger_start",
    ),
    "event_actors": ("event_id", "role", "actor_id"),
    "event_counts": ("event_id", "measure", "value_low", "value_high"),
    "documents": ("document_id", "published_on"),
    "actors": ("actor_id", "actor_type"),
}  # fmt: skip


def link_incidents(local: Mapping[str, pl.LazyFrame], merged: pl.DataFrame) -> pl.DataFrame:
    """The incidents that several articles report: document_id, local_incident_id, incident_id.

    `merged` are the keys of actors known to several articles, see `merge_actors`.  An incident has the key that it has
    in the article which was the first to report it, so articles that come later never renumber it.
    """
    return _joined(pl.concat(_portions(local, merged)))


def shared_incidents(local: Mapping[str, pl.LazyFrame], joined: pl.DataFrame) -> pl.DataFrame:
    """One row for each of the incidents that `link_incidents` found."""
    keys = joined.select("local_incident_id", "incident_id").lazy()
    events = local["events"].select(COLUMNS["events"]).join(keys, on="local_incident_id").collect()
    own = {"event_counts": events.select("event_id"), "documents": events.select("document_id").unique()}
    counts, documents = (
        local[table].select(COLUMNS[table]).join(rows.lazy(), on=rows.columns, how="semi").collect()
        for table, rows in own.items()
    )
    return sum_up_incidents(events, counts, documents)


def _deaths(told: pl.DataFrame, event_counts: pl.DataFrame) -> pl.DataFrame:
    """The dead by incident: the largest number of an article ("31, five of them children"), of the last to give one."""
    return (
        event_counts.filter(pl.col("measure") == "dead")
        .join(told.select("event_id", "incident_id", "document_id", "published_on"), on="event_id")
        .sort("published_on", "document_id", "value_high", "value_low", nulls_last=False)
        .group_by("incident_id", maintain_order=True)
        .agg(dead_low=pl.col("value_low").last(), dead_high=pl.col("value_high").last())
    )


def sum_up_incidents(events: pl.DataFrame, event_counts: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """One row per `incident_id` of the events, with what all of its mentions say."""
    told = _in_order(events, documents)
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
    deaths = _deaths(told, event_counts)
    return incidents.join(deaths, on="incident_id", how="left").select(list(polars_schema("incidents")))
