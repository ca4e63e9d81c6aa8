"""The room's one way in: fills ``reading.figures`` from ``reading.amounts``, the entities and the statements."""

from __future__ import annotations

from extractor.figures.describe import Describer
from extractor.segment import Reading


def read_figures(reading: Reading) -> None:
    """Give each amount of the article its attributes."""
    reading.figures = [described.figure for described in Describer(reading).all()]
