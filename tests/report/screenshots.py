"""Pictures of the page for the README: the articles coded by hand, light and dark, wide and narrow.

    python -m tests.report.screenshots

`make screenshots` runs it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Literal

from tests.coded_articles import cases
from tests.report.browser import NARROW, WIDE, Opened, chromium
from tests.report.pages import coded_tables, write_page

DOCS = Path(__file__).parents[2] / "docs"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main() -> None:
    """Write the pictures: the front page, and an article with a mark explained."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        page = write_page(coded_tables(cases(), attacks=()), Path(folder))
        for scheme in SCHEMES:
            for shape, size in (("wide", WIDE), ("narrow", NARROW)):
                opened = Opened(browser, page, scheme, size)
                opened.page.screenshot(path=DOCS / f"report-{scheme}-{shape}.png")
                opened.page.close()
        opened = Opened(browser, page, "light", WIDE)
        opened.page.locator("#articles").scroll_into_view_if_needed()
        opened.page.locator("details.article .text a.trigger").nth(2).focus()
        opened.page.screenshot(path=DOCS / "report-article.png")


if __name__ == "__main__":
    main()
