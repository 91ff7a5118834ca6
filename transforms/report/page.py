"""The page of a release: one file that opens anywhere, asks nobody for anything and runs no script but its own."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from transforms.report import bundles
from transforms.report.articles import newest
from transforms.report.charts import charts
from transforms.report.digest import LEADING, digest

HERE = Path(__file__).parent


def html_report(scans: Mapping[str, pl.LazyFrame], kept: Path) -> str:
    """The page of a release: `scans` are its tables.

    In the folder `kept` lies what is the same for every release.  Raises OSError where that cannot be written.
    """
    found = digest(scans)
    articles = newest(scans)
    scripts = [_script(script) for script in (bundles.vega_script(kept), bundles.tables_script(), _own("page.js"))]
    hashes = " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
    page = _environment().get_template("page.html.j2")
    return page.render(
        found=found,
        leading=found.incidents[:LEADING],
        articles=articles,
        on_page={article.row["document_id"] for article in articles},
        charts=charts(found, bundles.inhabited(kept)),
        checks=scans["checks"].collect().to_dicts(),
        scripts=[Markup(script) for script in scripts],
        styles=[Markup(bundles.tables_style()), Markup(_own("page.css"))],
        policy=f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'",
    )


def _environment() -> Environment:
    """Templates in which every value is escaped, and one that is not given is a fault."""
    environment = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = _number
    environment.filters["days"] = _days
    return environment


def _number(value: float) -> str:
    """A number for people: 1,234."""
    return f"{value:,.10g}"


def _days(row: Mapping[str, Any]) -> str:
    """The day or span of days of an event or incident; nothing where it is unknown."""
    first, last = row["starts_on"], row["ends_on"]
    if first is None and last is None:
        return ""
    return str(first) if first == last else f"{first or '…'} – {last or '…'}"


def _own(name: str) -> str:
    return (HERE / name).read_text("utf-8")


def _script(text: str) -> str:
    """A script as it may stand in a page: nothing in it ends the element."""
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")
