"""Find the cues of an article's narration and what they report: verbs, nouns, "according to", "in the words of"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from transforms.parse.grammar import child, children, is_negated
from transforms.parse.parsed import ParsedArticle, Sentence
from transforms.statements.attribution import VERBAL, is_infinitive, speaker_of
from transforms.statements.lexicon import nouns, verb_entry
from transforms.statements.report import NARRATOR, Report, runs, subtree_indexes
from transforms.statements.verbs import verb_report


def noun_report(noun: Token, act: str) -> Report | None:
    """What a reporting noun reports: "his claim that …", "a promise by the mayor to …"."""
    inner = next(
        (
            part
            for part in noun.children
            if part.i > noun.i
            and part.dep_ in ("acl", "ccomp", "relcl")
            and (is_infinitive(part) or any(mark.dep_ == "mark" and mark.lower_ == "that" for mark in part.children))
        ),
        None,
    )
    if inner is None:
        return None
    speaker = child(noun, "poss")
    for preposition in children(noun, "prep"):
        if speaker is None and preposition.lower_ in ("by", "from", "of"):
            speaker = child(preposition, "pobj")
    negated = False
    if speaker is None and noun.dep_ == "dobj" and noun.head.pos_ in VERBAL:
        speaker, _ = speaker_of(noun.head)
        negated = is_negated(noun.head)
    if speaker is None or speaker.lower_ in NARRATOR | {"my", "our", "your"}:
        return None
    return Report(
        noun, "noun", act, runs(subtree_indexes(inner), noun.doc), speaker, None, negated, False, [noun], noun.lemma_
    )


def according_report(token: Token, sentence: Sentence) -> Report | None:
    """The clause that "according to X" or "per X" stands beside."""
    to = next((part for part in token.children if part.lower_ == "to"), None)
    if to is None and token.i + 1 < len(token.doc) and token.nbor().lower_ == "to":
        to = token.nbor()
    if to is None:
        return None
    speaker = child(to, "pobj") or child(token, "pobj")
    if speaker is None:
        return None
    own = subtree_indexes(token) | {to.i} | subtree_indexes(speaker)
    head = token.head
    while head.dep_ != "ROOT" and (
        head.pos_ not in VERBAL or (head.dep_ == "conj" and child(head, "nsubj", "nsubjpass") is None)
    ):
        head = head.head
    if head.dep_ in ("xcomp", "advcl", "conj", "acl", "pcomp") and token.i < head.i:
        head = token.sent.root
    while head.dep_ != "ROOT" and head.left_edge.i > sentence.first and _is_within_phrase(head.left_edge.nbor(-1)):
        head = head.head  # nobody reports "might be late" of "Trams might be late"
    inside = {index for index in subtree_indexes(head) if sentence.first <= index < sentence.last} - own
    content = runs(inside, token.doc)
    if len(content) > 2:  # pieces that commas cut off are no content of their own
        content = sorted(content, key=lambda run: run[0] - run[1])[:2]
    return Report(
        token, "according to", "state", sorted(content), speaker, cue_tokens=[token, to], lemma="according to"
    )


def _is_within_phrase(before: Token) -> bool:
    """Whether a clause that this token stands before does not begin a new part of its sentence."""
    return (before.is_alpha or before.like_num) and before.dep_ not in ("cc", "mark")


def words_report(words: Token, sentence: Sentence) -> Report | None:
    """The sentence that "in the words of X" stands in."""
    preposition, of = words.head, child(words, "prep")
    if preposition.lower_ != "in" or of is None or of.lower_ != "of" or child(words, "amod") is not None:
        return None
    speaker = child(of, "pobj")
    if speaker is None:
        return None
    own = range(preposition.i, speaker.i + 1)
    content = runs((index for index in range(sentence.first, sentence.last) if index not in own), words.doc)
    return Report(
        words, "according to", "state", content, speaker, cue_tokens=[preposition, of], lemma="in the words of"
    )


def _is_question(sentence: Sentence, doc: Doc) -> bool:
    return doc[sentence.last - 1].text == "?"


def find_reports(parsed: ParsedArticle, quoted: bytearray) -> Iterator[Report]:
    """All reports of an article's narration, in order; `quoted` is 1 for every token inside a quotation."""
    known_nouns = nouns()
    for sentence in parsed.sentences:
        question = _is_question(sentence, parsed.doc)
        for index in range(sentence.first, sentence.last):
            if quoted[index] or not (parsed.pos[index] in ("VERB", "NOUN") or parsed.lowers[index] == "words"):
                continue
            token, report = parsed.doc[index], None
            if token.pos_ == "VERB" and not (token.ent_type_ == "PERSON" and token.text[0].isupper()):  # "Omar Said"
                entry = verb_entry(token)
                if token.lower_ == "according":
                    report = according_report(token, sentence)
                elif entry is not None and not question:
                    report = verb_report(token, entry, sentence)
            elif token.lower_ == "words" and token.dep_ == "pobj":
                report = words_report(token, sentence)
            elif token.pos_ == "NOUN" and token.lemma_ in known_nouns:
                report = noun_report(token, known_nouns[token.lemma_])
            if report is not None and report.content:
                yield report
