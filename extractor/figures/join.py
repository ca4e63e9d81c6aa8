"""Ranges and lists: amounts that share a unit, a scale or a currency with the one after them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from extractor.figures.amounts import Amount

_RANGE = re.compile(r"[多余]? {0,2}(?:-{1,2}|[–—−∼]{1,2}|~|至|到|(?:至|到)约) {0,2}(?:约|近|逾|超过?)?")
_BETWEEN = re.compile(r" ?[与和及] ?")
_BETWEEN_AFTER = re.compile(r" ?(?:之)?间")
_LIST = re.compile(r" ?(?:[、/]|和|及|与|以及|或|或者|、?以及|,|，) ?")
_CHANGE = re.compile(
    r"(?:升值?|涨|跌|降|增|减|挫|扬|弹|泻|贬值?|下滑|回落|缩|高|低|提高|增长|增加|下降|减少|上调|下调|调高|调低|[升涨跌降增减挫]幅)"
    r"[了约近逾超过达为大至少于 ]{0,4}$"
)
_DASH = re.compile("[-~–—−∼]")
_SHARES = ("percentage_point", "basis_point")
_FAR = 4  # a change followed by the level it leads to differs from it by more than this


def join(folded: str, amounts: list[Amount]) -> list[Amount]:
    """Read right to left, so that a unit reaches every earlier item: 0.92、1.27、1.71元."""
    joined: list[Amount] = []
    for amount in reversed(amounts):
        after = joined[-1] if joined else None
        if after is None or after.start - amount.end > 6:
            joined.append(amount)
            continue
        gap = folded[amount.end : after.start]
        if after.value is not None and (gap or amount.kind is None) and range_ends(folded, gap, after.end) is not None:
            whole = _range(folded, amount, after)
            if whole is not None:
                joined[-1] = whole
                continue
            if gap == "-" and after.rule == "percent_unit" and amount.kind is None:
                joined[-1] = replace(after, start=amount.end, value=-after.value)  # a price and its change: 280-4.27%
        if after.kind in _SHARES and after.form.startswith("个"):
            amount, gap = _half_unit(amount, gap)
        if after.kind and amount.kind is None and _LIST.fullmatch(gap) and _same_sort(gap, amount, after):
            amount = _like(amount, after)
        joined.append(amount)
    return joined[::-1]


def range_ends(folded: str, gap: str, end: int) -> int | None:
    """Where a range ends that two numbers make by the words between them: after the last number (3至5), or after 之间.

    ``end``: where the second number ends. None where the words make no range.
    """
    if not gap or _RANGE.fullmatch(gap):
        return end
    between = _BETWEEN.fullmatch(gap) and _BETWEEN_AFTER.match(folded, end)
    return between.end() if between else None


def _same_sort(gap: str, amount: Amount, after: Amount) -> bool:
    """A comma joins only numbers that look alike, and nothing joins a year to an amount."""
    other = after.value if after.value is not None else after.high
    if amount.value is None or other is None:
        return False
    if after.kind == "quantity" and amount.scale > 1 == after.scale:
        return False  # 删2075亿、11家
    if amount.value == amount.value.to_integral_value() and 1900 <= amount.value <= 2100 and after.kind != "points":
        return False
    if gap.strip() in (",", "，"):
        return _decimals(amount.value) == _decimals(other / after.scale) > 0
    return True


def _half_unit(amount: Amount, gap: str) -> tuple[Amount, str]:
    """提高8个和11个百分点: 个 alone stands for the unit of the next one."""
    if amount.kind is None and gap.startswith("个"):
        return replace(amount, end=amount.end + 1), gap[1:]
    return (replace(amount, kind=None) if amount.unit == "个" and _LIST.fullmatch(gap) else amount), gap


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _like(amount: Amount, after: Amount, rule: str = "list") -> Amount:
    """A bare number as one more of what comes after it."""
    value, scale = amount.value, amount.scale
    if value is not None and scale == 1 and after.scale != 1:
        value, scale = value * after.scale, after.scale
    return replace(
        amount, kind=after.kind, unit=after.unit, value=value, scale=scale, per=after.per, form=after.form,
        rule=f"{rule}_shares_unit",
    )  # fmt: skip


def _range(folded: str, low: Amount, high: Amount) -> Amount | None:
    """One range of two amounts, or None where they are two figures: 升21元至588元, 增26%至68亿元."""
    if low.kind is None and high.kind is None:
        return _bare_range(low, high)
    if high.kind is None and not _takes_bare(low):
        return None
    first, last = low, high
    if last.kind is None:
        last = replace(last, kind=first.kind, unit=first.unit, form=first.form, per=first.per)
        if first.scale == 1 and last.scale != 1 and first.value is not None:
            first = replace(first, value=first.value * last.scale)
    elif first.kind is None:
        shared = _like(first, last, "range")
        own = _like(replace(first, scale=Decimal(2)), last, "range")
        first = shared if _ordered(shared, last) or last.kind == "percent" else own
        most = _FAR if last.kind == "percent" else 1000
        if first.value is not None and last.value is not None and first.value > last.value * most:
            return None
    elif first.kind != last.kind or (first.unit != last.unit and first.unit and last.unit):
        return None
    if first.value is None or last.value is None:
        return None
    if low.kind is not None and _two_figures(folded, low, high, first.value, last.value):
        return None
    ends = sorted((first.value, last.value))
    return replace(
        last, start=low.start, value=None, low=ends[0], high=ends[1], unit=last.unit or first.unit,
        per=last.per or first.per, modifier=last.modifier or first.modifier, rule="range", shift=low.shift,
    )  # fmt: skip


def _bare_range(low: Amount, high: Amount) -> Amount | None:
    """Two bare numbers as one bare range: 4000~5000亿, 7.80至7.85. Years and counts are none."""
    if low.value is None or high.value is None or (high.scale == 1 and not _decimals(low.value)):
        return None
    first = low.value * high.scale if low.scale == 1 else low.value
    if not first < high.value:
        return None
    return replace(high, start=low.start, value=None, low=first, high=high.value, rule="range", shift=low.shift)


def _takes_bare(low: Amount) -> bool:
    return low.rule in ("currency_before", "percent_of", "percent_before")


def _ordered(low: Amount, high: Amount) -> bool:
    return low.value is not None and high.value is not None and low.value <= high.value


def _two_figures(folded: str, low: Amount, high: Amount, a: Decimal, b: Decimal) -> bool:
    """A change and the level it led to."""
    if low.kind not in ("money", "points", "quantity", "percent") or _DASH.search(folded, low.end, high.start):
        return False
    if not _CHANGE.search(folded[max(0, low.start - 8) : low.start]):
        return False
    return abs(b) > _FAR * abs(a) or abs(b) < abs(a)
