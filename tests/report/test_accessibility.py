"""axe-core finds nothing serious on the page of a release."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.report.browser import NARROW, WIDE, Opened


@pytest.mark.parametrize(("scheme", "size"), [("light", WIDE), ("dark", NARROW)], ids=["light-wide", "dark-narrow"])
def test_axe_finds_no_serious_violation(
    browser: Browser, pages: dict[str, Path], scheme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    opened = Opened(browser, pages["coded"], scheme, size)
    found = Axe().run(opened.page).response["violations"]
    assert [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ] == []
    opened.page.close()
