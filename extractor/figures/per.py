"""What a price or an amount is per, where the text says it before the figure: 每股, 每盎司, 单车."""

from __future__ import annotations

import re

from extractor.figures.context import Item, last_match
from extractor.figures.units import units

# A dividend is declared per ten shares, whether or not 每 and 股 are written: 拟10派3.5元, 每10股送2股派1元.
_PER_TEN = re.compile(
    r"(?<![0-9.])(?:10|十) ?股?(?:(?:送|转增?|送红股|配)[^，。；派]{0,10})?"
    r"(?:派|分|现金分红)(?:发|送|付|现|息|红|现金|股利|股息|红利|约|含税|人民币|港币| ){0,4}$"
)


def per(item: Item) -> str | None:
    """``share``, ``ounce`` ...; ``10 shares`` where a number of them is named. None where the text names none."""
    if item.amount.kind != "money":
        return None
    if ten := _PER_TEN.search(item.before):
        item.cues["per"] = ten[0]
        return "10 shares"
    before = item.before
    if item.previous is not None and item.amount.start - item.previous.amount.end < len(before) and not item.listed:
        before = item.gap
    found = last_match(units().per_before.finditer(before))
    if found is None or len(before) - found.end() > 14:
        return None
    item.cues["per"] = found[0]
    name = units().per[found[2].lower()]
    return name if found[1] in ("", "1", "一") else f"{found[1]} {name}s"
