"""Edges of content: where speech starts and ends, and which of its pieces stand in quotation marks."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Token

from transforms.parse.grammar import child, children
from transforms.statements.lexicon import verb_entry
from transforms.statements.model import Fragment
from transforms.statements.quotes import Quote
from transforms.statements.report import FINITE, Report, Run

DIRECT_SHARE = 0.9  # of a content's word characters, as the corpora of the field count it
# ", while …" behind a reported clause is the narrator's more often than the speaker's; ", as …", ", because …" are not.
NARRATING = frozenset({"while", "after", "amid", "during", "until"})
# What still belongs to a reported clause though the parser hangs it from the cue: "said he would stay if asked".
REASONS = frozenset({"because", "if", "as", "since", "unless", "so"})
TAIL_OPENERS = frozenset(
    {"as", "while", "after", "before", "when", "during", "amid", "because", "since", "until", "once", "just", "last",
     "this"}
)  # fmt: skip
COMPLEMENTIZERS = frozenset({"that", "whether", "if", "how", "why"})
MOST_SUBJECT = 12  # tokens of a subject that the parser took for an object
MOST_TAIL = 8  # tokens behind a closing mark that may be narration


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
    """Cut narration behind the speech: ", while …", ", with X saying", ", adding", and what follows a closing mark."""
    first, last = run
    if last <= report.cue.i:
        return run
    for index in range(first + 3, last - 1):
        if quoted[index] or quoted[index + 1]:
            continue
        token = doc[index]
        if token.text == ",":
            word = doc[index + 1]
            is_enclosed = word.lower_ in NARRATING and any(quoted[index:last])  # his words go on behind it
            if not is_enclosed and _narrates(word, last):
                return first, index
        if token.dep_ == "cc" and goes_on_saying(token, report.cue):
            return first, index - 1 if doc[index - 1].text == "," else index
    return _cut_behind_mark(first, last, doc, quoted)


def goes_on_saying(conjunction: Token, cue: Token) -> bool:
    """Whether the speaker's next act of speech begins here: "said the yard was safe and promised to reopen it"."""
    if conjunction.i + 2 >= len(conjunction.doc):
        return False
    following = conjunction.nbor()
    subject = following if following.lower_ in ("he", "she", "they", "it") else None
    verb = conjunction.nbor(2) if subject is not None else following
    entry = verb_entry(verb) if verb.pos_ == "VERB" and verb.tag_ == cue.tag_ else None
    if entry is None or not entry.frames & {"c", "i"}:
        return False
    return verb.dep_ == "conj" and verb.head.i > cue.i


def _narrates(word: Token, last: int) -> bool:
    """Whether the word behind a comma begins the narrator's part of the sentence."""
    if word.lower_ in NARRATING and word.dep_ in ("mark", "advmod", "prep"):
        return True
    if word.lower_ == "who" and word.head.dep_ == "relcl":
        return word.head.right_edge.i >= last - 1  # a closing aside about a person ("…, who ran the port until May")
    if word.tag_ == "VBG" and word.dep_ == "advcl":
        return verb_entry(word) is not None
    return word.lower_ == "with" and any(
        below.tag_ == "VBG" and below.dep_ in ("pcomp", "acl") and verb_entry(below) for below in word.subtree
    )


def _cut_behind_mark(first: int, last: int, doc: Doc, quoted: bytearray) -> Run:
    """ "accused him of being “not serious” just 48 hours after the crash": the tail tells when, not what."""
    end = last
    while end > first and not quoted[end - 1]:
        end -= 1
    if end in (first, last) or last - end > MOST_TAIL:
        return first, last
    return (first, end) if doc[end].lower_ in TAIL_OPENERS else (first, last)


def extend(run: Run, report: Report, doc: Doc, limit: int) -> Run:
    """Take in what the parser cut off: ", but that …", a reason or condition of a reported clause, its next verb."""
    first, last = run
    while last < limit and last > report.cue.i:
        word = last + 1 if doc[last].text == "," else last
        if word + 1 >= limit:
            break
        token = doc[word]
        if token.dep_ == "cc" and doc[word + 1].lower_ == "that" and doc[word + 1].dep_ == "mark":
            end = doc[word + 1].head.right_edge.i + 1
        elif token.lower_ in REASONS and token.dep_ == "mark" and token.head.dep_ == "advcl":
            end = token.head.right_edge.i + 1
        elif (following := _goes_on(doc[word + 1] if token.dep_ == "cc" else token, report, first)) is not None:
            end = following.right_edge.i + 1
        else:
            break
        while end > word and (doc[end - 1].is_punct or doc[end - 1].is_space) and doc[end - 1].text not in "”\"’'":
            end -= 1
        if end <= last:
            break
        last = min(end, limit)
    return first, last


def complete(run: Run, report: Report, doc: Doc, quoted: bytearray) -> Run:
    """Give a clause the subject and the end that the parser hung elsewhere.

    "records indicated the debt was lower" starts at the debt; "It means that they left, doctors say" ends at the comma.
    """
    first, last = run
    if first > report.cue.i and doc[first].tag_ in FINITE and not quoted[first]:
        opening = report.cue_tokens[-1].i + 1
        if report.rule == "according to":
            opening = max((index + 1 for index in range(opening, first) if doc[index].text == ","), default=first)
        while opening < first and (doc[opening].is_punct or doc[opening].is_space):
            opening += 1
        if opening < first <= opening + MOST_SUBJECT and doc[opening].lower_ not in COMPLEMENTIZERS:
            first = opening
    speaker = report.speaker.left_edge.i if report.speaker is not None else report.cue.i
    if report.rule == "clause before" and last <= (limit := min(speaker, report.cue.i)):
        while limit > last and (doc[limit - 1].is_space or doc[limit - 1].text in ",—–-"):
            limit -= 1
        if not any(quoted[last:limit]):
            last = limit
    return first, last


def _goes_on(verb: Token, report: Report, first: int) -> Token | None:
    """A verb that the parser hangs on the cue though its tense is the content's: "says he drank, used drugs"."""
    if verb.dep_ != "conj" or verb.head.i != report.cue.i or child(verb, "nsubj", "nsubjpass") is not None:
        return None
    told = next((part for part in children(report.cue, "ccomp") if part.i >= first), None)
    return verb if told is not None and verb.tag_ == told.tag_ != report.cue.tag_ else None


def word_share_quoted(runs: list[Run], doc: Doc, quoted: bytearray) -> float:
    """The share of a content's word characters that stand in quotation marks."""
    if all(quoted.find(1, first, last) < 0 for first, last in runs):
        return 0.0
    inside = total = 0
    for first, last in runs:
        for index in range(first, last):
            letters = sum(character.isalnum() for character in doc[index].text)
            total += letters
            inside += letters if quoted[index] else 0
    return inside / total if total else 0.0


def kind_of(runs: list[Run], doc: Doc, quoted: bytearray) -> str:
    """direct, indirect or mixed; a conjunction before the mark (“that ‘…’”) makes the rest a quoted part."""
    share = word_share_quoted(runs, doc, quoted)
    opening = doc[runs[0][0]]
    if share and not quoted[opening.i] and opening.lower_ in COMPLEMENTIZERS:
        return "mixed"
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
