"""A text cut at its marks stays the text, and every mark lies over the pieces that it spans."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from transforms.report.marking import Mark, pieces_of

TEXT = "“Go,” he said."


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(max_size=30))
    bounds = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    spans = draw(st.lists(bounds, max_size=6))
    return text, [Mark(start, end, f"k{n % 3}", f"n{n}") for n, (start, end) in enumerate(spans)]


@given(marked())
def test_pieces_make_up_the_text_and_each_knows_its_marks(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    pieces = list(pieces_of(text, marks))
    assert "".join(piece.text for piece in pieces) == text
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        over = {mark.note for mark in marks if mark.start <= start and end <= mark.end and mark.start < mark.end}
        assert set(piece.notes) == over
        assert piece.begins is None or piece.begins in over
        start = end


@given(marked())
def test_every_mark_of_a_word_or_more_begins_a_piece(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    begun, start = set(), 0
    for piece in pieces_of(text, marks):
        if piece.begins:
            begun.add(start)
        start += len(piece.text)
    assert begun == {mark.start for mark in marks if mark.start < mark.end}


def test_marks_that_overlap_share_a_piece() -> None:
    marks = [Mark(0, 5, "verbatim", "s1"), Mark(1, 3, "trigger", "e1")]
    assert [(piece.text, piece.kinds, piece.begins) for piece in pieces_of(TEXT, marks)] == [
        ("“", ("verbatim",), "s1"),
        ("Go", ("verbatim", "trigger"), "e1"),
        (",”", ("verbatim",), None),
        (" he said.", (), None),
    ]
