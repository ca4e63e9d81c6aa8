"""What the grammar finds: an amount with its value and kind, before anything is known of its context."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.document.models import FigureKind, Modifier, Number


@dataclass(slots=True)
class Amount:
    """A number with what makes it a figure, at ``[start, end)``.

    ``kind`` is None for a bare number, which only its context can make a figure (an index level without 点).
    ``unit`` is empty for money whose currency the context must tell (元). ``rule`` names the rule that found it.
    """

    start: int
    end: int
    kind: FigureKind | None
    unit: str
    rule: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    per: str | None = None
    modifier: Modifier | None = None
    form: str = ""  # the unit as written
    scale: Decimal = Decimal(1)
    shift: int = 0  # where the number itself starts, after a currency before it
    signed: bool = False  # a sign is written

    def scaled(self, factor: Decimal) -> Amount:
        """The same amount with its value times ``factor``."""
        return replace(self, value=None if self.value is None else self.value * factor, scale=factor)


def number(value: Decimal | None) -> Number | None:
    """A JSON number: an int where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
