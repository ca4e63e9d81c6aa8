"""What a price or an amount is per, where the text says it before the figure: 每股, 每盎司, 单车."""

from __future__ import annotations

from extractor.figures.context import Item, last_match
from extractor.figures.units import units


def per(item: Item) -> str | None:
    """``share``, ``ounce`` ...; ``10 shares`` where a number of them is named. None where the text names none."""
    if item.amount.kind != "money":
        return None
    before = item.before
    if item.previous is not None and item.amount.start - item.previous.amount.end < len(before) and not item.listed:
        before = item.gap
    found = last_match(units().per_before.finditer(before))
    if found is None or len(before) - found.end() > 14:
        return None
    item.cues["per"] = found[0]
    name = units().per[found[2].lower()]
    return name if found[1] in ("", "1", "一") else f"{found[1]} {name}s"
