"""Short invented articles for tests that need many."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

NAMES = ("Ada Brandt", "Tomas Keller", "Ruth Okoye", "Ivan Petrov", "Lucia Moretti", "Sam Whitfield", "Noor Rahman")
TOWNS = ("Leeds", "Lyon", "Hamburg", "Turin", "Porto", "Ghent")
STORY = """{town} council backs harbour plan no. {number}

{name}, the mayor of {town}, said on Tuesday that the harbour “must stay open all winter” despite the strike.

“We have {number} ships waiting,” she told reporters. “Nobody should lose a job over this.”

Dock workers walked out on Monday after talks with the port authority collapsed. Police arrested {number} people near
the main gate and two officers were injured, according to a statement from the interior ministry.

The union accused the government of breaking its promises and called for new negotiations next week.
{more}
"""
FILLER = "The council will meet again on Friday to discuss the budget for the old quay and the road behind it. "


def article(prefix: str, number: int) -> dict[str, object]:
    """One invented article; `number` makes it differ from all others of its prefix."""
    story = STORY.format(
        town=TOWNS[number % len(TOWNS)],
        name=NAMES[number % len(NAMES)],
        number=number + 3,
        more=FILLER * (20 + number % 7),
    )
    return {"id": f"{prefix}-{number}", "text": story, "published": f"2022-02-{number % 27 + 1:02d}"}


def write_articles(seeds: Path, count: int, prefix: str = "") -> None:
    """Write `count` articles into a folder of their own: four to a.jsonl, four to b.jsonl.gz, the rest to c.ndjson."""
    folder = seeds / "wire"
    folder.mkdir(exist_ok=True)
    for name, numbers in (("a", range(4)), ("b", range(4, 8)), ("c", range(8, count))):
        lines = "".join(json.dumps(article(prefix + name, number)) + "\n" for number in numbers)
        if name == "b":
            (folder / f"{prefix}b.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
        else:
            (folder / f"{prefix}{name}.{'jsonl' if name == 'a' else 'ndjson'}").write_text(lines, "utf-8")
