"""Assets with their lineage on a real server: seeds -> tables -> a database."""

from __future__ import annotations

from pathlib import Path

import pytest
from anyio import fail_after
from anyio.from_thread import start_blocking_portal
from hypothesis import given
from hypothesis import strategies as st
from prefect.assets import Asset
from prefect.events import Event
from prefect.events.clients import PrefectEventSubscriber, get_events_subscriber
from prefect.events.filters import EventFilter, EventNameFilter, EventResourceFilter

from flows.assets import key_of
from flows.publish import publish
from tests.releases import SEEDS
from tests.running import Build
from transforms.tables.schemas import TABLES

PATIENCE = 120  # seconds that the server may take to hand on what happened


async def made(subscriber: PrefectEventSubscriber, wanted: set[str]) -> dict[str, Event]:
    """The events that tell of making the assets of these keys, by key, once all have come."""
    events: dict[str, Event] = {}
    with fail_after(PATIENCE):
        async for event in subscriber:
            assert event.resource.id not in events, f"{event.resource.id} is told to be made twice"
            events[event.resource.id] = event
            if events.keys() == wanted:
                break
    return events


def sources(event: Event) -> set[str]:
    """Keys of the assets that this one is made from."""
    return {one.id for one in event.related if one.role == "asset"}


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("assets")


@pytest.fixture(scope="module")
def database(output: Path) -> str:
    return f"duckdb:///{output / 'news.duckdb'}"


@pytest.fixture(scope="module")
def assets(build: Build, output: Path, database: str) -> dict[str, Event]:
    """What the server tells of making the tables and a database of them, by key.

    Who asks afterwards may ask too early: the server hands events on before it has stored them.
    """
    wanted = {key_of(database)} | {key_of(output, table) for table in TABLES}
    told = EventFilter(
        event=EventNameFilter(prefix=["prefect.asset.materialization"]), resource=EventResourceFilter(id=list(wanted))
    )
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(get_events_subscriber(told)) as subscriber,
    ):
        build(SEEDS, output)
        publish(database, output)
        return portal.call(made, subscriber, wanted)


def test_every_table_comes_from_the_seeds(output: Path, assets: dict[str, Event]) -> None:
    for table in TABLES:
        event = assets[key_of(output, table)]
        assert event.event == "prefect.asset.materialization.succeeded"
        assert sources(event) == {key_of(SEEDS)}
    assert assets[key_of(output, "documents")].payload["rows"] == 1


def test_a_database_comes_from_the_tables(output: Path, database: str, assets: dict[str, Event]) -> None:
    assert sources(assets[key_of(database)]) == {key_of(output, table) for table in TABLES}


@given(st.text(max_size=600))
def test_every_place_has_a_key(name: str) -> None:
    assert Asset(key=key_of(f"s3://bucket/{name}", "events")).key.endswith("/events")
