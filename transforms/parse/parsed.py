"""A parsed article: its record, its layout, its spaCy Doc and its sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from spacy.attrs import IDX, LOWER, ORTH, POS
from spacy.tokens import Doc
from spacy.tokens import Span as TokenSpan

from transforms.parse.layout import Layout, Span
from transforms.parse.reading import Reading
from transforms.read.article import Article


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place in the article, its characters, and its tokens `first` to `last` (exclusive)."""

    position: int
    paragraph: int
    start: int
    end: int
    first: int
    last: int
    is_headline: bool


@dataclass(slots=True)
class ParsedArticle:
    """One article as the later stages see it.  `doc` covers the whole of `text`, so token.idx is an offset there.

    `text` is the article's own, or how that is to be read; offsets of rows count in the article's own.
    """

    article: Article
    reading: Reading | None  # where the article's text is not to be read as it stands
    layout: Layout
    doc: Doc
    sentences: list[Sentence]
    text: str = field(init=False, repr=False)
    words: list[str] = field(init=False, repr=False)  # by token: as printed, in small letters, part of speech, offset.
    lowers: list[str] = field(init=False, repr=False)  # Whoever looks at every token looks at these lists: a spaCy
    pos: list[str] = field(init=False, repr=False)  # Token is made anew each time it is asked for.
    starts: list[int] = field(init=False, repr=False)
    _firsts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """List what is asked of every token, and where sentences begin."""
        self.text = self.article.text if self.reading is None else self.reading.text
        self._firsts = [sentence.first for sentence in self.sentences]
        printed, lowers, pos, starts = self.doc.to_array([ORTH, LOWER, POS, IDX]).T.tolist()
        strings = self.doc.vocab.strings
        known = {number: strings[number] for number in {*printed, *lowers, *pos}}
        self.words, self.lowers, self.pos = ([known[number] for number in column] for column in (printed, lowers, pos))
        self.starts = starts

    def delivered(self, start: int, end: int) -> tuple[int, int]:
        """Where in the article's own text the code points `start` to `end` of `text` stand."""
        return (start, end) if self.reading is None else self.reading.delivered(start, end)

    def text_of(self, first: int, last: int) -> str:
        """What the tokens `first` to `last` (exclusive) print."""
        return self.text[self.starts[first] : self.starts[last - 1] + len(self.words[last - 1])]

    def sentence_at(self, token_index: int) -> Sentence | None:
        """The sentence of a token; None for the header line and the dateline, which are no prose."""
        position = bisect_right(self._firsts, token_index) - 1
        if position < 0 or token_index >= self.sentences[position].last:
            return None
        return self.sentences[position]

    def run(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that begin inside the code points `start` to `end`, the last one exclusive."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)

    def tokens_of(self, sentence: Sentence) -> TokenSpan:
        """The tokens of a sentence."""
        return self.doc[sentence.first : sentence.last]


def _within(spans: tuple[Span, ...], offset: int, start_at: int) -> int:
    while start_at + 1 < len(spans) and spans[start_at + 1].start <= offset:
        start_at += 1
    return start_at


def sentences_of(doc: Doc, layout: Layout) -> list[Sentence]:
    """The article's sentences without surrounding space; header line, dateline and boilerplate are left out."""
    sentences: list[Sentence] = []
    boilerplate_starts = [span.start for span in layout.boilerplate]
    paragraph = 0
    for span in doc.sents:
        first, last = span.start, span.end
        while first < last and (doc[first].is_space or doc[first].idx < layout.header_end):
            first += 1
        while last > first and doc[last - 1].is_space:
            last -= 1
        if first == last:
            continue
        start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
        if layout.dateline and layout.dateline.start <= start and end <= layout.dateline.end:
            continue
        before = bisect_right(boilerplate_starts, start) - 1
        if before >= 0 and start < layout.boilerplate[before].end:
            continue
        paragraph = _within(layout.paragraphs, start, paragraph)
        is_headline = layout.headline is not None and layout.headline.start <= start < layout.headline.end
        sentences.append(Sentence(len(sentences), paragraph, start, end, first, last, is_headline))
    return sentences
