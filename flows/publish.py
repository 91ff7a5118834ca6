"""The publish flow: the current release -> the tables of a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.assets import materialize
from prefect.blocks.system import Secret
from pydantic import SecretStr

from flows.assets import key_of
from flows.build import STEADY
from flows.server import ensure_server
from flows.settings import OUTPUT, Settings
from transforms.publish.released import Released, current_release
from transforms.publish.target import Loaded, Target, UnknownTarget
from transforms.tables.schemas import TABLES

BLOCK = "block:"


class TargetBusy(RuntimeError):
    """Another publication is writing to the database."""


@materialize("dateline://database", name="load release", tags=["stage"], **STEADY)
def load_stage(target: Target, release: Released, schema: str, folder: Path) -> Loaded:
    """Load the tables in one transaction, or swap them in."""
    return target.load(release, schema, folder)


def _url(to: SecretStr | str | None, output: Path) -> str:
    """The URL that `to` gives, else the settings, else the default."""
    given = to.get_secret_value() if isinstance(to, SecretStr) else to
    return given or Settings().publish_to or f"duckdb:///{output / 'dateline.duckdb'}"


def named(to: str | None, output: Path) -> str:
    """A target as it may be printed.  Raises UnknownTarget."""
    url = _url(to, output)
    return url if url.startswith(BLOCK) else str(Target.parse(url))


def _target(to: SecretStr | str | None, output: Path) -> Target:
    """The database that `to` names, or the Prefect block behind "block:".  Raises UnknownTarget."""
    url = _url(to, output)
    if url.startswith(BLOCK):
        try:
            block: Any = Secret.load(url.removeprefix(BLOCK))  # typed as what async code would await
        except ValueError as fault:
            raise UnknownTarget(f"{url}: {fault}") from None
        url = str(block.get())
    return Target.parse(url)


@contextmanager
def _only_writer(target: Target, folder: Path) -> Iterator[None]:
    """Keep other publications out; PostgreSQL does so itself.  Raises TargetBusy."""
    lock = target.lock(folder)
    if lock is None:
        yield
        return
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock, timeout=0):
            yield
    except Timeout:
        raise TargetBusy(f"another publication is writing to {target}; wait for it to end, and publish again") from None


@flow(name="publish", persist_result=False, validate_parameters=False)
def publish(to: SecretStr | str | None = None, output: Path | str = OUTPUT, schema: str = "dateline") -> Loaded:
    """Publish the current release of `output` to the database that the URL `to` names.

    It may also name a secret block that holds the URL: "block:warehouse".  Without it DATELINE_PUBLISH_TO is taken.
    Raises NoRelease, UnknownTarget, OtherSchema, MissingPackage, TargetBusy, and OSError where the disk or the server
    of the database fails.
    """
    folder = Path(output)
    target, release = _target(to, folder), current_release(folder)
    release.expect_whole()
    loading = load_stage.with_options(
        assets=[key_of(target.address())], asset_deps=[key_of(folder, table) for table in TABLES]
    )
    with _only_writer(target, folder):
        loaded = loading(target, release, schema, folder)
    told = f"Release {release.release_id} to {target}: {loaded.told if loaded.is_new else 'it was there already'}."
    create_markdown_artifact(key="publication", markdown=told, description=f"Release {release.release_id}")
    return loaded


def run(to: str | None, output: Path, schema: str) -> Loaded:
    """Run the publish flow; the server learns of no URL."""
    ensure_server()
    return publish(None if to is None else SecretStr(to), output, schema)
