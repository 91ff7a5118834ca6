"""Read the texts labelled for this project: marks in running text, checked as they are read.

Events, a sentence a line (a line without marks holds none):
    {A1|Police} {T1:COERCE/arrest/happened|arrested} {R1|14 activists}
Statements, articles apart by `===`, each with a line a statement behind `---`:
    {S1|The mayor} {C1|said} {Q1|the bridge was safe}
One mark may play two roles ({A1,R2|…}).  Spans are code points of the text without its marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).parent / "data"
EVENT_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\}")
STATEMENT_MARK = re.compile(r"\{((?:[SCQ]\d+)(?:,\s*[SCQ]\d+)*)\|([^{}]+?)\}", re.S)
TRIGGER = re.compile(r"T(\d+):([A-Z]+)/([^/]*)/([a-z]+)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LabelledEvent:
    """The trigger and the type of one event of a labelled sentence."""

    trigger: Span
    event_type: str


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """One sentence with all of its events."""

    text: str
    events: tuple[LabelledEvent, ...]


@dataclass(slots=True)
class LabelledStatement:
    """One statement of a labelled article: where its speaker and content stand, and who the speaker is."""

    content: list[Span] = field(default_factory=list)
    speaker: Span | None = None
    speaker_name: str | None = None


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """One article with all of its statements."""

    text: str
    statements: tuple[LabelledStatement, ...]


def unmark(marked: str, mark: re.Pattern[str]) -> tuple[str, list[tuple[list[str], Span]]]:
    """The text without its marks, and of each mark its tags and span.  Raises ValueError at a stray brace."""
    text, position, found = "", 0, []
    for match in mark.finditer(marked):
        text += marked[position : match.start()]
        found.append((match[1].replace(" ", "").split(","), (len(text), len(text) + len(match[2]))))
        text, position = text + match[2], match.end()
    text += marked[position:]
    if "{" in text or "}" in text:
        raise ValueError(f"stray brace in {text[:80]!r}")
    return text, found


def _sentence(line: str) -> LabelledSentence:
    text, marks = unmark(line, EVENT_MARK)
    events = [
        LabelledEvent(span, trigger[2]) for tags, span in marks for tag in tags if (trigger := TRIGGER.fullmatch(tag))
    ]
    return LabelledSentence(text, tuple(events))


def sentences(folder: Path = DATA / "events") -> Iterator[LabelledSentence]:
    """All sentences labelled with events, in the order of files and lines."""
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                yield _sentence(line.strip())


def _article(block: str) -> LabelledArticle:
    body, _, notes = block.partition("\n---\n")
    head, _, rest = body.strip("\n").partition("\n")
    title = head.partition("|")[2].strip()
    text, marks = unmark(f"{title}\n\n{rest.strip()}", STATEMENT_MARK)
    found: dict[str, LabelledStatement] = {}
    for tags, span in marks:
        for tag in tags:
            one = found.setdefault(tag[1:], LabelledStatement())
            if tag[0] == "Q":
                one.content.append(span)
            elif tag[0] == "S" and one.speaker is None:
                one.speaker = span
    for line in filter(str.strip, notes.splitlines()):
        number, *fields = [part.strip() for part in line.split("|")]
        names = [value for key, _, value in (part.partition("=") for part in fields) if key == "name"]
        found[number].speaker_name = next((name for name in names if name not in ("", "-")), None)
    return LabelledArticle(text, tuple(found[number] for number in sorted(found, key=int)))


def articles(folder: Path = DATA / "statements") -> Iterator[LabelledArticle]:
    """All articles labelled with statements, in the order of files and blocks."""
    for path in sorted(folder.glob("*.txt")):
        for block in re.split(r"^===\s*$", path.read_text("utf-8"), flags=re.M):
            if block.strip():
                yield _article(block.strip("\n"))
