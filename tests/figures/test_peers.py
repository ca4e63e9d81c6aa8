"""The cases of Recognizers-Text, which are not part of the project: run where they lie beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.figures import list_numbers, scan
from extractor.resources import ROOT
from extractor.script import to_simplified
from extractor.tables import read_table

CASES = ROOT.parent / "shared" / "data" / "peers" / "recognizers_text"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason=f"no cases of Recognizers-Text at {CASES}")
EXCLUDED = {
    (row["model"], int(row["index"]))
    for row in read_table(Path(__file__).with_name("peers_excluded.csv"), ["model", "index", "why"])
}


def cases(model: str) -> list[tuple[int, str, list[dict[str, Any]]]]:
    loaded = json.loads((CASES / f"{model}.dev.json").read_text(encoding="utf-8-sig"))
    return [(i, case["Input"], [r["Resolution"] for r in case["Results"]]) for i, case in enumerate(loaded)]


def wrong(model: str, read: Any, wanted: Any) -> list[int]:
    """The indices of the cases that the product reads otherwise."""
    return [i for i, text, results in cases(model) if not alike(read(text), [w for r in results if (w := wanted(r))])]


def alike(got: list[tuple[Any, ...]], wanted: list[tuple[Any, ...]]) -> bool:
    if len(got) != len(wanted):
        return False
    pairs = [pair for a, b in zip(got, wanted, strict=True) for pair in zip(a, b, strict=True)]
    return all(
        a == b or (isinstance(a, float) and isinstance(b, float) and abs(a - b) <= 1e-6 * max(1, abs(b)))
        for a, b in pairs
    )


def number(value: Any) -> float | None:
    return None if value in (None, "") else float(str(value).rstrip("%"))


def test_every_currency_by_value_and_unit() -> None:
    def read(text: str) -> list[tuple[Any, ...]]:
        found = [a for a in scan(to_simplified(text)) if a.kind == "money"]
        return [(number(a.value), a.unit or "CNY") for a in found]

    def wanted(result: dict[str, Any]) -> tuple[Any, ...] | None:
        value = number(result.get("value"))
        return None if value is None else (value, result["isoCurrency"])  # a currency without an amount is no figure

    failed = {("CurrencyModel", i) for i in wrong("CurrencyModel", read, wanted)}
    assert failed <= EXCLUDED


def test_every_percentage() -> None:
    def read(text: str) -> list[tuple[Any, ...]]:
        found = [a for a in scan(to_simplified(text)) if a.kind in ("percent", "percentage_point")]
        return [(number(a.value),) for a in found]

    failed = {("PercentModel", i) for i in wrong("PercentModel", read, lambda r: (number(r["value"]),))}
    assert failed <= EXCLUDED


def test_numbers() -> None:
    def read(text: str) -> list[tuple[Any, ...]]:
        return [(number(n.value),) for n in list_numbers(text) if n.kind == "number"]

    failed = wrong("NumberModel", read, lambda r: (number(r["value"]),))
    assert {("NumberModel", i) for i in failed} <= EXCLUDED
    assert len(failed) <= 0.05 * len(cases("NumberModel"))


def test_number_ranges() -> None:
    def read(text: str) -> list[tuple[Any, ...]]:
        ranges = [n for n in list_numbers(text) if n.kind == "range"]
        return [(number(n.low), number(n.high), n.low_closed, n.high_closed) for n in ranges]

    def wanted(result: dict[str, Any]) -> tuple[Any, ...]:
        low, high = result["value"][1:-1].split(",")
        return number(low), number(high), result["value"][0] == "[", result["value"][-1] == "]"

    failed = wrong("NumberRangeModel", read, wanted)
    assert {("NumberRangeModel", i) for i in failed} <= EXCLUDED
    assert len(failed) <= 0.1 * len(cases("NumberRangeModel"))
