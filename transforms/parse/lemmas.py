"""Part of speech and lemma from the tagger's tag, one dictionary look-up a token.

spaCy's attribute ruler and lemmatiser take a fifth of the parse for the same result; every (word, tag) pair is
worked out once a process here.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from spacy.attrs import DEP, LEMMA, ORTH, POS, TAG
from spacy.lookups import Lookups
from spacy.parts_of_speech import AUX, VERB
from spacy.parts_of_speech import IDS as POS_IDS
from spacy.strings import StringStore
from spacy.tokens import Doc

# Penn Treebank tag -> Universal part of speech.
POS_OF = {
    "$": "SYM", "''": "PUNCT", ",": "PUNCT", "-LRB-": "PUNCT", "-RRB-": "PUNCT", ".": "PUNCT", ":": "PUNCT",
    "ADD": "X", "AFX": "ADJ", "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "FW": "X", "HYPH": "PUNCT",
    "IN": "ADP", "JJ": "ADJ", "JJR": "ADJ", "JJS": "ADJ", "LS": "X", "MD": "AUX", "NFP": "PUNCT", "NN": "NOUN",
    "NNP": "PROPN", "NNPS": "PROPN", "NNS": "NOUN", "PDT": "DET", "POS": "PART", "PRP": "PRON", "PRP$": "PRON",
    "RB": "ADV", "RBR": "ADV", "RBS": "ADV", "RP": "ADP", "SYM": "SYM", "TO": "PART", "UH": "INTJ", "VB": "VERB",
    "VBD": "VERB", "VBG": "VERB", "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "WDT": "PRON", "WP": "PRON",
    "WP$": "PRON", "WRB": "SCONJ", "XX": "X", "_SP": "SPACE", "``": "PUNCT",
}  # fmt: skip
INFLECTED = {"NOUN", "VERB", "ADJ", "ADV"}
BASE_TAGS = {"VB", "VBP", "NN", "JJ", "RB"}  # forms that are their own lemma unless an exception says otherwise
PREFIXES = ("re", "un", "de", "dis", "mis", "over", "under", "out", "counter")  # "retweeted" as "tweeted"
CLITICS = {"n't": "not", "n’t": "not", "'ll": "will", "’ll": "will", "'ve": "have", "’ve": "have", "'re": "be",
           "’re": "be", "'m": "be", "’m": "be", "ca": "can", "wo": "will"}  # fmt: skip


class Lemmas:
    """Lemmas and parts of speech by (word, tag), from spaCy's rule tables, remembered for the life of the process."""

    def __init__(self, lookups: Lookups, strings: StringStore) -> None:
        listed = lookups.get_table("lemma_index")
        self._index = {pos: frozenset(listed.get(pos, ())) for pos in ("noun", "verb", "adj", "adv")}
        self._exceptions = lookups.get_table("lemma_exc")
        self._rules = lookups.get_table("lemma_rules")
        self._strings = strings
        self._auxiliaries = {strings.add("aux"), strings.add("auxpass")}
        self._known: dict[tuple[int, int], tuple[int, int]] = {}

    def annotate(self, doc: Doc) -> None:
        """Set `pos` and `lemma` of every token; an auxiliary is told from a full verb by its dependency."""
        known, auxiliaries = self._known, self._auxiliaries
        found = []
        for orth, tag, dependency in doc.to_array([ORTH, TAG, DEP]).tolist():
            entry = known.get((orth, tag))
            if entry is None:
                entry = known[orth, tag] = self._numbered(orth, tag)
            found.append((AUX, entry[1]) if entry[0] == VERB and dependency in auxiliaries else entry)
        # all at once: each assignment to `Token.lemma_` looks the string up
        doc.from_array([POS, LEMMA], np.array(found, np.uint64).reshape(-1, 2))  # type: ignore[arg-type]

    def _numbered(self, orth: int, tag: int) -> tuple[int, int]:
        """Part of speech and lemma of a word with a tag, in spaCy's numbers."""
        pos, lemma = self._look_up(self._strings[orth], self._strings[tag])
        pos = "AUX" if pos == "VERB" and lemma == "be" else pos
        return POS_IDS[pos], self._strings.add(lemma)

    def _look_up(self, text: str, tag: str) -> tuple[str, str]:
        pos = POS_OF.get(tag, "X")
        lower = text.lower()
        if tag == "MD" and lower in ("'d", "’d"):
            return pos, "would"
        if tag in ("VBD", "VBZ") and lower in ("'d", "’d", "'s", "’s"):
            return pos, "have" if lower[1] == "d" else "be"
        if lower in CLITICS and tag != "POS":
            return pos, CLITICS[lower]
        if pos == "PROPN":
            return pos, text
        if pos not in INFLECTED or not lower.isascii() or not lower.isalpha():
            return pos, lower
        return pos, self._inflected(lower, pos.lower(), tag)

    def _inflected(self, lower: str, pos: str, tag: str) -> str:
        if tag in BASE_TAGS and lower not in self._exceptions.get(pos, {}):
            return lower
        if tag == "VB" and lower in self._index[pos]:
            return lower  # "to lay": the exceptions know it as the past of "lie"
        found = self._listed(lower, pos)
        if found:
            return found
        for prefix in PREFIXES:
            if lower.startswith(prefix):
                rest = self._listed(lower[len(prefix) :], pos)
                if rest:
                    return prefix + rest
        return next(self._forms(lower, pos), lower)

    def _forms(self, lower: str, pos: str) -> Iterator[str]:
        """What the rules of a part of speech make of an inflected form, likeliest first."""
        for old, new in self._rules.get(pos, []):
            if lower.endswith(old) and len(lower) > len(old):
                yield lower[: len(lower) - len(old)] + new

    def _listed(self, lower: str, pos: str) -> str | None:
        """The lemma of a form that the tables know."""
        exceptions = self._exceptions.get(pos, {}).get(lower)
        if exceptions:
            return str(exceptions[0])
        index = self._index[pos]
        return next((form for form in self._forms(lower, pos) if form in index), None)
