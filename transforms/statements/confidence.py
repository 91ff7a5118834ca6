"""How sure a statement is: a logistic sum over a few plain features, weighed by `reporting_confidence.tsv`.

`make model` writes that table from labelled articles.
"""

from __future__ import annotations

from transforms.lexicon.weights import probability
from transforms.statements.model import Statement

LENGTHS = ((3, "1-3"), (8, "4-8"), (25, "9-25"), (40, "26-40"))  # words at most, as the feature tells it
CLOSERS = "”\"’'»)"
PRONOUN_WORDS = frozenset({"he", "she", "i", "we", "they", "it", "who", "which", "that", "this"})


def _speaker(statement: Statement, text: str) -> str:
    actor = statement.speaker_actor
    if actor is None or statement.speaker is None:
        return "none"
    printed = text[slice(*statement.speaker)].lower()
    if printed in PRONOUN_WORDS:
        return "known pronoun" if actor.is_named else "unknown pronoun"
    return f"named {actor.actor_type}" if actor.is_named else "described"


def _ending(statement: Statement, text: str) -> str:
    """Whether the content ends where a sentence or a quotation ends, or in the middle of something."""
    if statement.fragments[-1].is_verbatim:
        return "quotation"
    if text.startswith((" and ", " but ", ", and ", ", but "), statement.end):
        return "conjunction"  # the speaker's next act often follows
    rest = text[statement.end : statement.end + 3].lstrip(CLOSERS)
    return "sentence" if not rest or rest[0] in ".?!\n" else "comma" if rest[0] in ",;:" else "middle"


def features(statement: Statement, text: str) -> list[str]:
    """What confidence is built on, as `name=value`."""
    words = sum(len(text[part.start : part.end].split()) for part in statement.fragments)
    length = next((name for most, name in LENGTHS if words <= most), "41+")
    cue = "none" if statement.cue_lemma is None else "say" if statement.cue_lemma in ("say", "tell") else "other"
    found = ["bias", f"rule={statement.rule}", f"speaker={_speaker(statement, text)}", f"kind={statement.kind}"]
    found += [f"words={length}", f"cue={cue}", f"ending={_ending(statement, text)}"]
    found += ["negated"] if statement.is_negated else []
    return found + (["nested"] if statement.within is not None else [])


def confidence_of(statement: Statement, text: str) -> float:
    """The probability that content and speaker are right, to two places."""
    return probability(features(statement, text), "reporting_confidence")
