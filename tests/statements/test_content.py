"""What is said and who says it, construction by construction."""

from __future__ import annotations

import pytest

from tests.statements.conftest import Find, in_words

CASES = {
    # finite complements
    "Ana Ruiz said that the road was open.": [("Ana Ruiz", "that the road was open")],
    "Ana Ruiz said the road was open.": [("Ana Ruiz", "the road was open")],
    "The road was open, Ana Ruiz said.": [("Ana Ruiz", "The road was open")],
    "The road, Ana Ruiz said, is open again.": [("Ana Ruiz", "The road … is open again")],
    "Trams run again; Ana Ruiz said that the road was open.": [("Ana Ruiz", "that the road was open")],
    "In a note to the drivers, she wrote, “We must open the road before noon.”": [
        ("she", "“We must open the road before noon.”")
    ],
    "Ana Ruiz asked whether the road was open.": [("Ana Ruiz", "whether the road was open")],
    "Ana Ruiz says she walked to work, took the stairs and was late.": [
        ("Ana Ruiz", "she walked to work, took the stairs and was late")
    ],
    "Records from December indicated the debt was then $267 million.": [("Records", "the debt was then $267 million")],
    # gerunds
    "Ana Ruiz denied taking the money.": [("Ana Ruiz", "taking the money")],
    # infinitives and noun phrases
    "Ana Ruiz promised to open the road.": [("Ana Ruiz", "to open the road")],
    "Ana Ruiz urged drivers to stay at home.": [("Ana Ruiz", "drivers to stay at home")],
    "The mayor called on the company to mend the road.": [("The mayor", "the company to mend the road")],
    "The mayor announced a new bridge.": [("The mayor", "a new bridge")],
    # describing and accusing
    "The mayor described the road as “a disgrace.”": [("The mayor", "the road as “a disgrace.”")],
    "The mayor called the road “a disgrace.”": [("The mayor", "the road “a disgrace.”")],
    "The mayor accused the company of “sleeping on the job.”": [("The mayor", "the company of “sleeping on the job.”")],
    # quotations and their cues
    "“The road is open,” Ana Ruiz said.": [("Ana Ruiz", "“The road is open,”")],
    "“The road is open,” said Ana Ruiz, the mayor.": [("Ana Ruiz", "“The road is open,”")],
    "“The road is open,” Ana Ruiz said, “and will stay so.”": [
        ("Ana Ruiz", "“The road is open,” … “and will stay so.”")
    ],
    "Ana Ruiz said: “The road is open to everybody.”": [("Ana Ruiz", "“The road is open to everybody.”")],
    "Ana Ruiz said the road “is open” to all.": [("Ana Ruiz", "the road “is open” to all")],
    # coordination, participles, absolutes
    "France praised the drivers of the night trams and said the road was open.": [
        ("France", "the drivers of the night trams"),
        ("France", "the road was open"),
    ],
    "Ana Ruiz said the road was open, adding that trams would follow.": [
        ("Ana Ruiz", "the road was open"),
        ("Ana Ruiz", "that trams would follow"),
    ],
    "The road opened on Monday, with Ana Ruiz saying she was proud of it.": [("Ana Ruiz", "she was proud of it")],
    "Ana Ruiz said the road was safe and promised to open it.": [
        ("Ana Ruiz", "the road was safe"),
        ("Ana Ruiz", "to open it"),
    ],
    # passives
    "The mayor was quoted as saying that the road was open.": [("The mayor", "that the road was open")],
    "“The road is open,” the mayor was quoted by a paper as saying.": [("the mayor", "“The road is open,”")],
    # documents and other sources
    "The road is open, according to the police.": [("the police", "The road is open")],
    "According to the police, the road is open.": [("the police", "the road is open")],
    "Young drivers with no winter tyres might not be so lucky, according to Omar Haddad.": [
        ("Omar Haddad", "Young drivers with no winter tyres might not be so lucky")
    ],
    "The road is a disgrace, in the words of one driver.": [("one driver", "The road is a disgrace")],
    "The mayor has called it “a nightmare.”": [("The mayor", "it “a nightmare.”")],
    "The mayor repeated her claim that the road was safe.": [("her", "that the road was safe")],
    # edges
    "Ana Ruiz said the road was open, while snow fell in the hills.": [("Ana Ruiz", "the road was open")],
    "Ana Ruiz said the road would close if the snow came back.": [
        ("Ana Ruiz", "the road would close if the snow came back")
    ],
    "Ana Ruiz said the road was open, but that the bridge was not.": [
        ("Ana Ruiz", "the road was open, but that the bridge was not")
    ],
    "Ana Ruiz said the road belonged to Omar Haddad, who owns the quarry.": [
        ("Ana Ruiz", "the road belonged to Omar Haddad")
    ],
}

SILENT = [
    "You might say the road is open.",
    "I would say that the road is open.",
    "Many drivers believe that the road is open.",
    "The mayor hopes that the road will open.",
    "Did the mayor say that the road was open?",
    "If the mayor says the road is open, trams will run.",
    "The wet spring suggests that the road will flood.",
    "The mayor refused to discuss the road.",
    "A company called Northern Rails built the road.",
    "His first film, “The Road”, is sold out.",
    "The so-called “road map” hangs in the hall.",
    "The tram is late.\n\nAna Ruiz says the road is open. (Lena Voss/Reader Wire)\n\nIt came at noon.",
    "The road opened.\n\nWATCH: Mayor says road is open\n\nThe tram is late.",
]


@pytest.mark.parametrize("text", CASES, ids=str)
def test_content_and_speaker(find: Find, text: str) -> None:
    assert [in_words(text, statement) for statement in find(text)] == CASES[text]


@pytest.mark.parametrize("text", SILENT, ids=str)
def test_what_is_no_statement(find: Find, text: str) -> None:
    assert [in_words(text, statement) for statement in find(text)] == []


def test_kind_and_verbatim_pieces(find: Find) -> None:
    text = "“It is open,” Ana Ruiz said. Omar Haddad said it was “wide” open. Lea Holm said it was not."
    assert [statement.kind for statement in find(text)] == ["direct", "mixed", "indirect"]
    mixed = find(text)[1]
    assert [(text[f.start : f.end], f.is_verbatim) for f in mixed.fragments] == [
        ("it was", False),
        ("“wide”", True),
        ("open", False),
    ]


def test_a_quotation_without_a_cue_inherits_its_speaker_until_narration_resumes(find: Find) -> None:
    text = (
        "“The road is open,” Ana Ruiz said. “Nobody need wait.”\n\n“It took a year.”\n\n"
        "Omar Haddad built the bridge. It is called “the long way home” in the valley."
    )
    found = find(text)
    assert [(statement.speaker_name, statement.is_inherited) for statement in found[:3]] == [
        ("Ana Ruiz", False),
        ("Ana Ruiz", True),
        ("Ana Ruiz", True),
    ]
    assert not any(statement.is_inherited for statement in found[3:])


def test_speech_over_paragraphs_is_one_statement(find: Find) -> None:
    text = "“The road is open,” Ana Ruiz said. “It took a year.\n\n“It was worth it.”"
    assert len(find(text)) == 2


def test_nested_speech_points_at_its_outer(find: Find) -> None:
    outer, inner = find("Ana Ruiz said that Omar Haddad had called the road unsafe.")
    assert (inner.within, outer.within) == (outer, None)
    assert (outer.speaker_name, inner.speaker_name) == ("Ana Ruiz", "Omar Haddad")


def test_a_document_speaks_for_whoever_wrote_it(find: Find) -> None:
    (statement,) = find("The road is open, according to a statement from the Home Office.")
    assert (statement.speaker_name, statement.medium) == ("Home Office (United Kingdom)", "statement")


def test_the_unnamed_stay_unnamed(find: Find) -> None:
    first, second = find("Omar Haddad left early. “He is tired,” a Haddad aide said. “Leave him,” one driver shouted.")
    assert first.speaker_name == "unnamed aide to Omar Haddad"
    assert second.speaker_name == "one driver"


def test_a_pull_quote_is_its_names(find: Find) -> None:
    text = (
        "The power grid will survive, Energy Minister Paula Reyes said on Tuesday.\n\n"
        "Nobody should be afraid to turn on a heater tonight. Paula Reyes, energy minister\n\nTrams run again."
    )
    content = "Nobody should be afraid to turn on a heater tonight."
    assert in_words(text, find(text)[-1]) == ("Paula Reyes", content)


def test_a_headline_gives_speech_by_a_colon(find: Find) -> None:
    text = "Mayor: Road will open on Monday\n\nThe snow is gone from the valley."
    assert [in_words(text, statement) for statement in find(text)] == [("Mayor", "Road will open on Monday")]
