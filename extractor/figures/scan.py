"""Amounts in a simplified text: value, kind, unit and span, without any context."""

from __future__ import annotations

import re

from extractor.document.models import Figure

_PERCENT = re.compile(r"-?\d+(?:\.\d+)?%")


def scan(plain: str) -> list[Figure]:
    """Every amount in reading order, none overlapping."""
    return [
        Figure(m.start(), m.end(), m.group(), "percent", "%", float(m.group()[:-1])) for m in _PERCENT.finditer(plain)
    ]
