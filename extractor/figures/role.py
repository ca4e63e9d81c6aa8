"""Whether a figure is a price target or a forecast."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from extractor.figures.context import Item
from extractor.figures.metric import Metric
from extractor.figures.period import Period
from extractor.figures.units import compiled
from extractor.resources import corpus
from extractor.tables import read_table

Role = Literal["price_target", "forecast"]
_AHEAD = frozenset({"next_months", "next_years"})


@dataclass(slots=True, frozen=True)
class _Cue:
    role: Role
    where: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None


@cache
def _cues() -> list[_Cue]:
    found = []
    for row in read_table(corpus("knowledge", "figures", "roles.csv"), ["role", "where", "pattern", "unless"]):
        pattern = compiled(row, "pattern")
        if pattern is None:
            raise row.fault("pattern is empty")
        role, where = row.choice("role", ("price_target", "forecast")), row.choice("where", ("metric", "before"))
        found.append(_Cue(role, where, pattern, compiled(row, "unless")))  # type: ignore[arg-type]
    return found


def role(item: Item, measured: Metric, period: Period | None) -> Role | None:
    """``price_target`` for the level that a share or an index is to reach, ``forecast`` for what is expected."""
    for cue in _cues():
        if cue.role == "price_target" and item.amount.kind not in ("money", "points"):
            continue
        words = measured.name if cue.where == "metric" else item.before
        match = cue.pattern.search(words)
        if match and not (cue.unless and cue.unless.search(words)):
            item.cues["role"] = match[0]
            return cue.role
    if period is not None and period.how in _AHEAD:
        item.cues["role"] = item.cues.get("period", "")
        return "forecast"
    return None
