"""Bad input costs itself only: each piece gets a row in rejects, the good articles beside it are unharmed."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.releases import SEEDS
from tests.running import Build

GOOD = "The finance minister said on Monday that the budget would be published in March."
FRENCH = (
    "Le ministre des Finances a déclaré lundi que le budget serait publié en mars, malgré les critiques de "
    "l’opposition. Selon lui, les dépenses de l’État doivent baisser cette année, et les impôts resteront stables."
)


@pytest.fixture(scope="module")
def output(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a build over a folder of bad inputs and two good articles."""
    seeds, output = tmp_path_factory.mktemp("seeds"), tmp_path_factory.mktemp("output")
    (seeds / "seed.txt").write_bytes(next(SEEDS.glob("*.txt")).read_bytes())
    (seeds / "empty.txt").write_bytes(b"")
    (seeds / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (seeds / "latin.txt").write_bytes(f"The café owner, Zoë Müller, said: “{GOOD}”".encode("cp1252"))
    (seeds / "french.txt").write_text(FRENCH, "utf-8")
    records = [
        json.dumps({"id": "good", "text": GOOD}),
        '{"id": "cut", "text": "The minister sa',
        json.dumps({"id": "textless", "headline": "No text"}),
        json.dumps({"id": "good", "text": "Another article under the same id, said the editor."}),
        json.dumps({"id": "monster", "text": "long " * 10_000_000}),
        json.dumps({"id": "last", "text": GOOD.replace("March", "April")}),
    ]
    (seeds / "records.jsonl").write_text("\n".join(records), "utf-8")
    (seeds / "loop").symlink_to(seeds, target_is_directory=True)
    (seeds / "notes.docx").write_bytes(b"PK\x03\x04 something")
    build(seeds, output)
    return output


def test_the_good_articles_are_unharmed(output: Path) -> None:
    documents = pl.read_parquet(output / "current" / "documents" / "*.parquet")
    assert set(documents["source_id"]) == {"seed", "latin", "good", "last"}
    assert documents.filter(pl.col("source_id") == "good")["text"].item() == GOOD
    assert "café owner, Zoë Müller" in documents.filter(pl.col("source_id") == "latin")["text"].item()


def test_every_bad_input_is_listed_with_its_reason(output: Path) -> None:
    rejects = pl.read_parquet(output / "current" / "rejects" / "*.parquet")
    found = set(rejects.select("source_uri", "reason", "severity").iter_rows())
    assert found == {
        ("empty.txt", "empty", "rejected"),
        ("binary.txt", "not_text", "rejected"),
        ("latin.txt", "bad_encoding", "repaired"),
        ("french.txt", "wrong_language", "rejected"),
        ("records.jsonl", "bad_record", "rejected"),
        ("records.jsonl", "duplicate_id", "rejected"),
        ("records.jsonl", "too_long", "rejected"),
        ("loop", "link_loop", "rejected"),
        ("notes.docx", "unknown_format", "rejected"),
    }
    assert rejects.filter(pl.col("reason") == "bad_record").height == 2


def test_a_reason_says_what_and_where(output: Path) -> None:
    details = pl.read_parquet(output / "current" / "rejects" / "*.parquet")["detail"].to_list()
    assert all(len(detail) > 15 for detail in details)
    assert any("line 2" in detail for detail in details)
