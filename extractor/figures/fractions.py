"""Shares written with 分之: 百分之二点五, 千分之三, 三分之一."""

from __future__ import annotations

import re
from decimal import Decimal

from extractor.figures.amounts import Amount
from extractor.figures.numerals import Numeral

_OF = re.compile(r" {0,2}分 {0,2}之 {0,2}(负|-)?")
_THOUSAND = re.compile(r"[kK](?![A-Za-z])")
_PLACES = Decimal("0.000001")


def fraction(folded: str, numeral: Numeral, following: Numeral | None, floor: int) -> Amount | None:
    """A share in percent: the numeral is its denominator, the one after it the numerator. None where it is none."""
    middle = _OF.match(folded, numeral.end)
    if not middle or following is None or following.start != middle.end() or not numeral.value:
        return None
    top, end = following, following.end
    value = top.value
    if match := _THOUSAND.match(folded, end):
        value, end = value * 1000, match.end()
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
