"""Amounts at their places become figures: attribute by attribute, in the order in which they need each other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.document.models import ORGANISATIONS, Entity, Figure
from extractor.figures.amounts import Amount, number
from extractor.figures.changes import basis, direction, is_measure, moves_market, shared_bases
from extractor.figures.context import Item, items
from extractor.figures.currency import CurrencyContext
from extractor.figures.hedges import hedge
from extractor.figures.levels import settle
from extractor.figures.metric import Metric, Metrics
from extractor.figures.moves import is_move, mover
from extractor.figures.numerals import fold
from extractor.figures.per import per
from extractor.figures.period import Period, Periods
from extractor.figures.role import role
from extractor.figures.signs import turned
from extractor.figures.subject import Subjects, is_stake
from extractor.figures.whose import Whose
from extractor.segment import Reading

_TRADED = frozenset({"index", "commodity", "currency", "crypto", "fund"})
# A change beside another of its kind: 增长2.4%，低于政府预估的2.5%.
_COMPARED = re.compile(
    r"[，, ]{0,3}(?:明显|显著|大幅|远|略|稍|也|亦|均|都|并){0,2}([高低好优逊差胜多少大小快慢][于过]|不及|逊)"
    r"[^，。；、0-9]{0,12}(?:的|预估|预测|预期|估值|前值|市场)[^，。；、0-9]{0,6}"
)
# Growth told again for another time: 今年增长2.4%，明年微升至2.5%.
_GROWS_TO = re.compile(
    r"[，,；;、] ?(?:但|而|并|预计|预期|预料|料|估计|将|会|其后|之后|则|再|到|在|[0-9]{4} ?年|[今明后来次去]年|"
    r"[上下]半年|第?[一二三四]季度?|全年|进一步|轻微|[略稍微]|显著|大幅|逐步| ){1,8}"
    r"(?:加快|放缓|放慢|回落|回升|减慢|提速|减速|[升跌降增])至(?:约|近|逾)? ?"
)
_ON_DAY = re.compile(r"^ ?(?:周[一二三四五]|今日|昨日|当日)的?价格")  # of what the sentences before speak of
_GROWTH = re.compile("增|成长")
_RIGHT_AFTER = 5  # characters from a result to its change
_SET_PRICE = re.compile("回购|发行|发售|授予|认购|转让|行权|配售|增持|减持|收购")  # a company sets it
_LED_TO = re.compile(
    r"[，, ]{0,2}(?:(?:收|现|暂|最新)?报|收于|收在|至|结算价|见|触及)(?:于|报|在|每[一-鿿]{1,3}| ){0,3}"
)
_QUOTED = re.compile(
    r"(?:^|[，,、 ])(?:现|收|暂|收市|收盘|午后|最新|早盘|开盘|今早|终场)?(?:报|收|收于|收在|报于|高见|低见|见)[约逾近]?"
    r" ?$"
)


@dataclass(slots=True)
class Described:
    """A figure with what its attributes rest on: its place, and the words that decided each (``item.cues``)."""

    figure: Figure
    item: Item
    metric: Metric
    period: Period | None


class Describer:
    """Gives the amounts of one article their attributes."""

    def __init__(self, reading: Reading) -> None:
        folded = fold(reading.plain)
        amounts = [amount for amount in reading.amounts if isinstance(amount, Amount)]
        self.reading = reading
        self.items = items(folded, reading.sentences, settle(folded, reading.sentences, amounts))
        self.money = CurrencyContext(reading, folded, amounts)
        self.whose = Whose(reading, folded)
        self.subjects = Subjects(self.whose)
        self.periods = Periods(folded, reading.published_at, self.items)
        self.metrics = Metrics(
            reading.text, reading.plain, [(m.start, m.end, e.type) for e in reading.entities for m in e.mentions]
        )

    def all(self) -> list[Described]:
        """Every figure of the article, in reading order."""
        found: list[Described] = []
        for item in self.items:
            found.append(self._described(item, found[-1] if found else None))
        return found

    def _described(self, item: Item, before: Described | None) -> Described:
        """A figure with its attributes; ``before`` is the figure before it, of whatever sentence."""
        last = before if before and before.item is item.previous else None
        figure = self._figure(item)
        figure.per = item.amount.per or per(item)
        figure.modifier = hedge(item)
        measured = self.metrics.of(item, before.metric if before else None, last is not None)
        figure.said_by = self.whose.speaker(item)
        figure.subject = self.subjects.of(item, measured, before.figure.subject if before else None, last is not None)
        owner = self.whose.entity(figure.subject)
        if figure.kind == "money" and not figure.unit:
            figure.unit, item.cues["unit"] = self.money.of(item.amount, item.before, owner)
        figure.direction = direction(item)
        moved = mover(item, self.whose) if figure.direction else None
        listed = moved == figure.subject and owner is not None and owner.type in ORGANISATIONS
        if (moved and listed) or (not _of_result(item, last) and _share_price(item, figure, measured, owner)):
            measured = Metric("股價" if self.reading.script == "hant" else "股价", "price", name="股价")
        figure.metric = measured.text or None
        price = figure.direction is not None and (bool(moved) or is_move(item) or _is_price(measured, owner, item))
        price = price or figure.kind == "points" or (_unknown(measured) and _after_a_move(figure, before))
        _change(item, figure, price, last)
        if self._told_by_the_market(figure, item, measured, last):
            figure.said_by = item.cues.pop("said_by", None) and None
        described = Described(figure, item, measured, self.periods.of(item, last.period if last else None))
        self._time(described)
        figure.role = role(item, measured, described.period)
        return described

    def _told_by_the_market(self, figure: Figure, item: Item, measured: Metric, last: Described | None) -> bool:
        """Whether nobody states a figure: a day's move and the price that it led to, outside a quotation.

        What a company announces is of itself or of its shareholders' stakes, and no price.
        """
        if self.whose.stated(item):
            if self.whose.quoted(item):
                return False
            led = last is not None and last.figure.basis == "day" and bool(_LED_TO.fullmatch(item.gap))
            return figure.basis == "day" or led
        traded = measured.kind in ("price", "level", "yield") and not _SET_PRICE.search(measured.name)
        foreign = figure.subject != figure.said_by and not is_stake(measured)
        return figure.basis == "day" or foreign or traded

    def _figure(self, item: Item) -> Figure:
        amount = item.amount
        assert amount.kind
        text = self.reading.text[amount.start : amount.end]
        values = number(amount.value), number(amount.low), number(amount.high)
        return Figure(amount.start, amount.end, text, amount.kind, amount.unit, *values)

    def _time(self, described: Described) -> None:
        period, figure = described.period, described.figure
        if period is None:
            return
        figure.period = self.reading.text[period.start : period.end]
        if dates := self.periods.dates(period, described.item):
            figure.period_start, figure.period_end = dates[0].isoformat(), dates[1].isoformat()


def _is_price(measured: Metric, owner: Entity | None, item: Item) -> bool:
    """Whether what changed is traded, so that a bare 升3% is a move of the day."""
    if owner is not None and owner.type in _TRADED and (not measured.own or _unknown(measured)):
        return True
    if measured.kind == "cost":
        return (owner is not None and owner.type in _TRADED) or bool(_ON_DAY.search(item.before))
    return measured.kind in ("price", "level", "yield", "change", "")


def _unknown(measured: Metric) -> bool:
    """Whether words before a figure are no known name of what is measured: a share's name that no list holds."""
    return measured.kind == "other"


def _after_a_move(figure: Figure, before: Described | None) -> bool:
    """Whether the figure before is a day's move of the same kind: 甲公司跌2%，乙公司跌3%."""
    return before is not None and before.figure.basis == "day" and before.figure.kind == figure.kind


def _as_before(item: Item, last: Item) -> bool:
    """Whether the words between two figures make the second a change because the first is one."""
    if _COMPARED.fullmatch(item.gap):
        return True
    return bool(_GROWTH.search(last.cues.get("direction", "")) and _GROWS_TO.fullmatch(item.gap))


def _gives_way(measured: Metric) -> bool:
    """Whether a share's move after a clause on this is not a move of this: 目标价8元，现涨3%."""
    return measured.kind == "target" or measured.name.startswith("成交")


def _of_result(item: Item, last: Described | None) -> bool:
    """Whether a change is that of the result told right before it: 纯利2亿港元，升13%."""
    return last is not None and last.metric.kind == "result" and len(item.gap) <= _RIGHT_AFTER


def _share_price(item: Item, figure: Figure, measured: Metric, owner: Entity | None) -> bool:
    """Whether a figure with no name of its own is a listed company's share price: 升3%, 报2.12港元."""
    if owner is None or owner.type not in ORGANISATIONS:
        return False
    if measured.own and (measured.start >= item.clause or not _gives_way(measured)):
        return False
    if figure.kind in ("percent", "money") and figure.direction and moves_market(item):
        return True
    return figure.kind == "money" and bool(_QUOTED.search(item.before))


def _change(item: Item, figure: Figure, price: bool, last: Described | None) -> None:
    """The basis of a change, and the direction that one more item of a list takes from the item before it."""
    earlier = last.figure if last else None
    if figure.direction is None and item.listed and earlier and earlier.direction:
        if figure.kind == earlier.kind or item.gap.strip(" ，,")[:1] in ("或", "(", "（"):
            assert last
            figure.direction = turned(item, earlier.direction, last.item)
            item.cues["direction"] = "the list before it"
            pair = shared_bases(item)
            figure.basis = pair[1] if pair else earlier.basis
        return
    if figure.direction is None:
        if last and earlier and earlier.direction and figure.kind == earlier.kind and _as_before(item, last.item):
            figure.direction, item.cues["direction"] = earlier.direction, item.gap
            figure.basis = earlier.basis
        return
    if is_measure(item):
        figure.basis = earlier.basis if earlier and figure.kind == earlier.kind else None
        return
    figure.basis = basis(item, price)
    if figure.basis or "basis" in item.cues or not earlier or earlier.kind != figure.kind or len(item.gap) >= 18:
        return
    if earlier.basis not in (None, "day"):
        figure.basis, item.cues["basis"] = earlier.basis, "the figure before it"
