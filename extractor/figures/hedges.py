"""Modifiers: 约, 逾, 不到, 至少, 以上."""

from __future__ import annotations

import re
from functools import cache

from extractor.document.models import Modifier
from extractor.figures.context import Item
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
    ahead = re.compile(rf"({'|'.join(before)}){_FILLER}$")
    return ahead, re.compile(rf"{_PLACES}({'|'.join(after)})"), meaning  # type: ignore[return-value]


def hedge(item: Item) -> Modifier | None:
    """What hedges the figure, with the words noted in ``item.cues``."""
    ahead, behind, meaning = _patterns()
    match = behind.match(item.after)
    if match:
        item.cues["modifier"] = match[1]
        return meaning[f"after:{match[1]}"]
    match = ahead.search(item.before[-16:])
    if match:
        item.cues["modifier"] = match[1]
        return meaning[f"before:{match[1]}"]
    if item.amount.modifier:
        item.cues["modifier"] = "多"
        return item.amount.modifier
    return None
