"""The room's one way in: fills ``reading.views``."""

from __future__ import annotations

from extractor.segment import Reading


def read_views(reading: Reading) -> None:
    """Find every view of the article."""
    reading.views = []
