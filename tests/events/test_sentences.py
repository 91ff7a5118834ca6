"""What one sentence reports: type, status, who acts and who is acted on, each construction by an example of its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from transforms.events.article import find_events
from transforms.events.model import Event
from transforms.parse.parsed import ParsedArticle
from transforms.resolve.article import resolve
from transforms.statements.article import find_statements

WEDNESDAY = date(2024, 5, 15)
Parse = Callable[..., ParsedArticle]


def events_of(parsed: ParsedArticle) -> list[Event]:
    resolution = resolve(parsed)
    return find_events(parsed, resolution, find_statements(parsed, resolution))


def told(event: Event) -> str:
    """An event in words: "ASSAULT happened: rebels > the village"."""
    sides = [
        ", ".join(participant.text for participant in event.participants if participant.role == role)
        for role in ("actor", "recipient")
    ]
    return f"{event.event_type} {event.status}: {sides[0]} > {sides[1]}".strip()


FRAMES = {
    "Police in Lagos arrested 14 activists.": ["COERCE happened: Police in Lagos > 14 activists"],
    "The UN sent food to the survivors.": ["AID happened: The UN > the survivors"],
    "Spain sent troops to the border.": ["MOBILIZE happened: Spain > the border"],
    "The army launched an attack on the village.": ["ASSAULT happened: The army > the village"],
    "The prosecutor launched an investigation into the bank.": ["ACCUSE happened: The prosecutor > the bank"],
    "Ministers held talks with the rebels.": ["CONSULT happened: Ministers > the rebels"],
    "Peru expelled the Bolivian ambassador.": ["SANCTION happened: Peru > the Bolivian ambassador"],
    "Nurses have been on strike since Monday.": ["PROTEST happened: Nurses >"],
    "Rebels have agreed to a ceasefire with the government.": ["AGREE happened: Rebels > the government"],
    "The union called for a new law.": ["OTHER happened: The union >"],
    "The company released its annual report.": [],
    "Students took part in a hunger strike against the ministry.": ["PROTEST happened: Students > the ministry"],
    "The emir launched a mediation effort between Chad and Sudan.": ["CONSULT happened: The emir > Chad, Sudan"],
    "The chief minister launched a scathing attack on the federal government.": [
        "ACCUSE happened: The chief minister > the federal government"
    ],
    "Kenya and Uganda began a new round of joint military exercises in the north.": [
        "COOPERATE happened: Kenya, Uganda >"
    ],
    "Lima and Quito agreed there was an urgent need for progress.": [],
    "Lima suspended ties with Quito.": ["SANCTION happened: Lima > Quito"],
    "The senate struck a deal with the governors.": ["AGREE happened: The senate > the governors"],
    "Rebels will lay down their weapons.": ["RETREAT planned: Rebels >"],
    "Oslo offered its condolences to the families of those who died in the bombing.": [],
    "Sweden gave 3 million euros to the health ministry of Laos to assist farmers.": [
        "AID happened: Sweden > the health ministry of Laos"
    ],
    "The singer released a new album.": [],
    "The film follows a general who stages a coup and arrests the cook.": [],
    "The film was banned by the censors.": ["COERCE happened: the censors > The film"],
    "The film sparked riots in Lahore.": ["PROTEST happened: The film > Lahore"],
}
PARTICIPANTS = {
    "Fourteen activists were arrested by police.": ["COERCE happened: police > Fourteen activists"],
    "Fourteen activists were arrested.": ["COERCE happened:  > Fourteen activists"],
    "The foreign ministers of Chad and Niger met without their Malian colleague.": [
        "CONSULT happened: The foreign ministers of Chad, Niger >"
    ],
    "The ministry said it had expelled three diplomats.": ["SANCTION happened: The ministry > three diplomats"],
    "The mayor, who was accused of fraud by prosecutors, resigned.": [
        "ACCUSE happened: prosecutors > The mayor",
        "RETREAT happened: The mayor >",
    ],
    "The militia leaders are responsible for the killing of herders.": [
        "ASSAULT happened: The militia leaders > herders"
    ],
    "The government is committed to reform.": ["AGREE happened: The government >"],
    "Police thwarted an attempt to bomb a market in Lagos on Monday.": ["ASSAULT denied:  > Lagos"],
    "A car bomb in Kiev killed a journalist.": ["ASSAULT happened:  > a journalist"],
    "Senator Cole rejected President Hale's plan for the Middle East.": [
        "REJECT happened: Senator Cole > President Hale"
    ],
    "Kenya wrote a letter to Abiy Ahmed, which it released on Monday.": [],
    "The talks between Oslo and Lima were called off.": ["CONSULT cancelled: Oslo, Lima >"],
}
STATUS = {
    "The army promised to release the prisoners.": ["AGREE happened: The army > the prisoners"],
    "The army refused to release the prisoners.": ["REJECT happened: The army > the prisoners"],
    "The army will not release the prisoners.": ["REJECT happened: The army > the prisoners"],
    "Norway is ready to send aid to Malawi.": ["AGREE happened: Norway > Malawi"],
    "The army may attack the village.": ["ASSAULT possible: The army > the village"],
    "The army did not attack the village.": ["ASSAULT denied: The army > the village"],
    "If the rebels attack the town, the army will respond.": ["ASSAULT possible: the rebels > the town"],
    "The ministers will meet the rebels on Friday.": ["CONSULT planned: The ministers > the rebels"],
    "The main event was to have been a meeting between Ann Lee and Tom Fox.": ["CONSULT cancelled: Ann Lee, Tom Fox >"],
    "The president hopes that Japan will help Malawi.": [],
    "France wants a crackdown on the smugglers.": ["COERCE requested: France > the smugglers"],
}
HARM = {
    "An earthquake killed 40 people in Chile.": ["DISASTER happened:  > 40 people"],
    "A bus crash that injured 12 children shocked the town.": ["DISASTER happened:  > 12 children"],
    "Rebels bombed the town. Four people were killed.": [
        "ASSAULT happened: Rebels > the town",
        "ASSAULT happened:  > Four people",
    ],
    "A train derailed near the town. Four people were killed.": [
        "DISASTER happened:  > A train",
        "DISASTER happened:  > Four people",
    ],
}
EXAMPLES = [*FRAMES.items(), *PARTICIPANTS.items(), *STATUS.items(), *HARM.items()]


@pytest.mark.parametrize(("sentence", "expected"), EXAMPLES, ids=[sentence for sentence, _ in EXAMPLES])
def test_a_sentence_reports_its_events(parse_text: Parse, sentence: str, expected: list[str]) -> None:
    assert [told(event).removesuffix(" in Chile") for event in events_of(parse_text(sentence, WEDNESDAY))] == expected


ONE_HAPPENING = {
    "Gunmen attacked a market in Kano on Monday. The attack killed 12 people.": 1,
    "Gunmen attacked a market in Kano on Monday. A day later the army shelled a village.": 2,
    "A ferry sank off Lamu on Monday. The accident killed nine people. Nine people drowned.": 1,
    "A ferry sank off Lamu on Monday. In Peru, a mine collapsed on Tuesday.": 2,
    "The leaders of Chad and Niger will meet on Friday. The meeting will be held in Paris.": 1,
}


@pytest.mark.parametrize(("text", "incidents"), ONE_HAPPENING.items(), ids=list(ONE_HAPPENING))
def test_mentions_of_one_happening_share_an_incident(parse_text: Parse, text: str, incidents: int) -> None:
    assert len({event.incident for event in events_of(parse_text(text, WEDNESDAY))}) == incidents


def test_an_event_told_only_in_a_statement_points_at_it(parse_text: Parse) -> None:
    [event] = events_of(parse_text("The minister said that rebels attacked the village.", WEDNESDAY))
    assert event.statement is not None
    assert event.statement.speaker_name is not None


def test_words_of_a_whole_quoted_sentence_are_no_event(parse_text: Parse) -> None:
    text = "“They attacked us with words,” the actress said."
    assert events_of(parse_text(text, WEDNESDAY)) == []
