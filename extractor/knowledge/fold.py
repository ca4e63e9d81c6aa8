"""One spelling for matching: names and texts are folded alike, so that width and spacing make no difference."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_WIDE = {code: code - 0xFEE0 for a, z in ("０９", "ＡＺ", "ａｚ") for code in range(ord(a), ord(z) + 1)}
_SAME = str.maketrans("＆（）’‘\u3000\u00a0\u2002\u2003\u2009－‐‑–", "&()''     ----")
_ALIKE = _WIDE | _SAME | {ord("İ"): "I"}  # the one capital whose small form is longer
# A space counts between Latin words only; a dot between Chinese characters only separates the parts of a name.
_DROPPED = re.compile(
    r"(?<! ) +(?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) +|(?<=[\u4e00-\u9fff])[·•‧・∙⋅﹒．.](?=[\u4e00-\u9fff])"
)


@dataclass(slots=True, frozen=True)
class Folded:
    """A folded text; ``cuts`` are the places in it before which characters were dropped, ``lost`` how many so far."""

    text: str
    cuts: list[int]
    lost: list[int]

    def origin(self, at: int) -> int:
        """Where the character at ``at`` stood before folding."""
        index = bisect_right(self.cuts, at)
        return at + self.lost[index - 1] if index else at


def fold(text: str) -> Folded:
    """The text in half width, without the spaces and name dots that matching must not see."""
    text = text.translate(_ALIKE)
    cuts, lost, parts, last, gone = [], [], [], 0, 0
    for match in _DROPPED.finditer(text):
        parts.append(text[last : match.start()])
        cuts.append(match.start() - gone)
        gone += match.end() - match.start()
        lost.append(gone)
        last = match.end()
    if not parts:
        return Folded(text, cuts, lost)
    parts.append(text[last:])
    return Folded("".join(parts), cuts, lost)
