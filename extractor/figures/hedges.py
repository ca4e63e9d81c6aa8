"""Modifiers: 约, 逾, 不到, 至少, 以上."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import cast

from extractor.document.models import Modifier
from extractor.figures.context import Item
from extractor.figures.units import begins
from extractor.resources import corpus
from extractor.tables import read_table

_FILLER = r"(?:了|为|达|达到|到|有|在|是|于|需|[(（]含(?:本数)?[)）]|每[一-鿿]{1,3})? {0,2}"
_OBJECT = r"[^，。；、：:,0-9%升涨跌一二两三四五六七八九十]{0,10} {0,2}"
_PLACES = r" ?(?:的|元)?(?:大关|关口|关|水平|一线|点位|水位|价位)?(?:的)? ?"


@dataclass(slots=True, frozen=True)
class _Hedges:
    """Patterns of hedges by place; ``meaning`` by place and form."""

    before: re.Pattern[str]
    over: re.Pattern[str]
    after: re.Pattern[str]
    meaning: dict[str, Modifier]


@cache
def _hedges() -> _Hedges:
    forms: dict[str, list[str]] = {"before": [], "over": [], "after": []}
    meaning: dict[str, Modifier] = {}
    rows = read_table(corpus("knowledge", "figures", "modifiers.csv"), ["form", "place", "modifier", "unless"])
    for row in sorted(rows, key=lambda row: -len(row["form"])):
        place = row.choice("place", forms)
        allowed = ("about", "more_than", "less_than", "up_to", "at_least")
        meaning[f"{place}:{row['form']}"] = cast("Modifier", row.choice("modifier", allowed))
        form, unless = re.escape(row["form"]), row["unless"]
        if unless:
            form = f"{form}(?![{unless}])" if place == "after" else f"(?<![{unless}]){form}"
        forms[place].append(form)
    starts = begins(row["form"] for row in rows if row["place"] == "before")
    before, over, after = ("|".join(forms[place]) for place in ("before", "over", "after"))
    return _Hedges(
        re.compile(rf"{starts}({before}){_FILLER}$"),
        re.compile(rf"({over}){_OBJECT}$"),
        re.compile(rf"{_PLACES}({after})"),
        meaning,
    )


def hedged_before(words: str) -> tuple[re.Match[str], Modifier] | None:
    """The hedge that ends some words before a number (逾, 不到 ...), with what it means."""
    hedges = _hedges()
    match = hedges.before.search(words)
    return (match, hedges.meaning[f"before:{match[1]}"]) if match else None


def hedged_after(words: str, at: int = 0) -> tuple[re.Match[str], Modifier] | None:
    """The hedge that starts at a place after a number (以上, 左右 ...), with what it means."""
    hedges = _hedges()
    match = hedges.after.match(words, at)
    return (match, hedges.meaning[f"after:{match[1]}"]) if match else None


def hedge(item: Item) -> Modifier | None:
    """What hedges the figure, with the words noted in ``item.cues``."""
    found = hedged_after(item.after) or hedged_before(item.before[-16:])
    if found:
        item.cues["modifier"] = found[0][1]
        return found[1]
    if item.amount.modifier:
        item.cues["modifier"] = "多"
        return item.amount.modifier
    hedges = _hedges()
    if match := hedges.over.search(item.before[-16:]):
        item.cues["modifier"] = match[1]
        return hedges.meaning[f"over:{match[1]}"]
    return None
