"""The publish flow: the current release -> the tables of a database."""

from __future__ import annotations

from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from pydantic import SecretStr

from flows.build import STEADY
from flows.server import ensure_server
from transforms.publish.released import Released, current_release
from transforms.publish.target import Loaded, Target


@task(name="load release", tags=["stage"], **STEADY)
def load_stage(target: Target, release: Released, schema: str, folder: Path) -> Loaded:
    """Load the tables in one transaction, or swap them in."""
    return target.load(release, schema, folder)


@flow(name="publish", persist_result=False, validate_parameters=False)
def publish(to: SecretStr, output: Path = Path("output"), schema: str = "dateline") -> Loaded:
    """Publish the current release of `output` to the database that the URL `to` names.

    Raises NoRelease, UnknownTarget, OtherSchema, and OSError where the disk or the server fails.
    """
    target, release = Target.parse(to.get_secret_value()), current_release(output)
    loaded = load_stage(target, release, schema, output / "iceberg")
    told = f"Release {release.release_id} to {target}: {loaded.told if loaded.is_new else 'it was there already'}."
    create_markdown_artifact(key="publication", markdown=told, description=f"Release {release.release_id}")
    return loaded


def run(to: str, output: Path, schema: str) -> Loaded:
    """Run the publish flow."""
    ensure_server()
    return publish(SecretStr(to), output, schema)
