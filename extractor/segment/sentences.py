"""Sentences by rule."""

from __future__ import annotations

import re

from extractor.segment.reading import Sentence

_END = re.compile(r"[。！？!?；…]+[”’」』）)]*|\n+")


def split(plain: str) -> list[Sentence]:
    """Sentences of a text in reading order."""
    sentences, start = [], 0
    for match in [*_END.finditer(plain), None]:
        end = match.end() if match else len(plain)
        a, b = start, end
        while a < b and plain[a].isspace():
            a += 1
        while b > a and plain[b - 1].isspace():
            b -= 1
        if a < b:
            sentences.append(Sentence(a, b))
        start = end
    return sentences
