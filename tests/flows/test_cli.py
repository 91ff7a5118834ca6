"""The command line teaches, and its exit codes can be trusted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from filelock import FileLock

from flows.settings import LOCK, Settings
from tests.releases import publish_tables, seed_tables
from tests.running import Run
from transforms.tables.kept import kept_releases


def test_help_names_every_option_and_the_exit_codes(dateline: Run) -> None:
    top = dateline("--help")
    assert top.returncode == 0
    assert "Exit codes" in top.stdout
    build = dateline("build", "--help").stdout
    for option in ("--seeds", "--output", "--workers", "--shard-characters", "--max-characters", "--max-record-bytes"):
        assert option in build
    unwrapped = build.replace("│", "").split()
    for default in (field.default for field in Settings.model_fields.values()):
        assert not isinstance(default, int) or f"{default}]" in unwrapped
    show = dateline("show", "--help").stdout
    for option in ("--speaker", "--type", "--since", "--limit"):
        assert option in show


def test_wrong_usage_exits_with_2_and_says_what_to_do(dateline: Run, tmp_path: Path) -> None:
    for arguments in (
        ("build", "--seeds", tmp_path / "none"),
        ("build", "--workers", "0"),
        ("show", "nonsense"),
        ("show", "events", "--limit", "0"),
        ("show", "events", "--speaker", "Patel"),
        ("show", "statements", "--type", "CONSULT"),
    ):
        run = dateline(*arguments, cwd=tmp_path)
        assert run.returncode == 2, run.stderr
        assert "Traceback" not in run.stderr
    assert "--seeds" in dateline("build", "--seeds", tmp_path / "none").stderr


def test_a_setting_comes_from_a_file_and_the_command_line_wins(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DATELINE_SEEDS=from-the-file\n", "utf-8")
    assert "from-the-file" in dateline("build", cwd=tmp_path).stderr
    assert "from-the-line" in dateline("build", "--seeds", "from-the-line", cwd=tmp_path).stderr
    (tmp_path / ".env").write_text("DATELINE_WORKERS=many\n", "utf-8")
    for command in (("build",), ("show", "events")):
        run = dateline(*command, cwd=tmp_path)
        assert run.returncode == 2
        assert run.stderr.startswith("dateline: wrong setting: workers")


def test_an_output_among_the_seeds_is_refused(dateline: Run, tmp_path: Path) -> None:
    run = dateline("build", "--seeds", tmp_path, "--output", tmp_path / "output")
    assert run.returncode == 2
    assert "lies among the seeds" in run.stderr


def test_show_prints_rows_with_their_evidence(dateline: Run, seed_release: Path) -> None:
    output = seed_release.parents[1]
    statements = dateline("show", "statements", "--speaker", "patel", "--output", output)
    assert statements.returncode == 0
    assert "Priti Patel" in statements.stdout
    assert "unfortunate" in statements.stdout
    assert "Emmanuel Macron" not in statements.stdout
    kind, evidence = pl.read_parquet(seed_release / "events" / "*.parquet").select("event_type", "text").row(0)
    events = dateline("show", "events", "--type", kind.lower(), "--output", output)
    assert evidence[:20] in events.stdout
    assert f"{kind} " in events.stdout
    assert "0 of 0 events" in dateline("show", "events", "--since", "2999-01-01", "--output", output).stdout
    incidents = dateline("show", "incidents", "--limit", 2, "--output", output)
    assert "2 of " in incidents.stdout


def test_show_without_a_release_says_how_to_make_one(dateline: Run, tmp_path: Path) -> None:
    run = dateline("show", "events", "--output", tmp_path)
    assert run.returncode == 2
    assert "dateline build" in run.stderr


def test_releases_are_listed_rolled_back_and_pruned(dateline: Run, tmp_path: Path) -> None:
    for hour in (1, 2, 3):
        frames = dict(seed_tables())
        frames["documents"] = frames["documents"].with_columns(publisher=pl.lit(f"paper {hour}"))
        publish_tables(frames, tmp_path, now=datetime(2026, 1, 1, hour, tzinfo=UTC), keep=3)
    newest, before, oldest = (one.release_id for one in kept_releases(tmp_path))
    listed = dateline("releases", "list", "--output", tmp_path).stdout
    assert [line.split()[0] for line in listed.splitlines()[1:]] == [newest, before, oldest]
    assert dateline("releases", "rollback", "--output", tmp_path).stdout == f"current is {before}\n"
    assert (tmp_path / "current").resolve().name == before
    assert dateline("releases", "prune", "--keep", "2", "--output", tmp_path).stdout == "1 dropped\n"
    assert [one.release_id for one in kept_releases(tmp_path)] == [newest, before]
    unknown = dateline("releases", "rollback", oldest, "--output", tmp_path)
    assert (unknown.returncode, "dateline releases list names those" in unknown.stderr) == (2, True)
    with FileLock(tmp_path / LOCK):
        assert dateline("releases", "prune", "--output", tmp_path).returncode == 3
