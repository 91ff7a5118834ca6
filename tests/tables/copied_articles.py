"""Invented articles with planted copies, and articles that only look like copies.

    python -m tests.tables.copied_articles [--articles 10000 30000 100000]

finds the duplicates of so many short articles and prints seconds, memory, precision and recall for each number.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import yaml

from transforms.tables.duplicates import find_duplicates
from transforms.tables.prints import PRINT_SCHEMA, print_of

LISTS = yaml.safe_load(Path(__file__).with_name("invented.yaml").read_text("utf-8"))
PHRASES = [LISTS[name] for name in ("subjects", "verbs", "objects", "reasons")]
WORDS = sorted({word for phrases in PHRASES for phrase in phrases for word in phrase.split()})
KINDS = ("cut", "prepended", "re-headlined", "changed")


@dataclass(frozen=True)
class Invented:
    """One article; `copies` is the number of the article that it is a planted copy of, `kind` how it was changed."""

    text: str
    published_on: date
    copies: int | None = None
    kind: str = "original"


def _sentence(chance: random.Random) -> str:
    subject, verb, thing, reason = (chance.choice(words) for words in PHRASES)
    amount = f" worth {chance.randrange(2, 900)} million" if chance.random() < 0.2 else ""
    return f"{subject} in {chance.choice(LISTS['places'])} {verb} {thing}{amount} {reason}."


def _story(chance: random.Random) -> list[str]:
    return [_sentence(chance) for _ in range(chance.randrange(8, 16))]


def _cut(chance: random.Random, story: list[str]) -> list[str]:
    return story[: max(4, round(len(story) * chance.uniform(0.45, 0.9)))]


def _prepended(chance: random.Random, story: list[str]) -> list[str]:
    return [*(_sentence(chance) for _ in range(chance.randrange(1, 4))), *story]


def _re_headlined(chance: random.Random, story: list[str]) -> list[str]:
    return [_sentence(chance).removesuffix(".") + "\n\n" + story[0], *story[1:]]


def _changed(chance: random.Random, story: list[str]) -> list[str]:
    share = chance.uniform(0.05, 0.2)
    words = " ".join(story).split()
    return [" ".join(chance.choice(WORDS) if chance.random() < share else word for word in words)]


CHANGES: dict[str, Callable[[random.Random, list[str]], list[str]]] = dict(
    zip(KINDS, (_cut, _prepended, _re_headlined, _changed), strict=True)
)


def _pattern(chance: random.Random, pattern: str) -> str:
    numbers = {f"n{number}": f"{chance.uniform(1, 999):.{chance.choice([0, 1])}f}" for number in range(1, 9)}
    day = chance.choice(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    return pattern.format(
        place=chance.choice(LISTS["places"]), other=chance.choice(LISTS["places"]), day=day, **numbers
    )


def invent(count: int, seed: int = 5) -> list[Invented]:
    """So many articles: of 100 about 35 copies of the four kinds, 20 after one of three patterns, 10 follow-ups that
    repeat a third of an earlier story, and 35 stories of their own."""
    chance = random.Random(seed)
    first = date(2022, 1, 1)
    found: list[Invented] = []
    stories: list[tuple[int, list[str]]] = []
    for number in range(count):
        day, draw = first + timedelta(days=number * 300 // count), chance.random()
        if not stories or draw < 0.35:
            story = _story(chance)
            stories.append((number, story))
            found.append(Invented(" ".join(story), day))
        elif draw < 0.55:
            found.append(Invented(_pattern(chance, chance.choice(LISTS["patterns"])), day, kind="pattern"))
        elif draw < 0.65:
            background = chance.choice(stories)[1]
            new = [_sentence(chance) for _ in range(2 * len(background) // 3)]
            found.append(Invented(" ".join([*new, *background[: len(background) // 3]]), day, kind="follow-up"))
        else:
            original, story = chance.choice(stories[-200:])
            kind = chance.choice(KINDS)
            found.append(Invented(" ".join(CHANGES[kind](chance, story)), day, original, kind))
    return found


def as_documents(articles: list[Invented]) -> pl.DataFrame:
    """The columns of documents that copies are told by; an article's number is its key."""
    return pl.DataFrame(
        (
            {"document_id": number, "published_on": article.published_on, "published_at": None} | print_of(article.text)
            for number, article in enumerate(articles)
        ),
        schema={"document_id": pl.Int64(), "published_on": pl.Date(), "published_at": pl.Datetime("us", "UTC")}
        | PRINT_SCHEMA,
    )


def measure(articles: list[Invented], found: pl.DataFrame) -> tuple[float, dict[str, float]]:
    """Precision of the copies found, and recall by kind of copy, in shares of 1; a copy must name its own original."""
    right, planted = Counter[str](), Counter(article.kind for article in articles if article.copies is not None)
    named = dict(found.drop_nulls().iter_rows())
    for number, original in named.items():
        if articles[number].copies == original:
            right[articles[number].kind] += 1
    recall = {kind: right[kind] / planted[kind] for kind in KINDS}
    return right.total() / max(1, len(named)), recall | {"all": right.total() / planted.total()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 30_000, 100_000])
    for count in parser.parse_args().articles:
        articles = invent(count)
        documents = as_documents(articles)
        started = time.monotonic()
        precision, recall = measure(articles, find_duplicates(documents.lazy()))
        seconds, memory = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        kinds = ", ".join(f"{kind} {share:.3f}" for kind, share in recall.items())
        print(f"{count:,}: {seconds:.0f} s, {memory:.0f} MB, precision {precision:.4f}, recall {kinds}", flush=True)


if __name__ == "__main__":
    main()
