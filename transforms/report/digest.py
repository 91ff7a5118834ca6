"""What the page shows of a whole release: counts of all rows, and the rows that people look at first.

Every list is cut to a stated length, so that the page of a large release opens as fast as that of a small one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

Scans = Mapping[str, pl.LazyFrame]
Rows = list[dict[str, Any]]
MOST_INCIDENTS = 1_000
MOST_STATEMENTS = 2_000
MOST_REJECTS = 1_000
MOST_PLACES = 500
LEADING = 12  # incidents told at length
NETWORK_ACTORS = 30
NETWORK_TIES = 60
MOST_BARS = 120  # of the time line; more days are told by month
AROUND = timedelta(days=31)  # before the first and after the last day of publication
TEXT_CHARACTERS = 320  # of a statement or an evidence clause in a table
NAMES = 3  # actors, or recipients, of an incident that are named
QUADS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
    None: "no quad class",
}


@dataclass(frozen=True, slots=True)
class Digest:
    """Rows of the page, each as names and values; `rows` has the number of all rows by table."""

    rows: dict[str, int]
    first_day: str | None
    last_day: str | None
    incidents: Rows
    statements: Rows
    days: Rows
    is_monthly: bool
    types: Rows
    places: Rows
    actors: Rows
    ties: Rows
    rejects: Rows


def digest(scans: Scans) -> Digest:
    """What the page shows of the tables of a release, beside its articles."""
    rows = {table: int(scan.select(pl.len()).collect().item()) for table, scan in scans.items()}
    first, last = scans["documents"].select(
        pl.col("published_on").min().alias("first"), pl.col("published_on").max().alias("last")
    ).collect().row(0)  # fmt: skip
    days, is_monthly = _days(scans, first, last)
    ties = _ties(scans)
    return Digest(
        rows=rows,
        first_day=str(first) if first else None,
        last_day=str(last) if last else None,
        incidents=_incidents(scans),
        statements=_statements(scans),
        days=days,
        is_monthly=is_monthly,
        types=_types(scans),
        places=_places(scans),
        actors=_actors(scans, ties),
        ties=ties,
        rejects=scans["rejects"].sort("source_uri", "reject_id").head(MOST_REJECTS).collect().to_dicts(),
    )


def _cut(column: str) -> pl.Expr:
    """A text for a cell: white space made one space, the rest cut off."""
    flat = pl.col(column).str.replace_all(r"\s+", " ")
    return (
        pl.when(flat.str.len_chars() > TEXT_CHARACTERS)
        .then(flat.str.slice(0, TEXT_CHARACTERS) + "…")
        .otherwise(flat)
        .alias(column)
    )


def _classes(scans: Scans) -> pl.LazyFrame:
    """The quad class that most events of an incident have, the lower of two as frequent."""
    counted = scans["events"].group_by("incident_id", "quad_class").len()
    return (
        counted.sort("len", "quad_class", descending=[True, False], nulls_last=True)
        .group_by("incident_id", maintain_order=True)
        .first()
        .select("incident_id", "quad_class")
    )


def _class_names(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("quad_class").replace_strict(QUADS, return_dtype=pl.String()).alias("class"))


def _incidents(scans: Scans) -> Rows:
    """The incidents that most articles report, with who takes part, where, and the words that prove them."""
    order = ("document_count", "mention_count", "first_published_on", "incident_id")
    shown = (
        scans["incidents"]
        .top_k(MOST_INCIDENTS, by=[pl.col(name) for name in order])
        .join(_classes(scans), on="incident_id", how="left")
        .join(scans["places"].select("place_id", place="name", place_country="country"), on="place_id", how="left")
        .collect()
        .sort(order, descending=True, nulls_last=True)
    )
    events = scans["events"].join(shown.lazy().select("incident_id"), on="incident_id", how="semi")
    evidence = (
        events.sort("confidence", "event_id", descending=[True, False])
        .group_by("incident_id", maintain_order=True)
        .agg(pl.col("text", "document_id", "event_id", "confidence").first())
        .with_columns(_cut("text"))
        .collect()
    )
    shown = shown.join(evidence, on="incident_id", how="left", maintain_order="left")
    for role in ("actor", "recipient"):
        shown = shown.join(_who(scans, events, role), on="incident_id", how="left", maintain_order="left")
    return _class_names(shown).to_dicts()


def _who(scans: Scans, events: pl.LazyFrame, role: str) -> pl.DataFrame:
    """The names most often told of an incident in a role."""
    return (
        events.select("event_id", "incident_id")
        .join(scans["event_actors"].filter(pl.col("role") == role), on="event_id")
        .group_by("incident_id", "actor_id")
        .agg(pl.len().alias("times"))
        .join(scans["actors"].select("actor_id", "name"), on="actor_id")
        .sort("times", "actor_id", descending=[True, False])
        .group_by("incident_id", maintain_order=True)
        .agg(pl.col("name").head(NAMES).str.join(", ").alias(role), pl.len().alias(f"{role}s"))
        .collect()
    )


def _statements(scans: Scans) -> Rows:
    """The statements of the newest articles, with whom they are about."""
    documents = scans["documents"].select("document_id", "published_on", "publisher")
    shown = (
        scans["statements"]
        .join(documents, on="document_id")
        .with_columns(pl.coalesce("stated_on", "published_on").alias("day"))
        .select(
            "statement_id", "document_id", "day", "publisher", "speaker_name", "speaker_text", "act", "kind", "text",
            "is_negated", "medium", "confidence", "start", "published_on",
        )
        .top_k(MOST_STATEMENTS, by=[pl.col("published_on"), pl.col("document_id"), -pl.col("start")])
        .collect()
        .sort("published_on", "document_id", "start", descending=[True, True, False], nulls_last=True)
        .with_columns(_cut("text"))
    )  # fmt: skip
    about = (
        scans["statement_actors"]
        .join(shown.lazy().select("statement_id"), on="statement_id", how="semi")
        .join(scans["actors"].select("actor_id", "name"), on="actor_id")
        .sort("mention_count", "actor_id", descending=[True, False])
        .group_by("statement_id", maintain_order=True)
        .agg(pl.col("name").str.join("; ").alias("about"))
        .collect()
    )
    return shown.join(about, on="statement_id", how="left", maintain_order="left").to_dicts()


def _days(scans: Scans, first: date | None, last: date | None) -> tuple[Rows, bool]:
    """How many incidents there are by day (or month) and quad class, around the days of publication.

    Those with no day of their own stand at their first report.
    """
    day = pl.coalesce("starts_on", "first_published_on").alias("day")
    counted = (
        scans["incidents"]
        .join(_classes(scans), on="incident_id", how="left")
        .select(day, "quad_class")
        .filter(pl.col("day").is_between(pl.lit(first, pl.Date) - AROUND, pl.lit(last, pl.Date) + AROUND))
        .group_by("day", "quad_class")
        .len("incidents")
        .collect()
    )
    is_monthly = counted["day"].n_unique() > MOST_BARS
    if is_monthly:
        month = pl.col("day").dt.truncate("1mo")
        counted = counted.group_by(month, "quad_class").agg(pl.col("incidents").sum())
    named = _class_names(counted.sort("day", "quad_class", nulls_last=True))
    return named.select(pl.col("day").cast(pl.String()), "class", "incidents").to_dicts(), is_monthly


def _types(scans: Scans) -> Rows:
    """How many incidents there are by type and status."""
    counted = scans["incidents"].group_by("event_type", "status").len("incidents")
    return counted.sort("event_type", "status").collect().to_dicts()


def _places(scans: Scans) -> Rows:
    """The places where most incidents happen, of those whose coordinates are known."""
    counted = scans["incidents"].drop_nulls("place_id").group_by("place_id").len("incidents")
    return (
        scans["places"]
        .drop_nulls("latitude")
        .join(counted, on="place_id")
        .sort("incidents", "place_id", descending=[True, False])
        .head(MOST_PLACES)
        .select("name", "country", "latitude", "longitude", "incidents")
        .collect()
        .to_dicts()
    )


def _dyads(scans: Scans) -> pl.LazyFrame:
    """One row per pair of actors: how often the one acts on the other, and the sum of Goldstein scores."""
    taking_part = scans["event_actors"].select("event_id", "role", "actor_id")
    acting = taking_part.filter(pl.col("role") == "actor").select("event_id", source="actor_id")
    acted_on = taking_part.filter(pl.col("role") == "recipient").select("event_id", target="actor_id")
    held = scans["events"].filter(pl.col("status") == "happened").select("event_id", "incident_id", "goldstein")
    return (
        held.join(acting, on="event_id")
        .join(acted_on, on="event_id")
        .filter(pl.col("source") != pl.col("target"))
        .group_by("incident_id", "source", "target")
        .agg(pl.col("goldstein").mean())
        .group_by("source", "target")
        .agg(pl.len().alias("incidents"), pl.col("goldstein").sum().round(1))  # a sum of floats has no order
    )


def _ties(scans: Scans) -> Rows:
    """The pairs of actors with most incidents between the most active of them, whoever acts first."""
    dyads = _dyads(scans).collect()
    ends = pl.concat([dyads.select(actor_id=end, incidents="incidents") for end in ("source", "target")])
    most = ends.group_by("actor_id").agg(pl.col("incidents").sum()).sort("incidents", "actor_id", descending=True)
    leading = most.head(NETWORK_ACTORS)["actor_id"].implode()
    names = scans["actors"].select("actor_id", "name").collect()
    return (
        dyads.filter(pl.col("source").is_in(leading) & pl.col("target").is_in(leading))
        .sort("incidents", "source", "target", descending=[True, False, False])
        .head(NETWORK_TIES)
        .join(names.select(source="actor_id", source_name="name"), on="source", maintain_order="left")
        .join(names.select(target="actor_id", target_name="name"), on="target", maintain_order="left")
        .to_dicts()
    )


def _actors(scans: Scans, ties: Rows) -> Rows:
    """The actors of the ties."""
    wanted = sorted({tie[end] for tie in ties for end in ("source", "target")})
    found = scans["actors"].filter(pl.col("actor_id").is_in(wanted)).sort("mention_count", "actor_id", descending=True)
    return found.select("actor_id", "name", "actor_type", "country", "mention_count").collect().to_dicts()
