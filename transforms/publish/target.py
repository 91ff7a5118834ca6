"""Where a release is published to: a URL, told apart by its scheme."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from transforms.publish.released import Released

SCHEMES = {
    "duckdb": "duckdb:///tables.duckdb (a file of its own)",
    "postgresql": "postgresql://USER@HOST/DATABASE",
    "iceberg": "iceberg://CATALOG/NAMESPACE",
    "dlt": "dlt://DESTINATION/DATASET (bigquery, snowflake, redshift, databricks, clickhouse, motherduck …)",
}


EXTRAS = {"postgresql": "postgres", "iceberg": "iceberg", "dlt": "warehouse"}
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")  # one that dlt leaves as it is


class UnknownTarget(ValueError):
    """A URL that names no place that a release can be published to."""


class OtherSchema(RuntimeError):
    """A table there has columns that cannot be made those of the release."""


class MissingPackage(RuntimeError):
    """The package that loads a kind of database is not installed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a publication has done; `is_new` is false where the release was there already, row for row."""

    is_new: bool
    told: str


@dataclass(frozen=True, slots=True)
class Target:
    """A database; its password is never printed."""

    url: sa.URL

    @classmethod
    def parse(cls, url: str) -> Target:
        """The target that a URL names.  Raises UnknownTarget."""
        known = "; ".join(SCHEMES.values())
        try:
            found = sa.make_url(url)
        except sa.exc.ArgumentError:  # whose message would show the URL
            raise UnknownTarget(f"a target is a URL: {known}") from None
        if found.drivername == "postgres":
            found = found.set(drivername="postgresql")
        if found.drivername not in SCHEMES:
            raise UnknownTarget(f"there is no target {found.drivername}://; name one of {known}")
        if found.drivername == "duckdb" and not found.database:
            raise UnknownTarget("name the file: duckdb:///tables.duckdb, duckdb:////var/lib/tables.duckdb")
        if found.drivername == "iceberg" and not (found.host and found.database):
            raise UnknownTarget("name catalog and namespace: iceberg://local/news")
        if found.drivername == "dlt":
            _check_warehouse(found)
        return cls(found)

    def __str__(self) -> str:
        return self.url.render_as_string(hide_password=True)

    def address(self) -> str:
        """The database without who asks: no user, no password, no options."""
        url = self.url
        return sa.URL.create(url.drivername, None, None, url.host, url.port, url.database).render_as_string()

    def lock(self, folder: Path) -> Path | None:
        """The file that is locked while something is loaded; None where the server sees to it.

        It lies beside a DuckDB file, else in `folder`.
        """
        if self.url.drivername == "duckdb":
            path = Path(str(self.url.database))
            return path.with_name(f".{path.name}.lock")
        if self.url.drivername == "postgresql":
            return None
        return folder / f".{self.url.drivername}-{self.url.host}-{self.url.database}.lock".replace("/", "-")

    def load(self, release: Released, schema: str, folder: Path) -> Loaded:
        """Make the tables there those of the release.

        `schema` is that of a PostgreSQL database; in `folder` lie an Iceberg catalog that no settings name and what dlt
        keeps while it loads.

        Raises OSError where the disk or the server fails, OtherSchema where the tables there are none of a release,
        MissingPackage where what loads them is not installed, UnknownTarget where dlt knows no such destination or
        lacks settings for it.
        """
        try:
            return self._load(release, schema, folder)
        except ModuleNotFoundError as missing:
            extra = EXTRAS.get(self.url.drivername)
            name = f"dateline[{extra}]" if extra else "dateline"
            raise MissingPackage(f"{missing.name} is missing: install {name}") from None

    def _load(self, release: Released, schema: str, folder: Path) -> Loaded:
        if self.url.drivername == "duckdb":
            from transforms.publish.duckdb_file import publish_to_file

            is_new = publish_to_file(release, Path(str(self.url.database)))
            return Loaded(is_new, "the file was made anew")
        if self.url.drivername == "iceberg":
            from transforms.publish.iceberg import publish_to_iceberg

            replaced = publish_to_iceberg(release, str(self.url.host), str(self.url.database), folder / "iceberg")
            return Loaded(bool(replaced), f"replaced {', '.join(replaced)}")
        if self.url.drivername == "dlt":
            from transforms.publish.warehouse import publish_to_warehouse

            replaced = publish_to_warehouse(release, str(self.url.host), str(self.url.database), folder / "dlt")
            return Loaded(bool(replaced), f"replaced {', '.join(replaced)}")
        from transforms.publish.postgres import publish_to_postgres

        written, deleted = publish_to_postgres(release, self.url.render_as_string(hide_password=False), schema)
        return Loaded(written + deleted > 0, f"{written:,} rows written, {deleted:,} deleted")


def _check_warehouse(url: sa.URL) -> None:
    """Refuse what dlt could not take as it stands, and what does not belong in a URL.  Raises UnknownTarget."""
    destination = url.host or "bigquery"
    if url.username or url.password or url.port or url.query:
        raise UnknownTarget(
            f"name only destination and dataset: dlt://{destination}/news; user, password and all else dlt takes from "
            f"DESTINATION__{destination.upper()}__CREDENTIALS… in the environment or from .dlt/secrets.toml"
        )
    if not (NAME.fullmatch(url.host or "") and NAME.fullmatch(url.database or "")):
        raise UnknownTarget(
            "name destination and dataset in lower-case letters, digits and single underscores: dlt://bigquery/news"
        )
