"""Levels that an index, a commodity or a currency is forecast to reach: 料恒指升至25000点, 人民币或下试7.35."""

from __future__ import annotations

import re
from functools import cache

from extractor.document.models import Figure, PriceTarget
from extractor.resources import corpus
from extractor.tables import read_table
from extractor.views.frames import frame
from extractor.views.lexicon import load_lexicon
from extractor.views.prices import PriceFound, patterns
from extractor.views.targets import Target

_AHEAD = 36  # characters before a level in which its verb and the word that makes it a forecast stand
_STOP = re.compile("[。；;]")
POINTS = "points"
_UNKNOWN = ""
_DOLLAR = "美元"


def levels(plain: str, figures: list[Figure], start: int, end: int) -> list[PriceFound]:
    """Levels in ``[start, end)`` with their units, in order."""
    found: list[PriceFound] = []
    for figure in figures:
        if figure.start < start or figure.end > end or figure.kind not in ("money", "points"):
            continue
        row = _row(plain, found, figure.start)
        if row or _foreseen(plain, start, figure.start):
            currency = POINTS if figure.kind == "points" else figure.unit
            price = PriceTarget(figure.value, currency, None, figure.low, figure.high)
            found.append(PriceFound(figure.start, figure.end, price, None, row))
    return found


def bare_levels(plain: str, figures: list[Figure], start: int, end: int) -> list[PriceFound]:
    """Levels in ``[start, end)`` that have no unit, as rates and indices are often told; their currency is empty."""
    taken = [(f.start, f.end) for f in figures if f.end > start and f.start < end]
    found: list[PriceFound] = []
    for match in frame("bare_level").finditer(plain, start, end):
        if any(a < match.end() and b > match.start() for a, b in taken):
            continue
        row = _row(plain, found, match.start())
        if row or _foreseen(plain, start, match.start()):
            low, high = _number(match["low"]), _number(match["high"]) if match["high"] else None
            value = low if high is None else None
            price = PriceTarget(value, _UNKNOWN, None, None if high is None else low, high)
            found.append(PriceFound(match.start(), match.end(), price, None, row))
    return found


def _number(digits: str) -> float:
    return float(digits.replace(",", ""))


def _foreseen(plain: str, start: int, at: int) -> bool:
    """Whether the words before ``at`` forecast that something gets there."""
    p = patterns()
    words = p.never.sub("", _STOP.split(plain[max(start, at - _AHEAD) : at])[-1])
    ahead = p.level.search(words) and p.would.search(words)
    return bool(ahead) and not (p.report.search(words) or p.account.search(words))


def _row(plain: str, found: list[PriceFound], at: int) -> int:
    """The place of a level in the list that the last one is in (分别跌至1.30和1.15), 0 for none."""
    if not found or frame("and").fullmatch(plain, found[-1].end, at) is None:
        return 0
    return found[-1].row + 1


def quoted_in(target: Target) -> str:
    """What the level of an index or a currency counts: points, or the currency in which the market quotes it.

    Empty where unknown. Of a pair this is its second member, unless that is the dollar against which most currencies
    are quoted.
    """
    if target.kind in ("index", "market"):
        return POINTS
    if target.kind != "currency":
        return _UNKNOWN
    quotes = _quotes()
    if target.key in quotes:
        return POINTS if target.key == _DOLLAR else quotes[target.key][1]
    for key, (_, against) in quotes.items():
        other = target.key.removeprefix(key)
        if other != target.key and other in quotes:
            return against if other == _DOLLAR else quotes[other][0]
    return _UNKNOWN


@cache
def _quotes() -> dict[str, tuple[str, str]]:
    """By the key of a currency its code, and the code in which it is quoted against the dollar."""
    keys = {j.key for j in load_lexicon().targets.words.values() if j.kind == "currency"}
    quotes = {}
    for row in read_table(corpus("knowledge", "views", "quotes.csv"), ["key", "code", "quoted"]):
        if row["key"] not in keys:
            raise row.fault(f"no target has the key {row['key']}")
        quotes[row["key"]] = row["code"], row["quoted"]
    return quotes
