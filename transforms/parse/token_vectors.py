"""The vectors of a spaCy tok2vec layer, computed with less work.

They are spaCy's own but for the last bits, which there depend on what else stands in a batch: how a processor's matrix
product rounds a row depends on how many there are.  Here a text has the same vectors whatever it is read with.

spaCy embeds every token of every batch anew and takes a fresh array for each step.  Here a word's embedding, which
depends on the word alone, is worked out once a process, and the convolutions run over so few tokens that their arrays
stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import NORM, ORTH, SPACY
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Model

Floats = NDArray[np.float32]
Keys = NDArray[np.uint64]

TILE = 1000  # tokens convolved at once: more fall out of the cache, fewer cost more calls
MOST_WORDS = 50_000  # remembered, 40 MB for both layers; then they are forgotten and the memory serves anew
FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 1], dtype=np.uint64)  # odd, to mix three attributes in one
EPSILON = np.float32(1e-8)  # thinc's, in its layer normalisation


class _Maxout:
    """A product with `weights` of which each value is the largest of three, normalised over the row."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        maxout = next(part for part in layer.walk() if part.name == "maxout")
        norm = next(part for part in layer.walk() if part.name == "layernorm")
        weights, bias = np.asarray(maxout.get_param("W")), np.asarray(maxout.get_param("b"))
        width, pieces, inputs = weights.shape
        # the three pieces of a value apart, so that their maximum is taken over whole rows
        self.weights = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * width, inputs).T)
        self._bias = np.ascontiguousarray(bias.T.reshape(-1))
        self._gain, self._shift = np.asarray(norm.get_param("G")), np.asarray(norm.get_param("b"))

    def normalised(self, product: Floats, largest: Floats) -> Floats:
        """The layer's output, in `largest`, from the product of its input with the weights, which is overwritten."""
        width = largest.shape[1]
        product += self._bias
        np.maximum(product[:, :width], product[:, width : 2 * width], out=largest)
        np.maximum(largest, product[:, 2 * width :], out=largest)
        largest -= largest.mean(axis=1, keepdims=True)
        squares = np.multiply(largest, largest, out=product[:, :width])
        variance = squares.mean(axis=1, keepdims=True) + EPSILON
        largest *= variance**-0.5
        largest *= self._gain
        largest += self._shift
        return largest


class _Embedding:
    """Embeddings by word, norm and whether a space follows: all that the features of spaCy's layer depend on."""

    def __init__(self, vocab: Vocab, embed: Model[Any, Any]) -> None:
        self._vocab = vocab
        features, _, hashed, mixed, *_ = embed.layers
        self._columns = features.attrs["columns"]
        self._hashed, self._mixed = hashed.layers[0], _Maxout(mixed)
        self._rows: dict[int, int] = {}
        self._vectors = np.zeros((1024, embed.get_dim("nO")), np.float32)

    def __call__(self, keys: Keys) -> Floats:
        mixed = np.bitwise_xor.reduce(keys * FACTORS, axis=1)
        words, first, inverse = np.unique(mixed, return_index=True, return_inverse=True)
        if len(self._rows) > MOST_WORDS:
            self._rows.clear()
        known = self._rows
        rows = [known.get(word, -1) for word in words.tolist()]
        missing = [number for number, row in enumerate(rows) if row < 0]
        if missing:
            self._learn(words[missing].tolist(), keys[first[missing]])
            rows = [known[word] for word in words.tolist()]
        return self._vectors[np.array(rows, np.intp)[inverse]]

    def _learn(self, words: list[int], keys: Keys) -> None:
        features = np.array([self._features(*key) for key in keys.tolist()], np.uint64)
        hashed = self._hashed.predict(features)
        # a product of its own for every word, so that what is learned with it does not change it
        product = np.matmul(hashed[:, np.newaxis], self._mixed.weights)[:, 0]
        vectors = self._mixed.normalised(product, np.empty((len(words), self._vectors.shape[1]), np.float32))
        start = len(self._rows)
        while start + len(words) > len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
        self._vectors[start : start + len(words)] = vectors
        self._rows |= {word: start + number for number, word in enumerate(words)}

    def _features(self, orth: int, norm: int, space: int) -> list[int]:
        word = self._vocab[orth]
        values = {
            "NORM": norm, "PREFIX": word.prefix, "SUFFIX": word.suffix, "SHAPE": word.shape,
            "SPACY": space, "IS_SPACE": int(word.is_space),
        }  # fmt: skip
        return [values[column] for column in self._columns]


class _Convolution:
    """One residual layer: each token with its two neighbours, through a maxout layer, added to what it was."""

    def __init__(self, layer: Model[Any, Any]) -> None:
        self._maxout = _Maxout(layer)

    def add(self, vectors: Floats, window: Floats, product: Floats, largest: Floats) -> None:
        """Add the layer's output to `vectors`, in place; the other arrays are room to work in."""
        width = vectors.shape[1]
        window[:, width : 2 * width] = vectors
        window[1:, :width] = vectors[:-1]
        window[:-1, 2 * width :] = vectors[1:]
        window[0, :width] = window[-1, 2 * width :] = 0
        np.matmul(window, self._maxout.weights, out=product)
        vectors += self._maxout.normalised(product, largest)


class TokenVectors:
    """Computes what `layer`, a spaCy tok2vec model of hashed embeddings and convolutions, would compute."""

    def __init__(self, vocab: Vocab, layer: Model[Any, Any]) -> None:
        embed, encode = layer.layers
        self._embedding = _Embedding(vocab, embed)
        self._convolutions = [_Convolution(part) for part in encode.layers[0].layers]
        # rows without a token around every article: a vector sees that many to each side
        self._padding: int = encode.attrs["pad"]
        self._width: int = layer.get_dim("nO")
        rows = TILE + 2 * self._padding
        self._window = np.empty((rows, 3 * self._width), np.float32)
        self._product = np.empty((rows, 3 * self._width), np.float32)
        self._largest = np.empty((rows, self._width), np.float32)

    def __call__(self, docs: Sequence[Doc]) -> list[Floats]:
        """One array a Doc, with a row for each of its tokens."""
        if not docs:
            return []
        keys: list[Keys] = [doc.to_array([ORTH, NORM, SPACY]) for doc in docs]  # type: ignore[misc]
        embedded = self._embedding(np.concatenate(keys))
        ends = np.cumsum([len(doc) for doc in docs]).tolist()
        return [self._encode(embedded[end - len(doc) : end]) for doc, end in zip(docs, ends, strict=True)]

    def _encode(self, embedded: Floats) -> Floats:
        beyond = self._padding
        padded = np.zeros((len(embedded) + 2 * beyond, self._width), np.float32)
        padded[beyond : beyond + len(embedded)] = embedded
        encoded = np.empty_like(embedded)
        for start in range(0, len(embedded), TILE):
            # the outermost rows of a tile lack their neighbours and come out wrong; none of them is kept
            tile = padded[start : start + TILE + 2 * beyond].copy()
            for convolution in self._convolutions:
                convolution.add(tile, self._window[: len(tile)], self._product[: len(tile)], self._largest[: len(tile)])
            encoded[start : start + TILE] = tile[beyond : len(tile) - beyond]
        return encoded

    def as_layer(self) -> Model[list[Doc], list[Floats]]:
        """As a thinc layer for prediction, to stand in a spaCy model where `layer` stood."""
        return Model("token-vectors", self._forward, dims={"nO": self._width})

    def _forward(
        self, model: Model[list[Doc], list[Floats]], docs: list[Doc], is_train: bool
    ) -> tuple[list[Floats], Callable[[list[Floats]], list[Doc]]]:
        return self(docs), lambda changes: []
