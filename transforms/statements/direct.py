"""Give every quotation that no clause has taken its cue and its speaker, by what stands beside its marks.

A cue may stand before the quotation ("Smith said: …"), behind it ("…," he said) or between two pieces of it.  A
quotation without a cue inherits the speaker of the one before: in the same paragraph, then in the next while that holds
nothing but speech.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from transforms.parse.grammar import child, children
from transforms.parse.parsed import ParsedArticle
from transforms.statements.attribution import VERBAL, is_unsaid, speaker_of
from transforms.statements.lexicon import ReportingVerb, hearers, verb_entry
from transforms.statements.quotes import Quote
from transforms.statements.report import NARRATOR, Run

REACH = 14  # tokens between a quotation and the verb that reports it
SENTENCE_ENDS = frozenset({".", "!", "?"})
LEAST_WORDS = 5  # words of a quotation that counts as speech without any cue


@dataclass(slots=True)
class Spoken:
    """A quotation (or its pieces around one cue) with its cue and the head of its speaker."""

    pieces: list[Run]
    quotes: list[Quote]
    rule: str
    cue: Token | None = None
    entry: ReportingVerb | None = None
    speaker: Token | None = None
    is_inherited: bool = False
    is_negated: bool = False

    def carry_on(self, quote: Quote, run: Run, found: Spoken | None) -> bool:
        """Take in a further piece, with the cue found beside that where there was none; False: both have one."""
        if found is not None and found.cue is not None and found.rule != "split quote":
            if self.cue is not None:
                return False
            self.cue, self.entry, self.speaker = found.cue, found.entry, found.speaker
            self.rule, self.is_inherited, self.is_negated = found.rule, False, found.is_negated
        self.pieces.append(run)
        self.quotes.append(quote)
        return True


def _reports(token: Token) -> ReportingVerb | None:
    if token.pos_ not in VERBAL or token.dep_ in ("aux", "auxpass"):
        return None
    entry = verb_entry(token)
    return entry if entry is not None and entry.frames & {"q", "c", "a", "s", "n", "o"} else None


def _fallback_speaker(cue: Token, quoted: bytearray) -> Token | None:
    """The nearest noun beside a cue whose subject the parser missed: behind it first ("said Smith"), then before."""
    doc = cue.doc
    for step in (1, -1):
        index = cue.i + step
        while 0 <= index < len(doc) and abs(index - cue.i) < 8 and not quoted[index]:
            token = doc[index]
            if token.text in SENTENCE_ENDS or token.pos_ == "VERB" or (step == 1 and token.pos_ == "ADP"):
                break
            if token.is_alpha and token.pos_ in ("PROPN", "PRON", "NOUN") and token.ent_type_ not in ("DATE", "TIME"):
                if step == 1 and token.lemma_.lower() in hearers():
                    break  # "told reporters"
                return _noun_head(token)
            index += step
    return None


def _noun_head(token: Token) -> Token:
    """The head of the noun phrase that a token begins."""
    while (
        token.dep_ in ("compound", "poss", "amod", "flat")
        and token.head.i > token.i
        and token.head.pos_ in ("PROPN", "NOUN")
    ):
        token = token.head
    return token


def speaker_of_cue(cue: Token, quoted: bytearray) -> Token | None:
    """The head of who speaks with a cue beside a quotation; never a word of the quotation itself."""
    speaker, passive = speaker_of(cue)
    if speaker is not None and not quoted[speaker.i]:
        return speaker
    return None if passive else _fallback_speaker(cue, quoted)


def _cue_behind(doc: Doc, end: int, quoted: bytearray) -> tuple[Token, ReportingVerb] | None:
    last_text = next(
        (doc[i].text for i in range(end - 2, max(end - 4, -1), -1) if doc[i].text not in ("”", '"', "''", "’", "'")), ""
    )
    for index in range(end, min(end + REACH, len(doc))):
        token = doc[index]
        if quoted[index] or token.text in SENTENCE_ENDS or (token.is_space and "\n" in token.text):
            return None
        if token.is_sent_start and index > end and last_text not in (",", "?", "!", "—", "–"):
            return None
        entry = _reports(token)
        if entry is not None and entry.frames & {"q", "c"}:
            if last_text == "." and (index == end or doc[end].text[:1].isupper()) and token.dep_ not in ("acl",):
                # “… .” Smith said: the next sentence, unless what follows is the cue alone
                return None if _has_own_content(token, end) else (token, entry)
            return token, entry
        if token.pos_ == "VERB" and token.dep_ in ("ROOT", "conj") and not _is_cited(token):
            return None
    return None


def _is_cited(verb: Token) -> bool:
    """Whether a verb only leads to the cue: "was quoted by the paper as saying"."""
    return any(
        part.lower_ == "as" and any(_reports(below) is not None for below in part.children)
        for part in children(verb, "prep", "mark", "advmod")
    )


def _has_own_content(cue: Token, end: int) -> bool:
    return any(part.i > cue.i and part.dep_ in ("ccomp", "xcomp", "dobj") for part in cue.children) or any(
        token.text in ("“", '"', ":") for token in cue.doc[cue.i + 1 : cue.i + 6]
    )


def _cue_before(doc: Doc, start: int, quoted: bytearray) -> tuple[Token, ReportingVerb] | None:
    index = start - 1
    while index >= 0 and doc[index].is_space:
        index -= 1
    if index >= 0 and doc[index].text != ":" and any("\n" in token.text for token in doc[index + 1 : start]):
        return None
    if index < 0 or quoted[index] or doc[index].text in SENTENCE_ENDS:
        return None
    colon = doc[index].text == ":"
    for position in range(index, max(index - REACH, -1), -1):
        token = doc[position]
        if quoted[position] or token.text in SENTENCE_ENDS or (token.is_space and "\n" in token.text):
            return None
        entry = _reports(token)
        if entry is not None and (colon or entry.frames & {"q", "c"}):
            return token, entry
        if token.pos_ == "VERB" and not colon and token.dep_ not in ("acl", "relcl", "amod"):
            return None
    return None


def _clause_subject(doc: Doc, start: int, quoted: bytearray) -> Token | None:
    """The subject of the clause that a quotation stands in, where no verb reports it."""
    token = doc[start]
    for above in (token, *token.ancestors):
        if not quoted[above.i] and above.pos_ in VERBAL:
            subject = child(above, "nsubj")
            if subject is not None and not quoted[subject.i]:
                return subject
        if not quoted[above.i] and above.pos_ in ("NOUN", "PROPN"):
            owner = child(above, "poss")
            if owner is not None and not quoted[owner.i]:
                return owner
    return None


class Attacher:
    """Goes through an article's quotations in order and remembers who spoke last."""

    def __init__(self, parsed: ParsedArticle, quotes: list[Quote], quoted: bytearray) -> None:
        self.parsed, self.doc, self.quotes, self.quoted = parsed, parsed.doc, quotes, quoted

    def attach(self, number: int, before: Spoken | None) -> Spoken | None:
        """The quotation `number` with its cue and speaker; `before` is what was spoken last.  None: it is no speech."""
        quote = self.quotes[number]
        first, last = self.parsed.run(quote.start, quote.end)
        if first >= last:
            return None
        joined = self._joins(quote, first, before)
        if joined is not None:
            return joined
        behind = self._behind(first, last)
        ahead = _cue_before(self.doc, first, self.quoted)
        found = behind if behind is not None and not self._belongs_before(first, ahead) else ahead
        if found is not None:
            cue, entry = found
            if found is ahead and not self._introduced(first, last):
                return None
            speaker = speaker_of_cue(cue, self.quoted)
            if speaker is None or speaker.lower_ not in NARRATOR:
                rule = "quote before cue" if found is behind else "quote after cue"
                return Spoken([(first, last)], [quote], rule, cue, entry, speaker, is_negated=is_unsaid(cue, entry))
        elif (speaker := self._before_colon(first)) is not None:
            return Spoken([(first, last)], [quote], "quote after colon", None, None, speaker)
        return self._inherit(quote, first, last, before)

    def _behind(self, first: int, last: int) -> tuple[Token, ReportingVerb] | None:
        """The cue behind a quotation; a few quoted words inside a clause ("the “road map” says") have none."""
        behind = _cue_behind(self.doc, last, self.quoted)
        if behind is None or self._starts_clause(first):
            return behind
        subject = child(behind[0], "nsubj")
        words = sum(token.is_alpha for token in self.doc[first:last])
        if words < LEAST_WORDS or (subject is not None and subject.i < first):
            return None
        return behind

    def _starts_clause(self, first: int) -> bool:
        """Whether nothing of its own clause stands before a quotation."""
        before = self.doc[first - 1] if first else None
        if before is None or before.is_space or before.is_punct:
            return True
        return before.dep_ == "cc" or bool(self.quoted[before.i])

    def _introduced(self, first: int, last: int) -> bool:
        """Whether a quotation behind a cue is speech: a comma or colon leads to it, or it is longer than a title."""
        words = sum(token.is_alpha for token in self.doc[first:last])
        return self.doc[first - 1].text in (",", ":", "that") or words >= LEAST_WORDS

    def _belongs_before(self, first: int, ahead: tuple[Token, ReportingVerb] | None) -> bool:
        return ahead is not None and self.doc[first - 1].text in (":", "that")

    def _joins(self, quote: Quote, first: int, before: Spoken | None) -> Spoken | None:
        """“A,” he said, “B”: B is a further piece of the statement that the cue between them reports."""
        if before is None or before.cue is None or not before.quotes or before.quotes[-1].paragraph != quote.paragraph:
            return None
        gap_first = before.pieces[-1][1]
        if not gap_first <= before.cue.i < first:
            return None
        gap = self.doc[gap_first:first]
        if any(token.text in SENTENCE_ENDS for token in gap) or (
            self.doc[first - 1].text != "," and not self._starts_small(first)
        ):
            return None
        return Spoken([], [quote], "split quote", before.cue, before.entry, before.speaker)

    def _starts_small(self, first: int) -> bool:
        following = self.doc[first + 1] if first + 1 < len(self.doc) else None
        return following is not None and following.text[:1].islower()

    def _inherit(self, quote: Quote, first: int, last: int, before: Spoken | None) -> Spoken | None:
        words = sum(token.is_alpha for token in self.doc[first:last])
        alone = self._stands_alone(first, last)
        if alone and before is not None and before.speaker is not None and before.quotes:
            same = before.quotes[-1].paragraph == quote.paragraph
            following = quote.paragraph == before.quotes[-1].paragraph + 1 and self._purely_quoted(quote)
            if same or following:
                rule = "inherited in paragraph" if same else "inherited from paragraph before"
                return Spoken([(first, last)], [quote], rule, None, before.entry, before.speaker, is_inherited=True)
        if words < LEAST_WORDS or quote.is_single:
            return None
        if alone:
            speaker = self._told_before(first, quote, before)
            return Spoken([(first, last)], [quote], "quote alone", None, None, speaker, is_inherited=True)
        subject = _clause_subject(self.doc, first, self.quoted)
        if subject is not None and subject.lower_ in NARRATOR:
            return None
        if subject is None and before is not None and before.quotes:
            subject = before.speaker if quote.paragraph - before.quotes[-1].paragraph <= 1 else None
        return Spoken([(first, last)], [quote], "quote in narration", None, None, subject)

    def _before_colon(self, first: int) -> Token | None:
        """Who leads to a quotation behind a colon without a word for saying: "Martell was blunter: …", "Shaw: …"."""
        index = first - 1
        while index >= 0 and self.doc[index].is_space:
            index -= 1
        sentence = self.parsed.sentence_at(index) if index >= 0 and self.doc[index].text == ":" else None
        if sentence is None:
            return None
        root = self.doc[sentence.first : index].root if sentence.first < index else None
        if root is None or root.pos_ == "PROPN" or root.ent_type_ == "PERSON":
            return root
        if root.pos_ == "NOUN" and root.text[0].isupper() and root.i == sentence.first:
            return root  # "Reyes: …", a name that the tagger does not know
        subject = child(root, "nsubj")
        is_told = subject is not None and subject.lower_ not in NARRATOR and not self.quoted[subject.i]
        return subject if is_told else None

    def _told_before(self, first: int, quote: Quote, before: Spoken | None) -> Token | None:
        """Who speaks in a quotation of its own: the last speaker near it, else whom the sentence before is on."""
        if before is not None and before.speaker is not None:
            place = before.cue or before.speaker
            paragraph = self._paragraph(place.i)
            if paragraph is not None and quote.paragraph - paragraph <= 1:
                return before.speaker
        index = first - 1
        while index >= 0 and (self.doc[index].is_space or self.doc[index].is_punct):
            index -= 1
        sentence = self.parsed.sentence_at(index) if index >= 0 else None
        if sentence is None or quote.paragraph - sentence.paragraph > 1:
            return None
        subject = child(self.doc[sentence.first : sentence.last].root, "nsubj")
        if subject is None or self.quoted[subject.i] or subject.lower_ in NARRATOR:
            return None
        return subject if subject.ent_type_ in ("PERSON", "ORG", "NORP", "GPE") or subject.pos_ == "PRON" else None

    def _paragraph(self, index: int) -> int | None:
        sentence = self.parsed.sentence_at(index)
        return sentence.paragraph if sentence is not None else None

    def _stands_alone(self, first: int, last: int) -> bool:
        """Whether a quotation is sentences of its own: nothing of another sentence before or behind it."""
        before = first - 1
        while before >= 0 and self.doc[before].is_space:
            before -= 1
        opened = (
            before < 0
            or self.doc[before].text in SENTENCE_ENDS | {"”", '"', "''"}
            or self._new_paragraph(before, first)
        )
        inner = [token.text for token in self.doc[max(first, last - 3) : last]]
        return (opened and any(text in SENTENCE_ENDS | {"…", "...", "—", "–"} for text in inner)) or self._purely(
            first, last
        )

    def _new_paragraph(self, before: int, first: int) -> bool:
        return "\n" in self.doc[before : first + 1].text

    def _purely(self, first: int, last: int) -> bool:
        before = self.doc[first - 1] if first else None
        after = self.doc[last] if last < len(self.doc) else None
        return (before is None or (before.is_space and "\n" in before.text)) and (
            after is None or (after.is_space and "\n" in after.text)
        )

    def _purely_quoted(self, quote: Quote) -> bool:
        """Whether a quotation's paragraph holds nothing but quotations."""
        paragraph = self.parsed.layout.paragraphs[quote.paragraph]
        first, last = self.parsed.run(paragraph.start, paragraph.end)
        return all(self.quoted[i] or not self.doc[i].is_alpha for i in range(first, last))
