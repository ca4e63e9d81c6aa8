"""What is judged under a name that no table holds: the object of a verb that makes a call, the subject of one that
says who gains, the members of an enumeration."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractor.views.frames import any_of_roles, frame

ROLES = ("object", "subject", "lead", "tail", "head", "stop", "end", "start", "adverb")
_PHRASE = r"[^，。；！？：:\n“”「」『』（）()【】\[\]《》<>…]"
_LONGEST, _SHORTEST = 14, 2  # characters of one name
_CONTEXT = 150  # characters before an enumeration in which it is said to be of investments
_BEFORE = 40  # characters before a subject's verb in which the subject stands


@dataclass(slots=True, frozen=True)
class _Patterns:
    call: re.Pattern[str]
    gain: re.Pattern[str]
    phrase: re.Pattern[str]
    tail: re.Pattern[str]
    head: re.Pattern[str]
    stop: re.Pattern[str]
    end: re.Pattern[str]
    start: re.Pattern[str]
    adverb: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    one = any_of_roles("calls", ROLES)
    return _Patterns(
        call=re.compile(f"{one['object']}[“「『]?{one['lead']}{{0,2}}[“「『]?"),
        gain=re.compile(one["subject"]),
        phrase=re.compile(f"{_PHRASE}{{2,40}}"),
        tail=re.compile(f"(?:的|之)?{one['tail']}$"),
        head=re.compile(f"{one['head']}$"),
        stop=re.compile(f"{one['stop']}$|^(?:评级|建议|评等|比重)"),
        end=re.compile(one["end"]),
        start=re.compile(f"^{one['start']}+"),
        adverb=re.compile(f"{one['adverb']}+$"),
    )


def called(plain: str) -> Iterator[tuple[int, int]]:
    """Where something that is judged seems to be named, in no order; the places may overlap."""
    p = _patterns()
    for match in p.call.finditer(plain):
        phrase = p.phrase.match(plain, match.end())
        if phrase is not None:
            yield from _members(plain, phrase.start(), _end(plain, phrase.start(), phrase.end()))
    for match in p.gain.finditer(plain):
        yield from _subjects(plain, match.start())
    for a, b in enumerated(plain):
        yield from _members(plain, a, _end(plain, a, b))


def enumerated(plain: str) -> list[tuple[int, int]]:
    """The clauses that name members of an enumeration of investments, in reading order."""
    matches = [m.span("name") for name in ("enumerated", "including", "typified") for m in frame(name).finditer(plain)]
    return sorted((a, b) for a, b in matches if frame("themes").search(plain, max(0, a - _CONTEXT), a))


def _end(plain: str, start: int, end: int) -> int:
    """Where a phrase is over: before the first word that goes on to something else."""
    over = _patterns().end.search(plain, start + _SHORTEST, end)
    return over.start() if over else end


def _subjects(plain: str, end: int) -> Iterator[tuple[int, int]]:
    p = _patterns()
    adverbs = p.adverb.search(plain[max(0, end - _BEFORE) : end])
    stop = max(0, end - _BEFORE) + adverbs.start() if adverbs else end
    start = max((m.end() for m in frame("break").finditer(plain, max(0, stop - _BEFORE), stop)), default=-1)
    if start < 0:
        return
    lead = p.start.match(plain[start:stop])
    yield from _members(plain, start + (lead.end() if lead else 0), stop)


def _members(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names in a list at ``[start, end)``, without the nouns that only tell something about them."""
    start, end = _core(plain, start, end)
    at = start
    for joint in [*frame("joint").finditer(plain, start, end), None]:
        a, b = _core(plain, at, joint.start() if joint else end)
        if _is_name(plain[a:b]):
            yield a, b
        at = joint.end() if joint else end


def _core(plain: str, start: int, end: int) -> tuple[int, int]:
    """``[start, end)`` without what stands about its noun: 看好 [低空经济] 的投资机会, 看好受益于降息的 [黄金股]."""
    p = _patterns()
    while tail := p.tail.search(plain[start:end]):
        if tail.start() < _SHORTEST:
            break
        end = start + tail.start()
    of = plain.rfind("的", start, end)
    if of >= start:
        rest = plain[of + 1 : end]
        if len(rest) >= _SHORTEST and not p.head.fullmatch(rest):
            start = of + 1
    return start, end


def _is_name(words: str) -> bool:
    p = _patterns()
    if not _SHORTEST <= len(words) <= _LONGEST or p.stop.search(words) or p.head.fullmatch(words):
        return False
    return frame("nameable").fullmatch(words) is not None and frame("unlike_name").search(words) is None
