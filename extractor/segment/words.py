"""Words of the text between protected spans, by a jieba of our own: no state shared with the host program."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache

import jieba

from extractor.resources import corpus
from extractor.tables import read_table

# jieba announces on standard error that it loads its dictionary.
logging.getLogger("jieba").setLevel(logging.WARNING)
# Longer runs are cut in pieces before jieba sees them.
_LONGEST_RUN = 400


@cache
def _dictionary() -> jieba.Tokenizer:
    """A private ``jieba.Tokenizer`` with the finance dictionary ``corpus/knowledge/segment/words.csv``."""
    private = jieba.Tokenizer()
    private.initialize()
    for row in read_table(corpus("knowledge", "segment", "words.csv"), ["word"]):
        private.add_word(row["word"])
    return private


def is_word(text: str, least: int = 20) -> bool:
    """Is ``text`` a word that the dictionary counts at least so often?"""
    return _dictionary().FREQ.get(text, 0) >= least


def words_of(text: str) -> list[str]:
    """The words of a short text by the dictionary alone."""
    return list(_dictionary().cut(text, HMM=False))


def cuts_a_word(plain: str, start: int, end: int) -> bool:
    """Would a name at ``[start, end)`` cut a word in two, as 国金 does in 中国|金融?"""
    counts = _dictionary().FREQ
    if plain[max(0, start - 1) : start + 1] not in counts and plain[end - 1 : end + 1] not in counts:
        return False  # the dictionary holds the beginnings of its words too
    at = max(0, start - 4)
    for word in _dictionary().cut(plain[at : end + 4], HMM=False):
        after = at + len(word)
        if at < start < after or at < end < after:
            return not (at <= start and end <= after and after - at > 4)
        at = after
    return False


def divides(plain: str, at: int, least: int = 300) -> bool:
    """Does an everyday word of two characters stand across ``at``, as 整合 does in 整|合集团?"""
    if at < 1 or _dictionary().FREQ.get(plain[at - 1 : at + 1], 0) < least:
        return False
    return word_start(plain, at, max(0, at - 4)) < at


def word_start(plain: str, at: int, low: int) -> int:
    """Where the word begins that a cut at ``at`` would divide, not before ``low``; ``at`` where it divides none."""
    counts = _dictionary().FREQ
    if at <= low or (plain[at - 1 : at + 1] not in counts and plain[at - 2 : at + 1] not in counts):
        return at
    begin = max(low, at - 4)
    for word in _dictionary().cut(plain[begin : at + 3], HMM=False):
        if begin < at < begin + len(word):
            return begin
        begin += len(word)
    return at


class WordCutter:
    """The words of a text by the private dictionary."""

    def __init__(self) -> None:
        self._jieba = _dictionary()

    def cut(self, text: str) -> Iterator[str]:
        """The words of ``text`` in order; joined they are ``text`` again."""
        # jieba's guess at unknown words takes time in the square of their run.
        for at in range(0, len(text), _LONGEST_RUN):
            yield from self._jieba.cut(text[at : at + _LONGEST_RUN], HMM=True)
