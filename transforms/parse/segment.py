"""Say where a sentence may start before the parser runs, so that its boundaries fall where print puts them.

Paragraphs, the headline and the dateline always start one.  Elsewhere only an end mark can end a sentence, never an
abbreviation and never before a small letter; where the mark is plain the boundary is certain, and where it is not
(a question inside a quotation before its cue, say) the parser decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import numpy as np
from spacy.attrs import SENT_START
from spacy.tokens import Doc, Token

from transforms.lexicon import table, words
from transforms.parse.layout import Layout

START, NO_START, UNDECIDED = 1, -1, 0
END_MARKS = {".", "!", "?", "…", "...", "?!", "!!", "??"}
CLOSERS = {"”", '"', "''", "’’", "’", "'", ")", "]", "»"}
CUE_WITHIN = 9  # words: "Jane Roe, the mayor of Calais, asked"
MOST_CLOSERS = 8  # closing marks and line breaks between an end mark and the next sentence; more is no prose
MOST_TOKENS = 500  # of a sentence; so long without a mark is no prose, and a clause in each clause takes hours
OPENERS = {"“", '"', "``", "''", "‘", "'", "(", "[", "«", "„"}


@cache
def _abbreviations() -> dict[str, str]:
    return {row["word"]: row["where"] for row in table("abbreviations")}


@cache
def _quotation_cues() -> dict[str, str]:
    return {row["word"]: row["before"] for row in table("quotation_cues")}


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
    opens = token.text in OPENERS and token.whitespace_ == "" and token.i + 1 < len(token.doc)
    first = token.nbor() if opens else token
    if not previous.text.endswith((".", "!", "?", "…")) or not first.text[:1].isupper():
        return False
    if token.lower_ not in words("sentence_starters") or token.i + 1 == len(token.doc):
        return None
    is_running_text = token.nbor().text[:1].islower()  # not the headline "U.S. In Talks With Iran"
    is_title = _abbreviations().get(previous.lower_.rstrip(".")) == "anywhere"
    return True if is_running_text and not is_title else None


def _cue_follows(token: Token) -> bool:
    """Whether the words from `token` on are no more than who said the quotation before: "Smith asked." """
    cues = _quotation_cues()
    window = token.doc[token.i : token.i + CUE_WITHIN + 1]
    for word, following in pairwise(window):
        if word.lower_ in cues:
            return cues[word.lower_] == "anything" or following.text in (".", ",")
        if word.text in END_MARKS:
            return False
    return False


def _judge(token: Token) -> bool | None:
    """Whether a sentence starts at `token`: True, False, or None where the parser should decide."""
    doc, i = token.doc, token.i - 1
    closed = False
    while i >= 0 and token.i - i <= MOST_CLOSERS and (doc[i].is_space or doc[i].text in CLOSERS):
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
        return False if _cue_follows(token) else None  # “Why?” Smith asked
    if previous.text == "." and previous.whitespace_ == "" and not closed:
        return None
    return True


def _starts_of(doc: Doc, layout: Layout) -> Iterator[int]:
    """For each token, in spaCy's code: START, NO_START or UNDECIDED."""
    forced = {paragraph.start for paragraph in (*layout.paragraphs, *layout.boilerplate)}
    if layout.dateline:
        forced.add(layout.dateline.end)
    pending = sorted(forced, reverse=True)
    headline_end = layout.headline.end if layout.headline else 0
    before, last = "", 0
    for token in doc:
        text, end = token.text, token.idx + len(token)
        is_behind_word, before = before[-1:].isalnum(), text
        if token.i and text.isspace():
            yield NO_START
        elif token.i == 0 or token.i - last >= MOST_TOKENS or (pending and pending[-1] < end):
            while pending and pending[-1] < end:
                pending.pop()
            last = token.i
            yield START
        elif is_behind_word:
            yield NO_START  # nothing has ended; most tokens are of this kind
        else:
            judged = _judge(token)
            if judged is None:
                # in a headline the parser takes capitals for sentences of their own
                yield NO_START if token.idx < headline_end else UNDECIDED
            else:
                last = token.i if judged else last
                yield START if judged else NO_START


def set_sentence_starts(doc: Doc, layout: Layout) -> None:
    """Mark certain sentence starts, and certain non-starts, of a tokenised article before it is parsed."""
    # all at once: setting `Token.is_sent_start` searches the whole document each time
    starts = np.fromiter(_starts_of(doc, layout), dtype=np.int64).astype(np.uint64)
    doc.from_array([SENT_START], starts.reshape(-1, 1))  # type: ignore[arg-type]  # spaCy's stubs know no numpy
