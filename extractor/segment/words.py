"""Words of the text between protected spans, by a jieba of our own: no state shared with the host program."""

from __future__ import annotations

import logging
from collections.abc import Iterable

import jieba

from extractor.resources import corpus
from extractor.tables import read_table

# jieba announces on standard error that it loads its dictionary.
logging.getLogger("jieba").setLevel(logging.WARNING)


class WordCutter:
    """A private ``jieba.Tokenizer`` with the finance dictionary ``corpus/knowledge/segment/words.csv``."""

    def __init__(self) -> None:
        self._jieba = jieba.Tokenizer()
        self._jieba.initialize()
        for row in read_table(corpus("knowledge", "segment", "words.csv"), ["word"]):
            self._jieba.add_word(row["word"])

    def cut(self, text: str) -> Iterable[str]:
        """The words of ``text`` in order; joined they are ``text`` again."""
        return self._jieba.cut(text, HMM=True)
