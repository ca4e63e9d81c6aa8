"""Numbers without a unit that their context makes figures: an index level, an exchange rate, money without 元."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache

from extractor.figures.amounts import Amount
from extractor.figures.context import last_match
from extractor.figures.units import compiled, units
from extractor.resources import corpus
from extractor.segment.reading import Sentence
from extractor.tables import read_table

_WINDOW = 120
_REACH = 400
_NEAR = 14
_FAR = 48
_LEVELS = ("index_level", "exchange_rate", "price_level")
_NEXT = re.compile(r" ?(?:、|/|和|及|与|以及|或者?) ?")
_SOON = 40  # characters from a price to the levels of a trade
_OWED = re.compile(r" ?(?:多|余|元)?的?")
_CHANGED = re.compile(r"(?:增|减|升|降|多|少|增加|减少|上升|下降|增长|新增)[了约近逾超达至为到 ]{0,3}$")
_AGAINST = re.compile(r" ?兑 ?(?:1|每1?)? ?([一-鿿]{1,3}元|英镑|瑞郎)")
_NO_LEVEL = re.compile(r"连| ?(?:[只星比分次倍层成档家间名位个折项支种条届-]|大(?!关)|[A-Za-z])")
_TOPICS = ("points", "rate", "coin", "none")
_LEADS = ("lead", "origin", "change", "price", "advice")
_ENDS = re.compile(r" ?(?:[，。；、,;)）至到]|$)")
_MOVES = re.compile(r" ?[升降跌涨增减上下回反提扩收弹]")
_PRICE_NEXT = re.compile(r" ?价位")
# Market convention: the earlier of two currencies is the base, the later one the currency quoted.
_ORDER = ("EUR", "GBP", "AUD", "NZD", "USD", "CAD", "CHF", "SGD", "HKD", "CNY", "TWD", "JPY", "KRW")


@dataclass(slots=True, frozen=True)
class _Patterns:
    points: re.Pattern[str]
    rate: re.Pattern[str]
    coin: re.Pattern[str]
    none: re.Pattern[str]
    lead: re.Pattern[str]
    price: re.Pattern[str]
    change: re.Pattern[str]
    origin: re.Pattern[str]
    tail: re.Pattern[str]
    money: re.Pattern[str]
    count: re.Pattern[str]
    next: re.Pattern[str]
    owed: re.Pattern[str]
    advice: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    found: dict[str, list[str]] = {name: [] for name in _Patterns.__slots__}  # type: ignore[attr-defined]
    rows = read_table(corpus("knowledge", "figures", "levels.csv"), ["role", "kind", "pattern"])
    for row in rows:
        role = row.choice("role", ("topic", *_LEADS, "tail", "money", "count", "next", "owed"))
        pattern = compiled(row, "pattern")
        if pattern is None:
            raise row.fault("pattern is empty")
        found[row.choice("kind", _TOPICS) if role == "topic" else role].append(pattern.pattern)
    joined = {name: "|".join(f"(?:{p})" for p in patterns) for name, patterns in found.items()}
    joined |= {role: f"(?:{joined[role]})$" for role in _LEADS}
    return _Patterns(**{name: re.compile(pattern) for name, pattern in joined.items()})


def settle(folded: str, sentences: Sequence[Sentence], amounts: Sequence[Amount]) -> list[Amount]:
    """The amounts that are figures: those with a kind, and the bare numbers that their context gives one."""
    starts = [sentence.start for sentence in sentences]
    settled: list[Amount] = []
    for amount in amounts:
        if amount.kind is None:
            index = bisect_right(starts, amount.start) - 1
            start = sentences[index].start if index >= 0 else 0
            lead = folded[max(start, amount.start - _WINDOW) : amount.start]
            decided = (
                _money(folded, amount, lead)
                or _level(folded, amount, lead, _last_rate(settled, amount), settled[-1] if settled else None)
                or _advised(amount, lead, settled[-1] if settled else None)
                or _listed(folded, amount, settled[-1] if settled else None)
            )
            if decided is None:
                continue
            amount = decided
        settled.append(amount)
    return settled


def _money(folded: str, amount: Amount, lead: str) -> Amount | None:
    """A bare 亿 is money unless something else is counted; a bare 万 only right after a name of money."""
    if amount.scale < 10_000:
        return None
    patterns, near = _patterns(), lead[-_NEAR:]
    named = last_match(patterns.money.finditer(near))
    counted = last_match(patterns.count.finditer(near))
    if named is None and counted is None and _CHANGED.search(near):
        near = lead[-_FAR:]  # 人次32亿，比上年增加3亿: what changed was named before
        named, counted = last_match(patterns.money.finditer(near)), last_match(patterns.count.finditer(near))
    if counted and (named is None or named.end() <= counted.end()):
        return None
    owed = _OWED.match(folded, amount.end)
    if owed and patterns.owed.match(folded, owed.end()):
        return replace(amount, kind="money", unit="", rule="money_without_unit")  # 超过3000万的商誉
    follows = patterns.next.match(folded, amount.end)
    if amount.scale < 10**8 and (named is None or len(near) - named.end() > 8 or not follows):
        return None
    return replace(amount, kind="money", unit="", rule="money_without_unit") if follows or named else None


def _last_rate(settled: list[Amount], amount: Amount) -> Amount | None:
    """The exchange rate that the text has just spoken of, be its currency written or not (151.4日元)."""
    last = next((a for a in reversed(settled[-3:]) if a.rule == "exchange_rate" or _usual(a.unit, a.value)), None)
    return last if last and amount.start - last.end < _REACH else None


def _level(folded: str, amount: Amount, lead: str, rate: Amount | None, last: Amount | None) -> Amount | None:
    """An index level or an exchange rate, by what the sentence speaks of, else by the rate just spoken of."""
    patterns = _patterns()
    value = amount.value if amount.value is not None else amount.high
    if value is None or _like_a_year(folded, amount, value) or _NO_LEVEL.match(folded, amount.end):
        return None
    if _PRICE_NEXT.match(folded, amount.end) or patterns.price.search(lead):
        if last is not None and last.kind == "points" and _alike(last, value):
            return replace(amount, kind="points", unit="points", rule="index_level")  # 期指报27335，收盘价为27567
        return replace(amount, kind="money", unit="", rule="money_without_unit")
    if not _stands(folded, amount, lead):
        return None
    places = {
        name: max((m.end() for m in pattern.finditer(lead)), default=-1)
        for name, pattern in zip(_TOPICS, (patterns.points, patterns.rate, patterns.coin, patterns.none), strict=True)
    }
    if (against := _AGAINST.match(folded, amount.end)) and amount.scale == 1:
        lead += against[1]  # 7.27兑1美元
        places["rate"] = len(lead)
    topic = max(places, key=lambda name: places[name])
    if topic == "coin":  # told of beside a pair or an index
        topic = next((name for name in ("rate", "points") if places[name] >= 0), topic)
    if places[topic] < 0 and rate is not None and amount.scale == 1 and _alike(rate, value):
        return replace(amount, kind="money", unit=rate.unit, per=rate.per, rule="exchange_rate")
    if places[topic] < 0 or topic == "none":
        return None
    if topic == "points":
        return replace(amount, kind="points", unit="points", rule="index_level")
    quoted = _quoted(lead, value) if topic == "rate" else _against_dollar(lead, value)
    if quoted is None and rate is not None and _alike(rate, value):
        quoted = rate.unit, rate.per
    if quoted is None or amount.scale != 1:
        return None
    return replace(amount, kind="money", unit=quoted[0], per=quoted[1], rule="exchange_rate")


def _usual(code: str, value: Decimal | None) -> bool:
    """Whether a value is a likely rate of the US dollar in a currency."""
    low, high = _rates().get(code, (Decimal(1), Decimal(0)))
    return value is not None and low <= value <= high


@cache
def _rates() -> dict[str, tuple[Decimal, Decimal]]:
    """The likely rates of the US dollar by currency."""
    found = {}
    for row in read_table(corpus("knowledge", "figures", "rates.csv"), ["code", "low", "high"]):
        try:
            found[row["code"]] = Decimal(row["low"]), Decimal(row["high"])
        except InvalidOperation as error:
            raise row.fault("low and high must be numbers") from error
    return found


def _stands(folded: str, amount: Amount, lead: str) -> bool:
    """Whether a bare number stands where a level does: 报51.4, 由50.5升至51.4; or where a move does: 按月跌0.1，."""
    patterns = _patterns()
    if patterns.lead.search(lead) or patterns.tail.match(folded, amount.end):
        return True
    if patterns.change.search(lead) and _ENDS.match(folded, amount.end):
        return True
    return bool(patterns.origin.search(lead) and _MOVES.match(folded, amount.end))


def _advised(amount: Amount, lead: str, price: Amount | None) -> Amount | None:
    """A level of a trade in the unit of the price just named: 17.08美元附近做多，止损16.95，目标17.20."""
    value = amount.value if amount.value is not None else amount.high
    if price is None or price.kind != "money" or price.scale != 1 or amount.scale != 1 or value is None:
        return None
    if amount.start - price.end > _SOON or not _alike(price, value) or not _patterns().advice.search(lead):
        return None
    return replace(amount, kind="money", unit=price.unit, per=price.per, rule="price_level")


def _listed(folded: str, amount: Amount, last: Amount | None) -> Amount | None:
    """One more level after 、 or 和: 目标66.20、66.50."""
    value = amount.value if amount.value is not None else amount.high
    if last is None or last.rule not in _LEVELS or amount.scale != 1 or value is None or not _alike(last, value):
        return None
    if not _NEXT.fullmatch(folded, last.end, amount.start):
        return None
    return replace(amount, kind=last.kind, unit=last.unit, per=last.per, rule=last.rule)


def _alike(rate: Amount, value: Decimal) -> bool:
    """Whether a number is of the size of a rate or price: within a third of it."""
    known = rate.value if rate.value is not None else rate.high
    return known is not None and abs(value - known) * 3 < known


def _like_a_year(folded: str, amount: Amount, value: Decimal) -> bool:
    whole = value == value.to_integral_value()
    return whole and 1900 <= value <= 2100 and "," not in folded[amount.start : amount.end]


def _quoted(lead: str, value: Decimal) -> tuple[str, str | None] | None:
    """The currency quoted and its base, for the last two currencies that the sentence names before the number."""
    named = _named(lead)
    if len(named) < 2:
        return _against_dollar(lead, value)
    rank = {code: place for place, code in enumerate(_ORDER)}
    base, quoted = sorted(named[-2:], key=lambda code: rank.get(code, len(_ORDER)))
    if {base, quoted} == {"HKD", "CNY"} and value > 1:
        base, quoted = quoted, base
    return quoted, base


def _against_dollar(lead: str, value: Decimal) -> tuple[str, str | None] | None:
    """The last currency that the sentence names, where the value is a likely rate of the dollar in it."""
    code = next((code for code in reversed(_named(lead)) if code != "USD"), "")
    return (code, "USD") if _usual(code, value) else None


def _named(lead: str) -> list[str]:
    """The currencies named, by code, in order, none twice running."""
    named: list[str] = []
    for match in _currency_names().finditer(lead):
        form = match[0].lower()
        code = "HKD" if form == "港汇" else units().before.get(form) or units().after.by_text[form][0].unit
        if code and (not named or named[-1] != code):
            named.append(code)
    return named


@cache
def _currency_names() -> re.Pattern[str]:
    names = {form for form, found in units().after.by_text.items() if found[0].kind == "money" and found[0].unit}
    names |= set(units().before)
    plain = [
        re.escape(name) for name in sorted(names, key=len, reverse=True) if not name.isascii() and "元(" not in name
    ]
    return re.compile("|".join([*plain, "港汇"]))
