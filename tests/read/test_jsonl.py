"""One article a line: fields, dates, ids, broken lines, encodings, long lines, broken gzip."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.read.conftest import ENGLISH, FRENCH, Seeds
from transforms.read.article import Article, Reject
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits

OTHER = "Two ministers met in Geneva on Monday and agreed to speak again about the price of grain next month."


def test_every_field_of_a_record_reaches_its_article(seeds: Seeds) -> None:
    record = {
        "id": "a-1",
        "text": ENGLISH,
        "headline": " Harbour stays closed ",
        "published": "2021-11-28T18:30:00+01:00",
        "url": "https://example.org/a-1",
        "publisher": "The Courier",
        "author": "Jane Roe",
        "language": "en-GB",
    }
    line = json.dumps(record)
    seeds.put("news/day.jsonl", line + "\n")
    reading = seeds.read()
    assert reading.articles == [
        Article(
            source_uri="news/day.jsonl",
            source_id="a-1",
            format="jsonl",
            sha256=sha256(line.encode()).hexdigest(),
            text=ENGLISH,
            language="en",
            headline="Harbour stays closed",
            published_on=date(2021, 11, 28),
            published_at=datetime(2021, 11, 28, 17, 30, tzinfo=UTC),
            publisher="The Courier",
            author="Jane Roe",
            url="https://example.org/a-1",
        )
    ]
    assert not reading.repaired


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.JSONL"])
def test_lines_are_read_in_order_with_any_line_end_and_without_blank_ones(seeds: Seeds, name: str) -> None:
    one, two, three = (json.dumps({"id": n, "text": f"{ENGLISH} {n}"}) for n in (1, 2, 3))
    seeds.put(name, f"\ufeff{one}\r\n\r\n  \n{two}\n{three}")
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["1", "2", "3"]
    assert reading.articles[1].sha256 == sha256(two.encode()).hexdigest()
    assert not reading.rejected and not reading.repaired


def test_text_is_kept_as_it_stands_in_the_string(seeds: Seeds) -> None:
    text = f" {ENGLISH}\r\n\u2028\x85 “\U0001f600”\t\n"
    seeds.put_records("a.jsonl", {"id": "1", "text": text})
    assert seeds.read().articles[0].text == text


@pytest.mark.parametrize(
    ("published", "day", "moment"),
    [
        ("2021-11-28", date(2021, 11, 28), None),
        ("20211128", date(2021, 11, 28), None),
        ("2021-11-28T18:30:00Z", date(2021, 11, 28), datetime(2021, 11, 28, 18, 30, tzinfo=UTC)),
        ("2021-11-28 18:30", date(2021, 11, 28), datetime(2021, 11, 28, 18, 30, tzinfo=UTC)),
        # the day is the one on the paper's own clock, the moment is the world's
        ("2021-11-28T23:30:00-05:00", date(2021, 11, 28), datetime(2021, 11, 29, 4, 30, tzinfo=UTC)),
        ("2021-11-28T18:30:00.250+00:00", date(2021, 11, 28), datetime(2021, 11, 28, 18, 30, 0, 250_000, tzinfo=UTC)),
    ],
)
def test_published_is_read_as_iso_8601(seeds: Seeds, published: str, day: date, moment: datetime | None) -> None:
    seeds.put_records("a.jsonl", {"id": "1", "text": ENGLISH, "published": published})
    reading = seeds.read()
    assert (reading.articles[0].published_on, reading.articles[0].published_at) == (day, moment)
    assert not reading.repaired


@pytest.mark.parametrize(
    "published",
    ["yesterday", "28/11/2021", "2021-11", "2021-02-30", 1638057600, "0001-01-01T00:00+14:00", "9999-01-01"],
)
def test_an_unusable_date_is_left_out_and_the_article_kept(seeds: Seeds, published: object) -> None:
    seeds.put_records("a.jsonl", {"id": "1", "text": ENGLISH, "published": published})
    reading = seeds.read()
    assert (reading.articles[0].published_on, reading.articles[0].published_at) == (None, None)
    (repair,) = reading.repaired
    assert (repair.reason, repair.source_id) == ("bad_record", "1")
    assert "line 1" in repair.detail and '"published"' in repair.detail


def test_the_header_line_dates_a_record_only_where_the_record_does_not(seeds: Seeds) -> None:
    text = f" date 2021-11-28 Harbour stays closed\n\n{ENGLISH}"
    seeds.put_records(
        "a.jsonl",
        {"id": "1", "text": text},
        {"id": "2", "text": text, "published": "2021-12-01"},
        {"id": "3", "text": ENGLISH},
    )
    articles = seeds.read().articles
    assert [article.published_on for article in articles] == [date(2021, 11, 28), date(2021, 12, 1), None]
    assert articles[0].text == text


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "1", "text": "The mayor', "no valid JSON"),
        ('{"id": "1", "text": "a"} {"id": "2"}', "no valid JSON"),
        ('{"n": ' + "9" * 5000 + "}", "digits"),
        ("[" * 100_000, "nested too deeply"),
        ('["The mayor"]', "no JSON object"),
        ('"The mayor"', "no JSON object"),
        ("null", "no JSON object"),
        ("{}", "no field at all"),
        ('{"id": "1", "body": "The mayor"}', "body, id"),
        ('{"id": "1", "text": null}', 'no "text"'),
        ('{"id": "1", "text": ""}', "empty"),
        ('{"id": "1", "text": " \\n\\t "}', "empty"),
        ('{"id": "1", "text": ["The mayor"]}', "no string"),
        ('{"id": true, "text": "The mayor"}', '"id" is True'),
        ('{"id": 1.5, "text": "The mayor"}', '"id" is 1.5'),
        ('{"id": {"x": 1}, "text": "The mayor"}', '"id" is'),
        ('{"id": "1", "text": "The \\u0000 mayor"}', "NUL"),
        ('{"id": "1", "text": "The \\ud83d mayor"}', "surrogate"),
        ('{"id": "\\udc00", "text": "The mayor"}', "surrogate"),
    ],
)
def test_a_bad_line_is_refused_by_its_number_and_its_neighbours_are_read(seeds: Seeds, line: str, words: str) -> None:
    seeds.put_records("a.jsonl", {"id": "before", "text": ENGLISH}, line, {"id": "after", "text": OTHER})
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["before", "after"]
    (reject,) = reading.rejected
    assert reject.reason == "bad_record"
    assert "line 2" in reject.detail and words in reject.detail
    assert reject.detail.encode()  # no half surrogates in the words themselves


@pytest.mark.parametrize("opening", ["[", "{"])
def test_a_file_of_json_over_many_lines_is_refused_once(seeds: Seeds, opening: str) -> None:
    seeds.put("a.jsonl", f'{opening}\n  "id": "1",\n  "text": "{ENGLISH}"\n')
    (reject,) = seeds.read().rejected
    assert reject.reason == "bad_record" and "one object a line" in reject.detail


def test_a_refused_record_is_named_where_its_id_can_be_read(seeds: Seeds) -> None:
    seeds.put_records("a.jsonl", {"id": 17}, {"text": " "})
    assert [reject.source_id for reject in seeds.read().rejected] == ["17", None]


def test_lesser_fields_of_a_wrong_kind_are_left_out_and_said(seeds: Seeds) -> None:
    record = {"id": "1", "text": ENGLISH, "author": ["Jane Roe"], "publisher": 5, "url": "x\0", "headline": "\udc00"}
    seeds.put_records("a.jsonl", record)
    reading = seeds.read()
    (article,) = reading.articles
    assert (article.author, article.publisher, article.url, article.headline) == (None, None, None, None)
    assert {r.reason for r in reading.repaired} == {"bad_record"}
    assert [next(f for f in record if f'"{f}"' in r.detail) for r in reading.repaired] == [
        "headline",
        "publisher",
        "author",
        "url",
    ]


def test_blank_lesser_fields_are_unknown(seeds: Seeds) -> None:
    seeds.put_records(
        "a.jsonl", {"id": "1", "text": ENGLISH, "author": "", "url": " ", "published": "", "language": None}
    )
    reading = seeds.read()
    assert (reading.articles[0].author, reading.articles[0].url, reading.repaired) == (None, None, [])


def test_an_id_may_be_a_whole_number(seeds: Seeds) -> None:
    seeds.put_records("a.jsonl", {"id": 0, "text": ENGLISH}, {"id": 12, "text": OTHER})
    assert [article.source_id for article in seeds.read().articles] == ["0", "12"]


def test_a_record_without_an_id_is_named_by_its_text_wherever_it_stands(seeds: Seeds, tmp_path: Path) -> None:
    seeds.put_records("a.jsonl", {"text": ENGLISH}, {"id": " ", "text": OTHER})
    moved = Seeds(tmp_path / "moved")
    moved.put_records("sub/b.jsonl", {"id": None, "text": OTHER}, "", {"text": ENGLISH})
    here, there = seeds.read().articles, moved.read().articles
    assert here[0].source_id == sha256(ENGLISH.encode()).hexdigest()[:16]
    assert [article.source_id for article in there] == [here[1].source_id, here[0].source_id]


def test_the_first_record_with_an_id_keeps_it(seeds: Seeds) -> None:
    seeds.put_records("a.jsonl", {"id": "1", "text": ENGLISH}, {"id": "2", "text": OTHER}, {"id": 1, "text": OTHER})
    seeds.put_records("sub/b.jsonl", {"id": "2", "text": OTHER}, {"id": "3", "text": OTHER})
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["1", "2", "3"]
    assert [(r.source_uri, r.source_id, r.reason) for r in reading.rejected] == [
        ("a.jsonl", "1", "duplicate_id"),
        ("sub/b.jsonl", "2", "duplicate_id"),
    ]
    assert "line 1 of a.jsonl" in reading.rejected[0].detail
    assert "line 1" in reading.rejected[1].detail and "line 2 of a.jsonl" in reading.rejected[1].detail


def test_a_refused_record_does_not_hold_its_id(seeds: Seeds) -> None:
    seeds.put_records("a.jsonl", {"id": "1", "text": FRENCH}, {"id": "1", "text": ENGLISH})
    reading = seeds.read()
    assert [article.text for article in reading.articles] == [ENGLISH]
    assert [reject.reason for reject in reading.rejected] == ["wrong_language"]


def test_the_same_id_and_text_in_a_text_file_and_a_record_is_one_article(seeds: Seeds) -> None:
    seeds.put("a.txt", ENGLISH)
    seeds.put_records("b.jsonl", {"id": "a", "text": ENGLISH})
    seeds.put_records("c.jsonl", {"id": "d", "text": OTHER})
    seeds.put("d.txt", OTHER)
    assert seeds.read().reasons == {"b.jsonl": "duplicate_id", "d.txt": "duplicate_id"}


def test_latin1_lines_are_read_and_noted_each_and_utf8_lines_beside_them_are_not(seeds: Seeds) -> None:
    texts = [f"{ENGLISH} The café was full.", f"{OTHER} A rôle for José.", f"{ENGLISH} Zürich is far."]
    lines = [json.dumps({"id": str(n), "text": text}, ensure_ascii=False) for n, text in enumerate(texts)]
    seeds.put("a.jsonl", b"\n".join([lines[0].encode("latin-1"), lines[1].encode(), lines[2].encode("latin-1")]))
    reading = seeds.read()
    assert [article.text for article in reading.articles] == texts
    assert [(r.reason, r.source_id) for r in reading.repaired] == [("bad_encoding", "0"), ("bad_encoding", "2")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_file_of_utf16_lines_is_read_and_noted_once(seeds: Seeds, encoding: str) -> None:
    texts = [f"{ENGLISH} “Ċ” \u2028 \u0a0a \u0d0d", f"{OTHER} \U0001f600"]  # line feed bytes inside other characters
    lines = "".join(json.dumps({"id": str(n), "text": t}, ensure_ascii=False) + "\n" for n, t in enumerate(texts))
    seeds.put("a.jsonl", lines.encode(encoding))
    reading = seeds.read()
    assert [article.text for article in reading.articles] == texts
    assert [(r.reason, r.source_id) for r in reading.repaired] == [("bad_encoding", None)]


@pytest.mark.parametrize("content", [b"", b"\n\n \r\n", b"\xef\xbb\xbf"])
def test_a_file_without_records_is_empty(seeds: Seeds, content: bytes) -> None:
    seeds.put("a.jsonl", content)
    seeds.put_gzip("b.jsonl.gz", content)
    assert seeds.read().reasons == {"a.jsonl": "empty", "b.jsonl.gz": "empty"}


def test_a_binary_file_is_refused_once(seeds: Seeds) -> None:
    seeds.put("a.jsonl", b"NOTE\0\0\n" + bytes(range(256)) * 20 + b"\n\0\0\n")
    reading = seeds.read()
    assert [reject.reason for reject in reading.rejected] == ["not_text"]


def test_a_line_of_fifty_megabytes_is_passed_over_without_holding_it(seeds: Seeds) -> None:
    def lines() -> Iterator[bytes]:
        yield json.dumps({"id": "before", "text": ENGLISH}).encode() + b'\n{"id": "huge", "text": "'
        for _ in range(50):
            yield b"a" * 1_000_000
        yield b'"}\n' + json.dumps({"id": "after", "text": OTHER}).encode()

    with (seeds.folder / "a.jsonl").open("wb") as stream:
        stream.writelines(lines())
    tracemalloc.start()
    reading = seeds.read()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.source_id for article in reading.articles] == ["before", "after"]
    (reject,) = reading.rejected
    assert reject.reason == "too_long" and "line 2" in reject.detail
    assert peak < 40_000_000


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_the_limit_of_a_line_counts_without_its_end(seeds: Seeds, end: bytes) -> None:
    line = json.dumps({"id": "1", "text": ENGLISH}).encode()
    seeds.put("a.jsonl", line + end)
    assert len(seeds.read(Limits(max_record_bytes=len(line))).articles) == 1
    assert seeds.read(Limits(max_record_bytes=len(line) - 1)).reasons == {"a.jsonl": "too_long"}


def test_an_overlong_text_in_a_record_is_refused(seeds: Seeds) -> None:
    seeds.put_records("a.jsonl", {"id": "1", "text": ENGLISH}, {"id": "2", "text": "Yes."})
    reading = seeds.read(Limits(max_characters=20))
    assert [article.source_id for article in reading.articles] == ["2"]
    assert [(reject.reason, reject.source_id) for reject in reading.rejected] == [("too_long", "1")]


def test_what_a_broken_gzip_still_gives_is_kept_and_the_rest_refused_once(seeds: Seeds) -> None:
    # random-looking ids keep the data from compressing into one block that is lost whole
    records = [
        json.dumps({"id": sha256(str(n).encode()).hexdigest(), "text": f"{ENGLISH} Day {n}."}) for n in range(3000)
    ]
    data = gzip.compress("\n".join(records).encode(), mtime=0)
    seeds.put("cut.jsonl.gz", data[: len(data) // 2])
    seeds.put("flipped.jsonl.gz", data[:-8] + b"\0\0\0\0" + data[-4:])
    seeds.put("plain.jsonl.gz", ENGLISH)
    reading = seeds.read()
    kept = [article.source_id for article in reading.articles if article.source_uri == "cut.jsonl.gz"]
    assert 500 < len(kept) < 3000
    assert kept == [json.loads(record)["id"] for record in records[: len(kept)]]
    broken = [reject for reject in reading.rejected if reject.reason == "unreadable"]
    assert [reject.source_uri for reject in broken] == ["cut.jsonl.gz", "flipped.jsonl.gz", "plain.jsonl.gz"]
    assert f"line {len(kept)}" in broken[0].detail and "gzip" in broken[0].detail


GOOD = st.builds(lambda n: json.dumps({"id": n, "text": f"{ENGLISH} {n}"}), st.integers(0, 5))
BAD = st.sampled_from(["{", "[]", "{}", '{"id": 1}', json.dumps({"text": FRENCH}), "x" * 500, "null", '{"text": 1}'])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(GOOD, BAD), max_size=12))
def test_accepted_and_rejected_make_up_all_that_was_seen(tmp_path: Path, lines: list[str]) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join([json.dumps({"text": OTHER}), *lines]))
    (tmp_path / "b.txt").write_text(ENGLISH)
    outcomes = list(read_seeds(tmp_path, Limits(max_record_bytes=400)))
    refused = [o for o in outcomes if isinstance(o, Reject) and o.severity == "rejected"]
    accepted = [o for o in outcomes if isinstance(o, Article)]
    assert len(accepted) + len(refused) == 1 + len(lines) + 1
    assert len({article.source_id for article in accepted}) == len(accepted)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), st.booleans())
def test_any_text_comes_back_as_it_was_written(tmp_path: Path, text: str, escaped: bool) -> None:
    written = f"{text} {ENGLISH}"
    record = json.dumps({"id": "1", "text": written, "language": "en"}, ensure_ascii=escaped)
    (tmp_path / "a.jsonl").write_bytes(record.encode())
    first = next(iter(read_seeds(tmp_path)))
    if not escaped and isinstance(first, Reject):
        assert first.reason == "not_text"  # a file that begins with control characters as they are
    else:
        assert isinstance(first, Article) and first.text == written
