"""Articles as newsrooms, archives and crawlers deliver them: one function a format, from articles to files."""

from __future__ import annotations

import csv
import gzip
import io
import json
import textwrap
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from email.utils import format_datetime
from html import escape

import pyarrow as pa
from pyarrow import parquet

from tests.read.forty import Written

Files = dict[str, bytes]
NEWSML = "http://iptc.org/std/nar/2006-10-01/"


def paragraphs_of(article: Written) -> str:
    """The text as HTML and NITF mark it up, with the line breaks and spaces that editors leave in it."""
    return "\n".join(f"<p>\n  {escape(text).replace('. ', '.&#10;   ')}\n</p>" for text in article.paragraphs)


def record(article: Written) -> dict[str, str]:
    return {
        "id": article.id,
        "headline": article.headline,
        "text": article.text,
        "published": article.published,
        "url": article.url,
        "publisher": article.publisher,
        "author": article.author,
        "language": "en",
    }


def text_files(articles: Sequence[Written]) -> Files:
    return {f"{one.id}.txt": f"date {one.published_on} {one.headline}\n\n{one.text}".encode() for one in articles}


def json_lines(articles: Sequence[Written]) -> Files:
    return {"day.jsonl": "".join(json.dumps(record(one)) + "\n" for one in articles).encode()}


def json_array(articles: Sequence[Written]) -> Files:
    return {"day.json": json.dumps([record(one) for one in articles], indent=1).encode()}


def csv_table(articles: Sequence[Written], delimiter: str = ",") -> Files:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerow(["ID", "Title", "Maintext", "date_publish", "URL", "Source Domain", "Authors", "Language"])
    writer.writerows(record(one).values() for one in articles)
    return {"day.csv" if delimiter == "," else "day.tsv": target.getvalue().encode("utf-8-sig")}


def tsv_table(articles: Sequence[Written]) -> Files:
    return csv_table(articles, "\t")


def parquet_table(articles: Sequence[Written]) -> Files:
    rows = [record(one) | {"published": datetime.fromisoformat(one.published)} for one in articles]
    target = io.BytesIO()
    parquet.write_table(pa.Table.from_pylist(rows), target)
    return {"day.parquet": target.getvalue()}


def ninjs_item(article: Written) -> dict[str, object]:
    return {
        "uri": article.url,
        "type": "text",
        "pubstatus": "usable",
        "versioncreated": article.published,
        "language": "en-GB",
        "byline": article.author,
        "provider": {"name": article.publisher},
        "located": "Calais",
    }


def ninjs_files(articles: Sequence[Written]) -> Files:
    """ninjs 1.x, one item a file."""
    items = {one.id: ninjs_item(one) | {"headline": one.headline, "body_text": one.text} for one in articles}
    return {f"{name}.json": json.dumps(item, indent=2).encode() for name, item in items.items()}


def ninjs_array(articles: Sequence[Written]) -> Files:
    """ninjs 1.x with XHTML, in an array."""
    items = [ninjs_item(one) | {"headline": one.headline, "body_xhtml": paragraphs_of(one)} for one in articles]
    return {"day.json": json.dumps(items, ensure_ascii=False).encode()}


def ninjs_lines(articles: Sequence[Written]) -> Files:
    """ninjs 2.x, one item a line."""
    lines = []
    for one in articles:
        item = ninjs_item(one)
        item["headlines"] = [{"role": "main", "value": one.headline}]
        item["bodies"] = [{"role": "main", "contenttype": "text/html", "value": paragraphs_of(one)}]
        lines.append(json.dumps(item))
    return {"day.json": "\n".join(lines).encode()}


def news_item(article: Written, content: str) -> str:
    return f"""<newsItem xmlns="{NEWSML}" guid="urn:newsml:example.org:{article.id}" version="1" standard="NewsML-G2">
  <itemMeta><itemClass qcode="ninat:text"/><provider qcode="nprov:X"><name>{escape(article.publisher)}</name></provider>
    <versionCreated>{article.published}</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
  <contentMeta><by>{escape(article.author)}</by><headline>{escape(article.headline)}</headline><language tag="en"/>
  </contentMeta><contentSet>{content}</contentSet></newsItem>"""


def nitf(article: Written) -> str:
    return f"""<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
  <body.head><hedline><hl1>{escape(article.headline)}</hl1></hedline><byline>{escape(article.author)}</byline></body.head>
  <body.content>{paragraphs_of(article)}<media><media-caption><p>A picture.</p></media-caption></media></body.content>
  </body></nitf></inlineXML>"""


def xhtml(article: Written) -> str:
    return f"""<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml">
  <head><title>{escape(article.headline)}</title></head><body><h1>{escape(article.headline)}</h1>
  <div>{paragraphs_of(article)}</div></body></html></inlineXML>"""


def newsml_files(articles: Sequence[Written]) -> Files:
    return {f"{one.id}.xml": f'<?xml version="1.0"?>\n{news_item(one, nitf(one))}'.encode() for one in articles}


def newsml_message(articles: Sequence[Written]) -> Files:
    items = "".join(news_item(one, xhtml(one)) for one in articles)
    message = f'<newsMessage xmlns="{NEWSML}"><header/><itemSet>{items}</itemSet></newsMessage>'
    return {"day.xml": f'<?xml version="1.0" encoding="utf-16"?>{message}'.encode("utf-16")}


def rss_feeds(articles: Sequence[Written]) -> Files:
    """A feed a publisher; the description is a teaser, the text is in content:encoded."""
    return {f"{number}.xml": _rss([one]) for number, one in enumerate(articles)}


def _rss(articles: Sequence[Written]) -> bytes:
    items = "".join(
        f"""<item><title>{escape(one.headline)}</title><link>{one.url}</link><guid>{one.id}</guid>
        <media:title>A picture</media:title><dc:creator>{escape(one.author)}</dc:creator>
        <pubDate>{format_datetime(datetime.combine(one.published_on, time(9, 30), UTC))}</pubDate>
        <description>{escape(one.paragraphs[0])}</description>
        <content:encoded><![CDATA[{paragraphs_of(one)}<figure><figcaption>x</figcaption></figure>]]></content:encoded>
        </item>"""
        for one in articles
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<atom:link href="https://news.example.org/feed" rel="self"/><title>{escape(articles[0].publisher)}</title>
<link>https://news.example.org</link><language>en-gb</language>{items}</channel></rss>""".encode()


def atom_feeds(articles: Sequence[Written]) -> Files:
    return {f"{number}.atom": _atom([one], number % 2 == 0) for number, one in enumerate(articles)}


def _atom(articles: Sequence[Written], is_xhtml: bool) -> bytes:
    def content(one: Written) -> str:
        if is_xhtml:
            body = f'<div xmlns="http://www.w3.org/1999/xhtml">{paragraphs_of(one)}</div>'
            return f'<content type="xhtml">{body}</content>'
        return f'<content type="html">{escape(paragraphs_of(one))}</content>'

    entries = "".join(
        f"""<entry><title>{escape(one.headline)}</title><link href="{one.url}"/><id>{one.id}</id>
        <published>{one.published}</published><updated>2023-01-01T00:00:00Z</updated>
        <author><name>{escape(one.author)}</name></author>{content(one)}</entry>"""
        for one in articles
    )
    return f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>{escape(articles[0].publisher)}</title>
<updated>2023-01-01T00:00:00Z</updated>{entries}</feed>""".encode()


def page(article: Written) -> bytes:
    """A page as a newspaper's site sends it, with its menus, its related articles and its footer."""
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(article.headline)} | {escape(article.publisher)}</title>
<meta property="og:title" content="{escape(article.headline)}">
<meta property="og:site_name" content="{escape(article.publisher)}">
<meta property="og:url" content="{article.url}"><link rel="canonical" href="{article.url}">
<meta name="author" content="{escape(article.author)}">
<meta property="article:published_time" content="{article.published}">
<meta property="article:modified_time" content="2023-01-01T00:00:00Z">
<script>var tracking = "nothing that anybody reads";</script><style>p {{ margin: 0 }}</style></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article><h1>{escape(article.headline)}</h1>
{paragraphs_of(article)}
</article></main>
<aside><h2>More from {escape(article.publisher)}</h2><ul><li><a href="/1">The price of grain</a></li></ul></aside>
<footer><p>All rights reserved. <a href="/terms">Terms</a></p></footer></body></html>""".encode()


def html_files(articles: Sequence[Written]) -> Files:
    return {f"{one.id}.html": page(one) for one in articles}


def warc_record(kind: str, number: int, url: str, block: bytes, *, content_type: str = "", length: int = -1) -> bytes:
    """One record of a web archive; `length` is what its header says where that shall be wrong."""
    content_type = content_type or "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{uuid.UUID(int=number)}>\r\n"
        f"WARC-Date: 2022-01-01T00:00:00Z\r\nWARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block) if length < 0 else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http_response(body: bytes, content_type: str = "text/html; charset=utf-8", *, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nServer: x\r\n\r\n".encode() + body


def warc_records(articles: Sequence[Written]) -> list[bytes]:
    """Records as CC-NEWS has them: one on the archive, then a request and a response for each page."""
    records = [warc_record("warcinfo", 0, "", b"software: x\r\n", content_type="application/warc-fields")]
    for number, one in enumerate(articles, 1):
        request = b"GET / HTTP/1.1\r\nHost: news.example.org\r\n\r\n"
        records.append(
            warc_record("request", 1000 + number, one.url, request, content_type="application/http; msgtype=request")
        )
        records.append(warc_record("response", number, one.url, http_response(page(one))))
    return records


def warc_file(articles: Sequence[Written]) -> Files:
    return {"crawl.warc": b"".join(warc_records(articles))}


def warc_gz_file(articles: Sequence[Written]) -> Files:
    return {"crawl.warc.gz": b"".join(gzip.compress(one, mtime=0) for one in warc_records(articles))}


def document(article: Written) -> bytes:
    """A page as an office program prints it: Times, lines of 85 characters, a gap between paragraphs."""
    height, lines = 760, [b"BT /F1 11 Tf"]
    for paragraph in (article.headline, *article.paragraphs):
        for line in textwrap.wrap(paragraph, 85):
            lines.append(b"1 0 0 1 72 %d Tm (%s) Tj" % (height, pdf_string(line)))
            height -= 14
        height -= 14
    return pdf_of([b"\n".join([*lines, b"ET"])], {"Title": article.headline, "Author": article.author})


def pdf_string(text: str) -> bytes:
    """Windows-1252, but for the one letter of the forty articles that it lacks, which stands as the code 1."""
    data = b"\x01".join(part.encode("cp1252") for part in text.split("ń"))
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def pdf_of(pages: Sequence[bytes], information: dict[str, str]) -> bytes:
    """A document with these contents of pages, by the letter of the standard."""
    encoding = b"<</Type/Encoding/BaseEncoding/WinAnsiEncoding/Differences[1/nacute]>>"
    told = b"".join(
        b"/%s<%s>" % (k.encode(), (b"\xfe\xff" + v.encode("utf-16-be")).hex().encode()) for k, v in information.items()
    )
    kids = b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(pages), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding%s>>" % encoding,
        b"<<%s>>" % told,
    ]
    for number, content in enumerate(pages):
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
        resources = b"<</Font<</F1 3 0 R>>>>"
        page_of = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources%s/Contents %d 0 R>>"
        objects.append(page_of % (resources, 5 + 2 * number))
    data, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    trailer = b"trailer<</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + table + trailer


def pdf_files(articles: Sequence[Written]) -> Files:
    return {f"{one.id}.pdf": document(one) for one in articles}


DELIVERIES: dict[str, tuple[Callable[[Sequence[Written]], Files], ...]] = {
    "txt": (text_files,),
    "jsonl": (json_lines, json_array),
    "csv": (csv_table, tsv_table),
    "parquet": (parquet_table,),
    "ninjs": (ninjs_files, ninjs_array, ninjs_lines),
    "newsml-g2": (newsml_files, newsml_message),
    "rss": (rss_feeds,),
    "atom": (atom_feeds,),
    "html": (html_files,),
    "pdf": (pdf_files,),
    "warc": (warc_file, warc_gz_file),
}
