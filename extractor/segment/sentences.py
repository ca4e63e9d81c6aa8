"""Sentences by rule, on characters, in one pass.

A sentence ends at 。！？!? and their runs, at an ellipsis before a break, at a line's end, and at a full stop that ends
Latin text. Closing quotation marks and brackets belong to the sentence that they close. A decimal point, ``U.S.``,
``No. 5`` and the number of a list item end nothing.
"""

from __future__ import annotations

import re

from extractor.segment.reading import Sentence

_BREAK = re.compile(
    r"""
      (?:[。！？!?]|…+|\.{3,})+[”’」』）)】"']*      # Chinese stops and their runs, with what they close
    | (?<=[A-Za-z)）”"’]{2})\.(?=\s|$)             # a full stop after Latin text
    | [\r\n]+\s*                                 # a line's end
    """,
    re.X,
)
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Inc|Ltd|Corp|Co|No|St|Jr|Sr|vs|Bros)|\b[A-Z](?:\.[A-Z])*)$")
_LONGEST_ABBREVIATION = 8


def split(plain: str) -> list[Sentence]:
    """The sentences of a text in reading order, none empty, none overlapping."""
    sentences: list[Sentence] = []
    start = 0
    for found in _BREAK.finditer(plain):
        if _ends_sentence(plain, found, start):
            start = _close(sentences, plain, start, found.end())
    _close(sentences, plain, start, len(plain))
    return sentences


def _ends_sentence(plain: str, found: re.Match[str], start: int) -> bool:
    mark, after = found.group(), plain[found.end() : found.end() + 1]
    if mark == ".":
        before = max(start, found.start() - _LONGEST_ABBREVIATION)
        return _ABBREVIATION.search(plain[before : found.start()]) is None
    if mark[0] in "….":  # an ellipsis ends a sentence only where something else does too
        return mark[-1] in "。！？!?”」』" or after in ("", "\n", "\r")
    return after not in ("》", "〉")  # a title that asks or exclaims


def _close(sentences: list[Sentence], plain: str, start: int, end: int) -> int:
    """Add ``[start, end)`` without the white space around it, if anything is left."""
    a, b = start, end
    while a < b and plain[a].isspace():
        a += 1
    while b > a and plain[b - 1].isspace():
        b -= 1
    if a < b:
        sentences.append(Sentence(a, b))
    return end
