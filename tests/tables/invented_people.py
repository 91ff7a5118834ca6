"""Articles about invented people: who is who is known, so the keys of their actors can be measured.

    python -m tests.tables.invented_people [--people 500] [--articles 10000]

prints pairwise precision and recall of the actor keys: of all pairs of printed names, how many pairs that share a key
are of one person, and how many pairs of one person share a key.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import polars as pl
import yaml

from transforms.lexicon import table
from transforms.pipeline import extract_all
from transforms.read.article import Article
from transforms.tables.collection import assemble

LISTS = yaml.safe_load(Path(__file__).with_name("invented.yaml").read_text("utf-8"))
# (before the name, in apposition behind it, calling)
OFFICES = [
    ("Finance Minister", "finance minister", "politics"),
    ("Foreign Minister", "foreign minister", "politics"),
    ("Interior Minister", "interior minister", "politics"),
    ("President", "president", "politics"),
    ("Senator", "senator", "politics"),
    ("General", "general", "force"),
    ("Judge", "judge", "law"),
    ("striker", "striker", "sport"),
    ("cyclist", "cyclist", "sport"),
    ("singer", "singer", "arts"),
    ("novelist", "novelist", "arts"),
    ("banker", "banker", "business"),
]
SAYINGS = [
    "said the plan would cost too much.",
    "told reporters that the talks had failed.",
    "said there was no reason to wait.",
    "warned that the work would take years.",
    "denied the report and promised an answer within days.",
    "said the decision was the right one.",
]
ADDITIONS = [
    "{} added that nobody had been consulted.",
    "{} said the matter was closed.",
    "A crowd of supporters cheered as {} left the building.",
    "The letter that {} wrote was published in full.",
]
FIRST_DAY, DAYS = date(2020, 1, 1), 900


@dataclass(frozen=True)
class Invented:
    """One invented person."""

    given: str
    middle: str
    surname: str
    gender: str
    country: dict[str, str]
    office: tuple[str, str, str]
    nickname: str | None

    @property
    def name(self) -> str:
        return f"{self.given} {self.surname}"


@dataclass
class Told:
    """An article and its names: code points of each, and the number of the person meant."""

    article: Article
    names: list[tuple[int, int, int]] = field(default_factory=list)


def invent_people(count: int, seed: int = 7) -> list[Invented]:
    """So many people; every eighth bears the full name of another, of another country or another calling."""
    chance = random.Random(seed)
    nicknames = {row["name"]: row["variants"].split(";") for row in table("given_name_variants")}
    variants = Counter(variant for forms in nicknames.values() for variant in forms)
    given = [row for row in table("given_names") if row["name"].isascii() and variants[row["name"]] == 0]
    countries = [row for row in table("countries") if row["country"] in LISTS["countries"]]
    people: list[Invented] = []
    while len(people) < count:
        name, gender = chance.choice([(row["name"], row["gender"]) for row in given])
        surname, middle = chance.choice(LISTS["surnames"]), chance.choice(LISTS["middles"])
        country, office = chance.choice(countries), chance.choice(OFFICES)
        if len(people) % 8 == 7:
            twin = people[-1]
            name, gender, surname = twin.given, twin.gender, twin.surname
            if len(people) % 16 == 7:
                country = chance.choice([row for row in countries if row != twin.country])
            else:
                country = twin.country
                office = chance.choice([other for other in OFFICES if other[2] != twin.office[2]])
        elif any((person.given, person.surname) == (name, surname) for person in people):
            continue
        forms = [form for form in nicknames.get(name, []) if variants[form] == 1]
        nickname = chance.choice(forms) if forms else None
        people.append(Invented(name, middle, surname, gender, country, office, nickname))
    return people


def _introduction(chance: random.Random, person: Invented, *, opens: bool) -> tuple[str, str, str, bool]:
    """Words before the name, the name, words behind it, and whether the article has a dateline of the country.

    Only who `opens` an article can be told by its dateline; who comes second is told with a nation.
    """
    before, behind, _ = person.office
    nation = person.country["demonyms"].split(";")[0]
    alias = chance.choice([
        f"{person.given[0]}. {person.surname}",
        f"{person.given} {person.middle} {person.surname}",
        f"{person.nickname or person.given} {person.surname}",
    ])  # fmt: skip
    title, bare = f"{nation} {before} ", f"{before} " if before[0].isupper() else f"The {before} "
    return chance.choices(
        [
            (title, person.name, "", False),
            ("", person.name, f", the {nation} {behind},", False),
            (bare, person.name, "", True),
            (title, person.surname, "", False),
            (title, alias, "", False),
            ("", person.name, "", True),
            ("", person.name, "", False),
            (bare, person.surname, "", True),
        ],
        weights=[25, 20, 15, 10, 12, 8, 5, 5] if opens else [25, 20, 0, 10, 12, 0, 5, 0],
    )[0]


def tell(people: Sequence[Invented], count: int, seed: int = 11) -> list[Told]:
    """So many articles of two to five sentences about one or two of the people each."""
    chance = random.Random(seed)
    told = []
    for number in range(count):
        who = chance.sample(range(len(people)), chance.choice([1, 1, 2]))
        if len({people[index].surname for index in who}) < len(who):
            who = who[:1]
        text, names = "", []
        for index in who:
            person = people[index]
            before, name, behind, is_dated = _introduction(chance, person, opens=not text)
            if is_dated:
                seat = person.country["government_seat"].split(";")[0]
                text = f"{seat.upper()}, {person.country['name']} (Dateline) — "
            start = len(text) + len(before)
            names.append((start, start + len(name), index))
            text += f"{before}{name}{behind} {chance.choice(SAYINGS)} "
            for _ in range(chance.choice([0, 1, 2])):
                sentence = chance.choice(ADDITIONS)
                style = {"m": "Mr. ", "f": "Ms. "}[person.gender] if chance.random() < 0.3 else ""
                start = len(text) + sentence.index("{}") + len(style)
                names.append((start, start + len(person.surname), index))
                text += sentence.format(style + person.surname) + " "
        day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
        told.append(Told(_article(number, text.rstrip(), day), names))
    return told


def _article(number: int, text: str, day: date) -> Article:
    digest = sha256(text.encode()).hexdigest()
    return Article(f"invented/{number:05}.txt", f"{number:05}", "txt", digest, text, published_on=day)


def keys_of(told: Iterable[Told], frames: dict[str, pl.DataFrame]) -> list[tuple[int, int | str]]:
    """For every name of the articles the person meant and the key found; a name not found has a key of its own."""
    documents = dict(frames["documents"].select("source_id", "document_id").iter_rows())
    found: dict[tuple[int, int], int] = {}
    for document_id, start, end, actor_id in (
        frames["mentions"].select("document_id", "start", "end", "actor_id").iter_rows()
    ):
        found.update({(document_id, place): actor_id for place in range(start, end)})
    pairs: list[tuple[int, int | str]] = []
    for one in told:
        document_id = documents[one.article.source_id]
        for start, end, person in one.names:
            pairs.append((person, found.get((document_id, end - 1), f"none {one.article.source_id} {start}")))
    return pairs


def pairwise(pairs: Iterable[tuple[int, int | str]]) -> tuple[float, float]:
    """Pairwise precision and recall of keys against people."""
    both = Counter(pairs)
    by_person, by_key = Counter[int](), Counter[int | str]()
    for (person, actor), count in both.items():
        by_person[person] += count
        by_key[actor] += count

    def alike(counts: Iterable[int]) -> int:
        return sum(count * (count - 1) // 2 for count in counts)

    right = alike(both.values())
    return right / max(1, alike(by_key.values())), right / max(1, alike(by_person.values()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500, help="how many people to invent")
    parser.add_argument("--articles", type=int, default=10_000, help="how many articles to write about them")
    wanted = parser.parse_args()
    told = tell(invent_people(wanted.people), wanted.articles)
    frames, _ = extract_all([one.article for one in told])
    precision, recall = pairwise(keys_of(told, assemble(frames, [])))
    print(f"{wanted.people} people, {wanted.articles} articles: precision {precision:.4f}, recall {recall:.4f}")


if __name__ == "__main__":
    main()
