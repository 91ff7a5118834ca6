"""A text as it is meant to be read, and where each of its characters stands in the text as it was delivered.

Newsrooms' systems leave things in texts that no reader sees or that stand for something else: HTML entities, UTF-8 read
as another encoding ("Itâ€™s"), soft hyphens, zero-width and bidirectional controls, ligatures, spaces of every kind.
`documents.text` keeps them, since offsets count there; the model reads them as what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html.entities import html5
from itertools import accumulate
from unicodedata import normalize

INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
LIGATURES = "\ufb00-\ufb06"
CONTROLS = "\x80-\x84\x86-\x9f"  # of Latin-1, where bytes of Windows-1252 were read as that; \x85 breaks a line
ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
SUSPECT = re.compile(
    rf"[{INVISIBLE}{SPACES}{LIGATURES}{CONTROLS}]|&[#A-Za-z]|[\xc2-\xf4][\x80-\xbfŒœŠšŽžŸƒˆ˜–—‘-†‡•…‰‹›€™]"
)
MEANT = re.compile(rf"[{INVISIBLE}]|[{SPACES}]|[{LIGATURES}]|[{CONTROLS}]")
MOST_PASSES = 3  # "&amp;rsquo;" takes two


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read; its character `i` stands at `starts[i]` to `ends[i]` (exclusive) of the one delivered."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def delivered(self, start: int, end: int) -> tuple[int, int]:
        """The span of the delivered text that the span `start` to `end` of this one is read from."""
        if start == end:
            at = self.starts[start] if start < len(self.starts) else self.ends[-1] if self.ends else 0
            return at, at
        return self.starts[start], self.ends[end - 1]


def reading_of(text: str) -> Reading | None:
    """The text as it is read; None where that is the text itself."""
    if SUSPECT.search(text) is None:
        return None
    found = Reading(text, tuple(range(len(text))), tuple(range(1, len(text) + 1)))
    for _ in range(MOST_PASSES):
        last = found.text
        for pattern, meaning in ((ENTITY, _entity), (_mojibake_pattern(last), _mojibake), (MEANT, _meant)):
            if pattern is not None:
                found = _replaced(found, pattern, meaning)
        if found.text == last:
            break
    return found if found.text != text and found.text.strip() else None


def read_as(text: str | None) -> str | None:
    """A text as it is read, where nobody asks where it stands: a headline of a record, a name."""
    found = reading_of(text) if text else None
    return text if found is None else found.text.strip() or text


def _replaced(reading: Reading, pattern: re.Pattern[str], meaning: Callable[[str], str]) -> Reading:
    """The reading with what `pattern` finds replaced by what it means."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    last = 0
    for match in pattern.finditer(reading.text):
        meant = meaning(match.group())
        if meant == match.group():
            continue
        pieces += (reading.text[last : match.start()], meant)
        starts += reading.starts[last : match.start()]
        ends += reading.ends[last : match.start()]
        for first, behind in _shares(meant, match.group()):
            starts.append(reading.starts[match.start() + first])
            ends.append(reading.ends[match.start() + behind - 1])
        last = match.end()
    if not last:
        return reading
    text = "".join((*pieces, reading.text[last:]))
    return Reading(text, (*starts, *reading.starts[last:]), (*ends, *reading.ends[last:]))


def _shares(meant: str, printed: str) -> Iterator[tuple[int, int]]:
    """For each character of what is meant, the part of what is printed that stands for it; all, if none can be told."""
    widths = [len(character.encode()) for character in meant]  # UTF-8 read as another encoding prints a byte each
    if sum(widths) == len(printed):
        yield from ((behind - width, behind) for width, behind in zip(widths, accumulate(widths), strict=True))
    else:
        yield from ((0, len(printed)) for _ in meant)


def _entity(printed: str) -> str:
    if not printed.startswith("&#"):
        return html5.get(printed[1:], printed)
    number = int(printed[3:-1], 16) if printed[2] in "xX" else int(printed[2:-1])
    is_text = 0x20 <= number < 0x110000 and not 0xD800 <= number < 0xE000 and not 0x7F <= number < 0xA0
    return chr(number) if is_text else _windows(chr(number)) if 0x80 <= number < 0xA0 else printed


@cache
def _windows(control: str) -> str:
    """What a byte means in Windows-1252; itself where it means nothing there."""
    try:
        return control.encode("latin-1").decode("cp1252")
    except UnicodeError:
        return control


def _meant(printed: str) -> str:
    if "\ufb00" <= printed <= "\ufb06":
        return normalize("NFKC", printed)
    if "\x80" <= printed <= "\x9f":
        return _windows(printed)
    return " " if printed.isspace() else ""


def _mojibake_pattern(text: str) -> re.Pattern[str] | None:
    """What looks like UTF-8 read as another encoding (ftfy); None where the text is plain."""
    if text.isascii():
        return None
    from ftfy.chardata import UTF8_DETECTOR_RE  # few texts need it

    return UTF8_DETECTOR_RE


def _mojibake(printed: str) -> str:
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    return fix_encoding(printed) if is_bad(printed) else printed
