"""The network: hashed features of a character and its neighbours, a few convolutions, one linear layer."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import spacy
from spacy.attrs import NORM, SHAPE
from spacy.tokens import Doc
from thinc.api import HashEmbed, Linear, Maxout, Model, chain, clone, concatenate, expand_window, residual
from thinc.types import Floats2d

_LEFT = np.uint64(0x9E3779B97F4A7C15)
_RIGHT = np.uint64(0xC2B2AE3D27D4EB4F)


def features(docs: list[Doc], pad: int) -> tuple[np.ndarray, np.ndarray]:
    """Keys to embed, (rows, 4): the character, the pair with its left, the pair with its right neighbour, the shape.

    ``pad`` empty rows stand before, between and after the docs, so that no window reaches into another; the second
    array holds the row of every token.
    """
    size = sum(len(doc) + pad for doc in docs) + pad
    keys = np.zeros((size, 4), dtype="uint64")
    rows = np.empty(size - pad * (len(docs) + 1), dtype="int64")
    at, seen = pad, 0
    for doc in docs:
        n = len(doc)
        keys[at : at + n, 0::3] = doc.to_array([NORM, SHAPE]).reshape(n, 2)
        rows[seen : seen + n] = np.arange(at, at + n)
        at, seen = at + n + pad, seen + n
    pairs = keys[:-1, 0] * _LEFT ^ (keys[1:, 0] + _RIGHT)
    keys[1:, 1] = pairs
    keys[:-1, 2] = pairs
    return keys, rows


@spacy.registry.architectures("extractor.CharacterEncoder.v1")
def create_character_encoder(
    width: int, depth: int, pieces: int, character_rows: int, pair_width: int, pair_rows: int
) -> Model[np.ndarray, Floats2d]:
    """Embeds the keys and runs ``depth`` residual convolutions over three neighbours each.

    ``width``: of every layer; ``pair_width``: of the two embeddings of character pairs.
    """
    embed: Model[np.ndarray, Floats2d] = concatenate(
        HashEmbed(width, character_rows, column=0, seed=8, dropout=0.0),
        HashEmbed(pair_width, pair_rows, column=1, seed=9, dropout=0.0),
        HashEmbed(pair_width, pair_rows, column=2, seed=10, dropout=0.0),
        HashEmbed(16, 500, column=3, seed=11, dropout=0.0),
    )
    mix = Maxout(width, width + 2 * pair_width + 16, nP=pieces, dropout=0.0, normalize=True)
    layer: Model[Floats2d, Floats2d] = chain(
        expand_window(window_size=1), Maxout(width, width * 3, nP=pieces, dropout=0.0, normalize=True)
    )
    encoder: Model[np.ndarray, Floats2d] = chain(embed, mix, clone(residual(layer), depth))
    encoder.set_dim("nO", width)
    encoder.attrs["reach"] = depth
    return encoder


@spacy.registry.architectures("extractor.NameTagger.v1")
def create_name_tagger(encoder: Model[np.ndarray, Floats2d], outputs: int) -> Model[list[Doc], Floats2d]:
    """Docs to ``outputs`` scores per token, all docs one after another."""
    scorer: Model[np.ndarray, Floats2d] = chain(encoder, Linear(outputs, encoder.get_dim("nO")))
    return Model("name_tagger", _forward, init=_initialize, layers=[scorer], dims={"nO": outputs})


def _forward(model: Model, docs: list[Doc], is_train: bool) -> tuple[Floats2d, Callable]:
    scorer = model.layers[0]
    keys, rows = features(docs, pad=scorer.layers[0].attrs["reach"])
    padded, backward = scorer(keys, is_train)

    def backprop(d_scores: Floats2d) -> list[Doc]:
        d_padded = model.ops.alloc2f(*padded.shape)
        d_padded[rows] = d_scores  # type: ignore[call-overload]  # thinc's stub knows no index of numpy's
        backward(d_padded)
        return docs

    return padded[rows], backprop


def _initialize(model: Model, X: list[Doc] | None = None, Y: Floats2d | None = None) -> None:
    keys = features(X, pad=1)[0] if X else np.zeros((1, 4), dtype="uint64")
    model.layers[0].initialize(X=keys)
