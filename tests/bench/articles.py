"""Articles to measure on: a JSONL file's, or the hand-coded ones of this project with other names and numbers."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from transforms.lexicon import table
from transforms.read.article import Article

CODED = Path(__file__).parents[1] / "coded"
NUMBER = re.compile(r"\b\d{2,}\b")
NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
FIRST_DAY, DAYS = date(2022, 1, 1), 365


def texts(source: Path | None) -> list[str]:
    """The texts to vary: the `text` of every line of a JSONL file, else the hand-coded articles."""
    if source is not None:
        return [json.loads(line)["text"] for line in source.read_text("utf-8").splitlines() if line.strip()]
    return [path.read_text("utf-8") for path in sorted(CODED.glob("*/article.txt"))]


def articles(source: Path | None, count: int, seed: int = 1) -> Iterator[Article]:
    """So many articles, no two alike: from the second round on names, numbers and the order of paragraphs change."""
    originals = texts(source)
    given = sorted(row["name"] for row in table("given_names"))
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        text = originals[number % len(originals)]
        if number >= len(originals):
            text = _varied(text, chance, given)
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        digest = sha256(text.encode()).hexdigest()
        yield Article(f"bench/{number:06}", f"{number:06}", "jsonl", digest, text, published_on=day)


def _varied(text: str, chance: random.Random, given: list[str]) -> str:
    names = {name: chance.choice(given) for name in sorted(set(NAME.findall(text))) if chance.random() < 0.3}
    text = NAME.sub(lambda found: names.get(found[0], found[0]), text)
    text = NUMBER.sub(lambda found: str(chance.randrange(10, 10 ** len(found[0]))), text)
    first, *rest = text.split("\n\n")
    chance.shuffle(rest)
    return "\n\n".join([first, *rest])


def write_seeds(folder: Path, source: Path | None, count: int) -> None:
    """The articles as one JSONL file of a seeds folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as lines:
        for article in articles(source, count):
            record = {"id": article.source_id, "text": article.text, "published": str(article.published_on)}
            lines.write(json.dumps(record) + "\n")
