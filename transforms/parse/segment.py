"""Say where a sentence may start before the parser runs, so that its boundaries fall where print puts them.

Paragraphs, the headline and the dateline always start one.  Elsewhere only an end mark can end a sentence, never an
abbreviation and never before a small letter; where the mark is plain the boundary is certain, and where it is not
(a question inside a quotation before its cue, say) the parser decides.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from transforms.lexicon import words
from transforms.parse.layout import Layout

END_MARKS = {".", "!", "?", "…", "...", "?!", "!!", "??"}
CLOSERS = {"”", '"', "''", "’’", "’", "'", ")", "]", "»"}
OPENERS = {"“", '"', "``", "‘", "'", "(", "[", "«", "„"}


def _starts_small(token: Token) -> bool:
    return token.text[:1].islower()


def _judge(token: Token, abbreviations: frozenset[str]) -> bool | None:
    """Whether a sentence starts at `token`: True, False, or None where the parser should decide."""
    doc, i = token.doc, token.i - 1
    closed = False
    while i >= 0 and (doc[i].is_space or doc[i].text in CLOSERS):
        if doc[i].text in CLOSERS:
            closed = True
            if doc[i].text in OPENERS and doc[i].whitespace_ == "" and i + 1 == token.i:
                return None if i == 0 else False  # an opening mark glued to this word: the mark starts, not the word
        i -= 1
    if i < 0:
        return None
    previous = doc[i]
    if previous.text not in END_MARKS:
        # "U.S." or "p.m." may end a sentence; anything else without an end mark cannot
        return None if previous.text.endswith((".", "!", "?", "…")) and token.text[:1].isupper() else False
    glued = doc[token.i - 1].whitespace_ == "" and not doc[token.i - 1].is_space
    if _starts_small(token) or token.text in END_MARKS or (token.text in CLOSERS and (glued or token.text not in OPENERS)):
        return False
    if previous.text == "." and i > 0 and doc[i - 1].whitespace_ == "":
        word = doc[i - 1].text.lower()
        if word in abbreviations:
            return False
    if closed and previous.text != ".":
        return None  # “Why?” Smith asked
    if previous.text == "." and previous.whitespace_ == "" and not closed:
        return None
    return True


def set_sentence_starts(doc: Doc, layout: Layout) -> None:
    """Mark certain sentence starts, and certain non-starts, of a tokenised article before it is parsed."""
    if not len(doc):
        return
    abbreviations = words("abbreviations")
    forced = {paragraph.start for paragraph in layout.paragraphs}
    if layout.dateline:
        forced.add(layout.dateline.end)
    forced_order = sorted(forced)
    following = 0
    for token in doc:
        if token.i == 0:
            token.is_sent_start = True
            while following < len(forced_order) and forced_order[following] <= token.idx:
                following += 1
            continue
        if following < len(forced_order) and token.idx + len(token) > forced_order[following] and not token.is_space:
            token.is_sent_start = True
            while following < len(forced_order) and forced_order[following] < token.idx + len(token):
                following += 1
            continue
        judged = None if token.is_space else _judge(token, abbreviations)
        token.is_sent_start = False if token.is_space else judged
