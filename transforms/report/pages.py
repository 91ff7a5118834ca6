"""All pages of a release by their names in its folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from transforms.report.page import html_report
from transforms.report.summary import markdown_report

SUMMARY, PAGE = "report.md", "report/index.html"


def pages_of(scans: Mapping[str, pl.LazyFrame], kept: Path) -> dict[str, str]:
    """The summary and the page; `scans` are all tables, `kept` is a folder for what every release's page has alike."""
    return {SUMMARY: markdown_report(scans), PAGE: html_report(scans, kept)}
