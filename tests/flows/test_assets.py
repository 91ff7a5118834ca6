"""Assets with their lineage on a real server: seeds -> tables -> a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from prefect.assets import Asset
from prefect.events.worker import EventsWorker

from flows.assets import key_of
from flows.publish import publish
from tests.releases import SEEDS
from tests.running import Build
from transforms.tables.schemas import TABLES


def materialized(server_environment: dict[str, str], key: str) -> list[dict[str, Any]]:
    """The events that tell of an asset's making, on the server."""
    EventsWorker.drain_all()
    wanted = {
        "filter": {
            "event": {"prefix": ["prefect.asset.materialization"]},
            "resource": {"id": [key]},
        }
    }
    url = f"{server_environment['PREFECT_API_URL']}/events/filter"
    found: list[dict[str, Any]] = httpx.post(url, json=wanted, timeout=60).raise_for_status().json()["events"]
    return found


def sources(event: dict[str, Any]) -> set[str]:
    """Keys of the assets that this one is made from."""
    return {one["prefect.resource.id"] for one in event["related"] if one["prefect.resource.role"] == "asset"}


@pytest.fixture(scope="module")
def output(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assets")
    build(SEEDS, folder)
    publish(f"duckdb:///{folder / 'news.duckdb'}", folder)
    return folder


def test_every_table_comes_from_the_seeds(output: Path, server_environment: dict[str, str]) -> None:
    for table in TABLES:
        [event] = materialized(server_environment, key_of(output, table))
        assert event["event"] == "prefect.asset.materialization.succeeded"
        assert sources(event) == {key_of(SEEDS)}
    [event] = materialized(server_environment, key_of(output, "documents"))
    assert event["payload"]["rows"] == 1


def test_a_database_comes_from_the_tables(output: Path, server_environment: dict[str, str]) -> None:
    [event] = materialized(server_environment, key_of(f"duckdb:///{output / 'news.duckdb'}"))
    assert sources(event) == {key_of(output, table) for table in TABLES}


@given(st.text(max_size=600))
def test_every_place_has_a_key(name: str) -> None:
    assert Asset(key=key_of(f"s3://bucket/{name}", "events")).key.endswith("/events")
