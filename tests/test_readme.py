"""The README's excerpt is what the seed makes."""

from __future__ import annotations

from tests.readme_excerpt import excerpt, printed


def test_the_readme_shows_the_rows_that_the_seed_makes() -> None:
    assert printed() == excerpt(), "run make docs"
