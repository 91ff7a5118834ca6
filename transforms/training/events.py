"""Weigh the features of an event's confidence on the labelled sentences: `python -m transforms.training.events`."""

from __future__ import annotations

from collections.abc import Iterator

from transforms.events.article import EventFinder
from transforms.events.codes import code_of
from transforms.events.confidence import features
from transforms.lexicon import FOLDER
from transforms.parse.engine import parse
from transforms.read.article import Article
from transforms.resolve.article import resolve
from transforms.statements.article import find_statements
from transforms.training.logistic import Example, fit, write_weights
from transforms.training.marked import LabelledSentence, sentences

LEAST_ROWS = 3  # a feature that fewer events have tells nothing
RIDGE = 5.0
COOPERATION = 2  # the quad classes up to this one
COMMENT = (
    "Weights of what makes an event more or less sure.  Source: fitted by `make model` on the sentences labelled for",
    "Dateline (transforms/training/data/events).  feature: `name=value`, as transforms/events/confidence.py tells it.",
    "weight: summed, then squeezed into 0 to 1.",
)


def _agree(labelled: str, read: str) -> bool:
    """Whether two types are one, or of one side: the labels settle neighbours (AGREE and SUPPORT) unevenly."""
    read = "REQUEST" if read == "OTHER" else read  # appeals: the labels know no other name for them
    sides = [(code_of(event_type, None)[1] or 0) > COOPERATION for event_type in (labelled, read)]
    return labelled == read or (sides[0] == sides[1] and code_of(labelled, None)[1] is not None)


def _examples(labelled: list[LabelledSentence]) -> Iterator[Example]:
    articles = [Article("data", str(number), "txt", "0" * 64, one.text) for number, one in enumerate(labelled)]
    for one, parsed in zip(labelled, parse(articles), strict=True):
        resolution = resolve(parsed)
        finder = EventFinder(parsed, resolution, find_statements(parsed, resolution))
        for trigger, event in finder.readings():
            start, end = event.trigger
            right = any(
                label.trigger[0] < end and start < label.trigger[1] and _agree(label.event_type, event.event_type)
                for label in one.events
            )
            yield features(trigger, event, finder.triggers), float(right)


def main() -> None:
    """Write the table of weights."""
    examples = list(_examples(list(sentences())))
    write_weights(fit(examples, ridge=RIDGE, least_rows=LEAST_ROWS), COMMENT, FOLDER / "event_confidence.tsv")
    print(f"{len(examples)} events, {sum(right > 0 for _, right in examples)} of them right")


if __name__ == "__main__":
    main()
