"""The cues of an article: words of direction, read by the words right before and behind them, joined to one another.

回调 says down, 健康的回调 and 回调有限 do not; 压力 says down, 压力下降 up. Contexts are rows of
``corpus/knowledge/views/contexts.csv``, the first that fits a word decides; cues.csv has what holds without.
"""

from __future__ import annotations

from dataclasses import replace

from extractor.views.frames import frame
from extractor.views.lexicon import Cue, Direction, Found, Lexicon

OPPOSITE: dict[Direction, Direction] = {"up": "down", "down": "up", "flat": "flat", "mixed": "mixed"}
_BEFORE, _BEHIND = 16, 26  # characters of context that a row may ask for
_MOST_VOTES = 20
_JOINT = 8  # characters between a noun of direction and the verb that raises or lowers it


def find_cues(plain: str, lexicon: Lexicon) -> list[Found[Cue]]:
    """Every cue that weighs something, in reading order, none overlapping."""
    found: list[Found[Cue]] = []
    for hit in lexicon.cues.scan(plain):
        if not found or hit.start >= found[-1].end:
            cue = _counted(plain, _in_context(plain, hit, lexicon))
            if cue.what.weight:
                found.append(cue)
    return _joined(plain, found)


def _in_context(plain: str, cue: Found[Cue], lexicon: Lexicon) -> Found[Cue]:
    """A cue as its context makes it, grown over the words behind that do so, so that nothing turns it once more."""
    for context in lexicon.contexts.get(cue.what.word, ()):
        if context.before and not context.before.search(plain, max(0, cue.start - _BEFORE), cue.start):
            continue
        if context.behind is None:
            return cue._replace(what=context.cue)
        behind = context.behind.match(plain, cue.end, cue.end + _BEHIND)
        if behind:
            return Found(cue.start, behind.end(), context.cue)
    return cue


def _counted(plain: str, cue: Found[Cue]) -> Found[Cue]:
    """A cue that so many analysts hold, 保持中立6位, weighs as much as they are."""
    votes = frame("votes").match(plain, cue.end)
    if votes is None:
        return cue
    return Found(cue.start, votes.end(), replace(cue.what, weight=min(int(votes["count"]), _MOST_VOTES) / 2))


def _joined(plain: str, cues: list[Found[Cue]]) -> list[Found[Cue]]:
    """压力下降 as one cue: the noun's direction, turned where the verb lowers it."""
    out: list[Found[Cue]] = []
    for cue in cues:
        last = out[-1] if out else None
        if (
            last is not None
            and cue.what.kind == "move"
            and cue.what.direction in ("up", "down")
            and last.what.direction in ("up", "down")
            and cue.start - last.end <= _JOINT
            and frame("noun").search(last.what.word)
            and frame("onward").fullmatch(plain, last.end, cue.start)
        ):
            way = OPPOSITE[last.what.direction] if cue.what.direction == "down" else last.what.direction
            out[-1] = Found(last.start, cue.end, replace(last.what, direction=way))
        else:
            out.append(cue)
    return out
