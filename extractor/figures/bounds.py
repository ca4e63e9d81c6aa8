"""Bounds and ranges of bare numbers in any text: 大于10小于20, 三十以上, 20~100, 五百多."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extractor.figures.numbers import Found, numbers
from extractor.figures.numerals import fold
from extractor.resources import corpus
from extractor.script import to_simplified
from extractor.tables import read_table

_TO = re.compile(r" ?(?:-|~|至|到) ?")
_BETWEEN = re.compile(r" ?[与和及] ?")
_BETWEEN_END = re.compile(r" ?(?:之)?间")
_AND = re.compile(r"[ ，,]*(?:的?同时|并且?|而且|且|又)?[ ，,]*")
_UNIT = re.compile(r" ?[多余几]? ?(?:[个次人家只件万亿%]{0,2})? ?")


@dataclass(slots=True, frozen=True)
class Bound:
    """A range at ``[start, end)``: an end that is None is open; a closed end belongs to the range."""

    start: int
    end: int
    low: Decimal | None
    high: Decimal | None
    low_closed: bool = False
    high_closed: bool = False


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, tuple[str, bool]]]:
    forms: dict[str, list[str]] = {"before": [], "after": [], "around": []}
    meaning = {}
    rows = read_table(corpus("knowledge", "figures", "bounds.csv"), ["form", "place", "side", "closed"])
    for row in sorted(rows, key=lambda row: -len(row["form"])):
        place = row.choice("place", forms)
        forms[place].append(r" *".join(map(re.escape, row["form"])))
        side, closed = row.choice("side", ("low", "high", "both")), row.choice("closed", ("yes", "no")) == "yes"
        meaning[f"{place}:{row['form']}"] = (side, closed)
    before, after, around = ("|".join(forms[place]) for place in ("before", "after", "around"))
    return re.compile(rf"({before}) *$"), re.compile(rf"({after})"), re.compile(rf" ?({around})"), meaning


def bounds(text: str) -> list[Bound]:
    """Every bound of a text in reading order; a low and a high one side by side are one range."""
    folded = fold(to_simplified(text))
    found, joined = numbers(text), list[Bound]()
    at = 0
    while at < len(found):
        pair = _pair(folded, found, at)
        bound = pair or _one(folded, found[at], joined[-1].end if joined else 0)
        at += 2 if pair else 1
        if bound is None:
            continue
        merged = _merged(folded, joined[-1], bound) if joined else None
        joined = [*joined[:-1], merged] if merged else [*joined, bound]
    return joined


def _pair(folded: str, found: list[Found], at: int) -> Bound | None:
    if at + 1 >= len(found):
        return None
    low, high = found[at], found[at + 1]
    gap = folded[low.end : high.start]
    between = _BETWEEN.fullmatch(gap) and _BETWEEN_END.match(folded, high.end)
    if low.value < high.value and (_TO.fullmatch(gap) or between):
        return Bound(low.start, high.end, low.value, high.value, True, False)
    return None


def _one(folded: str, number: Found, floor: int) -> Bound | None:
    before, after, around, meaning = _forms()
    tail = _UNIT.match(folded, number.end)
    end = tail.end() if tail else number.end
    lead = folded[max(floor, number.start - 12) : number.start]
    if match := before.search(lead):
        side, closed = meaning[f"before:{match[1].replace(' ', '')}"]
    elif match := after.match(folded, end):
        side, closed = meaning[f"after:{match[1]}"]
        end = match.end()
    elif lead.rstrip().endswith("比") and (match := around.match(folded, number.end)):
        side, closed = meaning[f"around:{match[1]}"]
        end = match.end()
    elif number.open or re.match(r" ?[多余几]", folded[number.end : number.end + 2]):
        side, closed = "low", False
    else:
        return None
    low, high = (number.value if side in (name, "both") else None for name in ("low", "high"))
    return Bound(number.start, end, low, high, closed and low is not None, closed and high is not None)


def _merged(folded: str, first: Bound, second: Bound) -> Bound | None:
    """大于10 and 小于20 as one range."""
    gap = folded[first.end : second.start]
    words = _forms()[0].search(gap)
    lead = gap[: words.start()] if words else gap.replace("比", "")
    if not _AND.fullmatch(lead) or {first.low is None, second.low is None} != {True, False}:
        return None
    low, high = (first, second) if first.low is not None else (second, first)
    if low.high is not None or low.low is None or high.high is None or low.low >= high.high:
        return None
    return Bound(first.start, second.end, low.low, high.high, low.low_closed, high.high_closed)
