"""Bytes to text: UTF-8 as a rule, UTF-16 and UTF-32 by their mark, anything else detected and said so."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

# UTF-32 first: the mark of UTF-16-LE begins that of UTF-32-LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Where most bytes are ASCII letters the text is in Latin script; asked among all encodings, the detector then takes
# Central European ones for Western text ("Ł5" for "£5"), as their letters are as likely to it.
_WESTERN = ["cp1252", "latin_1", "mac_roman", "cp850"]
_WESTERN_SHARE = 0.5
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_CONTROL_SHARE = 0.05  # random bytes hold a tenth
_BROKEN_SHARE = 0.05  # of characters that a mark's encoding cannot read; beyond it the mark was chance
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LETTERS = bytes(range(ord("a"), ord("z") + 1)) + bytes(range(ord("A"), ord("Z") + 1))


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and, where the bytes were not plain UTF-8, what was done (`repair`, in words)."""

    text: str
    encoding: str
    repair: str | None = None


def mark_of(data: bytes) -> tuple[str | None, int]:
    """The encoding that a byte order mark at the start of `data` names, and the mark's length; (None, 0) without."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None, 0


def is_binary(data: bytes) -> bool:
    """Whether bytes without a byte order mark hold more control characters than any text does."""
    return len(data) - len(data.translate(None, _CONTROL)) > _CONTROL_SHARE * len(data)


def decode(data: bytes, likely: str | None = None) -> Decoded | None:
    """The text of `data`, or None where it is no text.

    A byte order mark is taken off.  `likely` is the encoding that served for an earlier record of the same file.
    """
    encoding, mark = mark_of(data)
    if encoding in (None, "utf-8") and is_binary(data):
        return None
    try:
        text = data[mark:].decode(encoding or "utf-8")
    except UnicodeDecodeError as error:
        return _decode_marked(data[mark:], encoding) if encoding else _decode_unknown(data, error.start, likely)
    return Decoded(text, encoding or "utf-8", _noted(encoding))


def _noted(encoding: str | None) -> str | None:
    return f"read as {encoding.upper()}" if encoding and encoding != "utf-8" else None


def _decode_marked(data: bytes, encoding: str) -> Decoded | None:
    text = data.decode(encoding, errors="replace")
    if text.count(REPLACEMENT) > _BROKEN_SHARE * len(text):
        return None
    return Decoded(text, encoding, f"read as {encoding.upper()}; broken characters became U+FFFD")


def _decode_unknown(data: bytes, broken_at: int, likely: str | None) -> Decoded | None:
    replaced = data.decode("utf-8", errors="replace")
    broken = replaced.count(REPLACEMENT)
    whole = sum(not character.isascii() for character in replaced) - broken
    if whole > broken:  # UTF-8 with a few broken bytes, not another encoding
        repair = f"read as UTF-8; broken bytes from byte {broken_at} on became U+FFFD ({broken} in all)"
        return Decoded(replaced, "utf-8", repair)
    encoding = likely or _detect(data)
    if encoding is None:
        return None
    try:
        return Decoded(data.decode(encoding), encoding, f"not UTF-8; read as {encoding}")
    except UnicodeDecodeError:
        return None if likely is None else _decode_unknown(data, broken_at, None)


def _detect(data: bytes) -> str | None:
    letters = len(data) - len(data.translate(None, _LETTERS))
    candidates = _WESTERN if letters > _WESTERN_SHARE * len(data) else None
    best = from_bytes(data, cp_isolation=candidates).best()
    return best.encoding if best else None
