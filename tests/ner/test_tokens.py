"""Tokens and where they stand."""

from __future__ import annotations

import spacy
from hypothesis import given
from hypothesis import strategies as st

from extractor.entities.ner.tokens import CharacterTokenizer

TOKENIZER = CharacterTokenizer(spacy.blank("zh").vocab)


def test_letters_and_digits_stay_whole() -> None:
    text = "Ｔom Ａ股 涨 12345点"
    assert [text[a:b] for a, b in TOKENIZER.places(text)] == ["Ｔom", "Ａ", "股", "涨", "12345", "点"]
    assert [t.text for t in TOKENIZER(text)] == ["Tom", "A", "股", "涨", "0000", "点"]


@given(st.text())
def test_a_place_for_every_token(text: str) -> None:
    assert len(TOKENIZER(text)) == len(TOKENIZER.places(text))
