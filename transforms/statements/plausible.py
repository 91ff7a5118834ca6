"""Turn down what has the shape of a report though nobody says anything: things as speakers, words never spoken."""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.tokens import Token

from transforms.lexicon import words
from transforms.parse.grammar import child
from transforms.resolve.gazetteer import roles
from transforms.statements.lexicon import verb_entry
from transforms.statements.report import CLAUSE_RULES, Report
from transforms.statements.speakers import document_medium

# Verbs whose infinitive tells what was in fact said: "went on to criticise the plan".
ACTUAL = frozenset({"begin", "start", "continue", "go", "proceed", "come", "use", "take", "return", "seem", "appear"})

HEARSAY = frozenset({"say", "report", "allege", "rumor", "rumour", "claim"})  # "is said to have fled"
CREDIT = re.compile(r"\([^()\n]{3,40}/[^()\n]{2,40}\)$")


@lru_cache(maxsize=20_000)
def _is_thing(noun: str) -> bool:
    known = words("reporting_nonspeakers")
    return noun in known or any(noun.endswith(word[1:]) for word in known if word.startswith("-"))


def names_a_thing(head: Token) -> bool:
    """Whether a speaker's head is a common noun for something that cannot speak ("the move", "her absence")."""
    if head.pos_ != "NOUN" or document_medium(head) is not None:
        return False
    lemma = head.lemma_.lower()
    return lemma not in roles() and _is_thing(lemma)


def _only_shows(report: Report) -> bool:
    """Whether a thing lets something be seen: "the wet spring suggests that …"."""
    entry, head = verb_entry(report.cue), report.speaker
    if entry is None or head is None or "t" not in entry.frames or head.pos_ == "PROPN":
        return False
    if head.pos_ != "NOUN":
        return head.lower_ in ("it", "this", "that", "which", "these", "those")
    if head.lemma_.lower() in roles() or document_medium(head) is not None or child(head, "appos", "poss") is not None:
        return False
    return head.tag_ == "NN"


def _is_unspoken(verb: Token) -> bool:
    """Whether a verb is an infinitive that nobody is said to have carried out: "refused to discuss", "a need to …"."""
    if not any(part.dep_ == "aux" and part.lower_ == "to" for part in verb.lefts):
        return False
    return verb.dep_ in ("acl", "xcomp", "ccomp", "relcl") and verb.head.lemma_ not in ACTUAL


def _is_aside(cue: Token) -> bool:
    """Whether a participle only says on what occasion somebody spoke: "when asked whether …, she said"."""
    opens = any(part.lower_ in ("when", "once", "if") and part.i == cue.i - 1 for part in cue.lefts)
    return opens and cue.tag_ in ("VBN", "VBD")


def is_plausible(report: Report) -> bool:
    """Whether somebody can be behind a report; full clauses are believed more than noun phrases."""
    cue, is_clause = report.cue, report.rule in CLAUSE_RULES
    if report.speaker is None:
        heard = report.rule == "infinitive" and report.is_passive and report.lemma in HEARSAY
        return (is_clause or heard) and not _is_aside(cue)
    if report.rule != "according to" and (names_a_thing(report.speaker) or _only_shows(report)):
        return False
    return (is_clause or cue.pos_ != "VERB" or not _is_unspoken(cue)) and not _is_aside(cue)


def is_caption(text: str, start: int, end: int) -> bool:
    """Whether a paragraph is a caption: "… (Lena Voss/Reader Wire)"."""
    return CREDIT.search(text, start, end) is not None
