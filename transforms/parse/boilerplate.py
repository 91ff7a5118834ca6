"""Tell the lines of an article that are no prose: bylines, credits, links to other stories, buttons, footers."""

from __future__ import annotations

import re
from functools import cache

from transforms.lexicon import table

LONGEST = 300  # characters of such a line


@cache
def _patterns() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row['pattern']})" for row in table("boilerplate")))


def is_boilerplate(line: str) -> bool:
    """Whether a whole paragraph is boilerplate."""
    return len(line) <= LONGEST and _patterns().fullmatch(" ".join(line.split())) is not None
