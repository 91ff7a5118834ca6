"""JSON Lines (jsonlines.org) and JSON: articles as objects, one a line, in one array, or one in the file.

Fields: `text` (required), `id`, `headline`, `published` (ISO 8601), `url`, `publisher`, `author`, `language`; others
are not read.  A text may open with the header line `date YYYY-MM-DD headline`, which stays in it and dates the
article where `published` does not.  A record without an id gets one from its text, so that it keeps it wherever the
line or the file moves.
"""

from __future__ import annotations

from collections.abc import Iterator

from transforms.read.article import Reject
from transforms.read.json_records import read_json
from transforms.read.source import Candidate, Limits, Source

FORMAT = "jsonl"


def read_jsonl(source: Source, limits: Limits) -> Iterator[Candidate | Reject]:
    """The articles of a file, in order."""
    yield from read_json(source, limits, FORMAT, lambda values: values)
