"""Quotation marks to quotations: paired, of mixed or turned shape, unpaired, across paragraphs."""

from __future__ import annotations

import re
from typing import NamedTuple

_MARK = re.compile(r"[“”\"„‟＂「」『』]|\n")
_OPEN, _CLOSE = "“「『„", "”」』‟"
_STOP = re.compile(r"[。！？!?…】]")
_BREAK = re.compile(r"[。！？!?…\n]\s*")
_LONGEST = 1500  # characters; no quotation of the wires is longer, an unpaired mark easily is


class Quote(NamedTuple):
    """A quotation at ``[start, end)`` with its marks; ``closed`` where the closing mark is there."""

    start: int
    end: int
    closed: bool


def find_quotes(plain: str, announced: re.Pattern[str]) -> list[Quote]:
    """Outermost quotations in reading order, none overlapping, none longer than a paragraph.

    ``announced`` matches at the end of words that announce one (表示, 写道).
    """
    quotes: list[Quote] = []
    marks: list[int] = []
    for match in _MARK.finditer(plain):
        if match.group() != "\n":
            marks.append(match.start())
        elif marks:
            _pair(plain, marks, match.start(), quotes, announced)
            marks = []
    if marks:
        _pair(plain, marks, len(plain), quotes, announced)
    return quotes


def _pair(plain: str, marks: list[int], limit: int, quotes: list[Quote], announced: re.Pattern[str]) -> None:
    """Pair the marks of one paragraph, which ends at ``limit``."""
    opened: int | None = None
    depth = 0
    for index, at in enumerate(marks):
        if opened is None:
            last = index + 1 == len(marks)
            if _turned_last(plain, at, last, announced):
                _unopened(plain, at, quotes)
            elif _may_open(plain, at, limit, announced) and not (last and plain[at] in _CLOSE):
                opened, depth = at, 0
            elif plain[at] in _CLOSE and plain[at - 1] in "，,。":
                _unopened(plain, at, quotes)
            continue
        if at - opened > _LONGEST:
            quotes.append(_unpaired(plain, opened, limit))
            opened = at if _may_open(plain, at, limit, announced) else None
            continue
        if plain[at] in _OPEN and not _closes_turned(plain, at, limit, marks[index + 1 : index + 2]):
            following = [plain[m] for m in marks[index + 1 : index + 3]]
            if plain[at] != plain[opened] or (len(following) == 2 and all(c in _CLOSE for c in following)):
                depth += 1  # a quotation inside: “… ‘…’ …” or “… “…” …”
            else:
                quotes.append(_unpaired(plain, opened, at))
                opened = at
            continue
        if depth and plain[at] in _CLOSE:
            depth -= 1
            continue
        quotes.append(Quote(opened, at + 1, True))
        opened, depth = None, 0
    if opened is not None:
        quotes.append(_unpaired(plain, opened, limit))


def _turned_last(plain: str, at: int, last: bool, announced: re.Pattern[str]) -> bool:
    """The last mark of a paragraph, opening by its shape, after a comma that no verb of speech precedes: it closes."""
    if not last or plain[at] not in _OPEN or plain[at - 1 : at] not in ("，", ","):
        return False
    return announced.search(plain, max(0, at - 5), at - 1) is None


def _may_open(plain: str, at: int, limit: int, announced: re.Pattern[str]) -> bool:
    """Whether words follow: a mark before a stop or a space at the end closes what was never opened."""
    if plain[at] in _OPEN:
        return True
    following = plain[at + 1 : at + 2]
    if at + 1 >= limit or following in "，。；、！？,.;!?)） ":
        return False
    if at and plain[at - 1] in "，,":
        return plain[at] == '"' or announced.search(plain, max(0, at - 5), at - 1) is not None
    return (
        at == 0
        or plain[at] == '"'
        or announced.search(plain, max(0, at - 4), at) is not None
        or plain[at - 1] in '。：；:;！？\n"”“ '
    )


def _unopened(plain: str, at: int, quotes: list[Quote]) -> None:
    """A closing mark whose opening one is missing: the quotation is what stands before it in its sentence."""
    floor = max(quotes[-1].end if quotes else 0, at - _LONGEST // 4)
    stops = [m.end() for m in _BREAK.finditer(plain, floor, at - 1)]
    quotes.append(Quote(stops[-1] if stops else floor, at + 1, True))


def _closes_turned(plain: str, at: int, limit: int, following: list[int]) -> bool:
    """An opening mark that stands where a closing one belongs: ``“…减弱“。`` or ``“…，“某某说``."""
    if plain[at - 1] in "，," and not (following and plain[following[0]] in _CLOSE):
        return True
    return plain[at - 1] not in "，：:" and (at + 1 >= limit or plain[at + 1] in "，。；！？,;!?）)")


def _unpaired(plain: str, start: int, limit: int) -> Quote:
    """Without a closing mark the quotation runs to the end of a paragraph that it opens, else of its sentence."""
    opens_paragraph = not plain[plain.rfind("\n", 0, start) + 1 : start].strip()
    if opens_paragraph and limit - start <= _LONGEST:
        return Quote(start, limit, False)
    stop = _STOP.search(plain, start, min(limit, start + _LONGEST))
    return Quote(start, stop.end() if stop else min(limit, start + 200), False)
