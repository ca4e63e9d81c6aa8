"""What a figure measures, in the article's words."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cache

from extractor.figures.context import Item, last_match
from extractor.figures.units import alternation, compiled
from extractor.resources import corpus
from extractor.segment.words import cuts_a_word
from extractor.tables import read_table

_CLASSES = ("price", "cost", "target", "rate", "yield", "ratio", "flow", "result", "economy", "count", "change")
# A yield is named with its term, a move with its hours: 5年期国债收益率, 24小时涨幅.
_TERM = re.compile(
    r"(?<![0-9.])(?:[0-9]{1,2}|[一二两三五七十]{1,2}) ?(?:年期?|个月期?|小时) ?"
    r"[^，。；、0-9来内间后前以升跌涨降:：至]{0,10}(?:率|息|[升涨跌降]幅)$"
)
_EDGES = " ，、：:的"
_LONGEST = 9  # characters of a metric that no stop bounds
_OWNED = re.compile(
    r"(?:归属于?(?:上市公司|母公司|本公司|公司)?(?:普通股)?(?:股东|所有者|拥有人|权益持有人)?(?:应占)?的?"
    r"|扣除非经常性损益(?:后|前)?(?:归属于(?:上市公司|母公司)股东)?的?|扣非后?(?:归母)?的?)$"
)
_SHARE_OF = re.compile(
    r"((?<!市)占(?![比率])[^，。；、0-9]{1,26}?)"
    r"(?:的|约|为|达|近|逾|超过?|将|已|由|从|自|现在|目前|至|到|比重?为|比例为|:|：| )*$"
)
_AFTER_NAME = re.compile(r" ?(?:的|之)? ?")
_COUNTED = re.compile(r" ?(?:的|名|位)? ?([一-鿿A-Za-z]{1,10})")
_NOUN_END = re.compile(
    r"[获在对将给做提出覆有被是为与和及的于由参表预认看称下上中内后前间创已均都或可未今去本正从以实因入出率占连"
    r"]|增持|减持|涨停|跌停|宣布|披露|公布"
)
_PURCHASE = re.compile(r" ?(回购|购回|收购|增持|买入|购入|认购|入股|投资)")
_NOUN = re.compile(r"([一-鿿]{2,12})(?:涉及|为|达到?|有|约|是|近|逾|超过?|:|： ){0,3} ?$")
_MOVED = re.compile(r"[升涨跌降增减挫扬弹收报见]")
_TAIL = re.compile(r"(?:公司)?(?:股份|股票)?(?:数量|总数|总额|总值|金额|比例|数目)?")
_SPENT = re.compile(r"(?:斥资|耗资|以|出资|涉资|动用|花费|作价)[^，。；]{0,4}$")


@dataclass(slots=True, frozen=True)
class Metric:
    """The words and the class of what is measured; both empty where the text does not say."""

    text: str = ""
    kind: str = ""
    own: bool = False  # named in the figure's own clause
    name: str = ""  # the words in simplified characters


@cache
def _heads() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    rows = read_table(corpus("knowledge", "figures", "metrics.csv"), ["form", "class", "weak"])
    known = {
        row["form"].lower(): (row.choice("class", _CLASSES), row.choice("weak", ("", "yes", "carry"))) for row in rows
    }
    return re.compile(alternation(row["form"] for row in rows), re.IGNORECASE), known


@cache
def _stops() -> re.Pattern[str]:
    rows = read_table(corpus("knowledge", "figures", "metric_stops.csv"), ["pattern"])
    return re.compile("|".join(f"(?:{p.pattern})" for row in rows if (p := compiled(row, "pattern"))))


@dataclass(slots=True, frozen=True)
class _Named:
    """A metric by name: how weak the name is, how far from the figure it stands."""

    metric: Metric
    weak: str
    far: int


class Metrics:
    """Reads metrics from one article.

    ``mentions``: start, end and type of its entity mentions: no metric crosses one, but a commodity is named with it.
    """

    def __init__(self, text: str, plain: str, mentions: list[tuple[int, int, str]]) -> None:
        self.text, self.plain = text, plain
        self.mentions = {end: (start, kind) for start, end, kind in mentions}
        self.indices = {end for _, end, kind in mentions if kind == "index"}
        self.owners = sorted(start for start, _, kind in mentions if kind not in ("commodity", "location", "currency"))

    def of(self, item: Item, last: Metric | None) -> Metric:
        """The nearest name before the figure in its clause, right after it, or that of the figure before it."""
        before = self._before(item, item.before)
        after = self._after(item)
        if after and (before is None or before.weak or before.far > 8):
            return replace(after, own=True)
        if before and not before.weak:
            return replace(before.metric, own=True)
        if item.amount.kind == "quantity" and (counted := self._counted(item)):
            return counted
        if last and last.text and (before is None or before.weak == "carry"):
            return last
        if before:
            return replace(before.metric, own=before.weak != "carry")
        if item.previous is None:
            earlier = self._before(item, item.lead)
            if earlier and not earlier.weak:
                return earlier.metric
        return last or self._words(item)

    def _before(self, item: Item, piece: str) -> _Named | None:
        """The last strong name in a piece of text that ends where the figure starts, else the last weak one."""
        offset = item.start - len(piece)
        if share := _SHARE_OF.search(piece):
            return _Named(self._cut(offset + share.start(1), offset + share.end(1), "ratio"), "", 0)
        pattern, known = _heads()
        by_weakness: dict[str, re.Match[str]] = {}
        for match in pattern.finditer(piece):
            if offset + match.end() in self.indices:
                continue  # 指数 of an index's name
            if known[match[0].lower()][0] == "count" and item.amount.kind != "quantity":
                continue
            if not self._owner_between(offset + match.end(), item.start):
                by_weakness[known[match[0].lower()][1]] = match
        strong, weak = by_weakness.get(""), by_weakness.get("yes")
        if strong is not None and _newer(piece, strong, weak):
            strong = None
        found = strong or weak or by_weakness.get("carry")
        if found is None:
            return None
        if piece[found.start() - 1 : found.start()] in ("(", "（"):
            found = next((m for m in pattern.finditer(piece) if m.end() == found.start() - 1), found)
        floor = max(0, item.previous.amount.end - offset) if item.previous else 0
        kind, weakness = known[found[0].lower()]
        termed = _TERM.search(piece, max(0, found.end() - 20), found.end()) if kind in ("yield", "change") else None
        if termed:
            start = termed.start()
        else:
            start = self._reach(piece, found.start(), offset, floor if floor <= found.start() else 0)
        tail = _TAIL.match(piece, found.end())
        words = self._cut(offset + start, offset + (tail.end() if tail else found.end()), kind)
        return _Named(words, weakness, len(piece) - found.end())

    def _owner_between(self, start: int, end: int) -> bool:
        """Whether another owner is named between a metric and the figure."""
        index = bisect_left(self.owners, start)
        return index < len(self.owners) and self.owners[index] < end

    def _reach(self, piece: str, start: int, offset: int, floor: int) -> int:
        """How far left the words of a metric reach from its name."""
        owned = _OWNED.search(piece[:start])
        if owned:
            return owned.start()
        named = self.mentions.get(offset + start)
        if named and named[1] == "commodity":
            return max(floor, named[0] - offset)
        floor = max(floor, start - _LONGEST)
        for at in range(start, floor, -1):
            if offset + at in self.mentions:
                floor = at
                break
        stop = None
        for match in _stops().finditer(piece, floor):
            if match.end() > start:
                break
            stop = match
        if stop:
            return max(floor, stop.end())
        reached = max(floor, start - 5)
        while reached > floor and cuts_a_word(self.plain, offset + reached, offset + start + 1):
            reached -= 1
        return reached

    def _after(self, item: Item) -> Metric | None:
        lead = _AFTER_NAME.match(item.after)
        at = lead.end() if lead else 0
        if item.amount.kind == "money":
            bought = _PURCHASE.match(item.after)
            if bought and _SPENT.search(item.before):
                return self._cut(item.amount.end + bought.start(1), item.amount.end + bought.end(1), "flow")
            if not item.after.startswith(("的", " 的")):
                return None
        if item.amount.kind == "quantity":
            return None
        pattern, known = _heads()
        match = pattern.search(item.after, at, at + 8)
        if match is None or match.start() - at > 4 or _stops().search(item.after, at, match.start()):
            return None
        return self._cut(item.amount.end + at, item.amount.end + match.end(), known[match[0].lower()][0])

    def _counted(self, item: Item) -> Metric | None:
        """The noun that a number counts: 55位分析师."""
        match = _COUNTED.match(item.after)
        if match is None or item.amount.form in ("股", "手", "张", "吨", "桶"):
            return None
        end = _NOUN_END.search(match[1], 1)
        words = match[1][: end.start()] if end else match[1]
        start = item.amount.end + match.start(1)
        return self._cut(start, start + len(words[:6]), "count") if len(words) > 1 else None

    def _words(self, item: Item) -> Metric:
        """Words before the figure that no list names: 电费涉及4亿元."""
        match = _NOUN.search(item.before)
        if match is None or _MOVED.search(match[1]):
            return Metric()
        stop = last_match(_stops().finditer(match[1]))
        words = match[1][stop.end() :] if stop else match[1]
        start = item.start - len(item.before) + match.end(1) - len(words)
        return self._cut(start, start + len(words), "other") if len(words) > 1 else Metric()

    def _cut(self, start: int, end: int, kind: str) -> Metric:
        return Metric(self.text[start:end].strip(_EDGES), kind, name=self.plain[start:end].strip(_EDGES))


def _newer(piece: str, strong: re.Match[str], weak: re.Match[str] | None) -> bool:
    """A purchase right before the figure, after something else was measured."""
    return (
        weak is not None
        and weak.start() > strong.end()
        and weak[0] in ("回购", "增持", "减持", "收购")
        and len(piece) - weak.end() < 3
    )
