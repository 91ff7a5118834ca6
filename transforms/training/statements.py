"""Weigh the features of a statement's confidence on the labelled articles: `python -m transforms.training.statements`.

A found statement is right where its words and those of a labelled one are nearly the same and the speakers agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transforms.lexicon import FOLDER
from transforms.parse.engine import parse
from transforms.read.article import Article
from transforms.resolve.article import resolve
from transforms.statements.article import StatementFinder
from transforms.statements.confidence import features
from transforms.statements.model import Statement
from transforms.training.logistic import Example, fit, write_weights
from transforms.training.marked import LabelledArticle, LabelledStatement, Span, articles

OVERLAP = 0.8  # of the word characters of both, as the field's scorers count a span as found
# How often another reader would draw the same edges as the labels do, by kind: people agree on quoted words nearly
# always, on reported clauses less.  A row that is right by the labels counts as right with this probability.
AGREEMENT = {"direct": 0.97, "mixed": 0.90, "indirect": 0.85}
TITLES = frozenset({"mr", "mrs", "ms", "dr", "the", "a", "an"})
COMMENT = (
    "Weights of what makes a statement more or less sure.  Source: fitted by `make model` on the articles labelled for",
    "Dateline (transforms/training/data/statements).  feature: `name=value`, as transforms/statements/confidence.py",
    "tells it.  weight: summed, then squeezed into 0 to 1.",
)


def _characters(text: str, spans: Sequence[Span]) -> set[int]:
    return {index for start, end in spans for index in range(start, end) if text[index].isalnum()}


def _words(name: str | None) -> list[str]:
    words = "".join(letter if letter.isalnum() else " " for letter in (name or "").lower()).split()
    return [word for word in words if word not in TITLES]


def _same_speaker(label: LabelledStatement, found: Statement) -> bool:
    span = label.speaker
    if span and found.speaker and found.speaker[0] < span[1] and span[0] < found.speaker[1]:
        return True
    if not span and not label.speaker_name:
        return True
    theirs, ours = _words(label.speaker_name), _words(found.speaker_name)
    return bool(theirs and ours) and (theirs[-1] == ours[-1] or set(theirs) <= set(ours) or set(ours) <= set(theirs))


def is_right(article: LabelledArticle, found: Statement) -> bool:
    """Whether some labelled statement has the same content and speaker as a found one."""
    ours = _characters(article.text, [(part.start, part.end) for part in found.fragments])
    for label in article.statements:
        theirs = _characters(article.text, label.content)
        if len(ours & theirs) >= OVERLAP * len(ours | theirs) and _same_speaker(label, found):
            return True
    return False


def _examples(labelled: list[LabelledArticle]) -> Iterator[Example]:
    records = [Article("data", str(number), "txt", "0" * 64, one.text) for number, one in enumerate(labelled)]
    for one, parsed in zip(labelled, parse(records), strict=True):
        for statement in StatementFinder(parsed, resolve(parsed)).find():
            right = AGREEMENT[statement.kind] if is_right(one, statement) else 0.0
            yield features(statement, one.text), right


def main() -> None:
    """Write the table of weights."""
    examples = list(_examples(list(articles())))
    write_weights(fit(examples), COMMENT, FOLDER / "reporting_confidence.tsv")
    print(f"{len(examples)} statements, {sum(right > 0 for _, right in examples)} of them right")


if __name__ == "__main__":
    main()
