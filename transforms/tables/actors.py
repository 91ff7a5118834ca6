"""One key for one actor across the articles of a release.

An article's own actors come in under keys of their own; what all articles together say decides which of them are one.
The key of an actor is made of type and name, so it is the same whatever else a release holds; of namesakes the one
first reported bears that key and the others add what tells them apart, so articles that come later renumber nobody.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from transforms.resolve.gazetteer import callings, is_national_body
from transforms.tables.keys import key
from transforms.tables.people import Person, Report, find_people
from transforms.tables.personal_names import folded, personal_name

Frames = dict[str, pl.DataFrame]
REFERRING = {"mentions": ("actor_id",), "statements": ("speaker_id", "addressee_id"), "event_actors": ("actor_id",)}
SAID = ["name", "country", "sector", "office", "gender", "setting"]
UNCOMMON = 0.05  # a form of a name in fewer of an actor's articles may be an error of the model ("Press Paul Carver")
MERGED = {"actor_id": pl.Int64(), "merged_id": pl.Int64()}


def _calling(sector: str | None, office: str | None) -> str | None:
    by_office = callings().get(office.rsplit(" ", 1)[-1]) if office else None
    return by_office or callings().get(sector or "")


def _people(named: pl.DataFrame) -> pl.DataFrame:
    """`actor_id` and `merged_id` of the people whom more than their own article may know."""
    said = (
        named.filter(pl.col("actor_type") == "person")
        .group_by(SAID)
        .agg(pl.col("rank").min(), pl.len().alias("articles"), pl.col("actor_id"))
        .sort("rank")
    )
    reports = {}
    for row in said.iter_rows(named=True):
        calling = _calling(row["sector"], row["office"])
        facts = (row["country"], calling, row["office"], row["gender"], row["setting"])
        reports[Report(personal_name(row["name"]), *facts, row["rank"], row["articles"])] = row["actor_id"]
    people = find_people(reports)
    keys = _keys_of_people(set(people.values()))
    merged = [(actor_id, keys[person]) for report, person in people.items() for actor_id in reports[report]]
    return pl.DataFrame(merged, schema=MERGED, orient="row")


def _keys_of_people(people: set[Person]) -> dict[Person, int]:
    namesakes: dict[tuple[str, str], list[Person]] = defaultdict(list)
    for person in people:
        namesakes[person.natural_key()].append(person)
    keys = {}
    for (given, surname), bearers in namesakes.items():
        for number, person in enumerate(sorted(bearers, key=lambda person: person.first or 0)):
            facts = (person.given, person.country, person.calling, person.gender, " ".join(person.middle))
            apart = facts if number else ()
            keys[person] = key("actors", "person", f"{given} {surname}", *apart)
    return keys


def _bodies(named: pl.DataFrame) -> pl.DataFrame:
    """`actor_id` and `merged_id` of countries, governments, organizations and groups."""
    said = ["name", "actor_type", "country"]
    bodies = named.filter(pl.col("actor_type") != "person").group_by(said)
    by_name: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in bodies.agg(pl.col("rank").min(), pl.col("actor_id")).sort("rank").iter_rows(named=True):
        # whether a body is tagged a government or an organization varies from article to article
        kind = "body" if row["actor_type"] in ("organization", "government") else row["actor_type"]
        by_name[kind, _body_name(row["name"])].append(row)
    merged: list[tuple[int, int]] = []
    for (kind, name), found in by_name.items():
        countries = list(dict.fromkeys(row["country"] for row in found if row["country"]))
        others = countries[1:] if is_national_body(found[0]["name"]) else []
        for row in found:
            apart = (row["country"],) if row["country"] in others else ()
            merged.extend((actor_id, key("actors", kind, name, *apart)) for actor_id in row["actor_id"])
    return pl.DataFrame(merged, schema=MERGED, orient="row")


def _body_name(name: str) -> str:
    """A body's name by which it is known: "Ministry of Defence" and "Defence Ministry" are one."""
    head, link, owner = folded(name.removeprefix("the ")).partition(" of ")
    return f"{owner.removeprefix('the ')} {head}" if link and head else folded(name) or name


def _names(actors: pl.DataFrame) -> pl.DataFrame:
    """`actor_id` and `name`: the fullest of the forms that a fair share of the actor's articles print."""
    forms = actors.group_by("actor_id", "name").len("articles")
    common = pl.col("articles") >= UNCOMMON * pl.col("articles").sum().over("actor_id")
    fullness = (pl.col("name").str.count_matches(" "), pl.col("name").str.len_chars(), "articles", "name")
    return forms.filter(common).sort(*fullness).group_by("actor_id", maintain_order=True).agg(pl.col("name").last())


def _summed_up(actors: pl.DataFrame) -> pl.DataFrame:
    """One row an actor: country, sector, office and owner as last reported, mentions summed."""
    last_known = [pl.col(name).drop_nulls().last() for name in ("country", "sector", "office", "of_actor_id")]
    summed = (
        actors.sort("published_on", "article_key", "actor_type", nulls_last=False)
        .group_by("actor_id", maintain_order=True)
        .agg(pl.col("actor_type").last(), *last_known, pl.col("mention_count").sum())
    )
    owner = pl.when(pl.col("of_actor_id") != pl.col("actor_id")).then(pl.col("of_actor_id"))
    return summed.with_columns(owner.alias("of_actor_id")).join(_names(actors), on="actor_id", how="left")


def join_actors(local: Frames) -> Frames:
    """The tables of all articles with one row and one key for every actor; `local` holds each article's own actors."""
    named = local["actors"].filter("is_named").sort("published_on", "article_key", "actor_id", nulls_last=True)
    named = named.with_row_index("rank")  # in order of publication
    merged = pl.concat([_people(named), _bodies(named)])

    def rekeyed(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
        for column in columns:
            frame = frame.join(
                merged.rename({"actor_id": column}), on=column, how="left", maintain_order="left"
            ).with_columns(pl.coalesce("merged_id", column).alias(column))
            frame = frame.drop("merged_id")
        return frame

    frames = dict(local)
    for table_name, columns in REFERRING.items():
        frames[table_name] = rekeyed(local[table_name], *columns)
    about = rekeyed(local["statement_actors"], "actor_id").group_by("statement_id", "actor_id", maintain_order=True)
    frames["statement_actors"] = about.agg(pl.col("mention_count").sum().cast(pl.Int16))
    frames["actors"] = _summed_up(rekeyed(local["actors"], "actor_id", "of_actor_id"))
    return frames
