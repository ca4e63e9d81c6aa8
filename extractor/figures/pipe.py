"""The room's one way in: fills ``reading.figures`` from ``reading.amounts`` and the entities."""

from __future__ import annotations

from extractor.document.models import Figure
from extractor.figures.amounts import Amount, number
from extractor.segment import Reading


def read_figures(reading: Reading) -> None:
    """Give each amount of the article its attributes."""
    figures: list[Figure] = []
    for amount in reading.amounts:
        assert isinstance(amount, Amount)
        if amount.kind is None:
            continue
        figure = Figure(
            amount.start,
            amount.end,
            reading.text[amount.start : amount.end],
            amount.kind,
            amount.unit,
            number(amount.value),
            number(amount.low),
            number(amount.high),
            amount.per,
            amount.modifier,
        )
        if amount.kind == "money" and not amount.unit:
            figure.unit = {"CN": "CNY", "HK": "HKD", "TW": "TWD"}[reading.region]
        figures.append(figure)
    reading.figures = figures
