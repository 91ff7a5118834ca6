"""Web archives (WARC 1.0 and 1.1, ISO 28500) as CC-NEWS ships them, plain or with each record gzipped, as a stream.

`response` records with HTML, `resource` and `conversion` records with HTML or plain text are articles, and each of
these records comes out as one candidate or one refusal; what is neither HTML nor text, has no success as its HTTP
status, is cut short, broken or empty is refused with its WARC-Record-ID and its byte in the unpacked file.  `warcinfo`,
`request`, `metadata`, `revisit`, `continuation` and unknown records are no articles and not counted.  Taken are
WARC-Record-ID as id, WARC-Target-URI as url, and the rest from the page as `html` has it: WARC-Date is when it was
fetched, not when it was published.  Bytes between records that are of none are refused once;
where compressed data is broken, the records before are read and the rest is refused once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.read.article import Reject
from transforms.read.encoding import decode
from transforms.read.html import article_of
from transforms.read.record import Record, outcome_of
from transforms.read.sniffed import Head
from transforms.read.source import READ_ERRORS, Candidate, InputFault, Limits, Source, brief, shown
from transforms.read.warc_records import WarcRecord, warc_records_of

FORMAT = "warc"
_ARTICLES = ("response", "resource", "conversion")
_ID = re.compile(r"<?(?:urn:)?(?:uuid:)?([^<>]*)>?")
_HTML, _PLAIN = ("text/html", "application/xhtml+xml"), "text/plain"

Fields = dict[str, str | None]
Repairs = tuple[tuple[str, str], ...]


def read_warc(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The pages of a web archive, in order."""
    where, counted = "the file", 0
    try:
        with source.open() as stream:
            for record in warc_records_of(stream, limits.max_record_bytes):
                kind = (record.field("WARC-Type") or "").lower()
                source_id = _id(record)
                where = f"record {brief(source_id or 'without an id')} at byte {record.offset}"
                if kind in _ARTICLES or (record.reason and not kind):
                    counted += 1
                    yield _outcome(record, kind, where, source_id, source, limits)
            if not counted:
                yield source.reject("empty", "the archive holds no response, resource or conversion; take it away")
    except READ_ERRORS as error:
        yield source.unreadable(error, f"the file behind {where}" if counted else "the file")


def _id(record: WarcRecord) -> str | None:
    found = _ID.fullmatch(record.field("WARC-Record-ID") or "")
    return (found[1] or None) if found else None


def _outcome(
    record: WarcRecord, kind: str, where: str, source_id: str | None, source: Source, limits: Limits
) -> Candidate | Reject:
    if record.reason:
        return source.reject(record.reason, f"{where}: {record.words}", source_id=source_id)
    try:
        fields, repairs = _article(record, kind, limits)
    except READ_ERRORS as error:
        return source.unreadable(error, where, source_id=source_id)
    fields |= {"id": source_id, "url": record.field("WARC-Target-URI") or fields.get("url")}
    return outcome_of(Record(where, record.block, fields, repairs=repairs), source, FORMAT)


def _article(record: WarcRecord, kind: str, limits: Limits) -> tuple[Fields, Repairs]:
    if cut := record.field("WARC-Truncated"):
        raise InputFault("bad_record", f"the crawler cut it short ({shown(cut)}); fetch the page again")
    if kind == "response":
        payload, media_type, charset = _payload(record, limits)
    else:
        media_type, _, parameters = (record.field("Content-Type") or "").partition(";")
        charset = parameters.partition("charset=")[2].strip() or None
        payload, media_type = record.block, media_type.strip().lower()
    if not payload.strip():
        raise InputFault("empty", "it holds no page; take it away")
    if media_type in _HTML or (not media_type and Head(payload[:4096], "").root == "html"):
        return article_of(payload, charset)
    if media_type == _PLAIN and kind != "response":
        decoded = decode(payload)
        if decoded is None:
            raise InputFault("not_text", "it holds bytes that are no text; take it away")
        repairs = (("bad_encoding", f"{decoded.repair}; save it as UTF-8"),) if decoded.repair else ()
        return {"text": decoded.text}, repairs
    raise InputFault("unknown_format", f"its content is {shown(media_type or 'of no known type')}, not HTML")


def _payload(record: WarcRecord, limits: Limits) -> tuple[bytes, str, str | None]:
    """The body of an HTTP response with its media type and charset.  Raises InputFault unless it is whole."""
    if not (record.field("Content-Type") or "").lower().startswith("application/http"):
        raise InputFault("unknown_format", "it is no HTTP response")
    if not re.match(rb"HTTP/\d(?:\.\d)? \d{3}", record.block):
        raise InputFault("bad_record", "its HTTP status line is broken; fetch the page again")
    if b"\r\n\r\n" not in record.block:
        raise InputFault("bad_record", "its HTTP header never ends; fetch the page again")
    try:
        payload, status, media_type, charset = _taken_apart(record, limits, decoded=True)
    except OSError:  # crawlers unpack bodies and leave the header that says how they were packed
        payload, status, media_type, charset = _taken_apart(record, limits, decoded=False)
    if status is None or not 200 <= status < 300:
        raise InputFault("bad_record", f"its HTTP status is {status}, so it is no article")
    if len(payload) > limits.max_record_bytes:
        raise InputFault("too_long", f"it unpacks to more than {limits.max_record_bytes:,} bytes")
    return payload, media_type, charset


def _taken_apart(record: WarcRecord, limits: Limits, *, decoded: bool) -> tuple[bytes, int | None, str, str | None]:
    from fastwarc import warc

    # with a header of our own: the library knows its fields in one spelling only, the standard allows any
    header = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: %d\r\n\r\n"
    whole = warc.WarcRecord.from_bytes(header % len(record.block) + record.block + b"\r\n\r\n")
    whole.parse_http(auto_decode="all" if decoded else "none")
    payload = whole.reader.read(limits.max_record_bytes + 1)
    return payload, whole.http_headers.status_code, (whole.http_content_type or "").lower(), whole.http_charset
