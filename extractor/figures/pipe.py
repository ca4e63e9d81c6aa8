"""The room's one way in: fills ``reading.figures`` from ``reading.amounts`` and the entities."""

from __future__ import annotations

from extractor.document.models import Figure
from extractor.segment import Reading


def read_figures(reading: Reading) -> None:
    """Give each amount of the article its attributes."""
    figures: list[Figure] = []
    for amount in reading.amounts:
        assert isinstance(amount, Figure)
        amount.text = reading.text[amount.start : amount.end]
        figures.append(amount)
    reading.figures = figures
