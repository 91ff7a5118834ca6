"""One article a file: verbatim text, header line, encodings, refusals."""

from __future__ import annotations

import codecs
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.read.conftest import ENGLISH, FRENCH, Seeds
from transforms.read.article import Article
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits

ACCENTED = f"{ENGLISH} “The café is naïve,” said José – and paid £5."


def test_a_text_file_is_one_article_named_by_its_stem(seeds: Seeds) -> None:
    seeds.put("2021/calais.talks.txt", ENGLISH)
    (article,) = seeds.read().articles
    assert article == Article(
        source_uri="2021/calais.talks.txt",
        source_id="calais.talks",
        format="txt",
        sha256=sha256(ENGLISH.encode()).hexdigest(),
        text=ENGLISH,
    )


def test_text_is_kept_as_it_stands_with_its_line_ends_and_space(seeds: Seeds) -> None:
    text = f"  {ENGLISH}\r\n\r\n\tA second line.\u2028A third.\r \n\n"
    seeds.put("a.txt", text)
    assert seeds.read().articles[0].text == text


def test_the_header_line_dates_the_article_and_stays_in_the_text(seeds: Seeds) -> None:
    text = f" date 2021-11-28 Harbour of Calais stays closed\n\n{ENGLISH}"
    seeds.put("a.txt", text)
    (article,) = seeds.read().articles
    assert (article.published_on, article.published_at, article.headline) == (date(2021, 11, 28), None, None)
    assert article.text == text


@pytest.mark.parametrize(
    ("opening", "day"),
    [
        ("KABUL, Afghanistan, Nov. 24, 2021 (Dateline) –", date(2021, 11, 24)),
        ("Harbour closed\n\nLONDON, 3 March 2019 (Dateline) --", date(2019, 3, 3)),
        ("PARIS (March 3, 2019) —", date(2019, 3, 3)),
        ("KABUL, Nov. 24 (Dateline) –", None),  # the year is not guessed
        ("KABUL, Nov. 34, 2021 (Dateline) –", None),
        ("The treaty of May 3, 2019 was signed by", None),
        ("He was born on May 3, 1950: a Wednesday.", None),
    ],
)
def test_a_dateline_that_tells_a_full_day_dates_the_article(seeds: Seeds, opening: str, day: date | None) -> None:
    seeds.put("a.txt", f"{opening} {ENGLISH}")
    assert seeds.read().articles[0].published_on == day


@pytest.mark.parametrize("day", ["2021-02-30", "2021-13-01", "0021-11-28", "9021-11-28"])
def test_a_header_line_with_an_impossible_day_is_repaired(seeds: Seeds, day: str) -> None:
    seeds.put("a.txt", f"date {day} Harbour stays closed\n\n{ENGLISH}")
    reading = seeds.read()
    assert reading.articles[0].published_on is None
    assert [(r.reason, r.source_id) for r in reading.repaired] == [("bad_record", "a")]
    assert day in reading.repaired[0].detail


@pytest.mark.parametrize("opening", ["The date 2021-11-28 was set", "date: 2021-11-28 x", "dated 2021-11-28 x"])
def test_a_day_elsewhere_is_no_header_line(seeds: Seeds, opening: str) -> None:
    seeds.put("a.txt", f"{opening}\n{ENGLISH}")
    reading = seeds.read()
    assert reading.articles[0].published_on is None and not reading.repaired


@pytest.mark.parametrize("content", ["", " \r\n\t\n", "\ufeff", "\ufeff\n\u00a0"])
def test_a_file_without_text_is_empty(seeds: Seeds, content: str) -> None:
    seeds.put("a.txt", content)
    assert seeds.read().reasons == {"a.txt": "empty"}


def test_a_byte_order_mark_is_not_part_of_the_text(seeds: Seeds) -> None:
    seeds.put("a.txt", codecs.BOM_UTF8 + ACCENTED.encode())
    reading = seeds.read()
    assert reading.articles[0].text == ACCENTED and not reading.repaired


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-16-be"])
def test_utf16_and_utf32_are_read_by_their_mark_and_noted(seeds: Seeds, encoding: str) -> None:
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    seeds.put("a.txt", mark + ACCENTED.encode(encoding))
    reading = seeds.read()
    assert reading.articles[0].text == ACCENTED
    assert [r.reason for r in reading.repaired] == ["bad_encoding"]
    assert encoding.upper()[:6] in reading.repaired[0].detail


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_an_older_encoding_is_found_and_named(seeds: Seeds, encoding: str) -> None:
    seeds.put("a.txt", ACCENTED.encode(encoding))
    reading = seeds.read()
    assert reading.articles[0].text == ACCENTED
    assert reading.repaired[0].reason == "bad_encoding" and encoding in reading.repaired[0].detail


def test_latin1_is_read_even_where_one_letter_is_all_there_is_to_go_by(seeds: Seeds) -> None:
    text = f"{ENGLISH} He left the café."
    seeds.put("a.txt", text.encode("latin-1"))
    assert seeds.read().articles[0].text == text


def test_a_few_broken_bytes_do_not_spoil_utf8(seeds: Seeds) -> None:
    seeds.put("a.txt", ACCENTED.encode() + b" It cost 5 \x80.")
    reading = seeds.read()
    assert reading.articles[0].text == f"{ACCENTED} It cost 5 \ufffd."
    assert [r.reason for r in reading.repaired] == ["bad_encoding"]


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)),
        b"\xff\xfe" + bytes(range(0xD8, 0xE0)) * 30,
        ENGLISH.encode() + b"\0",
        b"\1\2\3\4 some words \5\6\7",
    ],
)
def test_bytes_that_are_no_text_are_refused(seeds: Seeds, content: bytes) -> None:
    seeds.put("a.txt", content)
    assert seeds.read().reasons == {"a.txt": "not_text"}


@pytest.mark.parametrize("mark", [b"PK\x03\x04\x14\0\6\0", b"\x1f\x8b\x08\0\0\0\0\0\0\3"])
def test_a_broken_archive_is_known_as_one_whatever_its_name(seeds: Seeds, mark: bytes) -> None:
    seeds.put("a.txt", mark + bytes(range(200)))
    assert seeds.read().reasons == {"a.txt": "unreadable"}


def test_an_overlong_text_is_refused_with_its_length(seeds: Seeds) -> None:
    seeds.put("exact.txt", "é" * 100)
    seeds.put("long.txt", "é" * 101)
    seeds.put("huge.txt", b"a" * 1001)
    reading = seeds.read(Limits(max_characters=100, max_record_bytes=1000))
    assert [article.source_id for article in reading.articles] == ["exact"]
    assert reading.reasons == {"long.txt": "too_long", "huge.txt": "too_long"}
    assert "101" in reading.rejected[1].detail


def test_a_text_of_too_many_marks_is_refused(seeds: Seeds) -> None:
    seeds.put("marks.txt", f"{ENGLISH} {'( ' * 80_000}")
    seeds.put("lines.txt", f"{ENGLISH}\n" + "a\n" * 40_000)
    seeds.put("words.txt", f"{ENGLISH} {'said ' * 35_000}")
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["words"]
    assert reading.reasons == {"lines.txt": "too_long", "marks.txt": "too_long"}


def test_data_written_in_letters_is_no_text(seeds: Seeds) -> None:
    seeds.put("data.txt", f"{ENGLISH} {'_' * 5001}")
    seeds.put("line.txt", f"{ENGLISH}\n{'_' * 500}\n{ENGLISH * 60}")
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["line"]
    assert reading.reasons == {"data.txt": "not_text"}


def test_a_gzipped_text_is_read_and_hashed_as_the_text(seeds: Seeds) -> None:
    seeds.put_gzip("a.txt.gz", ENGLISH)
    (article,) = seeds.read().articles
    assert (article.source_uri, article.source_id, article.format) == ("a.txt.gz", "a", "txt")
    assert (article.text, article.sha256) == (ENGLISH, sha256(ENGLISH.encode()).hexdigest())


def test_half_a_gzipped_text_is_refused(seeds: Seeds) -> None:
    data = seeds.put_gzip("a.txt.gz", ENGLISH)
    seeds.put("a.txt.gz", data[:-20])
    seeds.put("b.txt.gz", ENGLISH)
    assert seeds.read().reasons == {"a.txt.gz": "unreadable", "b.txt.gz": "unreadable"}


def test_a_gzip_bomb_is_not_unpacked(seeds: Seeds) -> None:
    seeds.put_gzip("a.txt.gz", b" " * 30_000_000)
    assert seeds.read().reasons == {"a.txt.gz": "too_long"}


def test_files_may_share_a_stem_but_not_stem_and_text(seeds: Seeds) -> None:
    seeds.put("2021/01.txt", ENGLISH)
    seeds.put("2022/01.txt", f"{ENGLISH} It opened again.")
    seeds.put_gzip("2023/01.txt.gz", ENGLISH)
    reading = seeds.read()
    assert [article.source_uri for article in reading.articles] == ["2021/01.txt", "2022/01.txt"]
    assert reading.reasons == {"2023/01.txt.gz": "duplicate_id"}
    assert "2021/01.txt" in reading.rejected[0].detail


def test_french_text_is_refused_by_the_name_of_its_language(seeds: Seeds) -> None:
    seeds.put("a.txt", FRENCH)
    (reject,) = seeds.read().rejected
    assert (reject.reason, reject.source_id) == ("wrong_language", "a")
    assert "French (fr)" in reject.detail and "probability" in reject.detail


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_any_text_comes_back_as_it_was_written(tmp_path: Path, text: str) -> None:
    written = f"{ENGLISH} {ENGLISH} {text}"  # English enough whatever follows, and no byte order mark
    (tmp_path / "a.txt").write_bytes(written.encode())
    first = next(iter(read_seeds(tmp_path)))
    assert getattr(first, "reason", None) in (None, "not_text", "wrong_language")
    if isinstance(first, Article):
        assert first.text == written


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.txt.gz", "a.jsonl", "a.jsonl.gz"]))
def test_no_bytes_make_the_reader_stumble(tmp_path: Path, data: bytes, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    for outcome in read_seeds(folder):
        outcome_text = outcome.text if isinstance(outcome, Article) else outcome.detail
        assert outcome_text.encode()  # can be stored
