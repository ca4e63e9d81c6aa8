"""Ranges of bare numbers in any text, open or closed: 大于10小于20, 三十以上, 20~100, 五百多.

The words that bound are the hedges of the figures (modifiers.csv); what joins two ends is what joins a figure's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extractor.document.models import Modifier
from extractor.figures.hedges import hedged_after, hedged_before
from extractor.figures.join import range_ends
from extractor.figures.numbers import Found, numbers
from extractor.figures.numerals import fold
from extractor.figures.units import units
from extractor.resources import corpus
from extractor.tables import read_table

_AND = re.compile(r"[ ，,、]*(?:的?同时|并且?|而且|且|又|但)?[ ，,]*")
_OPEN = re.compile(r" ?[多余几]")
_THAN = re.compile(r"比 *$")
_WINDOW = 12
# The end of the range that a hedged number is, and whether the number itself belongs to it; 约 bounds nothing.
_BY_HEDGE: dict[Modifier, tuple[str, bool]] = {
    "more_than": ("low", False),
    "at_least": ("low", True),
    "less_than": ("high", False),
    "up_to": ("high", True),
}


@dataclass(slots=True, frozen=True)
class Bound:
    """A range at ``[start, end)``, its words included: an end that is None is open; a closed end belongs to it."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    low_closed: bool = False
    high_closed: bool = False


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, tuple[str, bool]]]:
    """Words that bound bare numbers alone: 等于 before one, 大 after it where 比 stands before."""
    forms: dict[str, list[str]] = {"before": [], "around": []}
    meaning = {}
    for row in read_table(corpus("knowledge", "figures", "bounds.csv"), ["form", "place", "side", "closed"]):
        place = row.choice("place", forms)
        forms[place].append(re.escape(row["form"]))
        side, closed = row.choice("side", ("low", "high", "both")), row.choice("closed", ("yes", "no")) == "yes"
        meaning[f"{place}:{row['form']}"] = (side, closed)
    before, around = ("|".join(forms[place]) for place in ("before", "around"))
    return re.compile(rf"({before}) *$"), re.compile(rf" ?({around})"), meaning


def bounds(plain: str) -> list[Bound]:
    """Every range of a simplified text in reading order; a low and a high bound side by side are one range."""
    folded = fold(plain)
    found, joined = numbers(plain), list[Bound]()
    at = 0
    while at < len(found):
        pair = _pair(folded, found, at)
        bound = pair or _one(folded, found[at], max(joined[-1].end if joined else 0, found[at - 1].end if at else 0))
        at += 2 if pair else 1
        if bound is None:
            continue
        merged = _merged(folded, joined[-1], bound) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(bound)
    return joined


def _pair(folded: str, found: list[Found], at: int) -> Bound | None:
    if at + 1 >= len(found):
        return None
    low, high = found[at], found[at + 1]
    if high.start - low.end > _WINDOW:
        return None
    end = range_ends(folded, folded[low.end : high.start], high.end)
    if end is None:
        return None
    shared = low.value * high.scale if low.scale == 1 else low.value  # 20至30万
    value = shared if shared < high.value else low.value
    return Bound(low.start, end, value, high.value, True, False) if value < high.value else None


def _one(folded: str, number: Found, floor: int) -> Bound | None:
    """A number that the words around it bound; ``floor``: where the number or the range before it ended."""
    lead = folded[max(floor, number.start - _WINDOW) : number.start]
    words = lead.replace(" ", "")
    before, around, meaning = _forms()
    start, end = number.start, number.end
    if (hedge := hedged_before(words)) and hedge[1] in _BY_HEDGE:
        bound, start = _BY_HEDGE[hedge[1]], start - _written(lead, len(words) - hedge[0].start())
    elif match := before.search(words):
        bound, start = meaning[f"before:{match[1]}"], start - _written(lead, len(words) - match.start())
    elif (hedge := hedged_after(folded, _counted(folded, end))) and hedge[1] in _BY_HEDGE:
        bound, end = _BY_HEDGE[hedge[1]], hedge[0].end()
    elif (than := _THAN.search(lead)) and (match := around.match(folded, _counted(folded, end))):
        bound, start, end = meaning[f"around:{match[1]}"], start - (than.end() - than.start()), match.end()
    elif number.open:
        bound = ("low", False)
    elif more := _OPEN.match(folded, end):
        bound, end = ("low", False), more.end()
    else:
        return None
    side, closed = bound
    low, high = (number.value if side in (name, "both") else None for name in ("low", "high"))
    return Bound(start, end, low, high, closed and low is not None, closed and high is not None)


def _counted(folded: str, end: int) -> int:
    """Where a number ends with the unit that it counts: 20万次."""
    at = more.end() if (more := _OPEN.match(folded, end)) else end
    unit = at + (folded[at : at + 1] == " ")
    found = units().after.at(folded, unit)
    return found[0][1] if found else at


def _written(lead: str, inked: int) -> int:
    """How long the last ``inked`` characters of some words are as written, with the blanks between them."""
    at = len(lead)
    while inked:
        at -= 1
        inked -= lead[at] != " "
    return len(lead) - at


def _merged(folded: str, first: Bound, second: Bound) -> Bound | None:
    """大于10 and 小于20 as one range."""
    if second.start - first.end > _WINDOW:
        return None
    if not _AND.fullmatch(folded, min(_counted(folded, first.end), second.start), second.start):
        return None
    if {first.low is None, second.low is None} != {True, False}:
        return None
    low, high = (first, second) if first.low is not None else (second, first)
    if low.high is not None or low.low is None or high.high is None or low.low >= high.high:
        return None
    return Bound(first.start, second.end, low.low, high.high, low.low_closed, high.high_closed)
