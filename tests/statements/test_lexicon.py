"""The reporting lexicon holds to its own grammar."""

from __future__ import annotations

from transforms.lexicon import table
from transforms.statements.lexicon import nouns, verbs
from transforms.statements.model import ACTS, MEDIA

FRAMES = {"c", "q", "i", "p", "n", "a", "s", "o", "r", "x", "g", "h", "t"}


def test_verbs_have_known_acts_and_frames() -> None:
    for verb in verbs().values():
        assert {verb.act, verb.clause_act} <= set(ACTS), verb
        assert verb.frames <= FRAMES, verb
        assert verb.frames or verb.prepositions, verb


def test_nouns_have_known_acts() -> None:
    assert set(nouns().values()) <= set(ACTS)


def test_channels_hearers_and_verbs_have_known_media() -> None:
    for name in ("reporting_media", "reporting_hearers", "reporting_verb_media"):
        assert {row["medium"] for row in table(name)} <= set(MEDIA)


def test_entries_stand_once() -> None:
    for name in ("reporting_verbs", "reporting_nouns", "reporting_media", "reporting_hearers", "reporting_confidence"):
        entries = [next(iter(row.values())) for row in table(name)]
        assert len(entries) == len(set(entries)), name
