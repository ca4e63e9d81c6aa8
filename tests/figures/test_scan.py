"""The grammar: value, kind, unit and span."""

from __future__ import annotations

import pytest

from extractor.figures import scan


@pytest.mark.parametrize(
    ("text", "span", "kind", "value", "unit"),
    [
        ("净利四千八百亿日元", "四千八百亿日元", "money", 480_000_000_000, "JPY"),
        ("毛利率升三成半", "三成半", "percent", 35, "%"),
        ("加息25个基点", "25个基点", "basis_point", 25, "bp"),
        ("沪指报3,210.5点", "3,210.5点", "points", 3210.5, "points"),
        ("派息港币1.20元", "港币1.20元", "money", 1.2, "HKD"),
    ],
)
def test_one_amount(text: str, span: str, kind: str, value: float, unit: str) -> None:
    (amount,) = [a for a in scan(text) if a.kind]
    assert text[amount.start : amount.end] == span
    assert (amount.kind, float(amount.value), amount.unit) == (kind, value, unit)
