"""The place of each amount: its clause, its sentence, the amount before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.figures.amounts import Amount
from extractor.segment.reading import Sentence

_BREAK = re.compile(r"[，。；！？;!?\n,](?<![0-9],(?=[0-9]))")  # a comma between digits is none
_LIST = re.compile(r"[ \n]*(?:、|[，,]? ?或者?|和|及|与|以及|/|,|，|[(（])[ ]*(?:约|近|逾|超|超过)?[ ]*")
_WINDOW = 160
_LISTED = 8  # figures that one 分别 spreads over
_SOON = 16  # characters from 分别 to the first of them


@dataclass(slots=True)
class Item:
    """An amount at its place. Texts are folded; ``cues`` tells, for each attribute, the words that decided it."""

    amount: Amount
    sentence: Sentence
    before: str  # from the start of the clause to the amount
    after: str  # from the amount to the end of the clause
    lead: str  # from the start of the sentence to the amount, at most 160 characters
    clause: int  # where the clause starts
    previous: Item | None  # the amount before it in its sentence
    gap: str  # from that amount to this one
    listed: bool  # one more item of a list that the previous amount belongs to
    start: int  # where the amount starts
    cues: dict[str, str] = field(default_factory=dict)


def last_match(matches: Iterable[re.Match[str]]) -> re.Match[str] | None:
    """The last of some matches."""
    last = None
    for match in matches:
        last = match
    return last


def respective(item: Item) -> tuple[int, Item, int] | None:
    """The place of a figure among those after 分别, the first of them, and where 分别 stands in the text before it."""
    if "分别" not in item.lead:
        return None
    place, first = 0, item
    while first.previous is not None and "分别" not in first.gap and place < _LISTED:
        place, first = place + 1, first.previous
    at = first.lead.rfind("分别")
    return (place, first, at) if at >= 0 and len(first.lead) - at <= _SOON else None


def items(folded: str, sentences: list[Sentence], amounts: list[Amount]) -> list[Item]:
    """Every amount with what surrounds it."""
    breaks = [match.start() for match in _BREAK.finditer(folded)]
    starts = [sentence.start for sentence in sentences]
    found: list[Item] = []
    for amount in amounts:
        index = max(0, bisect_right(starts, amount.start) - 1)
        sentence = sentences[index] if sentences else Sentence(0, len(folded))
        left = bisect_left(breaks, amount.start) - 1
        clause = max(sentence.start, breaks[left] + 1 if left >= 0 else 0)
        right = bisect_left(breaks, amount.end)
        end = min(breaks[right] if right < len(breaks) else len(folded), max(sentence.end, amount.end))
        last = found[-1] if found and found[-1].amount.start >= sentence.start else None
        gap = folded[last.amount.end : amount.start] if last else ""
        found.append(
            Item(
                amount,
                sentence,
                folded[max(clause, amount.start - _WINDOW) : amount.start],
                folded[amount.end : min(end, amount.end + _WINDOW)],
                folded[max(sentence.start, amount.start - _WINDOW) : amount.start],
                clause,
                last,
                gap,
                last is not None and len(gap) < 12 and _LIST.fullmatch(gap) is not None,
                amount.start,
            )
        )
    return found
