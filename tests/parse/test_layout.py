"""Header line, headline, dateline and paragraphs, told from the text alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.parse.layout import Layout, layout_of

STORY = "Ministers met on Sunday to talk about the harbour, which has been closed since the storm."


def printed(text: str, layout: Layout, part: str) -> str | None:
    span = getattr(layout, part)
    return text[span.start : span.end] if span else None


DATELINES = [
    ("CALAIS, France (AFP) — ", "CALAIS, France"),
    ("CALAIS, France, Nov. 28 (Reuters) - ", "CALAIS, France"),
    ("CALAIS, France -- ", "CALAIS, France"),
    ("LONDON (AP) — ", "LONDON"),
    ("(Reuters) - ", None),
    ("WASHINGTON — ", "WASHINGTON"),
    ("KHARTOUM - ", "KHARTOUM"),
    ("NEW DELHI: ", "NEW DELHI"),
    ("GENEVA/KYIV, March 3 (Reuters) - ", "GENEVA/KYIV"),
    ("PORT-AU-PRINCE, Haiti (AP) — ", "PORT-AU-PRINCE, Haiti"),
    ("ST. LOUIS, Mo. — ", "ST. LOUIS, Mo."),
    ("SÃO PAULO (Reuters) - ", "SÃO PAULO"),
    ("Paris (AFP) – ", "Paris"),
    ("Washington, D.C. (AP) – ", "Washington, D.C."),
    ("UNITED NATIONS, 3 March 2021 (Xinhua) -- ", "UNITED NATIONS"),
    ("OTTAWA—", "OTTAWA"),
    ("BEIJING, Sept 4, 2020 /PRNewswire/ -- ", "BEIJING"),
    ("MOSCOW, January 5. /TASS/. ", "MOSCOW"),
    ("Tehran, March 15, IRNA - ", "Tehran"),
    ("Brussels, March 21: ", "Brussels"),
    ("Washington, Nov 29 (IANS) ", "Washington"),
]


@pytest.mark.parametrize(("dateline", "place"), DATELINES)
def test_a_dateline_is_found_with_its_place(dateline: str, place: str | None) -> None:
    text = dateline + STORY
    layout = layout_of(text)
    assert printed(text, layout, "dateline") == dateline
    assert layout.dateline_place == place
    assert layout.body_start == 0


@pytest.mark.parametrize("opening", ["27 people", "“We will stay,” he said:", "Émile"])
def test_a_figure_a_quotation_or_an_accent_may_follow_a_dateline(opening: str) -> None:
    layout = layout_of(f"LONDON (AP) — {opening} crossed the border on Monday, the army said.")
    assert layout.dateline_place == "LONDON"


@pytest.mark.parametrize(
    "text",
    [
        "NATO's chief said no.",
        "Paris, May 5, EU ministers met here.",
        "The mayor - a Calais native - said no.",
        "London (the capital) is closed.",
        "LONDON-based banks closed.",
        "COVID-19 cases rose.",
        "U.S. – and British – troops left.",
        "BBC and ITN reported it.",
        "THE MAYORS OF FOUR NORTHERN TOWNS MET HERE - and left.",
    ],
)
def test_capitals_and_dashes_alone_are_no_dateline(text: str) -> None:
    assert layout_of(text).dateline is None


def test_the_header_line_holds_date_and_headline() -> None:
    text = f" date 2021-11-28 France wants a crackdown on smuggling.\n\nCALAIS, France (AFP) — {STORY}\n\n{STORY}"
    layout = layout_of(text)
    assert layout.header_date == date(2021, 11, 28)
    assert text[: layout.header_end] == " date 2021-11-28 "
    assert printed(text, layout, "headline") == "France wants a crackdown on smuggling."
    assert text[layout.body_start :].startswith("CALAIS, France (AFP) — ")
    assert len(layout.paragraphs) == 3


def test_a_header_line_without_a_headline_leaves_the_body_to_what_follows() -> None:
    text = f"date 2021-11-28\n\n{STORY}\n\n{STORY}"
    layout = layout_of(text)
    assert (layout.header_date, layout.headline) == (date(2021, 11, 28), None)
    assert text[layout.body_start :].startswith(STORY)


def test_a_header_line_with_an_impossible_day_is_still_no_prose() -> None:
    text = f"date 2021-02-30 Harbour closed\n\n{STORY}"
    layout = layout_of(text)
    assert layout.header_date is None
    assert text[layout.header_end :].startswith("Harbour closed")
    assert printed(text, layout, "headline") == "Harbour closed"


@pytest.mark.parametrize(
    "headline",
    ["Harbour of Calais stays closed", "Harbour Stays Closed After Storm.", "HARBOUR CLOSED!", "Calais: What we know"],
)
def test_a_first_line_without_a_full_stop_or_in_title_case_is_a_headline(headline: str) -> None:
    text = f"{headline}\n\n{STORY}"
    layout = layout_of(text)
    assert printed(text, layout, "headline") == headline
    assert text[layout.body_start :] == STORY


@pytest.mark.parametrize(
    "first",
    [
        "The harbour of Calais stays closed.",
        "“We are staying,” the mayor said, and many agreed with him",
        "By Jane Roe, Associated Press",
        "The harbour of Calais stays closed until the end of the week, the mayor told his council on Sunday after a "
        "long and stormy night in which four ships had run aground near the lighthouse and",
    ],
)
def test_a_sentence_a_quotation_a_byline_or_a_long_line_is_no_headline(first: str) -> None:
    assert layout_of(f"{first}\n\n{STORY}").headline is None


def test_a_line_with_a_full_stop_before_the_dateline_is_the_headline() -> None:
    text = f"Mayor to keep the harbour closed.\n\nCALAIS, France (AP) — {STORY}\n\n{STORY}"
    layout = layout_of(text)
    assert printed(text, layout, "headline") == "Mayor to keep the harbour closed."
    assert printed(text, layout, "dateline") == "CALAIS, France (AP) — "


def test_kicker_and_byline_may_stand_between_headline_and_dateline() -> None:
    text = f"Harbour stays closed\nThe storm goes on.\nBy Jane Roe\n\nLONDON, May 3 (Reuters) - {STORY}"
    layout = layout_of(text)
    assert printed(text, layout, "headline") == "Harbour stays closed"
    assert layout.dateline_place == "LONDON"


def test_labels_and_speakers_in_capitals_are_no_datelines() -> None:
    assert layout_of(f"{STORY}\n\nREAD MORE: Storm takes four ships").dateline is None
    assert layout_of("SMITH: Why not now?\n\nJONES: Because of the storm.").dateline is None


def test_a_headline_from_the_records_field_is_recognised_where_the_text_repeats_it() -> None:
    text = f"The mayor’s harbour stays closed.\n\n{STORY}"
    assert layout_of(text).headline is None
    assert printed(text, layout_of(text, "The mayor's harbour stays closed"), "headline") is None
    assert printed(text, layout_of(text, "The Mayor’s Harbour Stays Closed"), "headline") is not None


def test_a_single_line_is_body_whatever_it_looks_like() -> None:
    for text in ("Harbour stays closed", "HARBOUR CLOSED", STORY):
        assert layout_of(text).headline is None
        assert layout_of(text).body_start == 0


def test_hard_wrapped_lines_are_one_paragraph_and_blank_lines_part_them() -> None:
    wrapped = (
        "Ministers met on Sunday to talk about the harbour, which has\n"
        "been closed since the storm. They will meet again in a week,\n"
        "a spokesman said.\n"
        "\n"
        "The mayor was not asked to come.\n"
    )
    layout = layout_of(wrapped)
    assert [wrapped[p.start : p.end].split()[0] for p in layout.paragraphs] == ["Ministers", "The"]


def test_short_lines_of_unwrapped_text_are_not_taken_for_wrapped_ones() -> None:
    text = (
        "Mayor of Calais to keep the harbour closed until the week is over\n"
        "The mayor of Calais said on Sunday that the harbour would stay closed.\n"
        "Nobody had asked him to open it.\n"
        "“It is far too dangerous for the ferries, and for us,” he told the council."
    )
    layout = layout_of(text)
    assert len(layout.paragraphs) == 4
    assert printed(text, layout, "headline") == "Mayor of Calais to keep the harbour closed until the week is over"


def test_a_line_that_goes_on_in_small_letters_is_the_same_paragraph() -> None:
    layout = layout_of(f"{STORY} {STORY}\nThe mayor met\nhis council.\n{STORY}")
    assert len(layout.paragraphs) == 3


def test_every_line_of_unwrapped_text_is_a_paragraph() -> None:
    text = f"{STORY} {STORY}\n{STORY} {STORY}\r\n\t{STORY} {STORY} \u2028Yes."
    spans = layout_of(text).paragraphs
    assert len(spans) == 4
    assert all(text[p.start : p.end] == text[p.start : p.end].strip() for p in spans)


@pytest.mark.parametrize("unit", ["A-", "AB ", "A/", "Ab Cd ", "A.B.-", "By A", "(", "-", ". ", "A\n"])
def test_a_long_line_of_capitals_and_marks_does_not_hold_the_reader_up(unit: str) -> None:
    assert layout_of(unit * 2000 + " x\n\nHello.").dateline is None


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [STORY, "", " ", "HARBOUR CLOSED", "LONDON (AP) — Yes.", "date 2021-11-28 Title", "By Jane Roe"]
        ),
        st.text(max_size=40),
    ),
    max_size=8,
)


@given(LINES, st.sampled_from(["\n", "\r\n", "\n\n", "\u2028", "\r"]), st.none() | st.text(max_size=20))
def test_the_parts_of_any_text_lie_in_order_inside_it(lines: list[str], end: str, headline: str | None) -> None:
    text = end.join(lines)
    layout = layout_of(text, headline)
    parts = sorted((*layout.paragraphs, *layout.boilerplate), key=lambda part: part.start)
    bounds = [bound for p in parts for bound in (p.start, p.end)]
    assert bounds == sorted(bounds)
    assert all(text[p.start : p.end].strip() == text[p.start : p.end] != "" for p in parts)
    assert 0 <= layout.header_end <= layout.body_start <= len(text)
    covered = "".join(text[p.start : p.end] for p in parts)
    assert "".join(covered.split()) == "".join(text[layout.header_end :].split())
    if layout.headline:
        assert layout.headline == layout.paragraphs[0]
    if layout.dateline:
        assert any(p.start == layout.dateline.start and layout.dateline.end <= p.end for p in layout.paragraphs)
