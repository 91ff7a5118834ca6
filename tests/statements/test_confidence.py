"""Confidence is a probability that quoted speech of a named speaker earns more of, and its fit is repeatable."""

from __future__ import annotations

from tests.statements.conftest import Find
from transforms.training.logistic import fit
from transforms.training.marked import LabelledArticle, LabelledStatement
from transforms.training.statements import is_right

TEXT = "“The road is open,” said Ana Ruiz. Critics mentioned the bridge."


def test_confidence_lies_between_0_and_1_and_trusts_quotations_more(find: Find) -> None:
    quoted, reported = find(TEXT)
    assert 0 < reported.confidence < quoted.confidence < 1


def test_fit_weighs_what_is_right_above_what_is_wrong_and_repeats() -> None:
    rows = [(["bias", "rule=a"], 1.0)] * 8 + [(["bias", "rule=b"], 0.0)] * 6 + [(["bias", "rule=b"], 1.0)] * 2
    weights = fit(rows)
    assert weights["rule=a"] > weights["rule=b"]
    assert weights == fit(rows)


def test_right_needs_the_words_and_the_speaker(find: Find) -> None:
    statement = find(TEXT)[0]

    def labelled(content: tuple[int, int], speaker: str) -> LabelledArticle:
        return LabelledArticle(TEXT, (LabelledStatement([content], speaker_name=speaker),))

    assert is_right(labelled((0, 19), "Ana Ruiz"), statement)
    assert not is_right(labelled((0, 19), "Omar Haddad"), statement)
    assert not is_right(labelled((5, 9), "Ana Ruiz"), statement)
