"""Forty short articles, written for the project from a few templates, to be put into every format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

PLACES = ("Calais", "Bergen", "Galway", "Ljubljana", "Oporto", "Tromsø", "Zürich", "Málaga", "Gdańsk", "Ghent")
PEOPLE = ("Ada Okello", "José Ferreira", "Ingrid Lund", "Priya Raman", "Tomáš Novák", "Zoë Müller", "Sean O’Hara")
SUBJECTS = (
    ("harbour", "would stay closed until the end of the week", "fishing boats"),
    ("tram line", "would open a year later than planned", "commuters"),
    ("hospital", "needed 40 more nurses before the winter", "patients & visitors"),
    ("library", "had lent more books than in any year since 1998", "young readers"),
    ("stadium", "cost 12 million euros more than the council had voted for", "taxpayers"),
    ("bridge", "could no longer carry lorries of more than 20 tonnes", "hauliers"),
    ("school", "had been rebuilt with money from the regional fund", "parents"),
    ("airport", "must not let aircraft land between midnight and six", "residents"),
)
PUBLISHERS = ("The Courier", "Evening Herald & Post", "Coast Tribune")


@dataclass(frozen=True)
class Written:
    """An article as its writer means it."""

    id: str
    headline: str
    paragraphs: tuple[str, ...]
    published_on: date
    publisher: str
    author: str

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    @property
    def published(self) -> str:
        return f"{self.published_on}T09:30:00Z"

    @property
    def url(self) -> str:
        return f"https://news.example.org/{self.id}"


def _written(number: int) -> Written:
    place, person = PLACES[number % len(PLACES)], PEOPLE[number % len(PEOPLE)]
    thing, news, people = SUBJECTS[number % len(SUBJECTS)]
    other = PEOPLE[(number + 3) % len(PEOPLE)]
    paragraphs = (
        f"The {thing} of {place} {news}, the mayor, {person}, said on Monday after a meeting that took four hours.",
        f"“We have waited long enough for an answer,” {person} told reporters in {place}. “Nobody should wait longer.”",
        f"{other}, who speaks for {people}, said the decision had been made “behind closed doors” and asked the "
        f"council to publish the {number + 3} letters that it had received about the {thing} since the spring.",
        f'The council said that it would answer "in due course". It meets again in {place} on the first Tuesday of the '
        f"month, and the costs, less than 5 % of its budget, are to be told there.",
        f"Work on the {thing} began in {1990 + number} and was to take two years; {people} have complained ever since.",
    )
    return Written(
        id=f"article-{number:02}",
        headline=f"Mayor of {place} says {thing} {news}",
        paragraphs=paragraphs[: 3 + number % 3],
        published_on=date(2021, 11, 1) + timedelta(days=number),
        publisher=PUBLISHERS[number % len(PUBLISHERS)],
        author=PEOPLE[(number + 5) % len(PEOPLE)],
    )


FORTY = tuple(_written(number) for number in range(40))
