"""The tag scheme: every answer is lawful, and the best lawful one."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from extractor.entities.ner.tags import ENDS, FOLLOWS, N_TAGS, STARTS, TAGS, decode, spans


def lawful(tags: np.ndarray) -> bool:
    inner = all(FOLLOWS[a, b] for a, b in itertools.pairwise(tags))
    return bool(STARTS[tags[0]] and ENDS[tags[-1]] and inner)


def test_tags_are_biluo_of_three_groups() -> None:
    assert TAGS[0] == "O"
    assert TAGS[1:5] == ("B-person", "I-person", "L-person", "U-person")
    assert N_TAGS == 13


@given(arrays("float32", (7, N_TAGS), elements=st.floats(-9, 9, width=32)))
def test_decoding_is_lawful_in_every_sequence(scores: np.ndarray) -> None:
    tags = decode(scores, [3, 4])
    assert lawful(tags[:3])
    assert lawful(tags[3:])


@given(arrays("float32", (3, N_TAGS), elements=st.integers(-30, 30)))
def test_decoding_finds_the_best_lawful_sequence(scores: np.ndarray) -> None:
    every = (np.array(tags) for tags in itertools.product(range(N_TAGS), repeat=3))
    best = max(sum(scores[i, t] for i, t in enumerate(tags)) for tags in every if lawful(tags))
    assert sum(scores[i, t] for i, t in enumerate(decode(scores, [3]))) == best


def test_spans_of_a_sequence() -> None:
    tags = np.array([TAGS.index(t) for t in ["U-index", "O", "B-person", "I-person", "L-person", "U-organisation"]])
    assert spans(tags) == [(0, 1, 2), (2, 5, 0), (5, 6, 1)]
