"""Shares written with 分之 or 半: 百分之二点五, 三分之一, 四分之一厘, 半个百分点, 对折."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractor.figures.amounts import Amount
from extractor.figures.numerals import Numeral
from extractor.figures.units import Unit, units

_OF = re.compile(r" {0,2}分 {0,2}之 {0,2}(负|-)?")
_QUARTER = re.compile(r"分()(?=[一二三1-3] ?(?:厘|个百分点))")  # 四分一厘, as Hong Kong writes it
_THOUSAND = re.compile(r"[kK](?![A-Za-z])")
_HALF = re.compile(
    r"(?<![一二两三四五六七八九十0-9成倍厘码大])半 ?(个百分点|百分点|厘(?!米)|成(?![立功])|个基点|码)"
    r"|(?<![一-九十0-9])[半对]折(?![叠射扣腾])"
)
_WHOLE_UNITS = frozenset({"厘", "个百分点", "百分点", "个基点", "基点", "码"})
_PLACES = Decimal("0.000001")


def halves(folded: str) -> Iterator[Amount]:
    """半厘, 半个百分点, 半成; 对折 and 半折 are half of the price."""
    for match in _HALF.finditer(folded) if "半" in folded or "对折" in folded else ():
        if match[1]:
            unit = units().after.by_text[match[1]][-1]
            yield _part(folded, match.start(), match.end(), Decimal("0.5"), unit)
        else:
            yield Amount(match.start(), match.end(), "percent", "%", "percent_unit", Decimal(50), form=match[0])


def _part(folded: str, start: int, end: int, part: Decimal, unit: Unit) -> Amount:
    return Amount(
        start, end, unit.kind, unit.unit, f"{unit.kind}_unit", part * unit.factor, form=unit.form, shift=start
    )


def fraction(folded: str, numeral: Numeral, following: Numeral | None, floor: int) -> Amount | None:
    """A share in percent: the numeral is its denominator, the one after it the numerator. None where it is none."""
    middle = _OF.match(folded, numeral.end) or _QUARTER.match(folded, numeral.end)
    if not middle or following is None or following.start != middle.end() or not numeral.value:
        return None
    top, end = following, following.end
    value = top.value
    if match := _THOUSAND.match(folded, end):
        value, end = value * 1000, match.end()
    for unit, after in units().after.at(folded, end):
        needed = unit.needs is None or unit.needs.search(folded, max(0, numeral.start - 24), numeral.start)
        if unit.form in _WHOLE_UNITS and needed:  # 四分之一厘: a part of the unit, not a percentage
            return _part(folded, numeral.start, after, value / numeral.value, unit)
    value = value * 100 / numeral.value
    if abs(value.adjusted()) < 12 and -value.as_tuple().exponent > 12:  # type: ignore[operator]
        value = value.quantize(_PLACES)
    negative, start = bool(middle[1]), numeral.start
    if start > floor and folded[start - 1] in "负-":
        start, negative = start - 1, not negative
    amount = Amount(start, end, "percent", "%", "percent_of", -value if negative else value, form="分之", shift=start)
    if top.open:
        amount.modifier = "more_than"
    return amount
