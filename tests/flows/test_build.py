"""A build as a user runs it: from a folder of seeds to one whole release."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import httpx
import polars as pl
import pytest
from filelock import FileLock

from flows.build import ReleaseDrifted
from tests.flows.newsroom import write_articles
from tests.releases import SEEDS
from tests.running import DATELINE, Build, Run, digests
from transforms.tables import drift
from transforms.tables.disk import file_sha256
from transforms.tables.schemas import TABLES
from transforms.tables.store import CONTENT


def table(output: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(output / "current" / name / "*.parquet")


@pytest.fixture(scope="module")
def built(build: Build, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Seeds of twelve articles in four files of two formats, and the output of their first build."""
    seeds, output = tmp_path_factory.mktemp("seeds"), tmp_path_factory.mktemp("output")
    shutil.copytree(SEEDS, seeds, dirs_exist_ok=True)
    write_articles(seeds, 11)
    assert build(seeds, output, workers=2, shard_characters=10_000).parsed == 12
    return seeds, output


def test_a_build_makes_every_table_a_manifest_a_report_and_a_datapackage(built: tuple[Path, Path]) -> None:
    _, output = built
    assert {path.name for path in (output / "current").iterdir()} == {
        *TABLES, "manifest.json", "report", "report.md", "datapackage.json", "croissant.json",
    }  # fmt: skip
    for name in ("documents", "sentences", "actors", "mentions", "places", "statements", "events", "incidents"):
        assert table(output, name).height > 0
    manifest = json.loads((output / "current" / "manifest.json").read_text("utf-8"))
    assert manifest["tables"]["documents"]["rows"] == 12
    assert {seed["source_uri"] for seed in manifest["seeds"]} >= {"wire/a.jsonl", "wire/b.jsonl.gz"}


def test_the_number_of_workers_and_the_size_of_shards_change_no_byte(
    build: Build, built: tuple[Path, Path], tmp_path: Path
) -> None:
    seeds, output = built
    build(seeds, tmp_path, workers=1, shard_characters=20_000)
    assert digests(tmp_path) == digests(output)


def test_unchanged_seeds_are_not_parsed_again_and_a_good_build_is_quiet(
    dateline: Run, built: tuple[Path, Path]
) -> None:
    seeds, output = built
    release = (output / "current").resolve()
    run = dateline("build", "--seeds", seeds, "--output", output)
    assert run.returncode == 0
    assert run.stderr == ""
    assert "0 parsed, 12 unchanged" in run.stdout
    assert "Nothing changed" in run.stdout
    assert f"{output}/current/<table>" in run.stdout
    assert (output / "current").resolve() == release


def test_added_changed_and_removed_seeds_do_what_a_person_expects(
    build: Build, built: tuple[Path, Path], tmp_path: Path
) -> None:
    seeds, output = tmp_path / "seeds", tmp_path / "output"
    shutil.copytree(built[0], seeds)
    shutil.copytree(built[1], output, symlinks=True)
    before = set(table(output, "documents")["source_id"])
    (seeds / "added.txt").write_text(
        "date 2022-03-01 Mayor speaks\n\nMayor Ann Lee said the bridge is safe.\n", "utf-8"
    )
    story = next(path for path in sorted(seeds.glob("*.txt")) if path.name[0].isdigit())
    story.write_text(story.read_text("utf-8") + "\nThe talks ended late.\n", "utf-8")
    (seeds / "wire" / "a.jsonl").unlink()
    assert build(seeds, output).parsed == 2
    after = table(output, "documents")
    assert before - set(after["source_id"]) == {f"a-{number}" for number in range(4)}
    assert "added" in set(after["source_id"])
    assert "The talks ended late." in after.filter(pl.col("source_id") == story.stem)["text"].item()
    build(seeds, tmp_path / "fresh")
    assert digests(tmp_path / "fresh") == digests(output)


def test_a_month_without_a_change_is_linked_and_not_written_again(
    build: Build, built: tuple[Path, Path], tmp_path: Path
) -> None:
    seeds, output = tmp_path / "seeds", tmp_path / "output"
    shutil.copytree(built[0], seeds)
    shutil.copytree(built[1], output, symlinks=True)

    def inodes() -> dict[str, int]:
        return {path.name: path.stat().st_ino for path in (output / "current" / "sentences").iterdir()}

    before = inodes()
    assert before.keys() == {"2021-11.parquet", "2022-02.parquet"}
    text = "The mayor of Ghent resigned on Monday.\n"
    (seeds / "more.jsonl").write_text(json.dumps({"text": text, "published": "2021-11-29"}) + "\n", "utf-8")
    assert build(seeds, output).parsed == 1
    assert inodes()["2022-02.parquet"] == before["2022-02.parquet"]
    assert inodes()["2021-11.parquet"] != before["2021-11.parquet"]
    assert build(seeds, tmp_path / "fresh").parsed == 13
    assert digests(tmp_path / "fresh") == digests(output)


def test_what_the_cache_has_lost_is_extracted_anew(build: Build, built: tuple[Path, Path], tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(built[1], output, symlinks=True)
    first, second, *_ = sorted(output.glob("cache/*/*/mentions.parquet"))
    first.write_bytes(first.read_bytes()[:100])
    flipped = bytearray(second.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    second.write_bytes(flipped)
    (output / "current" / "manifest.json").write_text("{", "utf-8")
    (output / "current" / "events" / "2022-02.parquet").write_bytes(b"nothing of use")
    summary = build(built[0], output)
    assert 2 <= summary.parsed < 12
    assert summary.release.is_new
    assert digests(output) == digests(built[1])
    assert table(output, "events").equals(table(built[1], "events"))


def test_a_second_build_on_a_busy_output_stops_with_a_clear_message(dateline: Run, tmp_path: Path) -> None:
    with FileLock(tmp_path / ".lock"):
        run = dateline("build", "--seeds", SEEDS, "--output", tmp_path)
    assert run.returncode == 3
    assert "another build is writing to" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_release_that_fails_a_check_leaves_the_last_one(
    dateline: Run, built: tuple[Path, Path], tmp_path: Path
) -> None:
    seeds, output = tmp_path / "seeds", tmp_path / "output"
    shutil.copytree(built[0], seeds)
    shutil.copytree(built[1], output, symlinks=True)
    good = digests(output)
    for kept in output.glob("cache/*/*/mentions.parquet"):
        pl.read_parquet(kept).with_columns(pl.col("start") + 1).write_parquet(kept)
        content = json.loads((kept.parent / CONTENT).read_text("utf-8"))
        content["sha256"][kept.name] = file_sha256(kept)
        (kept.parent / CONTENT).write_text(json.dumps(content), "utf-8")
    (seeds / "more.txt").write_text("date 2022-02-03 Mayor speaks\n\nMayor Ann Lee spoke.\n", "utf-8")
    run = dateline("build", "--seeds", seeds, "--output", output)
    assert run.returncode == 1
    assert "mentions: text is what start:end prints" in run.stderr
    assert digests(output) == good
    [index] = output.glob("failed/*/index.json")
    assert json.loads(index.read_text("utf-8"))[0]["table"] == "mentions"


def test_a_stopped_build_leaves_the_last_release_and_the_next_one_completes(
    build: Build, built: tuple[Path, Path], server_environment: dict[str, str], tmp_path: Path
) -> None:
    seeds, output = tmp_path / "seeds", tmp_path / "output"
    shutil.copytree(built[0], seeds)
    shutil.copytree(built[1], output, symlinks=True)
    good = digests(output)
    write_articles(seeds, 40, prefix="more")
    command = [DATELINE, "build", "--seeds", str(seeds), "--output", str(output), "--workers", "1"]
    command += ["--shard-characters", "10000"]
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)):
        stopped = subprocess.Popen(command, env=server_environment, stderr=subprocess.PIPE, text=True)
        assert stopped.stderr is not None
        assert stopped.stderr.readline().startswith("extracted ")  # some shards are done, others are not
        stopped.send_signal(number)
        _, told = stopped.communicate(timeout=60)  # ends when the workers, which share the stream, are gone too
        assert stopped.returncode == code
        assert "Traceback" not in told
        assert ("stopped; the last release stands" in told) == (number != signal.SIGKILL)
        assert digests(output) == good
    assert table(output, "documents").height == 12
    summary = build(seeds, output)
    assert summary.reused > 12
    assert table(output, "documents").height == 52


def test_a_run_leaves_its_summary_and_its_checks_as_artifacts(
    built: tuple[Path, Path], server_environment: dict[str, str]
) -> None:
    api = server_environment["PREFECT_API_URL"]
    artifacts = httpx.post(f"{api}/artifacts/filter", json={}).json()
    kinds = {(artifact["type"], artifact["key"]) for artifact in artifacts if artifact["key"]}
    assert {("markdown", "release-summary"), ("table", "release-checks"), ("table", "build-summary")} <= kinds
    names = {run["name"].split(" ")[0] for run in httpx.post(f"{api}/task_runs/filter", json={}).json()}
    assert names >= {"read", "extract", "link", "write", "check", "publish"}


def test_a_build_works_without_a_server(server_environment: dict[str, str], tmp_path: Path) -> None:
    environment = {name: value for name, value in server_environment.items() if name != "PREFECT_API_URL"}
    environment["PREFECT_HOME"] = str(tmp_path / "prefect")
    (tmp_path / "prefect").mkdir()
    # a copy of the session's database spares this server some seconds of making one
    with (
        closing(sqlite3.connect(Path(server_environment["PREFECT_HOME"]) / "prefect.db")) as database,
        closing(sqlite3.connect(tmp_path / "prefect" / "prefect.db")) as copy,
    ):
        database.backup(copy)
    command = [DATELINE, "build", "--seeds", str(SEEDS), "--output", str(tmp_path / "output")]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stderr == "extracted 1 of 1 articles\n"
    assert table(tmp_path / "output", "documents").height == 1


def test_a_release_that_has_drifted_is_told_of_or_refused(
    build: Build, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drift, "FEWEST_ARTICLES", 1)
    seeds, output = tmp_path / "seeds", tmp_path / "output"
    seeds.mkdir()
    for number in range(3):
        (seeds / f"{number}.txt").write_text(f"The mayor met minister number {number} in Paris on Monday.", "utf-8")
    first = build(seeds, output)
    (seeds / "2.txt").unlink()
    with pytest.raises(ReleaseDrifted, match="drift by more than 25%: articles: 2, was 3"):
        build(seeds, output, drift="refuse")
    assert (output / "current").resolve() == first.release.folder
    assert build(seeds, output).release.is_new
    assert "dateline: drift by more than 25%: articles: 2, was 3" in capsys.readouterr().err
