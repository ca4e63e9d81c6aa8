"""Directions by the sign of a figure: 净利润+21.9%, a growth below nothing, the items of a list whose signs differ."""

from __future__ import annotations

import re

from extractor.document.models import Direction
from extractor.figures.context import Item

_SHARES = ("percent", "percentage_point", "basis_point")
# What is no share of anything, so that a negative percentage of it is a change.
_RESULT = re.compile(
    r"(?:收入|营收|净?利润?|归母|扣非|毛利|销量|销售额?|产量|出货量?|订单量?|均价|价格|发电量|客流量?|EPS)[)）]? ?$"
)


def by_sign(item: Item) -> Direction | None:
    """Which way by a sign alone: 净利润+21.9%, 毛利率-0.8pct, 获批400万瓶(-6%). None where the sign is a level's."""
    amount = item.amount
    if not amount.signed or amount.kind not in _SHARES or not amount.value:
        return None
    if amount.value > 0:
        item.cues["direction"] = "+"
        return "up"
    bracketed = item.before.endswith(("(", "（")) and item.after.startswith((")", "）"))
    if amount.kind == "percent" and not bracketed and not _RESULT.search(item.before):
        return None
    item.cues["direction"], item.cues["turned"] = "-", "-"
    return "down"


def turned(item: Item, named: Direction, before: Item | None = None) -> Direction:
    """The direction that words or the item before in a list name, turned where the sign says the opposite.

    同比增长-3.2% is a fall; in 增速为5%、-3%和2% each figure follows its own sign.
    """
    value = item.amount.value if item.amount.value is not None else item.amount.high
    if value is None:
        return named
    if named == "up" and value < 0:
        item.cues["turned"] = "-"
        return "down"
    if before is not None and "turned" in before.cues:
        item.cues["turned"] = "-"
        return "up" if value > 0 else "down"
    return named
