"""One statement of one article, before it gets its keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from transforms.resolve.model import Actor

KINDS = ("direct", "indirect", "mixed")
ACTS = ("state", "ask", "demand", "promise", "deny", "accuse", "praise", "warn", "announce", "describe")
MEDIA = (
    "speech", "meeting", "statement", "interview", "press conference", "tweet", "letter", "report", "court",
    "broadcast", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fragment:
    """An unbroken piece of content: code points, and whether it stands inside quotation marks."""

    start: int
    end: int
    is_verbatim: bool


@dataclass(eq=False, slots=True)
class Statement:
    """One thing that somebody is reported to have said or written; spans are code points of the text."""

    fragments: list[Fragment]
    kind: str
    rule: str
    confidence: float = 0.5
    act: str = "state"
    speaker: tuple[int, int] | None = None  # as printed
    speaker_actor: Actor | None = None
    speaker_name: str | None = None  # resolved; "unnamed aide to Gerald Darmanin" for one without a name
    cue: tuple[int, int] | None = None
    cue_lemma: str | None = None
    is_inherited: bool = False
    is_negated: bool = False
    addressee: Actor | None = None
    medium: str | None = None
    stated_on: date | None = None
    within: Statement | None = None  # the outer statement of a nested one
    about: dict[Actor, int] = field(default_factory=dict)  # actors that the content names, with mention counts

    @property
    def is_verbatim(self) -> bool:
        """Whether the content begins inside quotation marks."""
        return self.fragments[0].is_verbatim

    @property
    def start(self) -> int:
        """First code point of the content."""
        return self.fragments[0].start

    @property
    def end(self) -> int:
        """End of the content."""
        return self.fragments[-1].end
