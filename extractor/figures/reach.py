"""How far left the words of a metric reach from the name that they end with."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.figures.wording import heads, stops
from extractor.segment.words import word_start

_LONGEST = 9  # characters of a metric's modifiers that no stop bounds
_OPENING = 4  # and before a name that a piece of text opens with
_USUAL = 5  # characters of a metric, name and modifiers, where nothing bounds it
# A yield is named with its term, a move with its hours: 5年期国债收益率, 24小时涨幅.
_TERM = re.compile(
    r"(?<![0-9.])(?:[0-9]{1,2}|[一二两三五七十]{1,2}) ?(?:年期?|个月期?|小时) ?"
    r"[^，。；、0-9来内间后前以升跌涨降:：至]{0,10}(?:率|息|[升涨跌降]幅)$"
)
_OWNED = re.compile(
    r"(?:归属于?(?:上市公司|母公司|本公司|公司)?(?:普通股)?(?:股东|所有者|拥有人|权益持有人)?(?:应占)?的?"
    r"|扣除非经常性损益(?:后|前)?(?:归属于(?:上市公司|母公司)股东)?的?|扣非后?(?:归母)?的?)$"
)
_DONE = re.compile(r"(?:累计|合计|已|被|解除|净|预|拟){1,3}$")


class Piece(NamedTuple):
    """Text before a figure: where it begins in the article, and the place in it that a metric may not reach past."""

    text: str
    offset: int
    floor: int = 0


class Reach:
    """Finds where metrics begin in one article. ``mentions``: start and type by the end of each entity mention."""

    def __init__(self, plain: str, mentions: dict[int, tuple[int, str]]) -> None:
        self.plain, self.mentions = plain, mentions

    def name(self, piece: Piece, start: int, end: int, kind: str) -> int:
        """Where the metric begins whose name stands at ``[start, end)`` of the piece and is of the class ``kind``."""
        text, offset = piece.text, piece.offset
        floor = piece.floor if piece.floor <= start else 0
        if kind in ("deed", "spend"):
            done = _DONE.search(text, max(floor, start - 8), start)
            return done.start() if done else start
        termed = _TERM.search(text, max(0, start - 20), end) if kind in ("yield", "change", "rate") else None
        if termed:
            return termed.start()
        owned = _OWNED.search(text, max(0, start - 30), start) if "归" in text or "扣" in text else None
        if owned:
            return owned.start()
        span = heads().spans.get(text[start:end])
        if span == "alone":
            return start
        named = self.mentions.get(offset + start)
        if named and named[1] == "commodity":
            return start if span == "whole" else max(floor, named[0] - offset)
        if span == "of" and text[start - 1 : start] == "的":
            begin = self.noun(Piece(text, offset, floor), start - 1)
            if start - 1 - begin > 1:
                return begin
        floor = self._bound(start, offset, max(floor, start - _LONGEST))
        stop = None
        for match in stops().finditer(text, floor, start + 2):
            if match.end() > start:
                break
            stop = match
        if stop:
            return max(floor, stop.end())
        if floor == 0 and start <= _OPENING:
            return 0
        usual = max(floor, start - max(0, _USUAL - (end - start)))
        return word_start(self.plain, offset + usual, offset + floor) - offset

    def noun(self, piece: Piece, end: int) -> int:
        """Where a noun that no list holds begins, given where it ends in the piece."""
        floor = self._bound(end, piece.offset, max(piece.floor, end - _LONGEST))
        begin = floor
        for match in stops().finditer(piece.text, floor, end):
            begin = match.end()
        if begin > floor or end - floor <= _USUAL + 1:
            return begin
        return word_start(self.plain, piece.offset + end - _USUAL, piece.offset + floor) - piece.offset

    def _bound(self, start: int, offset: int, floor: int) -> int:
        """No metric crosses an entity's mention."""
        for at in range(start, floor, -1):
            if offset + at in self.mentions:
                return at
        return floor
