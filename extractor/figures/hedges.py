"""Modifiers: 约, 逾, 不到, 至少, 以上."""

from __future__ import annotations

import re
from functools import cache

from extractor.document.models import Modifier
from extractor.figures.context import Item
from extractor.figures.units import begins
from extractor.resources import corpus
from extractor.tables import read_table

_FILLER = r"(?:了|为|达|达到|到|有|在|是|于|需|每[一-鿿]{1,3})? {0,2}"
_PLACES = r" ?(?:的|元)?(?:大关|关口|关|水平|一线|点位|水位|价位)?(?:的)? ?"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], dict[str, Modifier]]:
    before, after, meaning = [], [], {}
    rows = read_table(corpus("knowledge", "figures", "modifiers.csv"), ["form", "place", "modifier", "unless"])
    for row in sorted(rows, key=lambda row: -len(row["form"])):
        place = row.choice("place", ("before", "after"))
        allowed = ("about", "more_than", "less_than", "up_to", "at_least")
        meaning[f"{place}:{row['form']}"] = row.choice("modifier", allowed)
        form = re.escape(row["form"])
        if place == "before":
            before.append(rf"(?<![{row['unless']}]){form}" if row["unless"] else form)
        else:
            after.append(rf"{form}(?![{row['unless']}])" if row["unless"] else form)
    starts = begins(row["form"] for row in rows if row["place"] == "before")
    ahead = re.compile(rf"{starts}({'|'.join(before)}){_FILLER}$")
    return ahead, re.compile(rf"{_PLACES}({'|'.join(after)})"), meaning  # type: ignore[return-value]


def hedged_before(words: str) -> tuple[re.Match[str], Modifier] | None:
    """The hedge that ends some words before a number (逾, 不到 ...), with what it means."""
    ahead, _, meaning = _patterns()
    match = ahead.search(words)
    return (match, meaning[f"before:{match[1]}"]) if match else None


def hedged_after(words: str, at: int = 0) -> tuple[re.Match[str], Modifier] | None:
    """The hedge that starts at a place after a number (以上, 左右 ...), with what it means."""
    _, behind, meaning = _patterns()
    match = behind.match(words, at)
    return (match, meaning[f"after:{match[1]}"]) if match else None


def hedge(item: Item) -> Modifier | None:
    """What hedges the figure, with the words noted in ``item.cues``."""
    found = hedged_after(item.after) or hedged_before(item.before[-16:])
    if found:
        item.cues["modifier"] = found[0][1]
        return found[1]
    if item.amount.modifier:
        item.cues["modifier"] = "多"
        return item.amount.modifier
    return None
