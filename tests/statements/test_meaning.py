"""Act, negation, medium, hearer and day."""

from __future__ import annotations

from datetime import date

import pytest

from tests.statements.conftest import Find


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ana Ruiz said the road was open.", "state"),
        ("Ana Ruiz asked whether the road was open.", "ask"),
        ("“Who closed the road this time?” Ana Ruiz said.", "ask"),
        ("Ana Ruiz demanded an apology.", "demand"),
        ("Ana Ruiz told drivers to stay at home.", "demand"),
        ("“Stay at home and wait,” Ana Ruiz said.", "demand"),
        ("Ana Ruiz promised to open the road.", "promise"),
        ("“We will open the road,” Ana Ruiz said.", "promise"),
        ("Ana Ruiz denied that the road was closed.", "deny"),
        ("Ana Ruiz accused the company of lying.", "accuse"),
        ("Ana Ruiz praised the drivers.", "praise"),
        ("Ana Ruiz warned that the road would close.", "warn"),
        ("Ana Ruiz announced a new road.", "announce"),
        ("Ana Ruiz called the letter “unacceptable.”", "describe"),
        ("Ana Ruiz described the letter as unacceptable.", "describe"),
        ("Ana Ruiz dismissed the letter as “noise.”", "describe"),
        ("Ana Ruiz insisted that the road was open.", "state"),
    ],
)
def test_act(find: Find, text: str, act: str) -> None:
    assert [statement.act for statement in find(text)] == [act]


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("Ana Ruiz said in a statement that the road was open.", "statement"),
        ("Ana Ruiz said at a news conference that the road was open.", "press conference"),
        ("“The road is open,” Ana Ruiz told reporters.", "press conference"),
        ("“The road is open,” Ana Ruiz wrote on Twitter.", "tweet"),
        ("Ana Ruiz tweeted that the road was open.", "tweet"),
        ("Ana Ruiz said in an interview that the road was open.", "interview"),
        ("Ana Ruiz told the Valley Gazette that the road was open.", "interview"),
        ("Ana Ruiz wrote in a letter that the road was open.", "letter"),
        ("The road is open, according to a report by the police.", "report"),
        ("Ana Ruiz told the court that the road was open.", "court"),
        ("Ana Ruiz told parliament that the road was open.", "meeting"),
        ("“The road is open,” Ana Ruiz said at the outset of the gathering.", "speech"),
        ("Ana Ruiz told local radio that the road was open.", "broadcast"),
        ("Ana Ruiz said the road was open.", None),
    ],
)
def test_medium(find: Find, text: str, medium: str | None) -> None:
    assert [statement.medium for statement in find(text)] == [medium]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Ana Ruiz told reporters that the road was open.", "reporters"),
        ("“The road is open,” Ana Ruiz said to Omar Haddad.", "Omar Haddad"),
        ("Ana Ruiz asked help from her neighbours to clear the road.", "her neighbours"),
        ("Ana Ruiz called on Omar Haddad to open the road.", "Omar Haddad"),
        ("Ana Ruiz wrote in a letter to Omar Haddad that the road was open.", "Omar Haddad"),
        ("Ana Ruiz told a news conference that the road was open.", None),
        ("“The road is open,” said Ana Ruiz.", None),
    ],
)
def test_addressee(find: Find, text: str, addressee: str | None) -> None:
    (statement,) = find(text)
    assert (statement.addressee.name if statement.addressee else None) == addressee


def test_what_a_speaker_goes_on_to_say_keeps_medium_and_hearer(find: Find) -> None:
    first, second = find("“The road is open,” Ana Ruiz told reporters. “Nobody need wait.”")
    assert second.is_inherited
    assert (second.medium, second.addressee) == (first.medium, first.addressee)


def test_a_reply_goes_to_whoever_spoke(find: Find) -> None:
    question, answer = find("“Is the road open?” Ana Ruiz asked. “It is,” Omar Haddad replied.")
    assert question.addressee is answer.speaker_actor
    assert answer.addressee is question.speaker_actor


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("Ana Ruiz did not say that the road was open.", True),
        ("Ana Ruiz declined to say whether the road was open.", True),
        ("Ana Ruiz never said that the road was open.", True),
        ("Ana Ruiz said that the road was not open.", False),
    ],
)
def test_negation_is_of_the_saying(find: Find, text: str, negated: bool) -> None:
    assert [statement.is_negated for statement in find(text)] == [negated]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ana Ruiz said on Monday that the road was open.", date(2024, 3, 11)),
        ("Ana Ruiz said that the road had opened on Monday.", None),
        ("Ana Ruiz urged drivers on Monday to stay at home.", date(2024, 3, 11)),
        ("Ana Ruiz urged drivers to stay at home on Monday.", None),
        ("The road had closed on Monday, Ana Ruiz said.", None),
        ("“They were too many,” Ana Ruiz said of the deaths on Monday.", None),
    ],
)
def test_day_is_that_of_the_saying(find: Find, text: str, day: date | None) -> None:
    assert [statement.stated_on for statement in find(text)] == [day]


def test_about_are_the_actors_that_the_content_names(find: Find) -> None:
    (statement,) = find("Ana Ruiz said that France and Omar Haddad would pay, and that Haddad would go first.")
    assert {actor.name: count for actor, count in statement.about.items()} == {"France": 1, "Omar Haddad": 2}
