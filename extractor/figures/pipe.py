"""The room's one way in: fills ``reading.figures`` from ``reading.amounts`` and the entities."""

from __future__ import annotations

from extractor.document.models import Figure
from extractor.figures.amounts import Amount, number
from extractor.figures.changes import basis, direction
from extractor.figures.context import Item, items
from extractor.figures.currency import CurrencyContext
from extractor.figures.hedges import hedge
from extractor.figures.metric import Metric, metric
from extractor.figures.numerals import fold
from extractor.figures.per import per
from extractor.figures.whose import Whose
from extractor.segment import Reading


def read_figures(reading: Reading) -> None:
    """Give each amount of the article its attributes."""
    reading.figures = [figure for figure, _ in described(reading)]


def described(reading: Reading) -> list[tuple[Figure, Item]]:
    """Every figure with the place and the cues that its attributes rest on."""
    folded = fold(reading.plain)
    amounts = [amount for amount in reading.amounts if isinstance(amount, Amount)]
    found: list[tuple[Figure, Item]] = []
    money, whose = CurrencyContext(reading, folded, amounts), Whose(reading, folded)
    last: tuple[Item, Figure, Metric] | None = None
    for item in items(folded, reading.sentences, [a for a in amounts if a.kind]):
        figure = _figure(reading, item)
        figure.per = item.amount.per or per(item)
        figure.modifier = hedge(item)
        before = last if last and last[0] is item.previous else None
        measured = metric(item, before[2] if before else None, reading.text)
        figure.metric = measured.text or None
        figure.said_by = whose.speaker(item)
        figure.subject = whose.subject(item, figure.said_by, before[1].subject if before else None)
        if figure.kind == "money" and not figure.unit:
            figure.unit, item.cues["unit"] = money.of(item.amount, item.before, whose.entity(figure.subject))
        _change(item, figure, measured, before)
        found.append((figure, item))
        last = item, figure, measured
    return found


def _change(item: Item, figure: Figure, measured: Metric, before: tuple[Item, Figure, Metric] | None) -> None:
    """Direction and basis, which one more item of a list takes from the item before it."""
    figure.direction = direction(item)
    earlier = before[1] if before else None
    if figure.direction is None and item.listed and earlier and earlier.direction and earlier.metric != "":
        alike = figure.kind == earlier.kind or item.gap.strip()[:1] in ("或", "(", "（")
        if alike:
            figure.direction, item.cues["direction"] = earlier.direction, "the list before it"
            figure.basis = earlier.basis
            return
    if figure.direction is None:
        return
    figure.basis = basis(item, measured.price)
    if figure.basis or "basis" in item.cues or not earlier or earlier.kind != figure.kind or len(item.gap) >= 18:
        return
    if earlier.basis not in (None, "day"):
        figure.basis, item.cues["basis"] = earlier.basis, "the figure before it"


def _figure(reading: Reading, item: Item) -> Figure:
    amount = item.amount
    assert amount.kind
    return Figure(
        amount.start,
        amount.end,
        reading.text[amount.start : amount.end],
        amount.kind,
        amount.unit,
        number(amount.value),
        number(amount.low),
        number(amount.high),
    )
