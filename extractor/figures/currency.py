"""The currency of a bare 元: by the security judged, an exchange code, currencies nearby, the region of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from extractor.document.models import Entity
from extractor.figures.amounts import Amount
from extractor.figures.context import last_match
from extractor.figures.units import compiled, units
from extractor.resources import corpus
from extractor.segment import Reading
from extractor.tables import read_table

_NEAR = 60
_FAR = 200
_STOP = re.compile(r"[。；\n]")
_BY_MARKET = {"SH": "CNY", "SZ": "CNY", "BJ": "CNY", "HK": "HKD", "TW": "TWD", "TWO": "TWD", "US": "USD"}
_BY_REGION = {"CN": "CNY", "HK": "HKD", "TW": "TWD"}
_PER_SHARE = re.compile(
    r"股价|每股|EPS|收报|现报|报价|目标价|估值|成交|涉资|斥资|收市|收盘|沽空|高见|低见|曾见|市值|现价|招股|发售|回购"
)
_CODE = re.compile(
    r"[(（A-Z](?:"  # what a code begins with: what keeps the search fast
    r"(?<=[(（])[^()（）\n]{0,12}?(?<![0-9])(?:[0-9]{4,6}[-. ]?(HK|SH|SZ|TWO|TW|BJ|US)|(HK|SH|SZ|TW|US)[ .:]?[0-9]{4,6}"
    r"|(0[0-9]{4})|([1-9][0-9]{3})|([0-9]{6})) ?[)）.,，]"
    r"|(?<=[A-Z])(?<![A-Za-z].)[A-Z]{0,4}[-.](US)(?![A-Za-z])|(?<=[(（])(NASDAQ|NYSE|AMEX)[ :：])"
)


# A currency told after the amount: 100亿元以人民币计价的票据.
_PRICED = re.compile(
    r"(?:等值)?(?:的)?以?(人民币|港[元币]|美[元金]|新?台币|[日欧澳]元|英镑)(?:计[价值]|结算|为单位|计算)"
)


@cache
def _places() -> dict[str, re.Pattern[str]]:
    """Words by the region whose money they tell of. Raises ``KnowledgeError`` with file and line at a bad row."""
    found = {}
    for row in read_table(corpus("knowledge", "figures", "places.csv"), ["region", "pattern"]):
        pattern = compiled(row, "pattern")
        if pattern is None:
            raise row.fault("pattern is empty")
        found[row.choice("region", _BY_REGION)] = pattern
    return found


def _from_taiwan(reading: Reading) -> bool:
    """Whether what a text names is listed in Taiwan: a short text often says nothing else of where it was written."""
    markets = [market_currency(entity.ticker) for entity in reading.entities]
    return markets.count("TWD") > markets.count("HKD") + markets.count("CNY")


def market_currency(ticker: str | None) -> str | None:
    """The currency that a listing trades in, None where its market is not known."""
    return _BY_MARKET.get(ticker.rpartition(".")[2]) if ticker else None


class _Named(NamedTuple):
    """An amount that names its currency, and where it ends."""

    end: int
    code: str
    value: Decimal | None


class CurrencyContext:
    """What an article says of its currencies, read once."""

    def __init__(self, reading: Reading, folded: str, amounts: list[Amount]) -> None:
        self.region = _BY_REGION[reading.region]
        if (
            reading.region == "HK"
            and reading.script == "hant"
            and "港" not in folded
            and (_from_taiwan(reading) or _places()["TW"].search(folded))
        ):
            self.region = "TWD"
        self.folded = folded
        self.named = [_Named(a.end, a.unit, a.value) for a in amounts if a.kind == "money" and a.unit]
        self.values = {named.value: named.code for named in reversed(self.named) if named.value is not None}
        self.yuan = next((named.end for named in self.named if named.code == "CNY"), len(folded))
        self.codes = [(m.start(), _by_code(m)) for m in _CODE.finditer(folded) if not m[4] or reading.region != "CN"]
        self.counts = Counter(named.code for named in self.named)

    def of(self, amount: Amount, before: str, subject: Entity | None) -> tuple[str, str]:
        """The currency of an amount that names none, and the evidence that decided."""
        if priced := _PRICED.match(self.folded, amount.end):
            return units().before[priced[1].lower()], "what it is priced in"
        if amount.rule == "money_without_unit" and (told := self._told(amount.start)):
            return told, "the amount before it"
        code = self._code_before(amount.start)
        home = self.region
        price = bool(_PER_SHARE.search(before)) or amount.per == "share"
        listed = market_currency(subject.ticker if subject else None)
        if code == "USD" and price and home != "HKD" and listed in (None, "USD"):
            return "USD", "the exchange code"
        if code == "TWD" or (home == "TWD" and (not price or listed in (None, "TWD"))):
            return "TWD", "the exchange code" if code == "TWD" else "the region of the text"
        if price and listed and not (listed == "USD" and home != "USD"):
            return listed, f"the listing of {subject.name if subject else ''}"
        if code == "HKD" or home == "HKD":
            if price or not self.counts.get("CNY"):
                return "HKD", "the exchange code" if code == "HKD" else "the region of the text"
            return self._yuan_or_home(amount), "currencies nearby"
        if code == "CNY":
            return "CNY", "the exchange code"
        return home, "the region of the text"

    def _before(self, at: int) -> _Named | None:
        """The last amount near before a place that names its currency."""
        index = bisect_right(self.named, at, key=lambda named: named.end) - 1
        return self.named[index] if index >= 0 and at - self.named[index].end < _NEAR else None

    def _after(self, at: int) -> _Named | None:
        """The next amount near after a place, where its currency is not yuan."""
        index = bisect_right(self.named, at, key=lambda named: named.end)
        following = self.named[index] if index < len(self.named) else None
        return following if following and following.end - at < _NEAR and following.code != "CNY" else None

    def _told(self, at: int) -> str | None:
        """The currency of the amount before in the same sentence: 1300亿日元，比去年的1200亿多."""
        last = self._before(at)
        return last.code if last and not _STOP.search(self.folded, last.end, at) else None

    def _yuan_or_home(self, amount: Amount) -> str:
        """The currency told near before, or of the same amount elsewhere; else yuan where it has been told of before.

        Where it does so after, the last place named before decides: 本港零售额305亿元, 中石化增持A股，涉资8000万元.
        """
        told, after = self._before(amount.start), self._after(amount.end)
        if after and (told is None or after.end - amount.end < amount.start - told.end):
            return after.code
        if told:
            return told.code
        if amount.value in self.values:
            return self.values[amount.value]
        if self.yuan < amount.start:
            return "CNY"
        near = max(0, amount.start - _FAR), amount.start
        home, yuan = (last_match(_places()[region].finditer(self.folded, *near)) for region in ("HK", "CN"))
        return "CNY" if yuan and (home is None or home.start() < yuan.start()) else self.region

    def _code_before(self, at: int) -> str | None:
        index = bisect_right(self.codes, at, key=lambda code: code[0]) - 1
        return self.codes[max(0, index)][1] if self.codes else None


def _by_code(match: re.Match[str]) -> str:
    if match[6] or match[7]:
        return "USD"
    market = match[1] or match[2]
    if market:
        return _BY_MARKET[market.upper()]
    return "HKD" if match[3] else "TWD" if match[4] else "CNY"
