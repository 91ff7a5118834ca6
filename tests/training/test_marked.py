"""Labelled texts read back as their marks say; a wrong mark is named."""

from __future__ import annotations

import pytest

from transforms.training.marked import EVENT_MARK, articles, sentences, unmark


def test_marks_become_spans_of_the_text_without_them() -> None:
    text, marks = unmark("{A1|Police} {T1:COERCE/arrest/happened|held} {R1,A2|two men}.", EVENT_MARK)
    assert text == "Police held two men."
    assert [(tags, text[start:end]) for tags, (start, end) in marks] == [
        (["A1"], "Police"),
        (["T1:COERCE/arrest/happened"], "held"),
        (["R1", "A2"], "two men"),
    ]


def test_a_stray_brace_is_named() -> None:
    with pytest.raises(ValueError, match="stray brace"):
        unmark("{A1|Police held two men.", EVENT_MARK)


def test_every_shipped_label_lies_in_its_text() -> None:
    labelled = list(sentences())
    assert sum(not sentence.events for sentence in labelled) > 700  # what holds no event is labelled, too
    for sentence in labelled:
        assert all(
            0 <= start < end <= len(sentence.text) for start, end in (event.trigger for event in sentence.events)
        )
    for article in articles():
        for statement in article.statements:
            assert statement.content
            assert all(0 <= start < end <= len(article.text) for start, end in statement.content)
