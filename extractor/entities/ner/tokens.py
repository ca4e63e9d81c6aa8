"""Characters as tokens, so that a name may begin and end anywhere; runs of Latin letters and of digits stay whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

import spacy
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

_TOKEN = re.compile(r"[A-Za-zÀ-ɏ]+|[0-9]+|\S")
_DIGITS = re.compile(r"[0-9]+")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_LONGEST_DIGITS = 4
_LONGEST_WORD = 24


class CharacterTokenizer(DummyTokenizer):
    """Text to ``Doc``: white space makes no token, full-width letters count as half-width, digits only by their number.

    Tokens are written in the folded form; ``places`` gives where each stands in the text.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where each token of ``text`` starts and ends."""
        return [match.span() for match in _TOKEN.finditer(text.translate(_FULL_WIDTH))]

    def __call__(self, text: str) -> Doc:
        """A ``Doc`` with a token per character, run of letters or run of digits."""
        folded = text.translate(_FULL_WIDTH)
        words = [word if len(word) == 1 else _fold(word) for word in _TOKEN.findall(folded)]
        return Doc(self.vocab, words=words, spaces=[False] * len(words))


def places_of(nlp: spacy.Language, text: str) -> list[tuple[int, int]]:
    """``CharacterTokenizer.places`` of a pipeline that has this tokenizer."""
    return cast(CharacterTokenizer, nlp.tokenizer).places(text)


def _fold(word: str) -> str:
    return "0" * min(len(word), _LONGEST_DIGITS) if _DIGITS.fullmatch(word) else word[:_LONGEST_WORD]


@spacy.registry.tokenizers("extractor.CharacterTokenizer.v1")
def create_character_tokenizer() -> Callable[[spacy.Language], CharacterTokenizer]:
    """The tokenizer as named in the model's config."""
    return lambda nlp: CharacterTokenizer(nlp.vocab)
