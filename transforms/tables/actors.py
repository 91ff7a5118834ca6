"""One key for one actor across the articles of a release.

An article's own actors come in under keys of their own; what all articles together say decides which of them are one.
The key of an actor is made of type and name, so it is the same whatever else a release holds; of namesakes the one
first reported bears that key and the others add what tells them apart, so articles that come later renumber nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import polars as pl

from transforms.resolve.gazetteer import callings, is_national_body
from transforms.tables.keys import key
from transforms.tables.people import Person, Report, find_people
from transforms.tables.personal_names import folded, personal_name

Frames = dict[str, pl.DataFrame]
REFERRING = {"mentions": ("actor_id",), "statements": ("speaker_id", "addressee_id"), "event_actors": ("actor_id",)}
SAID = ["name", "country", "sector", "office", "gender", "setting"]
UNCOMMON = 0.05  # a form of a name in fewer of an actor's articles may be an error of the model ("Press Paul Carver")
PORTION = 75_000  # named actors of single articles looked at at once, 80 MB
MERGED = {"article_key": pl.Int64(), "actor_id": pl.Int64(), "merged_id": pl.Int64()}
KEYS = {"actor_id": pl.Int64(), "merged_id": pl.Int64()}


def _calling(sector: str | None, office: str | None) -> str | None:
    by_office = callings().get(office.rsplit(" ", 1)[-1]) if office else None
    return by_office or callings().get(sector or "")


@lru_cache(maxsize=20_000)
def known_as(actor_type: str, name: str) -> str:
    """What actors that may be one have in common: a person's surname, what is left of a body's name but for its form.

    "Ministry of Defence" and "Defence Ministry" are one.
    """
    if actor_type == "person":
        return personal_name(name).surname
    head, link, owner = folded(name.removeprefix("the ")).partition(" of ")
    return f"{owner.removeprefix('the ')} {head}" if link and head else folded(name) or name


def _people(named: pl.DataFrame) -> pl.DataFrame:
    """`actor_id` and `merged_id` of people."""
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
    return pl.DataFrame(merged, schema=KEYS, orient="row")


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
    bodies = named.filter(pl.col("actor_type") != "person")
    # whether a body is tagged a government or an organization varies from article to article
    kind = pl.col("actor_type").replace({"organization": "body", "government": "body"})
    told = bodies.group_by("known_as", kind.alias("kind"), maintain_order=True)
    firsts = told.agg(first_name=pl.col("name").first(), first_country=pl.col("country").drop_nulls().first())
    national = pl.Series([is_national_body(name) for name in firsts["first_name"]], dtype=pl.Boolean())
    bodies = bodies.with_columns(kind.alias("kind")).join(
        firsts.with_columns(is_national=national), on=["known_as", "kind"]
    )
    apart = pl.when(pl.col("is_national") & (pl.col("country") != pl.col("first_country"))).then(pl.col("country"))
    natural = ["kind", "known_as", "apart"]
    bodies = bodies.with_columns(apart.alias("apart")).select("actor_id", *natural)
    keys = bodies.select(natural).unique()
    own = [key("actors", kind, name, *([country] if country else [])) for kind, name, country in keys.iter_rows()]
    keys = keys.with_columns(merged_id=pl.Series(own, dtype=pl.Int64()))
    return bodies.join(keys, on=natural, nulls_equal=True).select("actor_id", "merged_id")


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
        actors.sort("published_on", "article_key", "actor_type", "rank", nulls_last=False)
        .group_by("actor_id", maintain_order=True)
        .agg(pl.col("actor_type").last(), *last_known, pl.col("mention_count").sum())
    )
    return summed.join(_names(actors), on="actor_id", how="left")


def _portions(named: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The named actors, in portions of which each holds all that may be one, in the order of publication."""
    portions = named.select(pl.len()).collect().item() // PORTION + 1
    for portion in range(portions):
        own = named.filter(pl.col("known_as").hash() % portions == portion).collect()
        yield own.sort("published_on", "article_key", "actor_id", nulls_last=True).with_row_index("rank")


def merge_actors(actors: pl.LazyFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """One key for one actor, and the named actors of all articles, one row each.

    The first frame holds `article_key` and `actor_id` of the named actors of single articles, and their `merged_id`.
    """
    merged, summed = [pl.DataFrame(schema=MERGED)], []
    for named in _portions(actors.filter("is_named")):
        keys = pl.concat([_people(named), _bodies(named)])
        merged.append(named.select("article_key", "actor_id").join(keys, on="actor_id").select(list(MERGED)))
        # by way of Arrow, or the names of the few rows would hold those of the whole portion in memory
        summed.append(pl.DataFrame(_summed_up(rekeyed(named, keys, "actor_id")).to_arrow()))
    found = rekeyed(pl.concat(summed), pl.concat(merged).drop("article_key"), "of_actor_id")
    owner = pl.when(pl.col("of_actor_id") != pl.col("actor_id")).then(pl.col("of_actor_id"))
    return pl.concat(merged), found.with_columns(owner.alias("of_actor_id"))


def rekeyed(frame: pl.DataFrame, merged: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """A table with the keys of merged actors in the columns that refer to actors of single articles."""
    for column in columns:
        frame = (
            frame.join(merged.rename({"actor_id": column}), on=column, how="left", maintain_order="left")
            .with_columns(pl.coalesce("merged_id", column).alias(column))
            .drop("merged_id")
        )
    return frame


def refer_to_merged(local: Frames, merged: pl.DataFrame) -> Frames:
    """The tables of some articles that refer to actors, with the keys of merged ones."""
    merged = merged.drop("article_key")
    frames = {table: rekeyed(local[table], merged, *columns) for table, columns in REFERRING.items()}
    about = rekeyed(local["statement_actors"], merged, "actor_id")
    counted = about.group_by("statement_id", "actor_id", maintain_order=True)
    frames["statement_actors"] = counted.agg(pl.col("mention_count").sum().cast(pl.Int16))
    unnamed = local["actors"].filter(~pl.col("is_named"))
    frames["actors"] = rekeyed(unnamed, merged, "of_actor_id")
    return frames
