"""Find speech that layout alone gives to somebody: headlines ("Patel: …", "… – minister") and pull quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from transforms.parse.parsed import ParsedArticle, Sentence
from transforms.resolve.gazetteer import roles
from transforms.resolve.model import Resolution
from transforms.statements.attribution import VERBAL
from transforms.statements.report import Report, runs

LEAST_SPEECH = 4  # tokens of what is said in a headline or pull quote
MOST_NAME = 8  # tokens of a name with its title that stands for "said so-and-so"
MARKS = re.compile(r"[:–—]|--?")
ENDS = frozenset({".", "!", "?", "…", "”", '"', "’"})


class Displayed:
    """The headlines and pull quotes of one article."""

    def __init__(self, parsed: ParsedArticle, resolution: Resolution) -> None:
        self.parsed, self.doc, self.resolution = parsed, parsed.doc, resolution

    def find(self) -> Iterator[Report]:
        """All of them, as reports whose cue is the mark or the name itself."""
        by_paragraph: dict[int, list[Sentence]] = {}
        for sentence in self.parsed.sentences:
            by_paragraph.setdefault(sentence.paragraph, []).append(sentence)
            if sentence.is_headline:
                yield from self._headline(sentence)
        for sentences in by_paragraph.values():
            if len(sentences) > 1 and not sentences[0].is_headline:
                yield from self._pull_quote(sentences)

    def _headline(self, sentence: Sentence) -> Iterator[Report]:
        for mark in self.parsed.tokens_of(sentence):
            if not MARKS.fullmatch(mark.text) or mark.i in (sentence.first, sentence.last - 1):
                continue
            before, behind = (sentence.first, mark.i), (mark.i + 1, sentence.last)
            sides = [(before, behind)] if mark.text == ":" else [(behind, before)]
            for name, speech in sides:
                speaker = self._speaker(*name)
                if speaker is not None and speech[1] - speech[0] >= LEAST_SPEECH and self._has_verb(*speech):
                    yield Report(mark, "headline", "state", runs(range(*speech), self.doc), speaker, cue_tokens=[mark])
                    return

    def _pull_quote(self, sentences: list[Sentence]) -> Iterator[Report]:
        *speech, name = sentences
        credit = "/" in self.doc[name.first : name.last].text or not self.doc[name.last - 1].is_alpha
        if credit or self.doc[speech[-1].last - 1].text not in ENDS:
            return  # "Kim Lee/Reuters", "(Reuters)"
        speaker = self._speaker(name.first, name.last)
        first, last = speech[0].first, speech[-1].last
        mention = self.resolution.mention_at(speaker) if speaker is not None else None
        is_person = mention is not None and mention.form == "name" and mention.actor.actor_type == "person"
        if speaker is not None and is_person and last - first >= LEAST_SPEECH:
            yield Report(speaker, "pull quote", "state", [(first, last)], speaker, cue_tokens=[speaker])

    def _has_verb(self, first: int, last: int) -> bool:
        return any(self.doc[index].pos_ in VERBAL for index in range(first, last))

    def _speaker(self, first: int, last: int) -> Token | None:
        """The head of a name or role that fills the tokens `first` to `last`."""
        while first < last and (self.doc[first].is_punct or self.doc[first].is_space):
            first += 1
        if not first < last <= first + MOST_NAME or self._has_verb(first, last):
            return None
        head = self.doc[first:last].root
        mention = self.resolution.mention_at(head)
        if mention is not None and mention.form == "name" and mention.actor.actor_type != "country":
            return head
        return head if head.lemma_.lower() in roles() and head.pos_ in ("NOUN", "PROPN") else None
