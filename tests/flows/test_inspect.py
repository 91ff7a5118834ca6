"""`dateline inspect` tells what a file or folder would become, and why."""

from __future__ import annotations

from pathlib import Path

from tests.read.deliveries import json_lines, page, warc_gz_file
from tests.read.forty import FORTY
from tests.read.test_containers import zipped
from tests.running import Run


def test_a_file_is_told_with_its_layers_its_articles_and_why_the_rest_is_refused(dateline: Run, tmp_path: Path) -> None:
    members = {**json_lines(FORTY[:3]), "page.html": page(FORTY[3]), "notes.doc": b"Of another program."}
    (tmp_path / "day.zip").write_bytes(zipped(members))
    run = dateline("inspect", tmp_path / "day.zip", cwd=tmp_path)
    assert run.returncode == 0, run.stderr
    told = " ".join(run.stdout.split())
    assert "zip 1 4 1 html 1, jsonl 3" in told
    assert FORTY[0].id in told and FORTY[0].headline[:15] in told and str(FORTY[0].published_on) in told
    assert "unknown_format" in told and "notes" in told
    assert list(tmp_path.iterdir()) == [tmp_path / "day.zip"]


def test_a_folder_is_told_by_kinds_of_files(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "crawl").write_bytes(next(iter(warc_gz_file(FORTY[:5]).values())))
    for number in range(3):
        (tmp_path / f"{number}.json").write_bytes(json_lines(FORTY[5 + number : 6 + number])["day.jsonl"])
    (tmp_path / "link").symlink_to(tmp_path)
    told = " ".join(dateline("inspect", tmp_path, "--articles", 1, "--rejects", 1).stdout.split())
    assert "gzip, warc 1 5 0 warc 5" in told
    assert "jsonl 3 3 0 jsonl 3" in told
    assert "not read 0 0 1" in told


def test_the_exit_code_tells_whether_there_is_an_article(dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", "utf-8")
    run = dateline("inspect", tmp_path / "a.csv")
    assert run.returncode == 1 and "no column holds a text" in " ".join(run.stdout.split())
    assert dateline("inspect", tmp_path / "nothing").returncode == 2
    assert "articles" in dateline("inspect", "--help").stdout
