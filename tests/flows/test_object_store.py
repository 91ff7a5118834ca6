"""Seeds and releases in a real object store that speaks the protocol of S3."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import s3fs

from tests.flows.test_build import digests
from tests.running import Build, free_port

WEED = Path(sys.executable).with_name("weed")
KEYS = {"AWS_ACCESS_KEY_ID": "dateline", "AWS_SECRET_ACCESS_KEY": "of this test alone"}
TEXT = "Mayor Ada Okello said on Monday that the bridge over the river would be open by the end of the month."
OTHER = "The council of the city of Paris met on Tuesday, and the mayor said that nothing had been decided there."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a store with a bucket `news`."""
    folder = tmp_path_factory.mktemp("store")
    identity = {
        "name": "tests",
        "credentials": [{"accessKey": KEYS["AWS_ACCESS_KEY_ID"], "secretKey": KEYS["AWS_SECRET_ACCESS_KEY"]}],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    ports = {name: free_port() for name in ("master", "volume", "filer", "s3")}
    command = [WEED, "server", f"-dir={folder}", "-ip=127.0.0.1", "-s3", f"-s3.config={folder / 's3.json'}"]
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"]
    command += [f"-{name}.port={port}" for name, port in ports.items()]
    command += [f"-{name}.port.grpc={free_port()}" for name in ports]
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{ports['s3']}"
    try:
        # the transport tries a refused connection again, waiting longer each time
        with httpx.Client(transport=httpx.HTTPTransport(retries=9), timeout=120) as client:
            assert client.get(url).status_code == httpx.codes.FORBIDDEN  # it answers, and asks for keys
        yield url
    finally:
        server.kill()  # asked to end, it takes half a minute
        server.wait()


@pytest.fixture
def news(store: str, monkeypatch: pytest.MonkeyPatch) -> s3fs.S3FileSystem:
    """The store, with this process and its workers in possession of the keys; it holds one article."""
    for name, value in {**KEYS, "AWS_ENDPOINT_URL": store}.items():
        monkeypatch.setenv(name, value)
    filesystem = s3fs.S3FileSystem(use_listings_cache=False)
    filesystem.makedirs("news", exist_ok=True)
    filesystem.pipe_file("news/seeds/a.txt", TEXT.encode())
    return filesystem


def test_seeds_and_releases_in_an_object_store(build_apart: Build, news: s3fs.S3FileSystem, tmp_path: Path) -> None:
    work, here = tmp_path / "work", tmp_path / "here"
    first = build_apart("s3://news/seeds", "s3://news/tables", work=work)
    assert (first.parsed, first.release.is_new) == (1, True)
    assert build_apart("s3://news/seeds", "s3://news/tables", work=work).parsed == 0
    news.pipe_file("news/seeds/2022/b.txt", OTHER.encode())
    second = build_apart("s3://news/seeds", "s3://news/tables", work=work)
    assert (second.parsed, second.reused) == (1, 1)
    path = json.loads(news.cat_file("news/tables/current.json"))["path"]
    assert path == f"releases/{second.release.release_id}"
    news.get(f"news/tables/{path}/", str(here / "current"), recursive=True)
    assert digests(here) == digests(work)


@pytest.mark.usefixtures("news")
def test_a_store_that_refuses_the_copy_leaves_the_release_here_whole(
    build_apart: Build, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    seeds, work = tmp_path / "seeds", tmp_path / "work"
    seeds.mkdir()
    (seeds / "a.txt").write_text(TEXT, "utf-8")
    with pytest.raises(OSError, match="could not be copied there") as told:
        build_apart(seeds, "s3://news/tables", work=work)
    assert told.value.filename == "s3://news/tables"
    assert digests(work).keys() >= {"documents/undated.parquet"}
