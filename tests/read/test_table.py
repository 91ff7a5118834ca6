"""Tables: which columns are taken, which rows are refused, and that a cell is the text unchanged."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tests.read.conftest import ENGLISH, Seeds
from transforms.read.article import Article
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits


def parquet_of(**columns: object) -> bytes:
    target = io.BytesIO()
    parquet.write_table(pa.table(columns), target)
    return target.getvalue()


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_delimiter_is_told_by_the_header(seeds: Seeds, delimiter: str, end: str) -> None:
    cells = [["id", "Article Body", "Pub-Date", "BYLINE"], ["1", f'"{ENGLISH}"', "2021-11-28", '"Roe, Jane"']]
    seeds.put("a.csv", "".join(delimiter.join(row) + end for row in cells))
    (article,) = seeds.read().articles
    assert (article.text, article.published_on, article.author) == (ENGLISH, date(2021, 11, 28), "Roe, Jane")


def test_rows_are_refused_by_their_number_and_their_neighbours_are_read(seeds: Seeds) -> None:
    rows = [
        f"1,{ENGLISH}",
        "2,",
        f"3,{ENGLISH},more",
        "4",
        f'5,"{ENGLISH}" and more',
        "",
        f'6,"{ENGLISH}\n\nA second ""paragraph""."',
    ]
    seeds.put("a.csv", "id,text\n" + "\n".join(rows))
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["1", "6"]
    assert reading.articles[1].text == f'{ENGLISH}\n\nA second "paragraph".'
    assert [reject.reason for reject in reading.rejected] == ["empty", "bad_record", "bad_record", "bad_record"]
    assert [reject.detail.partition(" has ")[0][:5] for reject in reading.rejected] == [
        "row 2",
        "row 3",
        "row 4",
        "row 5",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("\n\n", "empty"),
        ("text\n", "empty"),
        ("a,b\n1,2\n", "bad_record"),
        ("\x00\x01\x02\x03" * 100, "not_text"),
    ],
)
def test_a_file_without_a_table_is_refused_once(seeds: Seeds, content: str, reason: str) -> None:
    seeds.put("a.csv", content)
    assert [reject.reason for reject in seeds.read().rejected] == [reason]


def test_older_encodings_are_read_and_noted(seeds: Seeds) -> None:
    text = f"{ENGLISH} “The café is naïve,” said José – and paid £5."
    seeds.put("a.csv", f'id,text\n1,"{text}"\n2,"{ENGLISH}"\n'.encode("cp1252"))
    seeds.put("b.tsv", f"id\ttext\n3\t{text} Again.\n".encode("utf-16"))
    reading = seeds.read()
    assert [article.text for article in reading.articles] == [text, ENGLISH, f"{text} Again."]
    assert [(reject.reason, reject.source_id) for reject in reading.repaired] == [
        ("bad_encoding", "1"),
        ("bad_encoding", None),
    ]


def test_a_row_longer_than_the_limit_is_passed_over(seeds: Seeds) -> None:
    seeds.put("a.csv", f"id,text\n1,{ENGLISH}\n2,{'word ' * 100_000}\n3,{ENGLISH}\n")
    reading = seeds.read(Limits(max_record_bytes=10_000))
    assert [article.source_id for article in reading.articles] == ["1", "3"]
    assert [(reject.reason, reject.detail[:5]) for reject in reading.rejected] == [("too_long", "row 2")]


def test_types_of_parquet_become_fields(seeds: Seeds) -> None:
    moment = datetime(2021, 11, 28, 18, 30, tzinfo=UTC)
    columns = {
        "id": [1, 2, None],
        "Content": pa.array([ENGLISH, f"{ENGLISH} Two.", None], pa.large_string()),
        "date": pa.array([moment, None, None], pa.timestamp("ns", "Europe/Berlin")),
        "authors": [["Jane Roe", "John Doe"], [], None],
        "site": pa.array(["x.org", "x.org", "x.org"]).dictionary_encode(),
        "other": [b"\xff", None, None],
    }
    seeds.put("a.bin", parquet_of(**columns))
    reading = seeds.read()
    one, two = reading.articles
    assert (one.source_id, one.published_on, one.published_at) == ("1", date(2021, 11, 28), moment)
    assert (one.author, one.publisher, two.author, two.source_id) == ("Jane Roe, John Doe", "x.org", None, "2")
    assert [reject.detail for reject in reading.rejected] == ["row 3 has no text; fill it or take the row away"]


def test_broken_parquet_is_refused_once_behind_the_rows_before(seeds: Seeds) -> None:
    data = parquet_of(id=[str(n) for n in range(200)], text=[f"{ENGLISH} {n * n}" for n in range(200)])
    seeds.put("cut.parquet", data[:-50])
    seeds.put("textless.parquet", parquet_of(a=[1]))
    seeds.put("empty.parquet", parquet_of(text=pa.array([], pa.string())))
    seeds.put("bytes.parquet", parquet_of(text=[b"\xff\xfe"]))
    reading = seeds.read()
    assert reading.reasons == {
        "bytes.parquet": "bad_record",
        "cut.parquet": "unreadable",
        "empty.parquet": "empty",
        "textless.parquet": "bad_record",
    }


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), min_size=1))
def test_any_cell_comes_back_as_it_was_written(tmp_path: Path, text: str) -> None:
    written = f"{ENGLISH} {text}"
    target = io.StringIO()
    csv.writer(target).writerows([["id", "text", "language"], ["1", written, "en"]])
    (tmp_path / "a.csv").write_bytes(target.getvalue().encode())
    (tmp_path / "b.parquet").write_bytes(parquet_of(id=["2"], text=[written], language=["en"]))
    outcomes = list(read_seeds(tmp_path))
    articles = [one for one in outcomes if isinstance(one, Article)]
    assert [article.text for article in articles] == [written, written]
