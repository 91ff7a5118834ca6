"""What reporting verbs report: a rule for each construction, from a verb to the runs of its content."""

from __future__ import annotations

from spacy.tokens import Token

from transforms.parse.grammar import child, children
from transforms.parse.parsed import Sentence
from transforms.statements.attribution import (
    VERBAL,
    addressee_of,
    is_infinitive,
    is_unsaid,
    said_below,
    source_of,
    speaker_of,
)
from transforms.statements.lexicon import ReportingVerb, medium_entry, nouns
from transforms.statements.meaning import act_by_frame
from transforms.statements.report import FINITE, NARRATOR, Report, Run, runs, subtree_indexes

OPENING_MARKS = frozenset({"“", "„", "«", "‘", '"', "''", "``"})
CLAUSAL = frozenset({"ccomp", "parataxis"})


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
    return noun if noun.left_edge.nbor(-1).text in OPENING_MARKS else None


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
        if doc[index].text in (",", ";") or doc[index].text in OPENING_MARKS or doc[index].pos_ == "VERB":
            return None
    return None


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
