"""Fuzz targets: functions that take any bytes, and raise AssertionError where what must hold does not hold.

Any other exception that leaves a target is a fault, too: a target catches those that are documented.
"""

from __future__ import annotations

from collections.abc import Callable

READING = (
    "txt", "jsonl", "csv", "parquet", "ninjs", "newsml-g2", "rss", "atom", "html", "pdf", "warc", "container", "folder",
    "sniffing", "encoding", "header", "language",
)  # fmt: skip
FINDING = (
    "layout", "segmentation", "quotes", "numbers", "resolution", "resolution-phrases", "article", "article-phrases",
    "tables",
)  # fmt: skip
NAMES = (*READING, *FINDING)


def target(name: str) -> Callable[[bytes], None]:
    """The target of that name."""
    if name in READING:
        from tests.fuzz import reading

        return reading.TARGETS[name]
    from tests.fuzz import finding  # which loads the model, that readers do without

    return finding.TARGETS[name]
