"""Find reporting cues in the parse and the tokens of what they report.

Each rule is a function from a cue token to content: a list of token runs, first to last, `last` exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from transforms.parse.grammar import child, children, is_negated
from transforms.parse.parsed import ParsedArticle, Sentence
from transforms.statements.attribution import (
    VERBAL,
    addressee_of,
    is_infinitive,
    is_unsaid,
    said_below,
    source_of,
    speaker_of,
)
from transforms.statements.lexicon import ReportingVerb, medium_entry, nouns, verb_entry
from transforms.statements.meaning import act_by_frame

Run = tuple[int, int]
NARRATOR = frozenset({"i", "we", "you", "one", "us"})
CLAUSE_RULES = frozenset({"clause", "clause before", "split clause", "inserted cue", "that follows", "according to"})
FINITE = frozenset({"MD", "VBD", "VBP", "VBZ"})
OPENING_MARKS = frozenset({"“", "„", "«", "‘", '"', "''", "``"})
CLAUSAL = frozenset({"ccomp", "parataxis"})


@dataclass(slots=True)
class Report:
    """A cue with the tokens of its content and of its speaker's head."""

    cue: Token
    rule: str
    act: str
    content: list[Run]
    speaker: Token | None
    addressee: Token | None = None
    is_negated: bool = False
    is_passive: bool = False
    cue_tokens: list[Token] = field(default_factory=list)
    lemma: str = ""


def runs(indexes: Iterable[int], doc: Doc) -> list[Run]:
    """Token indexes as runs, without punctuation and space at their edges (quotation marks stay)."""
    grouped: list[list[int]] = []
    for index in sorted(indexes):
        if grouped and index == grouped[-1][1]:
            grouped[-1][1] = index + 1
        else:
            grouped.append([index, index + 1])
    found = []
    for first, last in grouped:
        while first < last and (doc[first].is_space or doc[first].text in ",;:.-–—)"):
            first += 1
        while last > first and (
            doc[last - 1].is_space or doc[last - 1].text in ",;:.-–—(" or doc[last - 1].dep_ == "cc"
        ):
            last -= 1
        if any(doc[index].is_alpha or doc[index].like_num for index in range(first, last)):
            found.append((first, last))
    return found


def subtree_indexes(token: Token) -> set[int]:
    """Indexes of a token and all below it."""
    return {below.i for below in token.subtree}


def _right_limit(verb: Token, first: int) -> int:
    """Behind the last token of a verb's objects and prepositional phrases that follow `first` without a break."""
    last = first
    for part in verb.rights:
        if part.i < first and part.right_edge.i < first:
            continue
        if part.dep_ in (
            "dobj",
            "prep",
            "oprd",
            "attr",
            "xcomp",
            "ccomp",
            "acomp",
            "dative",
            "pobj",
            "agent",
            "npadvmod",
        ):
            last = max(last, part.right_edge.i)
        elif part.dep_ in ("punct", "cc", "conj", "advcl", "parataxis") and part.i > first:
            break
    return last + 1


def _object(verb: Token) -> Token | None:
    return child(verb, "dobj", "dative")


def _clause_content(verb: Token, entry: ReportingVerb, speaker: Token | None) -> tuple[str, list[Run]] | None:
    doc = verb.doc
    for part in children(verb, "ccomp"):
        if part.pos_ not in VERBAL and not any(
            grand.dep_ in ("nsubj", "nsubjpass", "mark", "cop") for grand in part.children
        ):
            continue
        own = subtree_indexes(part)
        if part.i > verb.i:
            if is_infinitive(part):
                if "i" in entry.frames:
                    return "infinitive", runs({index for index in own if index > verb.i}, doc)
                continue
            if not entry.frames & {"c", "q"}:
                continue
            return "clause", runs({index for index in own if index > verb.i}, doc)
        if not entry.frames & {"c", "q"}:
            continue
        limit = min(verb.i, speaker.left_edge.i if speaker is not None and speaker.head == verb else verb.i)
        if doc[limit - 1].text in (";", ":"):  # another sentence in all but its mark
            continue
        after = {index for index in own if index > verb.i}
        return ("split clause" if after else "clause before"), runs(
            {index for index in own if index < limit} | after, doc
        )
    return None


def _gerund_content(verb: Token, entry: ReportingVerb) -> tuple[str, list[Run]] | None:
    """ "denied taking the money", "recalled having met him"."""
    if "g" not in entry.frames:
        return None
    for part in children(verb, "xcomp", "ccomp", "pcomp"):
        if part.tag_ == "VBG" and part.i > verb.i and child(part, "nsubj") is None:
            return "gerund", runs({index for index in subtree_indexes(part) if index > verb.i}, verb.doc)
    return None


def _inserted(verb: Token, entry: ReportingVerb) -> tuple[str, list[Run]] | None:
    """ "The bridge, he said, is safe": the cue hangs from the clause that it reports."""
    if verb.dep_ not in CLAUSAL | {"advcl", "dep"} or not entry.frames & {"c", "q"} or verb.head.pos_ not in VERBAL:
        return None
    if child(verb, "mark", "ccomp", "xcomp", "dobj") is not None or (child(verb, "nsubj") or verb).lower_ in (
        verb.lower_,
        "that",
    ):  # "that said, …" reports nothing
        return None
    before = verb.doc[verb.left_edge.i - 1] if verb.left_edge.i else None
    if verb.dep_ != "parataxis" and (before is None or before.text not in (",", "”", '"', "’", "'", "—", "–", "-")):
        return None
    own = subtree_indexes(verb)
    content = {index for index in subtree_indexes(verb.head) if index not in own}
    if verb.head.i < verb.i and _begins_anew(verb):
        content = {index for index in content if index < verb.i}
    if _opens_for_a_quotation(verb):
        content = {index for index in content if index > verb.i}
    return "inserted cue", runs(content, verb.doc)


def _opens_for_a_quotation(verb: Token) -> bool:
    """Whether a cue stands between an adverbial of the narrator's and a whole quotation: "On Monday, he said, “I …"."""
    doc, clause, opening = verb.doc, verb.head, verb.right_edge.i + 1
    while opening < clause.i and doc[opening].text in (",", ":"):
        opening += 1
    if opening >= clause.i or doc[opening].text not in OPENING_MARKS:
        return False
    subject = child(clause, "nsubj", "nsubjpass", "expl")
    return (
        subject is not None
        and subject.i > opening
        and not any(doc[index].tag_ in FINITE for index in range(clause.left_edge.i, verb.left_edge.i))
    )


def _begins_anew(verb: Token) -> bool:
    """Whether narration follows an inserted cue: "the road is open, he said, as snow began to fall"."""
    following = verb.right_edge.i + 1
    while following < len(verb.doc) and verb.doc[following].text in (",", ";", "—", "–"):
        following += 1
    return following < len(verb.doc) and verb.doc[following].lower_ in ("as", "while")


def _object_content(verb: Token, entry: ReportingVerb) -> tuple[str, list[Run]] | None:
    doc, thing = verb.doc, _object(verb)
    for part in children(verb, "xcomp", "ccomp"):
        if part.i > verb.i and is_infinitive(part) and "i" in entry.frames:
            addressee = thing if thing is not None and thing.i < part.i else None
            first = addressee.left_edge.i if addressee is not None else part.left_edge.i
            return "infinitive", runs(range(first, part.right_edge.i + 1), doc)
    if "s" in entry.frames and not _calls_upon(verb, entry):
        small = child(verb, "ccomp", "oprd", "xcomp") or _noun_behind(verb, thing)
        if small is not None and small.i > verb.i:
            first = min(
                small.left_edge.i, thing.left_edge.i if thing is not None and thing.i > verb.i else small.left_edge.i
            )
            return "small clause", runs(range(first, small.right_edge.i + 1), doc)
    if thing is None or thing.i < verb.i:
        return None
    first = thing.left_edge.i
    if "i" in entry.frames:
        purpose = _purpose(verb, thing)
        if purpose is not None:
            return "infinitive", runs(range(first, purpose.right_edge.i + 1), doc)
    for preposition in children(verb, "prep"):
        if preposition.i > thing.i and (
            (preposition.lower_ == "as" and "a" in entry.frames)
            or (preposition.lower_ in ("of", "for") and "o" in entry.frames)
        ):
            rule = "as-phrase" if preposition.lower_ == "as" else "of-phrase"
            return rule, runs(range(first, preposition.right_edge.i + 1), doc)
    for inner in thing.subtree:  # the parser may hang the phrase from the object or from a part of it
        if inner.dep_ == "prep" and inner.i > thing.i:
            if inner.lower_ == "as" and "a" in entry.frames:
                return "as-phrase", runs(range(first, inner.right_edge.i + 1), doc)
            if inner.lower_ == "of" and entry.frames == {"o"} and child(inner, "pcomp") is not None:
                return "of-phrase", runs(range(first, inner.right_edge.i + 1), doc)
    if "n" in entry.frames and thing.dep_ == "dobj" and thing.lower_ not in ("that", "which", "it", "what"):
        return "noun phrase", runs(range(first, _right_limit(verb, thing.right_edge.i)), doc)
    return None


def _noun_behind(verb: Token, thing: Token | None) -> Token | None:
    """Quoted words that name the object, taken for a measure by the parser: "called it “a nightmare”"."""
    noun = child(verb, "npadvmod")
    if noun is None or thing is None or noun.i < thing.i:
        return None
    return noun if noun.left_edge.nbor(-1).text in ("“", '"', "‘") else None


def _purpose(verb: Token, thing: Token) -> Token | None:
    """What a thing is asked for: "asked help from its neighbours to clear the road", hung from a noun or the verb."""
    clauses = children(verb, "advcl") if source_of(verb, thing) is not None else []
    for below in (*thing.subtree, *clauses):
        if below.i > thing.i and below.dep_ in ("acl", "advcl") and is_infinitive(below):
            return below
    return None


def _calls_upon(verb: Token, entry: ReportingVerb) -> bool:
    """Whether one of a verb's prepositions follows it ("called on the mayor"): then nothing is called something."""
    return any(part.i == verb.i + 1 and part.lower_ in entry.prepositions for part in verb.rights)


def _prepositional_content(verb: Token, entry: ReportingVerb) -> tuple[str, list[Run]] | None:
    for preposition in children(verb, "prep", "prt"):
        if preposition.lower_ in entry.prepositions and preposition.i > verb.i:
            inner = child(preposition, "pobj", "pcomp")
            if inner is not None:
                last = _right_limit(verb, inner.right_edge.i)
                return f"{preposition.lower_}-phrase", runs(range(preposition.i + 1, last), verb.doc)
    for clause in children(verb, "advcl", "xcomp"):  # "called for the president to resign": "for" is a mark then
        mark = child(clause, "mark")
        if mark is not None and mark.i > verb.i and mark.lower_ in entry.prepositions and is_infinitive(clause):
            return f"{mark.lower_}-phrase", runs(range(mark.i + 1, clause.right_edge.i + 1), verb.doc)
    return None


def _that_follows(verb: Token, entry: ReportingVerb, sentence: Sentence) -> tuple[str, list[Run]] | None:
    """A complement that the parser missed: "said" and, right behind it or its addressee, "that"."""
    if "c" not in entry.frames:
        return None
    doc = verb.doc
    for index in range(verb.i + 1, min(verb.i + 8, sentence.last)):
        if doc[index].lower_ == "that" and (doc[index].tag_ == "IN" or medium_entry(doc[index - 1]) is not None):
            return "that follows", runs(range(index, sentence.last), doc)
        if doc[index].lemma_ in nouns() and medium_entry(doc[index]) is None:
            return None  # "repeated her claim that …" is the noun's
        if doc[index].text in (",", ";", "“", '"') or doc[index].pos_ == "VERB":
            return None
    return None


def _is_question(sentence: Sentence, doc: Doc) -> bool:
    return doc[sentence.last - 1].text == "?"


def verb_report(verb: Token, entry: ReportingVerb, sentence: Sentence) -> Report | None:
    """What a reporting verb reports, if its content stands in its clause."""
    speaker, passive = speaker_of(verb)
    if "h" in entry.frames and not (sentence.is_headline and verb.dep_ == "ROOT"):
        return None
    if speaker is not None and speaker.lower_ in NARRATOR:
        return None
    if verb.dep_ in ("amod", "compound") or (speaker is None and not passive and verb.dep_ == "ROOT"):
        return None  # an imperative, or a parse without a subject
    if any(part.dep_ == "mark" and part.lower_ in ("if", "unless", "whether") for part in verb.children):
        return None
    found = (
        _clause_content(verb, entry, speaker)
        or _gerund_content(verb, entry)
        or _inserted(verb, entry)
        or _object_content(verb, entry)
        or _prepositional_content(verb, entry)
        or _that_follows(verb, entry, sentence)
    )
    if found is None or not found[1]:
        return None
    if passive and speaker is None and found[0] in ("noun phrase", "small clause", "as-phrase"):
        return None
    rule, content = found
    if rule == "infinitive" and "x" in entry.frames and said_below(verb):
        return None  # "declined to say whether …": what was not said stands with "say"
    addressee = addressee_of(verb, entry)
    if addressee is not None and rule in ("clause", "that follows"):
        content = [run for run in content if run[0] > addressee.i] or content
    if passive and speaker is None:
        hearer = child(verb, "nsubjpass") or (child(verb.head, "nsubj") if verb.dep_ == "advcl" else None)
        addressee = hearer if entry.lemma in ("tell", "inform", "advise", "warn", "ask", "remind") else addressee
    return Report(
        verb, rule, act_by_frame(entry, rule), content, speaker, addressee, is_unsaid(verb, entry), passive,
        _cue_tokens(verb), entry.lemma,
    )  # fmt: skip


def _cue_tokens(verb: Token) -> list[Token]:
    return sorted([verb, *(part for part in verb.children if part.dep_ == "prt")], key=lambda token: token.i)


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


def find_reports(parsed: ParsedArticle, quoted: bytearray) -> Iterator[Report]:
    """All reports of an article's narration, in order; `quoted` is 1 for every token inside a quotation."""
    known_nouns = nouns()
    for sentence in parsed.sentences:
        question = _is_question(sentence, parsed.doc)
        for token in parsed.tokens_of(sentence):
            if quoted[token.i]:
                continue
            report = None
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
