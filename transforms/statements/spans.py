"""Edges of content: where speech starts and ends, and which of its pieces stand in quotation marks."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc

from transforms.statements.cues import TRAILING, Report, Run
from transforms.statements.model import Fragment
from transforms.statements.quotes import Quote

DIRECT_SHARE = 0.9  # of a content's word characters, as the corpora of the field count it
TAIL_OPENERS = TRAILING | {
    "in",
    "on",
    "at",
    "just",
    "last",
    "this",
    "with",
    "by",
    "to",
    "for",
    "from",
    "over",
    "about",
    "of",
}


def snap_to_quotes(run: Run, quote_runs: list[Run]) -> Run:
    """Widen a run that begins or ends inside a quotation to the whole of it."""
    first, last = run
    for start, end in quote_runs:
        if start < first < end:
            first = start
        elif end == first:  # only the closing mark stood before
            continue
        if start < last < end:
            last = end
    return first, last


def cut_trailing(run: Run, report: Report, doc: Doc, quoted: bytearray) -> Run:
    """Cut narration behind the speech: ", as …", ", while …" and what follows a closing mark."""
    first, last = run
    if last <= report.cue.i:
        return run
    for index in range(first + 3, last - 1):
        if quoted[index] or doc[index].text != ",":
            continue
        word = doc[index + 1]
        if quoted[index + 1]:
            continue
        if word.lower_ in TRAILING and word.dep_ in ("mark", "advmod", "prep") and index - first > 2:
            return first, index
        if (
            word.tag_ == "VBG"
            and word.dep_ == "advcl"
            and word.lemma_ in ("add", "say", "note", "argue", "warn", "claim", "insist", "explain")
        ):
            return first, index
    return _cut_behind_mark(first, last, doc, quoted)


def _cut_behind_mark(first: int, last: int, doc: Doc, quoted: bytearray) -> Run:
    """ "accused him of being “not serious” just 48 hours after the crash": the tail tells when, not what."""
    end = last
    while end > first and not quoted[end - 1]:
        end -= 1
    if end in (first, last) or last - end > 8:
        return first, last
    if doc[end].lower_ in TAIL_OPENERS - {"of", "to", "for", "from", "about", "by", "with", "over", "in", "on", "at"}:
        return first, end
    return first, last


def word_share_quoted(runs: list[Run], doc: Doc, quoted: bytearray) -> float:
    """The share of a content's word characters that stand in quotation marks."""
    inside = total = 0
    for first, last in runs:
        for index in range(first, last):
            letters = sum(character.isalnum() for character in doc[index].text)
            total += letters
            inside += letters if quoted[index] else 0
    return inside / total if total else 0.0


def kind_of(runs: list[Run], doc: Doc, quoted: bytearray) -> str:
    """direct, indirect or mixed."""
    share = word_share_quoted(runs, doc, quoted)
    return "direct" if share >= DIRECT_SHARE else "indirect" if share == 0 else "mixed"


def fragments_of(runs: list[Run], doc: Doc, quotes: list[Quote]) -> list[Fragment]:
    """The unbroken pieces of a content; a mixed one is cut where quotation marks open and close."""
    found: list[Fragment] = []
    for first, last in runs:
        start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
        text = doc[first:last].text
        cuts = {start, end}
        for quote in quotes:
            if quote.start < end and start < quote.end:
                cuts |= {max(quote.start, start), min(quote.end, end)}
        edges = sorted(cuts)
        for left, right in pairwise(edges):
            piece = text[left - start : right - start]
            left, right = left + len(piece) - len(piece.lstrip()), right - (len(piece) - len(piece.rstrip()))
            if left < right and any(character.isalnum() for character in piece):
                verbatim = any(quote.start <= left and right <= quote.end for quote in quotes)
                found.append(Fragment(left, right, verbatim))
    return found
