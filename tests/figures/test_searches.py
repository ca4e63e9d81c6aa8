"""The two searches that skip most characters for speed find what their patterns find alone."""

from __future__ import annotations

import re

import pytest

from extractor.figures.exclude import excluded_spans
from extractor.figures.numerals import fold
from extractor.figures.period import periods
from extractor.resources import corpus
from extractor.script import to_simplified
from extractor.tables import read_table

SPANS = [
    row
    for row in read_table(
        corpus("knowledge", "figures", "not_figures.csv"), ["name", "place", "kinds", "forms", "below", "pattern"]
    )
    if row["place"] == "span"
]
TIMES = read_table(corpus("knowledge", "figures", "periods.csv"), ["how", "pattern"])


def examples(name: str, columns: list[str], column: str) -> list[str]:
    table = read_table(corpus("examples", "figures", name), columns)
    return [fold(to_simplified(text)) for row in table for text in row.list(column)]


@pytest.mark.parametrize("row", SPANS, ids=lambda row: row["name"])
def test_spans_without_figures(row: dict[str, str]) -> None:
    found = 0
    for text in examples("negatives.csv", ["why", "texts"], "texts"):
        spans = excluded_spans(text)
        for match in re.finditer(row["pattern"], text, re.IGNORECASE):
            found += 1
            assert any(start <= match.start() < end or start < match.end() <= end for start, end in spans), text
    assert found, "no example in negatives.csv"


@pytest.mark.parametrize("row", TIMES, ids=lambda row: row["how"])
def test_times(row: dict[str, str]) -> None:
    found = 0
    for text in examples("periods.csv", ["published", "text", "period", "start", "end"], "text"):
        times = periods(text)
        for match in re.finditer(row["pattern"], text, re.IGNORECASE):
            found += 1
            assert any(time.start < match.end() and match.start() < time.end for time in times), text
    assert found, "no example in periods.csv"
