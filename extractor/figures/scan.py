"""Amounts in a simplified text: value, kind, unit and span, without any context. One pass, linear time."""

from __future__ import annotations

from extractor.figures.amounts import Amount
from extractor.figures.exclude import excluded, excluded_spans, inside
from extractor.figures.fractions import fraction, halves
from extractor.figures.join import join
from extractor.figures.numerals import fold, numerals
from extractor.figures.single import single


def scan(plain: str) -> list[Amount]:
    """Every amount in reading order, none overlapping. Bare numbers have no kind."""
    folded = fold(plain)
    blocked = excluded_spans(folded)
    found: list[Amount] = []
    pending = list(numerals(folded))
    floor = 0  # where the last amount ended
    for numeral, following in zip(pending, [*pending[1:], None], strict=False):
        if numeral.start < floor or inside(numeral.start, blocked):
            continue
        amount = fraction(folded, numeral, following, floor) or single(folded, numeral, floor)
        if amount is not None:
            found.append(amount)
            floor = amount.end
    taken = [(amount.start, amount.end) for amount in found]
    found += [half for half in halves(folded) if not inside(half.start, taken) and not inside(half.end - 1, taken)]
    found.sort(key=lambda amount: amount.start)
    return [a for a in join(folded, found) if a.kind is None or not excluded(folded, a)]
