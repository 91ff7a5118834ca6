"""Who is who within one article: names, titles, acronyms, namesakes, pronouns and descriptions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from transforms.parse.parsed import ParsedArticle
from transforms.resolve.article import resolve
from transforms.resolve.model import Actor, Resolution

Parse = Callable[..., ParsedArticle]


def named(parsed: ParsedArticle, resolution: Resolution, printed: str, nth: int = 0) -> Actor | None:
    """The actor of the longest mention where the text prints these words for the n-th time, None for no mention."""
    start = -1
    for _ in range(nth + 1):
        start = parsed.article.text.index(printed, start + 1)
    found = [mention for mention in resolution.mentions if mention.start == start]
    return max(found, key=lambda mention: mention.end).actor if found else None


# text, words as printed, which time they stand there, the actor's name; None: no mention at all
MEANT: list[tuple[str, str, int, str | None]] = [
    # Names: surname and full name, titles, possessives, acronyms, nicknames with an initial.
    ("Emmanuel Macron flew to Rome. Macron met the pope.", "Macron", 1, "Emmanuel Macron"),
    ("Mr Macron flew to Rome. President Emmanuel Macron met the pope.", "Macron", 0, "Emmanuel Macron"),
    ("Priti Patel's letter angered Paris. Patel's aide quit.", "Patel", 1, "Priti Patel"),
    ("The World Food Programme sent flour. WFP said it was not enough.", "WFP", 0, "World Food Programme"),
    ("The European Union met. The EU wants a deal.", "EU", 0, "European Union"),
    ("John F. Kelly resigned. John Kelly left at noon.", "John Kelly", 0, "John F. Kelly"),
    ("Britain left. The United Kingdom was alone.", "Britain", 0, "United Kingdom"),
    # Capitals stand for governments where they act.
    ("Paris accused London of bad faith.", "Paris", 0, "France"),
    ("Paris accused London of bad faith.", "London", 0, "United Kingdom"),
    # Namesakes and near namesakes stay apart.
    ("Boris Johnson wrote to Brussels. Ylva Johansson answered. Johnson was pleased.", "Johnson", 1, "Boris Johnson"),
    ("Hillary Clinton spoke. Bill Clinton listened. Mrs. Clinton left.", "Clinton", 2, "Hillary Clinton"),
    ("Hillary Clinton spoke. Bill Clinton listened. Mr. Clinton left.", "Clinton", 2, "Bill Clinton"),
    # What the model misses or mislabels.
    ("Tamati Pohatu, 44, sang. Pohatu was tired.", "Pohatu", 1, "Tamati Pohatu"),
    ("Prof Henk Oosterling called the find odd.", "Henk", 0, "Henk Oosterling"),
    ("His spokeswoman, Ana Villareal, said nothing.", "Ana", 0, "Ana Villareal"),
    # Pronouns: by gender, number and grammar.
    ("Angela Merkel met Emmanuel Macron. She was late.", "She", 0, "Angela Merkel"),
    ("Angela Merkel met Emmanuel Macron. He was late.", "He", 0, "Emmanuel Macron"),
    ("John Smith met Paul Jones. He praised himself.", "himself", 0, "John Smith"),
    ("France closed the port. Its ministers met.", "Its", 0, "France"),
    ("Priti Patel said she would fly home.", "she", 0, "Priti Patel"),
    ("Anna Weber saw Maria Rossi. Weber said she was ill.", "she", 0, "Anna Weber"),
    # A pronoun outside a quotation does not mean somebody named only inside it.
    ("John Smith spoke. “Paul Jones lied,” he said.", "he", 0, "John Smith"),
    ("A town with the name Garriguella burned. Jordi Vila fled to Garriguella. He wept.", "He", 0, "Jordi Vila"),
    # Descriptions.
    ("French President Emmanuel Macron left. The French leader was tired.", "The French leader", 0, "Emmanuel Macron"),
    ("Prime Minister Boris Johnson left. The prime minister was tired.", "The prime minister", 0, "Boris Johnson"),
    ("Justice Samina Qureshi rose. The judge left.", "The judge", 0, "Samina Qureshi"),
    ("Gerald Darmanin and his British colleague, Priti Patel, met.", "his British colleague", 0, "Priti Patel"),
    ("Carlo Rossi met Anna Weber, the interior minister.", "the interior minister", 0, "Anna Weber"),
    ("The Parole Board of Canada met. The parole board freed him.", "The parole board", 0, "Parole Board of Canada"),
    ("The monitoring firm StillUp closed.", "The monitoring firm", 0, "StillUp"),
    ("A judge freed two men on Monday. Justice Samina Qureshi said they were ill.", "A judge", 0, "Samina Qureshi"),
    ("Peter Novak, 51, built the wall. The bricklayer said it was too thin.", "The bricklayer", 0, "Peter Novak"),
    ("Northfield Motors cut jobs. Northfield Motors told Reuters why. The company said more.", "The company", 0,
     "Northfield Motors"),
    ("Workers left the plant on Friday. The owners were away. They said it was unsafe.", "They", 0, "owners"),
    ("France and Britain met. Both nations signed.", "Both nations", 0, "France and United Kingdom"),
    ("Home Minister Amit Rao met the Delhi chief minister.", "the Delhi chief minister", 0, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "printed", "nth", "name"), MEANT)
def test_words_mean_this_actor(parse_text: Parse, text: str, printed: str, nth: int, name: str | None) -> None:
    parsed = parse_text(text)
    actor = named(parsed, resolve(parsed), printed, nth)
    assert (actor.name if actor is not None else None) == name


def test_a_name_tagged_as_a_person_once_and_fully_is_one_person_throughout(parse_text: Parse) -> None:
    text = "Gerald Darmanin spoke. Darmanin left Calais. Critics of Darmanin wrote. Darmanin's aide and Darmanin met."
    parsed = parse_text(text)
    people = {m.actor for m in resolve(parsed).mentions if text[m.start : m.end].endswith("Darmanin")}
    assert [(actor.name, actor.actor_type) for actor in people] == [("Gerald Darmanin", "person")]


@pytest.mark.parametrize(
    ("text", "name", "country", "sector", "office"),
    [
        ("French President Emmanuel Macron left.", "Emmanuel Macron", "FRA", "GOV", "president"),
        ("Dutch Immigration Minister Ankie Visser left.", "Ankie Visser", "NLD", "GOV", "immigration minister"),
        ("Israel's Prime Minister Yair Lapid left.", "Yair Lapid", "ISR", "GOV", "prime minister"),
        ("Carla Rossi, the Italian ambassador, left.", "Carla Rossi", "ITA", "GOV", "ambassador"),
    ],
)
def test_a_title_tells_country_sector_and_office(
    parse_text: Parse, text: str, name: str, country: str, sector: str, office: str
) -> None:
    found = [mention.actor for mention in resolve(parse_text(text)).mentions if mention.actor.name == name]
    assert [(actor.country, actor.sector, actor.office) for actor in found[:1]] == [(country, sector, office)]


def test_an_aide_is_not_the_minister(parse_text: Parse) -> None:
    parsed = parse_text("Gerald Darmanin spoke. A Darmanin aide called the letter rude.")
    resolution = resolve(parsed)
    aide = next(token for token in parsed.doc if token.text == "aide")
    actor = resolution.actor_of(parsed.doc[aide.i : aide.i + 1])
    assert (actor.name, actor.is_named) == ("unnamed aide to Gerald Darmanin", False)
    assert actor.of is not None and actor.of.name == "Gerald Darmanin"


@pytest.mark.parametrize(
    ("text", "word", "may_act"),
    [
        ("France wants a crackdown on people smuggling.", "people", False),
        ("There are limits to Sunday's summit.", "Sunday", False),
        ("They met in Calais.", "Calais", False),
        ("They crossed the English Channel.", "Channel", False),
        ("The police arrested people.", "people", True),
        ("France met Italy.", "Italy", True),
    ],
)
def test_some_nouns_cannot_act(parse_text: Parse, text: str, word: str, may_act: bool) -> None:
    parsed = parse_text(text)
    token = next(token for token in parsed.doc if token.text == word)
    assert resolve(parsed).is_actor_like(token) is may_act
