"""Say where a sentence may start before the parser runs, so that its boundaries fall where print puts them.

Paragraphs, the headline and the dateline always start one.  Elsewhere only an end mark can end a sentence, never an
abbreviation and never before a small letter; where the mark is plain the boundary is certain, and where it is not
(a question inside a quotation before its cue, say) the parser decides.
"""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from transforms.lexicon import table, words
from transforms.parse.layout import Layout

END_MARKS = {".", "!", "?", "…", "...", "?!", "!!", "??"}
CLOSERS = {"”", '"', "''", "’’", "’", "'", ")", "]", "»"}
OPENERS = {"“", '"', "``", "‘", "'", "(", "[", "«", "„"}


@cache
def _abbreviations() -> dict[str, str]:
    return {row["word"]: row["where"] for row in table("abbreviations")}


def _is_abbreviation(word: Token, following: Token) -> bool:
    """Whether `word`, which a full stop follows, is short for another before the token `following`."""
    where = _abbreviations().get(word.lower_)
    if where == "number":
        return following.text[:1].isdigit()
    return where == "anywhere" or (where == "capitalised" and word.text[:1].isupper())


def _starts_small(token: Token) -> bool:
    return token.text[:1].islower() and token.text.islower()  # "iPhone" may start a sentence


def _judge_behind_abbreviation(previous: Token, token: Token) -> bool | None:
    """Whether a sentence starts behind a word with its own full stop; without one, it cannot."""
    if not previous.text.endswith((".", "!", "?", "…")) or not token.text[:1].isupper():
        return False
    if token.lower_ not in words("sentence_starters") or token.i + 1 == len(token.doc):
        return None
    is_running_text = token.nbor().text[:1].islower()  # not the headline "U.S. In Talks With Iran"
    is_title = _abbreviations().get(previous.lower_.rstrip(".")) == "anywhere"
    return True if is_running_text and not is_title else None


def _judge(token: Token) -> bool | None:
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
        return _judge_behind_abbreviation(previous, token)
    glued = doc[token.i - 1].whitespace_ == "" and not doc[token.i - 1].is_space
    if (
        _starts_small(token)
        or token.text in END_MARKS
        or (token.text in CLOSERS and (glued or token.text not in OPENERS))
    ):
        return False
    if previous.text == "." and i > 0 and doc[i - 1].whitespace_ == "" and _is_abbreviation(doc[i - 1], token):
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
        judged = None if token.is_space else _judge(token)
        token.is_sent_start = False if token.is_space else judged
