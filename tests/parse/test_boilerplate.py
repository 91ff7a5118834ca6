"""Bylines, credits, links, buttons and footers are no prose; sentences that look a little like them are."""

from __future__ import annotations

import pytest

from tests.releases import inputs_of
from transforms.lexicon import table
from transforms.parse.boilerplate import is_boilerplate
from transforms.pipeline import extract_all
from transforms.read.article import Article
from transforms.tables.checks import check_release
from transforms.tables.collection import assemble

PROSE = (
    "By Monday the river had fallen.",
    "By Monday Ana Ruiz had resigned.",
    "Share prices fell on Monday.",
    "Share the burden, the minister said.",
    "Read the letter aloud, he told them.",
    "Related charges were dropped, the court said.",
    "Watch out, she said.",
    "Video showed police firing on the crowd.",
    "Photo journalists were arrested.",
    "Comments by the minister angered Paris.",
    "Topics of the talks were not disclosed.",
    "Published reports said that 12 people died.",
    "Updated figures show that 12 people died.",
    "Live rounds were fired.",
    "Subscribe, he said, and you will see.",
    "More than 200 people were arrested.",
    "Follow us, the rebels told the villagers.",
    "Email was down.",
    "Reuters reported that two people died.",
    "AP reporters were expelled from the city.",
    "The Associated Press reported the deaths.",
    "Copyright law must change, the minister said.",
    "Sources: two officials",
    "Maria Lopez contributed to this victory.",
    "Advertisement sales fell.",
)


@pytest.mark.parametrize("row", table("boilerplate"), ids=lambda row: row["example"])
def test_every_pattern_is_for_its_example(row: dict[str, str]) -> None:
    assert is_boilerplate(row["example"])


@pytest.mark.parametrize("line", PROSE)
def test_prose_is_no_boilerplate(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize("length", [280, 299])
@pytest.mark.parametrize("piece", ["a", "A ", "Aa ", "By A ", "©", "1 ", ".", "A.", "read more ", "@a", "a.", "AP/"])
def test_no_line_takes_long(piece: str, length: int) -> None:
    is_boilerplate((piece * length)[:length] + "!")


STORY = "Police arrested Ana Ruiz in Lisbon on Monday. “We will appeal,” her lawyer Tom Bell told reporters."


def test_what_boilerplate_tells_is_no_row_of_the_article() -> None:
    lines = [row["example"] for row in table("boilerplate")]
    text = "Lawyer held in Lisbon\n\n" + "\n\n".join([*lines[:4], STORY, *lines[4:], "“We are many,” she said."])
    frames, rejects = extract_all([Article("a.txt", "a", "txt", "0" * 64, text)])
    tables = assemble(frames, [])
    assert rejects == {}
    assert tables["sentences"]["text"].to_list() == [
        "Lawyer held in Lisbon", *STORY.replace(". “", ".|“").split("|"), "“We are many,” she said.",
    ]  # fmt: skip
    assert tables["statements"]["text"].to_list() == ["“We will appeal,”", "“We are many,”"]
    assert set(tables["events"]["trigger_text"]) <= {"arrested", "held", "appeal"}
    assert [check for check in check_release(tables, inputs_of(tables)) if not check.passed] == []


def test_what_is_told_in_another_language_is_no_row_of_the_article() -> None:
    french = "Le ministre a déclaré : « Nous allons répondre. » La police a arrêté trois personnes à Lisbonne dimanche."
    frames, _ = extract_all([Article("a.txt", "a", "txt", "0" * 64, f"{STORY}\n\n{french}\n\n{STORY}")])
    assert {sentence for sentence in frames["sentences"]["text"] if "ministre" in sentence} == set()
    assert frames["statements"]["text"].to_list() == ["“We will appeal,”"] * 2
