"""Write the small inputs that fuzzing starts from, in every format and container, to `tests/fuzz/corpus`.

python -m tests.fuzz.small_inputs
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from backports import zstd

from tests.fuzz import phrases
from tests.fuzz.__main__ import CORPUS
from tests.fuzz.invariants import HEADLINE_ENDS
from tests.fuzz.reading import NAMES
from tests.read.deliveries import DELIVERIES
from tests.read.forty import FORTY

ARTICLES = [replace(one, paragraphs=one.paragraphs[:2]) for one in FORTY[:2]]
WIRE = "\n\n".join((
    "date 2021-11-28 Ministers Meet in Calais", "CALAIS, France, Nov. 28, 2021 (AFP) — Gérald Darmanin, the French "
    "interior minister, said on Sunday that at least 27 people had died in the Channel last week.",
    "“We will not wait,” he told reporters. “The UK’s ministers must act by 1 December.",
    "“They promised £54m,” he added. Priti Patel’s spokesman denied that ‘nothing’ was paid in the 1990s.",
))  # fmt: skip
PHRASES = (
    "the French interior minister, Gérald Darmanin, | told reporters | in | Paris | on Sunday | that | police "
    "| arrested | 27 people | . | “ | she | threatened to | attacked | the government | , | ” | .",
    "NATO | and | rebels | signed an agreement | in | Kabul | yesterday | , | according to | a spokesman for the "
    "ministry | . | troops | will | not | killed | dozens of men | , | the minister | denied | ; | protested",
)  # fmt: skip


def _zipped(name: str, data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), data)
    return target.getvalue()


def _tarred(name: str, data: bytes) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", bufsize=512) as archive:
        info = tarfile.TarInfo(name)
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return target.getvalue()[:2048]  # without the zeros that fill a tape's last record


def containers(name: str, data: bytes) -> dict[str, bytes]:
    return {
        "gz": gzip.compress(data, mtime=0), "bz2": bz2.compress(data), "xz": lzma.compress(data),
        "zst": zstd.compress(data), "zip": _zipped(name, data), "tar": _tarred(name, data),
        "tar.gz": gzip.compress(_tarred(name, data), mtime=0), "zip.zip": _zipped("a.zip", _zipped(name, data)),
    }  # fmt: skip


def small_inputs() -> Iterator[tuple[str, str, bytes]]:
    """Target, name and bytes of each."""
    for name, deliveries in DELIVERIES.items():
        for number, deliver in enumerate(deliveries):
            data = next(iter(deliver(ARTICLES[:1] if name in ("parquet", "warc") else ARTICLES).values()))
            if name != "warc" or number == 0:  # the reader itself is given what is unpacked
                yield name, f"{deliver.__name__}", data
            yield "sniffing", deliver.__name__, b"\1" + data[:400]
            yield "folder", deliver.__name__, bytes([_named(name)]) + data
    for kind, data in containers("b.txt", WIRE.encode()).items():
        yield "container", kind, data
        yield "folder", kind, b"\21" + data
    for kind, encoding in (("utf-16", "utf-16"), ("utf-32", "utf-32-be"), ("cp1252", "cp1252"), ("utf-8", "utf-8-sig")):
        mark = b"\0\0\xfe\xff" if kind == "utf-32" else b""
        yield "encoding", kind, mark + WIRE.encode(encoding)
        yield "txt", kind, mark + WIRE.encode(encoding)
    for target in ("header", "layout", "segmentation", "quotes", "numbers", "language", "resolution", "article"):
        yield target, "wire", WIRE.encode()
        yield target, "headline", f"{ARTICLES[1].headline}{HEADLINE_ENDS}{ARTICLES[1].text}".encode()
    yield "language", "french", "Le maire de Calais a déclaré dimanche que le port resterait fermé.".encode()
    yield "language", "name", b"en-GB"
    for target in ("resolution-phrases", "article-phrases", "tables"):
        for number, words in enumerate(PHRASES):
            yield target, f"phrases-{number}", phrases.bytes_of(words.split(" | "))


def _named(format_name: str) -> int:
    suffix = {"newsml-g2": "xml", "rss": "xml", "atom": "xml", "ninjs": "json"}.get(format_name, format_name)
    return NAMES.index(f"a.{suffix}")


def main() -> None:
    for target, name, data in small_inputs():
        (CORPUS / target).mkdir(parents=True, exist_ok=True)
        (CORPUS / target / name).write_bytes(data)


if __name__ == "__main__":
    main()
