"""The publish flow against a real server: what it loads, what it says, what it never says."""

from __future__ import annotations

from pathlib import Path

import duckdb
import httpx
import pytest
from prefect.blocks.system import Secret
from pydantic import SecretStr

from flows.publish import publish, run
from tests.running import Run
from transforms.publish.target import UnknownTarget

SECRET = "sesame-of-this-test"


@pytest.fixture
def output(seed_release: Path) -> Path:
    """An output folder with a release of the seed."""
    return seed_release.parents[1]


@pytest.mark.usefixtures("prefect_here")
def test_a_release_is_published_once(output: Path, tmp_path: Path) -> None:
    url = f"duckdb:///{tmp_path / 'news.duckdb'}"
    assert run(url, output, "news").is_new
    assert not run(url, output, "news").is_new
    with duckdb.connect(tmp_path / "news.duckdb", read_only=True) as database:
        assert database.execute("SELECT count(*) FROM who_said_what").fetchall() == [(14,)]


@pytest.mark.usefixtures("prefect_here")
def test_a_block_of_the_server_may_hold_the_url(output: Path, tmp_path: Path) -> None:
    Secret(value=SecretStr(f"duckdb:///{tmp_path / 'news.duckdb'}")).save("warehouse")
    assert publish("block:warehouse", output).is_new
    assert (tmp_path / "news.duckdb").is_file()
    with pytest.raises(UnknownTarget, match="block:another: Unable to find block document"):
        publish("block:another", output)


@pytest.mark.usefixtures("prefect_here")
def test_a_password_reaches_neither_the_server_nor_a_message(
    output: Path, server_environment: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(ConnectionError) as told:
        run(f"postgresql://me:{SECRET}@127.0.0.1:1/news", output, "news")
    assert SECRET not in str(told.value) + caplog.text
    url = server_environment["PREFECT_API_URL"]
    for kind in ("flow_runs", "task_runs", "artifacts"):
        seen = httpx.post(f"{url}/{kind}/filter", json={"limit": 200}, timeout=60).raise_for_status().text
        assert SECRET not in seen


def test_what_cannot_be_published_exits_with_2_and_says_what_to_do(dateline: Run, tmp_path: Path) -> None:
    missing = dateline("publish", "--output", tmp_path)
    assert (missing.returncode, "make one with dateline build" in missing.stderr) == (2, True)
    unknown = dateline("publish", "--to", "mysql://db/news")
    assert (unknown.returncode, "there is no target mysql://" in unknown.stderr) == (2, True)
