"""Quotations by their marks alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.parse.layout import layout_of
from transforms.statements.quotes import Quote, find_quotes


def quotes_of(text: str) -> list[Quote]:
    return find_quotes(text, layout_of(text).paragraphs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is over,” she said.", ["“It is over,”"]),
        ('"It is over," she said.', ['"It is over,"']),
        ("''It is over,'' she said.", ["''It is over,''"]),
        ("``It is over,'' she said.", ["``It is over,''"]),
        ("«It is over,» she said.", ["«It is over,»"]),
        ("‘It is over,’ she said.", ["‘It is over,’"]),
        ("'It is over,' she said.", ["'It is over,'"]),
        ("„Es ist vorbei“, sagte sie.", ["„Es ist vorbei“"]),
        ("She said it was “over” and “done.”", ["“over”", "“done.”"]),
        ("“He said ‘no’ to me,” she said.", ["“He said ‘no’ to me,”"]),
        ("‘He said “no” to me,’ she said.", ["‘He said “no” to me,’"]),
        ("The dogs' bowl and the cats' basket.", []),
        ("It's the '90s again, isn't it?", []),
        ("A 6' by 4\" board.", []),
        ("An odd “ mark alone.", []),
        ("An odd ” mark alone.", []),
        ("“Wrong marks,“ she said, and left.", ["“Wrong marks,“"]),
    ],
)
def test_styles_of_marks(text: str, expected: list[str]) -> None:
    assert [text[quote.start : quote.end] for quote in quotes_of(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "“First part.\n\n“Second part,” she said.",
        '"First part.\n\n"Second part," she said.',
        "‘First part.\n\n‘Second part,’ she said.",
        '"First part.\n\nSecond part," she said.',
    ],
)
def test_speech_runs_over_paragraphs(text: str) -> None:
    first, second = quotes_of(text)
    assert first.goes_on
    assert not second.goes_on
    assert text[first.end : second.start].strip() == ""


def test_an_open_mark_before_plain_narration_is_left_out() -> None:
    assert quotes_of("“Never closed.\n\nThe road is closed.") == []


MARKS = "“”„«»\"'’‘`"


@given(st.text(st.sampled_from(MARKS + "ab .,?!\n—(s"), max_size=80))
def test_any_text_gives_ordered_quotes_inside_its_paragraphs(text: str) -> None:
    paragraphs = layout_of(text).paragraphs
    last = 0
    for quote in find_quotes(text, paragraphs):
        assert last <= quote.start < quote.end
        assert paragraphs[quote.paragraph].start <= quote.start
        assert quote.end <= paragraphs[quote.paragraph].end
        last = quote.end
