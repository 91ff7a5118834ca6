"""Where sentences end: quotation marks, abbreviations, initials, questions before their cues, paragraphs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.parse.engine import parse
from transforms.parse.parsed import ParsedArticle
from transforms.parse.segment import MOST_TOKENS
from transforms.read.article import Article

# "|" stands where one sentence ends and the next begins
MARKED = [
    "The mayor left. | He did not say why. | Nobody asked!",
    "“We will not go,” he said. | “We will stay.” | They cheered.",
    "‘We will stay,’ he said. | ‘It is ours.’ | Then he left.",
    "“It is over.” | He left.",
    "“Why now?” Smith asked. | “Because,” she said.",
    "“Is it over?” Jane Roe, the mayor of Calais, asked the council.",
    "“Is it over?” | He nodded and said that he would leave.",
    "“Stop!” the officer shouted, then ran.",
    "“Do we need this?” asked Ms. Jones of the council.",
    "“Are you sure?” | “Yes.” | “Then go.”",
    "“I can’t,” he said, “believe it.” | “Really?” she replied.",
    "He said, “It is over. | We lost.” | Then he left.",
    "''It is over,'' he said. | ''Nobody won.''",
    "Sales fell in the U.S. | “We lost a year,” he said.",
    "(He denied it.) | The court agreed. | [Applause.] | He spoke.",
    "He met Mr. Smith, Dr. Jones and Gov. Brown on Jan. 5 in St. Louis. | They spoke.",
    "J. K. Rowling and George H. W. Bush met. | They spoke.",
    "He lives in the U.S. | The law is new.",
    "He lives in the U.S. and works there.",
    "The U.S. Senate voted at 5 p.m. Tuesday on it.",
    "The harbour closed at 5 p.m. | The crowd left quietly.",
    "He was born in Washington, D.C. | His mother was a nurse.",
    "The firm, Acme Corp., said so. | Acme Inc. fell 3.5 percent.",
    "Rep. Ted Lee, D-Calif., said no. | Sen. Ann Paul said yes.",
    "No. 10 Downing Street said so. | The No. 2 official left. | She said no. | He stayed.",
    "They sat. | He stood in the sun. | Then he met Lt. Col. Roe.",
    "Prices rose 3.5 percent. | 27 people died. | 2021 was bad.",
    "Wait... what happened? | Nobody knows… | He paused.",
    "The shares fell. | iPhone sales did not.",
    "See p. 5 of the report. | Others agreed.",
]


@pytest.mark.parametrize("marked", MARKED)
def test_a_sentence_ends_where_print_ends_it(marked: str, parse_text: Callable[..., ParsedArticle]) -> None:
    article = parse_text(marked.replace(" | ", " "))
    assert " | ".join(article.article.text[s.start : s.end] for s in article.sentences) == marked


def test_a_title_in_capitals_is_not_cut_behind_a_country(parse_text: Callable[..., ParsedArticle]) -> None:
    article = parse_text("U.S. In New Talks With Iran\n\nThe talks began on Monday in Vienna, officials said.")
    assert [sentence.is_headline for sentence in article.sentences] == [True, False]


def test_headline_and_dateline_never_run_into_the_first_sentence(parse_text: Callable[..., ParsedArticle]) -> None:
    text = (
        "Harbour stays closed\n\nCALAIS, France (AFP) — Ministers met on Sunday. They left.\n\nNobody\n\nspoke there."
    )
    article = parse_text(text)
    printed = [(text[s.start : s.end], s.paragraph, s.is_headline) for s in article.sentences]
    assert printed == [
        ("Harbour stays closed", 0, True),
        ("Ministers met on Sunday.", 1, False),
        ("They left.", 1, False),
        ("Nobody", 2, False),
        ("spoke there.", 3, False),
    ]


def test_the_header_line_is_no_sentence_but_its_headline_is(parse_text: Callable[..., ParsedArticle]) -> None:
    text = " date 2021-11-28 France wants a crackdown.\n\nMinisters met on Sunday."
    article = parse_text(text)
    assert [text[s.start : s.end] for s in article.sentences] == [
        "France wants a crackdown.",
        "Ministers met on Sunday.",
    ]
    assert [s.is_headline for s in article.sentences] == [True, False]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "“",
                "”",
                '"',
                "'",
                ".",
                "?",
                "! ",
                "\n",
                "\n\n",
                " ",
                "U.S. ",
                "He said ",
                "no. ",
                "LONDON (AP) — ",
                "Mr. Roe ",
                "…",
            ]
        ),
        st.text(max_size=6),
    ),
    max_size=14,
)


@settings(max_examples=80)
@given(PIECES, st.sampled_from(["", "date 2021-11-28 ", "PARIS — "]))
def test_every_word_belongs_to_one_sentence_or_to_what_is_no_prose(pieces: list[str], opening: str) -> None:
    (parsed,) = parse([Article("t.txt", "t", "txt", "0" * 64, opening + "".join(pieces))])
    text = parsed.text
    assert parsed.doc.text == text
    dateline = parsed.layout.dateline
    for token in parsed.doc:
        holders = [s for s in parsed.sentences if s.first <= token.i < s.last]
        assert parsed.sentence_at(token.i) == (holders[0] if holders else None)
        in_header = token.idx < parsed.layout.header_end
        in_dateline = dateline is not None and dateline.start <= token.idx < dateline.end
        in_boilerplate = any(line.start <= token.idx < line.end for line in parsed.layout.boilerplate)
        assert len(holders) == 1 or token.is_space or in_header or in_dateline or in_boilerplate
    ends = [bound for s in parsed.sentences for bound in (s.start, s.end)]
    assert ends == sorted(ends)
    for position, sentence in enumerate(parsed.sentences):
        assert sentence.position == position
        assert text[sentence.start : sentence.end] == parsed.tokens_of(sentence).text
        paragraph = parsed.layout.paragraphs[sentence.paragraph]
        assert paragraph.start <= sentence.start and sentence.end <= paragraph.end


def test_words_without_a_mark_are_cut_into_sentences(parse_text: Callable[..., ParsedArticle]) -> None:
    parsed = parse_text("he said that " * 700)
    lengths = [sentence.last - sentence.first for sentence in parsed.sentences]
    assert sum(lengths) == 2100 and max(lengths) <= MOST_TOKENS
