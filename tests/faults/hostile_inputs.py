"""Articles and files made to break a run: each case writes its files to a folder and says how many inputs those are."""

from __future__ import annotations

import io
import json
import os
import tarfile
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from tests.read.forty import FORTY
from transforms.read.source import DEFAULT_LIMITS

Case = Callable[[Path], int]
MOST = DEFAULT_LIMITS.max_characters - 1_000  # characters of one article
LONGEST_WORD = DEFAULT_LIMITS.max_word_characters
GIGABYTE = 1024**3
STORY = FORTY[0].text


def _records(folder: Path, *texts: str) -> int:
    """Records that call themselves English, so that no detector keeps them from the extraction."""
    lines = [json.dumps({"id": f"{folder.name}-{n}", "text": text, "language": "en"}) for n, text in enumerate(texts)]
    (folder / "hostile.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return len(texts)


def ordinary(folder: Path) -> int:
    return _records(folder, STORY)


def billion_laughs(folder: Path) -> int:
    names = [chr(ord("a") + number) for number in range(10)]
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    feed = f'<!DOCTYPE rss [<!ENTITY a "laughs and ">{entities}]><rss><channel><item><description>&j;</description>'
    (folder / "laughs.xml").write_text(f"{feed}</item></channel></rss>", "utf-8")
    return 1


def external_entity(folder: Path) -> int:
    feed = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><description>&x;</description>'
    (folder / "entity.xml").write_text(f"{feed}</item></channel></rss>", "utf-8")
    return 1


def zip_bomb(folder: Path) -> int:
    """Ten gigabytes of spaces in a tenth of a megabyte: ten archives of one in one."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.jsonl", "w") as member:
        for _ in range(1024):
            member.write(b" " * (GIGABYTE // 1024))
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"{number}.zip", inner.getvalue())
    return 10


def traversal(folder: Path) -> int:
    names = ("../up.txt", "/etc/passwd.txt", "a/../../up.txt", "C:\\up.txt", "..\\up.txt", "good.txt")
    with (
        zipfile.ZipFile(folder / "a.zip", "w") as zipped,
        tarfile.open(folder / "b.tar", "w") as tarred,
    ):
        for number, name in enumerate(names):
            data = f"{STORY}\n\nIt was the story no. {number}.".encode()
            zipped.writestr(zipfile.ZipInfo(name), data)
            info = tarfile.TarInfo(name)
            info.size = len(data) + 6
            tarred.addfile(info, io.BytesIO(data + b"\n\nEnd."))
    return 2 * len(names)


def deep_json(folder: Path) -> int:
    (folder / "a.json").write_text("[" * 100_000, "utf-8")
    (folder / "b.jsonl").write_text('{"text":' * 100_000 + "\n" + json.dumps({"id": "good", "text": STORY}), "utf-8")
    (folder / "c.json").write_text('{"uri":"1","body_text":' + "[" * 100_000 + "]" * 100_000 + "}", "utf-8")
    return 4


def _endless_words(path: Path, before: bytes = b"", behind: bytes = b"") -> None:
    with path.open("wb") as file:
        file.write(before)
        for _ in range(1024):
            file.write(b"word " * (GIGABYTE // 1024 // 5))
        file.write(behind)


def gigabyte_line(folder: Path) -> int:
    """A record with a good one behind it, and a line of words under several names, each for another reader."""
    good = b'"}\n' + json.dumps({"id": "good", "text": STORY}).encode() + b"\n"
    _endless_words(folder / "a.jsonl", b'{"text": "', good)
    _endless_words(folder / "b.txt")
    for name in ("c.csv", "d.html", "e.json"):
        os.link(folder / "b.txt", folder / name)
    return 2 + 4


def nul_bytes(folder: Path) -> int:
    (folder / "a.txt").write_text(f"{STORY}\0", "utf-8")
    (folder / "b.txt").write_bytes(bytes(100_000))
    (folder / "c.csv").write_text(f'id,text\nc,"{STORY.replace(chr(34), "")}\0"\n', "utf-8")
    return 3 + _records(folder, f"{STORY}\0", STORY)


def lone_surrogates(folder: Path) -> int:
    record = {"id": "text", "text": f"{STORY}\ud800", "language": "en"}
    lesser = {"id": "headline", "text": STORY, "headline": "Ships \udfff wait", "language": "en"}
    own = {"id": "\udc80", "text": f"{STORY} Again.", "language": "en"}
    lines = [json.dumps(one) for one in (record, lesser, own)]
    (folder / "a.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return 3


def bidirectional(folder: Path) -> int:
    controls = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\ufeff\u200b\u00ad"
    mixed = "".join(f"{character}{controls[n % len(controls)]}" for n, character in enumerate(STORY))
    words = " ".join(f"\u202e{word}\u202c" for word in STORY.split(" "))
    return _records(folder, f"\u202e{STORY}", words, mixed, " ".join(controls * 1_000))


def million_quotes(folder: Path) -> int:
    marks = "“”\"‘’'«»„"
    return _records(folder, f"{marks} " * (1_000_000 // len(marks)), f"She said {' '.join(marks)} no " * (MOST // 60))


def endless_sentence(folder: Path) -> int:
    clause = "the mayor of Calais said on Monday that the minister had told reporters that 27 people died and "
    return _records(folder, (clause * (MOST // len(clause)))[:-5] + ".")


def short_paragraphs(folder: Path) -> int:
    return _records(folder, "a\n" * 99_999, "“No,” he said.\n" * (MOST // 25))


def only_names(folder: Path) -> int:
    given, surnames = ("Ann", "Bob", "Cleo", "Dan", "Eve", "Fay", "Gus"), ("Lee", "Roe", "Okello", "Lund", "Novák")
    names = [f"{g} {a}-{b}{n}" for n in range(400) for g in given for a in surnames for b in surnames]
    return _records(folder, ", ".join(names)[:MOST], "Ann Lee " * (MOST // 8))


def nested_quotes(folder: Path) -> int:
    pair = "“She said ‘he said ", "’ yesterday” today "
    return _records(
        folder,
        pair[0] * 5_000 + "no" + pair[1] * 5_000,
        "“‘" * (LONGEST_WORD // 4) + "no" + "’”" * (LONGEST_WORD // 4),
    )


# What the project's own regular expressions look for, one of them without end.
PIECES = {
    "spaces": " ", "tabs": "\t", "line breaks": "\n", "carriage returns": "\r\n", "full stops": ".", "ellipses": "… ",
    "commas": ",", "colons": ": ", "digits": "1", "numbers": "1,000,000 ", "thousands": "1,", "decimals": "1.",
    "money": "$5m ", "ranges": "3-", "to": "3 to 4 ", "number words": "twenty-two hundred and ", "ordinals": "2nd ",
    "capitals": "A", "initials": "A.", "titled words": "Ab ", "slashes": "A/B-", "small letters": "a", "hyphens": "-",
    "dashes": "— ", "brackets": "( ", "closing brackets": ") ", "square brackets": "[x] ", "straight": '" ',
    "opening": "“", "closing": "”", "single": "‘a ", "apostrophes": "'", "possessives": "Ann’s ", "backticks": "`` ",
    "iso dates": "2021-11-28 ", "dates": "Nov. 24, 2021, ", "days": "Monday ", "months": "in March ", "hours": "12:30 ",
    "durations": "two days after the ", "ago": "3 weeks ago ", "datelines": "CALAIS (AFP) — ", "by": "By Ann Roe ",
    "header": "date 2021-11-28 ", "said": "he said that ", "and": "and ", "of": "of the ", "pronouns": "she told her ",
    "titles": "Mr. Dr. President ", "addresses": "a.b@c.org ", "links": "https://a.b/c ", "accents": "e\u0301",
    "emoji": "\U0001f469\u200d\U0001f680", "wide digits": "٣", "hashes": "#a ", "stars": "* ",
}  # fmt: skip


def _endless(piece: str) -> Case:
    """As long as an article may be: without a break but where a word would grow too long, and behind a sentence."""

    def write(folder: Path) -> int:
        run = (piece * (LONGEST_WORD // len(piece)))[:LONGEST_WORD]
        whole = f"{run} " * (MOST // len(run) - 1)
        short = f"{(piece * 30)[:40].strip()} " if piece.strip() else f"a{piece * 40}"
        lines = f"{short}\n" * (MOST // len(short) // 2)
        return _records(folder, f"{run} x", f"The mayor said {whole}", lines)

    return write


CASES: dict[str, Case] = {
    "billion laughs": billion_laughs,
    "external entity": external_entity,
    "zip bomb": zip_bomb,
    "path traversal": traversal,
    "deep JSON": deep_json,
    "line of a gigabyte": gigabyte_line,
    "NUL bytes": nul_bytes,
    "lone surrogates": lone_surrogates,
    "bidirectional controls": bidirectional,
    "a million quotation marks": million_quotes,
    "sentence of 199,000 characters": endless_sentence,
    "100,000 paragraphs": short_paragraphs,
    "only names": only_names,
    "nested quotations": nested_quotes,
} | {f"endless {name}": _endless(piece) for name, piece in PIECES.items()}
QUICK = (
    "billion laughs", "external entity", "path traversal", "deep JSON", "NUL bytes", "lone surrogates",
    "bidirectional controls",
)  # fmt: skip
