"""The room's one way in: fills ``reading.figures`` from ``reading.amounts`` and the entities."""

from __future__ import annotations

import re

from extractor.document.models import ORGANISATIONS, Entity, Figure
from extractor.figures.amounts import Amount, number
from extractor.figures.changes import basis, direction, moves_market
from extractor.figures.context import Item, items
from extractor.figures.currency import CurrencyContext
from extractor.figures.hedges import hedge
from extractor.figures.levels import settle
from extractor.figures.metric import Metric, Metrics
from extractor.figures.numerals import fold
from extractor.figures.per import per
from extractor.figures.whose import Whose
from extractor.segment import Reading

_TRADED = frozenset({"index", "commodity", "currency", "crypto", "fund"})
_QUOTED = re.compile(
    r"(?:^|[，,、 ])(?:现|收|暂|收市|收盘|午后|最新|早盘|开盘|今早|终场)?(?:报|收|收于|收在|报于|高见|低见|见)[约逾近]?"
    r" ?$"
)


def read_figures(reading: Reading) -> None:
    """Give each amount of the article its attributes."""
    reading.figures = [figure for figure, _ in described(reading)]


def described(reading: Reading) -> list[tuple[Figure, Item]]:
    """Every figure with the place and the cues that its attributes rest on."""
    folded = fold(reading.plain)
    amounts = [amount for amount in reading.amounts if isinstance(amount, Amount)]
    found: list[tuple[Figure, Item]] = []
    money, whose = CurrencyContext(reading, folded, amounts), Whose(reading, folded)
    metrics = Metrics(reading.text, [(m.start, m.end, e.type) for e in reading.entities for m in e.mentions])
    last: tuple[Item, Figure, Metric] | None = None
    for item in items(folded, reading.sentences, settle(folded, reading.sentences, amounts)):
        figure = _figure(reading, item)
        figure.per = item.amount.per or per(item)
        figure.modifier = hedge(item)
        before = last if last and last[0] is item.previous else None
        measured = metrics.of(item, before[2] if before else None)
        figure.metric = measured.text or None
        figure.said_by = whose.speaker(item)
        figure.subject = whose.subject(item, measured.text, before[1].subject if before else None)
        if figure.kind == "money" and not figure.unit:
            figure.unit, item.cues["unit"] = money.of(item.amount, item.before, whose.entity(figure.subject))
        figure.direction = direction(item)
        owner = whose.entity(figure.subject)
        if _share_price(item, figure, measured, owner):
            measured = Metric("股價" if reading.script == "hant" else "股价", "price")
            figure.metric = measured.text
        _change(item, figure, _is_price(measured, owner), before)
        found.append((figure, item))
        last = item, figure, measured
    return found


def _is_price(measured: Metric, owner: Entity | None) -> bool:
    """Whether what changed is traded, so that a bare 升3% is a move of the day."""
    if measured.kind == "cost":
        return owner is not None and owner.type in _TRADED
    return measured.kind in ("price", "yield", "change", "")


def _share_price(item: Item, figure: Figure, measured: Metric, owner: Entity | None) -> bool:
    """Whether a figure with no name of its own is a listed company's share price: 升3%, 报2.12港元."""
    if measured.own or owner is None or owner.type not in ORGANISATIONS:
        return False
    if figure.kind == "percent" and figure.direction:
        return moves_market(item)
    return figure.kind == "money" and bool(_QUOTED.search(item.before))


def _change(item: Item, figure: Figure, price: bool, before: tuple[Item, Figure, Metric] | None) -> None:
    """Basis and direction, which one more item of a list takes from the item before it."""
    earlier = before[1] if before else None
    if figure.direction is None and item.listed and earlier and earlier.direction and earlier.metric != "":
        alike = figure.kind == earlier.kind or item.gap.strip()[:1] in ("或", "(", "（")
        if alike:
            figure.direction, item.cues["direction"] = earlier.direction, "the list before it"
            figure.basis = earlier.basis
            return
    if figure.direction is None:
        return
    figure.basis = basis(item, price)
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
