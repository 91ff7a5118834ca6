"""Pages and web archives: encodings, languages, what is no article, and what a name may say against the content."""

from __future__ import annotations

import gzip
import os
import re
from hashlib import sha256

import pytest

from tests.read.conftest import FRENCH, Seeds
from tests.read.deliveries import DELIVERIES, document, http_response, page, pdf_of, warc_record
from tests.read.forty import FORTY
from transforms.read.formats import FORMATS, chain_of, read_file
from transforms.read.source import Candidate, Limits, Source


@pytest.mark.parametrize("name", DELIVERIES)
def test_the_content_tells_the_format_whatever_the_name_says(seeds: Seeds, name: str) -> None:
    suffix = f".{name}" if name in ("txt", "csv") else ".xls"  # those two are the only ones that content cannot tell
    for written in DELIVERIES[name]:
        data = next(iter(written(FORTY[:1]).values()))
        seeds.put(f"{written.__name__}{suffix}", data)
    reading = seeds.read()
    assert {article.format for article in reading.articles} == {name}
    for path in seeds.folder.iterdir():
        chain = chain_of(Source.at(path.name, lambda path=path: path.open("rb")), Limits())
        assert chain.split(", ")[-1] == name


def test_every_format_has_a_delivery() -> None:
    assert {known.name for known in FORMATS} == set(DELIVERIES)


@pytest.mark.parametrize(
    ("charset", "declared"), [("cp1252", "iso-8859-1"), ("cp1252", ""), ("utf-8", "iso-8859-1"), ("utf-16", "utf-8")]
)
def test_a_page_is_read_in_the_encoding_that_it_has(seeds: Seeds, charset: str, declared: str) -> None:
    written = FORTY[3]  # José
    source = page(written).decode().replace('charset="utf-8"', f'charset="{declared}"')
    seeds.put("a.html", source.encode(charset))
    (article,) = seeds.read().articles
    assert (article.text, article.author) == (written.text, written.author)


def test_the_language_that_a_page_names_counts(seeds: Seeds) -> None:
    seeds.put("a.html", page(FORTY[0]).replace(b'lang="en-GB"', b'lang="fr"'))
    seeds.put("b.html", f"<html><body><article><p>{FRENCH}</p><p>{FRENCH}</p></article></body></html>")
    reading = seeds.read()
    assert reading.reasons == {"a.html": "wrong_language", "b.html": "wrong_language"}
    assert "the record says" in reading.rejected[0].detail and "reads as" in reading.rejected[1].detail


def test_a_page_without_an_article_is_empty(seeds: Seeds) -> None:
    seeds.put("a.html", "<html><head><title>Menu</title></head><body><nav><a href=/>Home</a></nav></body></html>")
    seeds.put("b.html", "")
    assert set(seeds.read().reasons.values()) == {"empty"}


def test_the_records_of_a_web_archive_that_are_no_pages_are_refused_or_not_counted(seeds: Seeds) -> None:
    url = "https://x.org/1"
    whole = page(FORTY[0])
    packed = http_response(gzip.compress(page(FORTY[1]))).replace(b"Server: x", b"Content-Encoding: gzip")
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(page(FORTY[2])), page(FORTY[2]))
    kinds = {"text": "text/plain", "html": "text/html; charset=utf-8", "dns": "text/dns"}
    records = [
        warc_record("warcinfo", 1, "", b"software: x", content_type="application/warc-fields"),
        warc_record("response", 2, url, http_response(whole)),
        warc_record("response", 3, url, packed),
        warc_record("response", 4, url, http_response(chunked).replace(b"Server: x", b"Transfer-Encoding: chunked")),
        # the crawler has unpacked it, but left the header
        warc_record("response", 5, url, http_response(page(FORTY[3])).replace(b"Server: x", b"Content-Encoding: gzip")),
        warc_record("resource", 6, url, page(FORTY[5]), content_type=kinds["html"]),
        warc_record("conversion", 7, url, FORTY[6].text.encode(), content_type=kinds["text"]),
        warc_record("revisit", 8, url, http_response(b"")),
        warc_record("metadata", 9, url, b"x: y", content_type="application/warc-fields"),
        warc_record("response", 10, url, b"x", content_type=kinds["dns"]),
        warc_record("response", 11, url, http_response(b"GIF89a", "image/gif")),
        warc_record("response", 12, url, http_response(whole, status="301 Moved")),
        warc_record("response", 13, url, http_response(whole)).replace(
            b"WARC-Date", b"WARC-Truncated: length\r\nWARC-Date", 1
        ),
        warc_record("response", 14, url, http_response(b" ")),
    ]
    seeds.put("a", b"".join(records))
    reading = seeds.read()
    expected = [FORTY[number].text for number in (0, 1, 2, 3, 5, 6)]
    assert [article.text for article in reading.articles] == expected
    assert {article.url for article in reading.articles} == {url}
    assert [reject.reason for reject in reading.rejected] == [
        "unknown_format",
        "unknown_format",
        "bad_record",
        "bad_record",
        "empty",
    ]
    assert [int((reject.source_id or "")[-2:], 16) for reject in reading.rejected] == [10, 11, 12, 13, 14]


def test_the_case_of_header_fields_does_not_matter(seeds: Seeds) -> None:
    record = warc_record("response", 1, "https://x.org/1", http_response(gzip.compress(page(FORTY[0]))))
    record = record.replace(b"Server: x", b"content-encoding: gzip").replace(b"Content-Type", b"content-type")
    for name in (b"WARC-Type", b"WARC-Record-ID", b"WARC-Target-URI", b"Content-Length"):
        record = record.replace(name, name.lower())
    length = len(record.partition(b"\r\n\r\n")[2]) - 4
    seeds.put("a.warc", re.sub(rb"content-length: \d+", b"content-length: %d" % length, record))
    (article,) = seeds.read().articles
    assert (article.text, article.url) == (FORTY[0].text, "https://x.org/1")


def test_an_archive_without_articles_is_empty(seeds: Seeds) -> None:
    seeds.put("a.warc", warc_record("warcinfo", 1, "", b"software: x"))
    assert seeds.read().reasons == {"a.warc": "empty"}


def test_a_stream_that_cannot_seek_is_read_as_a_file(seeds: Seeds) -> None:
    for name, ways in DELIVERIES.items():
        for written in ways:
            path, data = next(iter(written(FORTY[:2]).items()))
            reader, writer = os.pipe()
            with os.fdopen(writer, "wb") as stream:
                stream.write(data[:60_000])
            source = Source.at(path, lambda reader=reader: os.fdopen(reader, "rb"))
            found = [one for one in read_file(source, Limits()) if isinstance(one, Candidate)]
            assert found and {one.article.format for one in found} == {name}


def page_of(*lines: tuple[int, int, str]) -> bytes:
    """A page with lines at these places, in points from the left and from below."""
    shown = (b"1 0 0 1 %d %d Tm (%s) Tj" % (x, y, text.encode()) for x, y, text in lines)
    return b"\n".join([b"BT /F1 10 Tf", *shown, b"ET"])


def test_lines_of_a_document_become_paragraphs_by_their_places(seeds: Seeds) -> None:
    first = page_of(
        (72, 700, "The mayor of Calais said on Sunday that the har-"),
        (72, 688, "bour would stay closed until the end of"),
        (320, 700, "the week, and that nobody knew why."),  # another column
        (332, 688, "Two ministers met in Geneva on Monday."),  # indented
        (320, 676, "They agreed."),
    )
    seeds.put("a.pdf", pdf_of([first, page_of((72, 700, "They meet again."))], {"Title": "untitled.doc"}))
    (article,) = seeds.read().articles
    assert article.text.split("\n\n") == [
        "The mayor of Calais said on Sunday that the harbour would stay closed until the end of the week, and that "
        "nobody knew why.",
        "Two ministers met in Geneva on Monday. They agreed.",
        "They meet again.",
    ]
    assert article.headline is None


def test_a_document_is_named_by_its_file_and_hashed_whole(seeds: Seeds) -> None:
    seeds.put("2021/a.b.pdf", document(FORTY[0]))
    (article,) = seeds.read().articles
    assert (article.source_id, article.sha256) == ("a.b", sha256(document(FORTY[0])).hexdigest())
