"""Sentences as this room needs them: a quotation in progress holds its sentences together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.speech.quotes import Quote

_END = re.compile(r"[。！？!?；…]+[’）)]*|\n+|　　+|>>>+|(?<=[\u4e00-\u9fff”\"])\.(?=\s|[\u4e00-\u9fff“”\"])")


@dataclass(slots=True)
class Unit:
    """A sentence at ``[start, end)`` without the white space around it; ``first`` of its ``paragraph``."""

    start: int
    end: int
    paragraph: int
    first: bool


def cut(plain: str, quotes: list[Quote]) -> list[Unit]:
    """Sentences in reading order; a stop inside one of ``quotes`` ends none."""
    units: list[Unit] = []
    start, paragraph, at = 0, 0, 0
    opening = True
    for match in [*_END.finditer(plain), None]:
        end = match.end() if match else len(plain)
        breaks = match is None or plain[match.start()] in "\n　>"
        while at < len(quotes) and quotes[at].end <= (match.start() if match else end):
            at += 1
        inside = match is not None and at < len(quotes) and quotes[at].start < match.start() and end < quotes[at].end
        if inside and not breaks:
            if quotes[at].end - end > 1 or not quotes[at].closed:
                continue
            end = quotes[at].end
        a, b = start, end
        while a < b and plain[a].isspace():
            a += 1
        while b > a and plain[b - 1].isspace():
            b -= 1
        if a < b:
            units.append(Unit(a, b, paragraph, opening))
            opening = False
        if breaks:
            paragraph += 1
            opening = True
        start = end
    return units
