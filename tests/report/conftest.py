"""Pages and the browser that opens them, once a test file: a browser's loop suffers no other in its process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.report.browser import chromium
from tests.report.pages import CASES, attacked, coded_tables, write_page


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of some articles coded by hand, and the same with attacks for names."""
    frames = coded_tables(CASES)
    made = {"coded": frames, "attacked": attacked(frames)}
    return {name: write_page(tables, tmp_path_factory.mktemp(name)) for name, tables in made.items()}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser."""
    with chromium() as found:
        yield found
