"""Files made to break a reader cost themselves only: one refusal each, little memory, little time."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import os
import random
import stat
import tarfile
import tracemalloc
import zipfile
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from tests.read.conftest import ENGLISH, FRENCH, Seeds
from tests.read.deliveries import DELIVERIES, http_response, page, pdf_of, warc_record
from tests.read.forty import FORTY
from tests.read.test_containers import tarred, zipped
from transforms.read.article import Article, Reject
from transforms.read.html import article_of
from transforms.read.language import foreign_language
from transforms.read.reasons import REASONS
from transforms.read.seeds import read_seeds
from transforms.read.source import Limits

MEGABYTE = 1024 * 1024
LAUGHS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "laughs and ">
{entities}]><rss><channel><item><title>x</title><description>&{last};</description></item></channel></rss>"""


@pytest.fixture(autouse=True, scope="module")
def loaded() -> None:
    """Load the models, whose memory is not what is measured here."""
    foreign_language(FRENCH)
    article_of(page(FORTY[0]))


def laughs(times: int) -> str:
    names = [chr(ord("a") + number) for number in range(times)]
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    return LAUGHS.format(entities=entities, last=names[-1])


def test_entities_are_not_expanded(seeds: Seeds) -> None:
    seeds.put("one.xml", laughs(2))
    seeds.put("ten.xml", laughs(10))
    attribute = laughs(10).replace("<rss>", '<rss version="&j;">')
    seeds.put("attribute.xml", attribute)
    reading = seeds.read()
    assert not reading.articles
    assert reading.reasons == dict.fromkeys(["one.xml", "ten.xml", "attribute.xml"], "bad_record")


@pytest.mark.parametrize("kind", ['SYSTEM "{}"', 'PUBLIC "x" "{}"'])
@pytest.mark.parametrize("parameter", ["", "% "])
def test_an_external_entity_shows_nothing_of_this_machine(
    seeds: Seeds, tmp_path: Path, kind: str, parameter: str
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text('<!ENTITY x "the secret">' if parameter else "the secret")
    entity = f"<!ENTITY {parameter}x {kind.format(secret.as_uri())}>"
    use = "%x;" if parameter else ""
    feed = f"<!DOCTYPE rss [{entity}{use}]><rss><channel><item><description>&x;</description></item></channel></rss>"
    seeds.put("a.xml", feed)
    newsml = (
        f'<!DOCTYPE newsItem [{entity}{use}]><newsItem guid="1"><contentSet><inlineData>&x;</inlineData></contentSet>'
    )
    seeds.put("b.xml", f"{newsml}</newsItem>")
    reading = seeds.read()
    assert reading.reasons == {"a.xml": "bad_record", "b.xml": "bad_record"}
    assert not any("the secret" in reject.detail for reject in reading.rejected)


def test_a_document_type_is_not_fetched_and_names_of_characters_are_known_without_it(
    seeds: Seeds, tmp_path: Path
) -> None:
    (tmp_path / "x.dtd").write_text('<!ENTITY x "the secret"><!ENTITY eacute "the secret">')
    feed = "<rss><channel><item><description>{}</description></item></channel></rss>"
    for name, text in (("a", "&x;"), ("b", f"{ENGLISH} It has one caf&eacute;.")):
        seeds.put(f"{name}.xml", f'<!DOCTYPE rss SYSTEM "{(tmp_path / "x.dtd").as_uri()}">{feed.format(text)}')
    reading = seeds.read()
    assert reading.reasons == {"a.xml": "bad_record"}
    assert [article.text for article in reading.articles] == [f"{ENGLISH} It has one café."]


def test_deep_xml_is_refused(seeds: Seeds) -> None:
    for depth in (150, 100_000):
        seeds.put(f"{depth}.xml", f"<rss><channel><item>{'<b>' * depth}{'</b>' * depth}</item></channel></rss>")
    seeds.put(
        "html.xml",
        f"<rss><channel><item><description>{'&lt;b&gt;' * 50_000}{ENGLISH}</description></item></channel></rss>",
    )
    reading = seeds.read()
    assert reading.reasons.keys() >= {"150.xml", "100000.xml"}
    assert len(reading.outcomes) == 3


def test_an_endless_item_is_not_held(seeds: Seeds) -> None:
    item = f"<item><description>{'word ' * 100}</description></item>"
    seeds.put("long.xml", f"<rss><channel>{item}<item>{'<p>word</p>' * 3_000_000}</item></channel></rss>")
    tracemalloc.start()
    reading = seeds.read(Limits(max_record_bytes=MEGABYTE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(reading.articles) == 1 and reading.reasons == {"long.xml": "too_long"}
    assert peak < 20 * MEGABYTE


@pytest.mark.parametrize("pack", [lambda data: gzip.compress(data, 9), bz2.compress, zstd.compress])
def test_a_bomb_is_refused_by_its_ratio(seeds: Seeds, pack: object) -> None:
    assert callable(pack)
    seeds.put("a.jsonl", pack(json.dumps({"id": "1", "text": ENGLISH}).encode() + b"\n" + b" " * (60 * MEGABYTE)))
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["1"]
    assert reading.reasons["a.jsonl"] == "bomb"


def test_bombs_in_archives_are_refused_one_by_one(seeds: Seeds) -> None:
    bomb = b" " * (40 * MEGABYTE)
    seeds.put("a.zip", zipped({"bomb.jsonl": bomb, "good.txt": ENGLISH.encode()}))
    seeds.put("b.zip", zipped({f"{n}.zip": zipped({"bomb.jsonl": bomb}) for n in range(3)}))
    seeds.put("c.tar.gz", gzip.compress(tarred({"bomb.jsonl": bomb, "lost.txt": ENGLISH.encode()})))
    reading = seeds.read()
    assert [article.source_uri for article in reading.articles] == ["a.zip/good.txt"]
    assert set(reading.reasons.values()) == {"bomb"}
    assert reading.reasons.keys() >= {"a.zip/bomb.jsonl", "b.zip/0.zip/bomb.jsonl", "b.zip/2.zip/bomb.jsonl"}


def test_what_a_file_unpacks_to_is_bounded_over_all_its_layers(seeds: Seeds) -> None:
    line = json.dumps({"text": ENGLISH}) + "\n"
    noise = random.Random(7).randbytes(20_000).hex()  # so that the ratio is that of any text
    members = {f"{n}.jsonl": (line + noise * 10).encode() for n in range(10)}
    seeds.put("a.zip", zipped({"inner.tar": tarred(members)}))
    reading = seeds.read(Limits(max_unpacked_bytes=3 * MEGABYTE))
    assert "bomb" in reading.reasons.values()
    assert len(reading.rejected) < 10


@pytest.mark.parametrize("name", ["../up.txt", "a/../../up.txt", "/etc/passwd.txt", "C:\\x.txt", "..\\up.txt"])
def test_names_that_lead_out_of_an_archive_are_refused(seeds: Seeds, tmp_path: Path, name: str) -> None:
    members = {name: ENGLISH.encode(), "good.txt": f"{ENGLISH} Good.".encode()}
    seeds.put("a.zip", zipped(members))
    seeds.put("b.tar", tarred({name: ENGLISH.encode(), "other.txt": f"{ENGLISH} Other.".encode()}))
    before = sorted(tmp_path.rglob("*"))
    reading = seeds.read()
    assert [article.source_id for article in reading.articles] == ["good", "other"]
    assert reading.reasons == {"a.zip": "unsafe_name", "b.tar": "unsafe_name"}
    assert sorted(tmp_path.rglob("*")) == before


def test_links_devices_and_pipes_in_archives_are_refused(seeds: Seeds) -> None:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"{kind!r}.txt")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    seeds.put("a.tar", target.getvalue())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as zip_archive:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        zip_archive.writestr(link, "/etc/passwd")
    seeds.put("b.zip", target.getvalue())
    reading = seeds.read()
    assert not reading.articles
    assert [(reject.source_uri, reject.reason) for reject in reading.rejected] == [
        *[("a.tar", "unsafe_name")] * 5,
        ("b.zip", "unsafe_name"),
    ]


def test_an_encrypted_member_is_unreadable(seeds: Seeds) -> None:
    data = bytearray(zipped({"a.txt": ENGLISH.encode()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1
    seeds.put("a.zip", bytes(data))
    (reject,) = seeds.read().rejected
    assert (reject.source_uri, reject.reason) == ("a.zip/a.txt", "unreadable") and "encrypted" in reject.detail


def test_a_tar_header_that_claims_gigabytes_is_not_believed(seeds: Seeds) -> None:
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = tarfile.GNUTYPE_LONGNAME, 8 * 1024 * MEGABYTE
    seeds.put("a.tar", info.tobuf() + b"a" * 5000)
    sparse = tarfile.TarInfo("a.txt")
    sparse.size = 100 * 1024 * MEGABYTE
    seeds.put("b.tar", sparse.tobuf() + b"a" * 5000)
    reading = seeds.read()
    assert not reading.articles and set(reading.reasons.values()) <= {"unreadable", "too_long"}


@pytest.mark.parametrize("opening", ["[", '{"text":', '[{"text":', '{"uri":"1","body_text":['])
def test_deep_json_is_refused(seeds: Seeds, opening: str) -> None:
    seeds.put("a.json", opening * 100_000)
    seeds.put("b.jsonl", opening * 100_000 + "\n" + json.dumps({"id": "good", "text": ENGLISH}))
    reading = seeds.read()
    assert len(reading.articles) <= 1
    assert set(reading.reasons) == {"a.json", "b.jsonl"}


def test_the_limit_of_depth_counts_objects_in_objects(seeds: Seeds) -> None:
    value: object = "x"
    for _ in range(98):
        value = [value]
    seeds.put_records("a.jsonl", {"text": ENGLISH, "x": value}, {"text": ENGLISH, "x": [[value]]})
    reading = seeds.read()
    assert len(reading.articles) == 1 and "100 deep" in reading.rejected[0].detail


def test_nul_bytes_and_endless_lines_reach_no_table(seeds: Seeds) -> None:
    seeds.put("a.csv", f"text\n{ENGLISH}\0\n{'x' * 200_000}\n")
    seeds.put_records("b.json", {"uri": "1", "headline": "x\0", "body_text": f"{ENGLISH}\0"})
    seeds.put("c.html", f"<html><body><p>{ENGLISH}\0</p></body></html>")
    seeds.put("d.html", b"\0" * 100_000)
    endless = '2,"never closed' + "\nword," * 180_000
    seeds.put("e.csv", f'id,text\n1,"{ENGLISH}"\n{endless}\n3,"{ENGLISH} Again."\n')
    reading = seeds.read(Limits(max_record_bytes=MEGABYTE))
    assert all("\0" not in article.text + (article.headline or "") for article in reading.articles)
    assert {"1", "3"} <= {article.source_id for article in reading.articles if article.source_uri == "e.csv"}
    assert reading.reasons.keys() == {"a.csv", "b.json", "c.html", "d.html", "e.csv"}


def test_deep_and_broken_pages_are_read_or_refused(seeds: Seeds) -> None:
    seeds.put("deep.html", f"<html><body>{'<div>' * 100_000}{ENGLISH}")
    seeds.put("spans.html", f"<html><body><p>{'<span><b>' * 20_000}{ENGLISH * 20}")
    seeds.put("attributes.html", f"<html {'a=1 ' * 100_000}><body><p>{ENGLISH}</p>")
    seeds.put("cut.html", page(FORTY[0])[:700])
    seeds.put("lies.html", page(FORTY[0]).replace(b'charset="utf-8"', b'charset="unicode_escape"'))
    reading = seeds.read()
    assert len(reading.articles) + len(reading.rejected) == 5
    assert FORTY[0].text in {article.text for article in reading.articles}


def test_documents_that_hold_no_text_are_told_so(seeds: Seeds) -> None:
    seeds.put("scan.pdf", pdf_of([b"q 100 0 0 100 0 0 cm Q"], {"Title": "A scan"}))
    seeds.put("cut.pdf", pdf_of([b"BT (x) Tj ET"], {})[:150])
    seeds.put("a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 50)
    reading = seeds.read()
    assert reading.reasons["scan.pdf"] == "empty" and "no text layer" in reading.rejected[-1].detail
    assert len(reading.rejected) == 3


def test_a_parquet_file_that_unfolds_is_read_a_few_rows_at_a_time(seeds: Seeds) -> None:
    text = pa.array(["word " * 100_000] * 200)
    target = io.BytesIO()
    parquet.write_table(pa.table({"text": text}), target)
    assert len(target.getvalue()) < MEGABYTE
    seeds.put("a.parquet", target.getvalue())
    reading = seeds.read()
    assert len(reading.outcomes) == 200 and {reject.reason for reject in reading.rejected} == {"too_long"}


def broken_records(count: int) -> tuple[list[bytes], int]:
    """Records of a web archive, most of them broken in one way or other; and how many of them are sound."""
    chance, records, sound, is_sound = random.Random(11), [], 0, False
    for number in range(1, count + 1):
        url, whole = f"https://news.example.org/{number}", http_response(page(FORTY[number % 40]))
        match chance.randrange(12):
            case 0:
                record = warc_record("response", number, url, whole, length=len(whole) + chance.randrange(5, 900))
            case 1:
                record = warc_record("response", number, url, whole, length=chance.randrange(len(whole) - 3))
            case 2:
                record = warc_record("response", number, url, http_response(b"\x89PNG\r\n\x1a\n", "image/png"))
            case 3:
                record = warc_record("response", number, url, whole.replace(b"HTTP/1.1 200", b"HTPP 1.1 OK", 1))
            case 4:
                record = warc_record(
                    "response", number, url, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX: " + whole[60:90]
                )
            case 5:
                record = warc_record("response", number, url, http_response(b"Not found", status="404 Not Found"))
            case 6:
                record = warc_record("response", number, url, b"")
            case 7:
                record = warc_record("response", number, url, whole, length=0).replace(b"Length: 0", b"Length: -9", 1)
            case 8 if is_sound:
                record = warc_record("response", number, url, whole).replace(b"WARC/1.0", b"WRAC/1.0", 1)
            case 9:
                record = warc_record("resource", number, url, b"\0\1", content_type="application/octet-stream")
            case 10:
                packed = whole.replace(b"Server: x", b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked", 1)
                record = warc_record("response", number, url, packed.replace(b"<html", b"<htm", 1)[:400])
            case _:
                record = warc_record("response", number, url, whole)
        # what has no first line cannot be told from the end of a broken record before it
        is_sound = record == warc_record("response", number, url, whole)
        sound += is_sound
        records.append(record)
    return records, sound


def test_every_record_of_a_web_archive_is_accepted_or_rejected(seeds: Seeds) -> None:
    records, sound = broken_records(1000)
    seeds.put("a.warc", b"".join(records))
    reading = seeds.read()
    others = [reject for reject in reading.rejected if reject.reason != "duplicate_id"]
    assert len(reading.articles) + len(reading.rejected) == 1000
    assert len(reading.articles) >= sound - 1 and len(others) == 1000 - len(reading.articles)
    assert all("at byte" in reject.detail for reject in others)
    named = [reject for reject in others if reject.source_id]
    assert len(named) > 0.85 * len(others) and all(
        reject.source_id in reject.detail for reject in named if reject.source_id
    )


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_what_a_cut_web_archive_still_gives_is_kept(seeds: Seeds, cut: float) -> None:
    pages = [warc_record("response", n, "https://x.org", http_response(page(one))) for n, one in enumerate(FORTY, 1)]
    plain, packed = b"".join(pages), b"".join(gzip.compress(one, mtime=0) for one in pages)
    seeds.put("a.warc", plain[: int(cut * len(plain))])
    kept = seeds.read().articles
    assert abs(len(kept) - cut * 40) <= 1
    (seeds.folder / "a.warc").unlink()
    seeds.put("a.warc.gz", packed[: int(cut * len(packed))])
    reading = seeds.read()
    assert abs(len(reading.articles) - cut * 40) <= 1
    assert [reject.reason for reject in reading.rejected] == ["unreadable"]


def test_a_web_archive_is_read_in_flat_memory(seeds: Seeds) -> None:
    big = warc_record("response", 1, "https://x.org", http_response(os.urandom(MEGABYTE), "video/mp4"))
    with (seeds.folder / "a.warc").open("wb") as stream:
        for _ in range(60):
            stream.write(big)
        stream.write(warc_record("response", 2, "https://x.org", http_response(b"x" * 9 * MEGABYTE, "text/html")))
        stream.write(warc_record("response", 3, "https://x.org/3", http_response(page(FORTY[0]))))
    tracemalloc.start()
    reading = seeds.read()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [article.text for article in reading.articles] == [FORTY[0].text]
    assert [reject.reason for reject in reading.rejected] == [*["unknown_format"] * 60, "too_long"]
    assert peak < 30 * MEGABYTE


WHOLE = {
    f"{name}-{written.__name__}": next(iter(written(FORTY[:3]).values()))
    for name, ways in DELIVERIES.items()
    for written in ways
}
WHOLE |= {"zip": zipped({"a.txt": ENGLISH.encode()}), "tar": tarred({"a.txt": ENGLISH.encode()})}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(WHOLE)), st.data())
def test_no_damage_makes_a_reader_stumble(tmp_path: Path, kind: str, data: st.DataObject) -> None:
    damaged = bytearray(WHOLE[kind])
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        end = place + data.draw(st.integers(0, 30))
        damaged[place:end] = data.draw(st.binary(max_size=20))
        if not damaged:
            return
    folder = tmp_path / kind
    folder.mkdir(exist_ok=True)
    (folder / "a").write_bytes(damaged)
    for outcome in read_seeds(folder):
        if isinstance(outcome, Reject):
            assert outcome.reason in REASONS and len(outcome.detail.encode()) > 20
        else:
            assert isinstance(outcome, Article) and outcome.text.encode()
