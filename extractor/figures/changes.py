"""Changes: which way a figure says that something moved, and against what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.document.models import Basis, Direction
from extractor.figures.context import Item
from extractor.resources import corpus
from extractor.tables import read_table

_HEDGE = (
    r"(?:了|约|大约|近|将近|接近|逾|超|超过|超出|超逾|高达|多达|达|达到|至少|最多|不到|不足|不超过|仅|只|"
    r"大概|最高|最大|共|合共|幅度|幅度约|幅度达|幅度为|幅|幅约|幅逾|幅近|幅达|分别|各|总计|多|最少|不少于|低于|"
    r"高于| ){0,4}"
)
_NOUN_GAP = r"[^，。；、,;:：(（0-9]{0,10}[:：(（]? ?"
_AFTER_GAP = r" ?(?:左右|以上|上下)?(?:的|之)?(?:[^，。；、,;:：()（）0-9\n]{0,6}?)"
_BASES = ("yoy", "qoq", "mom", "ytd", "day")


@dataclass(slots=True, frozen=True)
class _Cues:
    before: re.Pattern[str]
    noun: re.Pattern[str]
    after: re.Pattern[str]
    meaning: dict[str, str]
    market: frozenset[str]


@cache
def _cues() -> _Cues:
    forms: dict[str, list[str]] = {"before": [], "noun": [], "after": []}
    meaning, market = {}, set()
    rows = read_table(corpus("knowledge", "figures", "directions.csv"), ["form", "place", "direction", "market"])
    for row in sorted(rows, key=lambda row: -len(row["form"])):
        place = row.choice("place", forms)
        forms[place].append(re.escape(row["form"]))
        meaning[f"{place}:{row['form']}"] = row.choice("direction", ("up", "down", "flat", "sign"))
        if row["market"] == "yes":
            market.add(row["form"])
    return _Cues(
        re.compile(rf"({'|'.join(forms['before'])}){_HEDGE}$"),
        re.compile(rf"({'|'.join(forms['noun'])}){_NOUN_GAP}$"),
        re.compile(rf"{_AFTER_GAP}({'|'.join(forms['after'])})"),
        meaning,
        frozenset(market),
    )


def direction(item: Item) -> Direction | None:
    """Which way, where the figure is a change; None for a level or an amount."""
    cues, amount = _cues(), item.amount
    before = item.before[-28:]
    match = cues.before.search(before)
    place = "before"
    if match is None:
        match, place = cues.noun.search(before), "noun"
    if match is None and amount.kind in ("percent", "percentage_point", "basis_point"):
        match, place = cues.after.match(item.after), "after"
    if match is None:
        return None
    cue = match[1]
    meant = cues.meaning[f"{place}:{cue}"]
    if meant == "sign":
        value = amount.value if amount.value is not None else amount.low
        if not value or (amount.start == amount.shift and value > 0 and place == "before"):
            return None
        meant = "down" if value < 0 else "up"
    item.cues["direction"] = cue
    return meant  # type: ignore[return-value]


def moves_market(item: Item) -> bool:
    """Whether the words of the change are those of a price on a trading day."""
    return item.cues.get("direction") in _cues().market


@cache
def _basis_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = read_table(corpus("knowledge", "figures", "bases.csv"), ["form", "basis"])
    meaning = {row["form"].lower(): row.choice("basis", (*_BASES, "link", "none")) for row in rows}
    forms = "|".join(re.escape(row["form"]) for row in sorted(rows, key=lambda row: -len(row["form"])))
    return re.compile(forms, re.IGNORECASE), meaning


_YEARS = re.compile(r"(?:较|比|相比|对比)(?:于)?[^，。；]{0,3}(?:[0-9]{4} ?年?)[^，。；]{0,6}(?:同期|同季|同月|年度)?")
_QUARTER = re.compile(r"季|Q[1-4]|[1-4]Q")
_SPAN = re.compile(
    r"周内|本周|上周|全周|单周|一周|过去|以来|历史|迄今|至今|本月|上月|累计|季度|全年|去年|上年|明年|年底|年末|目标|高位|"
    r"低位|高点|低点|峰值|全月|单月|每年|年均|长期|盘前|盘后|(?:在|于) ?[0-9]{4} ?年|"
    r"自[0-9一二三四五六七八九十去今上本年初]|"
    r"[0-9]+月份?(?:累计|升|涨|跌|上|下)|[近最]?[0-9一二两三四五六七八九十]+ ?个?(?:交易)?(?:日|天|周|星期|月|季|年)"
    r"(?:来|内|间|以来)?(?:累计|累|共|合共|已|连|内|间|来|以来|上|下|升|涨|跌)"
)
_FUTURE = re.compile(r"预计|预期|预测|料|将|有望|可能|或会|或将|可望|看涨|空间|如果|若|估计|上行|潜在|恐")


def basis(item: Item, price: bool) -> Basis | None:
    """What the change compares with. ``price``: what changed is a price or an index."""
    pattern, meaning = _basis_forms()
    found = None
    for match in pattern.finditer(item.before):
        found = match
    if found is None and item.clause > item.sentence.start:
        found = _before_clause(item, pattern)
    if found is not None:
        item.cues["basis"] = found[0]
        return _linked(item, meaning[found[0].lower()])
    match = _YEARS.search(item.before)
    if match and ("同" in match[0] or "年" in match[0]):
        item.cues["basis"] = match[0]
        return "yoy"
    if price and not _SPAN.search(item.before) and not _FUTURE.search(item.before):
        item.cues["basis"] = "a price's move with no other span of time named"
        return "day"
    return None


def _before_clause(item: Item, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """A basis named between the amount before and this clause: 同比来看, 净利升3%."""
    head = item.lead[: len(item.lead) - len(item.before)]
    if item.previous is not None:
        head = item.gap[: max(0, len(item.gap) - len(item.before))]
    found = None
    for match in pattern.finditer(head[-30:]):
        found = match
    return found


def _linked(item: Item, meant: str) -> Basis | None:
    if meant == "link":
        item_text = item.lead
        return "qoq" if _QUARTER.search(item_text) else "mom"
    return None if meant == "none" else meant  # type: ignore[return-value]
