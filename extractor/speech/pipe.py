"""The room's one way in: fills ``reading.statements``."""

from __future__ import annotations

from extractor.segment import Reading


def read_speech(reading: Reading) -> None:
    """Find every statement of the article."""
    reading.statements = []
