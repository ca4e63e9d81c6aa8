"""What looks like a figure and is none: dates, times, ages, codes, ranks, quotes in brackets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from extractor.figures.amounts import Amount
from extractor.figures.units import compiled
from extractor.resources import corpus
from extractor.tables import read_table

_KINDS = ("", "money", "percent", "percentage_point", "basis_point", "points", "multiple", "quantity")
_WINDOW = 16
# No span begins with another character: what keeps the search fast.
_STARTS = "(?=(?-i:[(（0-9A-Za-z._+兑每双标十 -]))"


@dataclass(slots=True, frozen=True)
class Exclusion:
    """A named reason: an amount of ``kinds`` below ``below`` is none where ``pattern`` stands at ``place``."""

    name: str
    place: str
    kinds: frozenset[str]
    forms: frozenset[str]
    below: int
    pattern: re.Pattern[str]


@cache
def exclusions() -> tuple[re.Pattern[str], list[Exclusion]]:
    """The pattern of whole spans that hold no figure, and the reasons that look around an amount."""
    spans, around, names = [], [], set[str]()
    rows = read_table(
        corpus("knowledge", "figures", "not_figures.csv"), ["name", "place", "kinds", "forms", "below", "pattern"]
    )
    for row in rows:
        place = row.choice("place", ("span", "before", "after"))
        pattern = compiled(row, "pattern")
        if pattern is None:
            raise row.fault("pattern is empty")
        if place == "span":
            if not row["name"].isidentifier() or row["name"] in names:
                raise row.fault("name must be a word of letters and _, and no other span's")
            names.add(row["name"])
            # The name stands behind its pattern: a group around it would hide its first character from the search.
            spans.append(f"(?:{row['pattern']})(?P<{row['name']}>)")
            continue
        for kind in row.list("kinds"):
            if kind not in _KINDS:
                raise row.fault(f"kinds holds {kind!r}; a kind is one of: {', '.join(filter(None, _KINDS))}")
        below = int(row["below"]) if row["below"].isdigit() else 0
        kinds, forms = frozenset(row.list("kinds")), frozenset(row.list("forms"))
        if place == "before":
            pattern = re.compile(f"(?:{row['pattern']})$", re.IGNORECASE)
        around.append(Exclusion(row["name"], place, kinds, forms, below, pattern))
    return re.compile(f"{_STARTS}(?:{'|'.join(spans)})", re.IGNORECASE), around


def excluded_spans(folded: str) -> list[tuple[int, int]]:
    """Spans that hold no figure, in reading order: quotes in brackets, dates, addresses of web pages."""
    return [match.span() for match in exclusions()[0].finditer(folded)]


def inside(at: int, spans: list[tuple[int, int]]) -> bool:
    """Whether a position lies in one of the spans."""
    index = bisect_right(spans, (at, len(spans) and spans[-1][1] + 1)) - 1
    return index >= 0 and at < spans[index][1]


def named_span(folded: str, at: int, spans: list[tuple[int, int]]) -> str | None:
    """The name of the span that holds a position, or None."""
    if not inside(at, spans):
        return None
    index = bisect_right(spans, (at, spans[-1][1] + 1)) - 1
    match = exclusions()[0].match(folded, spans[index][0])
    return match.lastgroup if match else None


def _below(value: Decimal, bound: int) -> bool:
    """Whether a value is a whole number below a bound, as hours and ranks are."""
    return value < bound and value == value.to_integral_value()


def excluded(folded: str, amount: Amount) -> str | None:
    """The name of the reason why an amount is no figure, or None."""
    before = folded[max(0, amount.start - _WINDOW) : amount.start]
    for reason in exclusions()[1]:
        if reason.kinds and amount.kind not in reason.kinds:
            continue
        if reason.forms and amount.form not in reason.forms:
            continue
        if reason.below and (amount.value is None or not _below(amount.value, reason.below)):
            continue
        if reason.place == "before":
            if reason.pattern.search(before):
                return reason.name
        elif reason.pattern.match(folded, amount.end):
            return reason.name
    return None
