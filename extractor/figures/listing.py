"""Every number of a text and every range of numbers, figure or not: what ``extractor figures --numbers`` prints."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from extractor.document.models import Number
from extractor.figures.amounts import number
from extractor.figures.bounds import bounds
from extractor.figures.numbers import numbers
from extractor.script import to_simplified


@dataclass(slots=True, frozen=True)
class Listed:
    """A number, or a range with the words that bound it, at ``[start, end)`` of the text.

    A number has a ``value``, without its unit (3 for 三成: the figures have it with). A range has ``low`` and ``high``,
    None where that side is open, and whether each end belongs to it.
    """

    start: int
    end: int
    text: str
    kind: Literal["number", "range"]
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    low_closed: bool = False
    high_closed: bool = False

    def to_dict(self) -> dict[str, Any]:
        """What the kind has: a number its value, a range its ends."""
        ends = ("low", "high", "low_closed", "high_closed")
        left_out = ends if self.kind == "number" else ("value",)
        return {name: value for name, value in asdict(self).items() if name not in left_out}


def list_numbers(text: str) -> list[Listed]:
    """Numbers and ranges of a text in either script, in reading order, a range before the numbers inside it."""
    plain = to_simplified(text)
    found = [Listed(n.start, n.end, text[n.start : n.end], "number", number(n.value)) for n in numbers(plain)]
    for b in bounds(plain):
        ends = number(b.low), number(b.high), b.low_closed, b.high_closed
        found.append(Listed(b.start, b.end, text[b.start : b.end], "range", None, *ends))
    return sorted(found, key=lambda one: (one.start, -one.end, one.kind == "number"))
