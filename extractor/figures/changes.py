"""Changes: which way a figure says that something moved, and against what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.document.models import Basis, Direction
from extractor.figures.context import Item, last_match
from extractor.figures.numerals import parse
from extractor.figures.signs import by_sign, turned
from extractor.figures.units import alternation, begins, compiled
from extractor.resources import corpus
from extractor.tables import Row, read_table

_HEDGE = (
    r"(?:了|掉|去|约|大约|近|将近|接近|逾|超|超过|超出|超逾|高达|多达|达|达到|至少|最多|不到|不足|不超过|仅|只|"
    r"大概|最高|最大|共|合共|上看|上望|幅度|幅度约|幅度达|幅度为|幅|幅约|幅逾|幅近|幅达|分别|各|总计|多|最少|不少于|低于|"
    r"高于| ){0,4}"
)
_NOUN_GAP = r"[^，。；、,;:：(（0-9的]{0,10}[:：(（]? ?"
_OBJECT = (
    r"了?[^，。；、：:0-9%至到由从为于逾近]*?"
    r"(?:[0-9]{2,4}(?: ?年? ?[-~至到/及和] ?[0-9]{2,4})?[^，。；、：:%至到由从为]*?)?"
    r"(?:分别|各|约|近|逾|超过|幅度|达| )*"
)
_FORECAST = r"[^，。；：:%至到]{0,30}(?:预测|盈测|预估|预期)(?:分别|各|约|近|逾|达| )*"
_OF_GAP = r" ?(?:左右|以上|上下)? ?(?:的|之) ?[^，。；、,;:：()（）0-9\n公企股人家基品]{0,6}?"
_CLOSED = r"(?=[，。；、,;)）是的 ]|$)"
_AFTER_GAP = r" ?(?:左右|以上|上下)?(?:的|之)?(?:[^，。；、,;:：()（）0-9\n]{0,6}?)"
_AMOUNT_OF = re.compile(r"(?<![波振震])幅度?(?:约|大约|达到?|为|逾|近|有| ){0,2}$")
# More of a list between a figure and the noun after it: 2.7%和0.3%的升幅.
_LIST_AFTER = re.compile(
    r"(?: ?(?:、|/|和|及|与|以及|或) ?(?:约|近|逾|超过?)?[0-9]++(?:\.[0-9]++)? ?(?:%|个?百分点|个?基点))*+"
)
_SIZE = re.compile(r" ?(?:左右|以上|上下)?的(?:单[日周月]|最大|累计)?([升涨跌降增减]幅)")  # 500元的涨幅
_TARGET = re.compile(r"(?:高于|低于|超过|高过|低过) ?$")  # a level that something stands above: 涨速高于2%的目标
_RISES_TO = re.compile(r"上[看望] ?(?:约|近|逾)? ?$")  # what follows is a level: 营收成长上看7亿元
_OF_MOVES = frozenset({"扩大", "收窄", "缩窄", "缩小", "收缩"})
_STAKE = re.compile(r"的?(?:股权|股份|权益)")
# A change measured by another of its kind: 升幅低于预期的1.4%, 跌幅较上月的9%收窄.
_MEASURED = re.compile(
    r"([升涨跌降增减]幅|增速|涨速|跌速)[^，。；、:：0-9]{0,6}(?:[高低多少大小好差快慢逊优][于过]|不及|远超|超[过出]|[较比])"
    r"[^，。；、:：%]{0,14}的 ?$"
)
# Every one of some moves of an interest rate: 明年减息两次，每次0.25厘.
_EACH = re.compile(r".*([加升减降]息)[^。；]{0,20}每次(?:约|各|为|幅度|的| ){0,2}$")
# What some days or weeks of one direction sum up to: 连升两周共1.5%.
_STREAK = re.compile(r"连([升涨跌挫])[^，。；0-9]{1,6}(?:累[计积]|合?共)(?:约|近|逾| ){0,2}$")
_CLOSE = 10  # characters before the words of a close that may name another span
_COUNTED = frozenset({"只", "家", "支", "档", "间"})  # of what rose or fell, when counted: 上涨1200只
_SHARES = ("percent", "percentage_point", "basis_point")
_BASES = ("yoy", "qoq", "mom", "ytd", "day")


@dataclass(slots=True, frozen=True)
class _Cues:
    before: re.Pattern[str]
    than: re.Pattern[str]
    over: re.Pattern[str]
    revise: re.Pattern[str]
    noun: re.Pattern[str]
    of: re.Pattern[str]
    after: re.Pattern[str]
    verbs: re.Pattern[str]
    meaning: dict[str, str]
    market: frozenset[str]
    prices: frozenset[str]


@cache
def _cues() -> _Cues:
    forms: dict[str, list[str]] = {
        "before": [],
        "than": [],
        "over": [],
        "revise": [],
        "noun": [],
        "of": [],
        "after": [],
    }
    meaning, market, prices = {}, set(), set()
    rows = read_table(corpus("knowledge", "figures", "directions.csv"), ["form", "place", "direction", "market"])
    for row in sorted(rows, key=lambda row: -len(row["form"])):
        place = row.choice("place", forms)
        forms[place].append(row["form"])
        meaning[f"{place}:{row['form']}"] = row.choice("direction", ("up", "down", "flat", "sign", "none"))
        if row["market"]:
            market.add(row["form"])
        if row.choice("market", ("", "yes", "only")) == "only":
            prices.add(row["form"])
    return _Cues(
        re.compile(rf"({alternation(forms['before'])}){_HEDGE}$"),
        re.compile(
            rf"(?:比|较|相比|相较)[^，。；]*?({alternation(forms['than'])})(?:了|约|大约|近|逾|超过?|出|至少| ){{0,3}}$"
        ),
        re.compile(rf"({alternation(forms['over'])}){_OBJECT}$"),
        re.compile(rf"({alternation(forms['revise'])}){_FORECAST}$"),
        re.compile(rf"({alternation(forms['noun'])}){_NOUN_GAP}$"),
        re.compile(rf"(?:{_OF_GAP}({alternation(forms['of'])})(?![到至为了空])|(增长|成长){_CLOSED})"),
        re.compile(rf"{_AFTER_GAP}({alternation(forms['after'])})(?![到至为了超逾达在近约])"),
        re.compile(alternation(form for form in forms["before"] if len(form) > 1)),
        meaning,
        frozenset(market),
        frozenset(prices),
    )


def direction(item: Item) -> Direction | None:
    """Which way, where the figure is a change; None for a level or an amount."""
    cues, amount = _cues(), item.amount
    before = item.before[-28:]
    if item.after.startswith(("目标", "的目标", "通胀目标", "的通胀目标", "的政策目标")) and _TARGET.search(before):
        return None
    match = cues.before.search(before)
    place = "before"
    if match is None:
        match, place = cues.than.search(item.before[-60:]), "than"
    if match is None and amount.kind in _SHARES and not _STAKE.match(item.after):
        match, place = cues.over.search(item.before[-40:]), "over"
    if match is None and amount.kind == "percent":
        match, place = cues.revise.search(item.before[-40:]), "revise"
    if match is None:
        match, place = cues.noun.search(before), "noun"
    if (
        match is None
        and amount.kind in _SHARES
        and (found := _MEASURED.search(before) or _STREAK.search(before) or _EACH.search(item.lead[-40:]))
    ):
        item.cues["direction"] = found[1]
        return _meaning(found[1])
    if match is None and _AMOUNT_OF.search(before):
        match, place = last_match(cues.verbs.finditer(item.lead)), "before"
        if match:
            item.cues["direction"] = match[0]
            return cues.meaning[f"before:{match[0]}"]  # type: ignore[return-value]
    if match is None and amount.kind in _SHARES:
        listed = _LIST_AFTER.match(item.after)
        at = listed.end() if listed else 0
        match, place = cues.of.match(item.after, at), "of"
        if match is None:
            match, place = cues.after.match(item.after, at), "after"
    elif match is None:
        match, place = _SIZE.match(item.after), "after"
    if match is None:
        return by_sign(item)
    if place == "before" and amount.kind != "percentage_point" and match[1] in _OF_MOVES:
        size = cues.noun.search(before[: match.start()])  # 跌幅扩大逾4%: a fall of that size
        if size and cues.meaning[f"noun:{size[1]}"] != "sign":
            match, place = size, "noun"
    cue = match[1] or match[2]
    meant = cues.meaning[f"{place}:{cue}"]
    if meant == "none":
        return None
    if meant == "sign":
        value = amount.value if amount.value is not None else amount.low
        if not value or (value > 0 and not amount.signed and cue not in cues.market):
            return None  # neither a sign nor a name of a price's move
        meant = "up"  # unless the sign turns it
    if (amount.form in _COUNTED and cue in cues.market) or (amount.kind not in _SHARES and _RISES_TO.search(before)):
        return None
    item.cues["direction"] = cue
    return turned(item, meant)  # type: ignore[arg-type]


def _meaning(cue: str) -> Direction:
    """What a verb or a name of a change says of its direction."""
    meaning = _cues().meaning
    return meaning.get(f"before:{cue}") or meaning[f"noun:{cue}"]  # type: ignore[return-value]


def is_measure(item: Item) -> bool:
    """Whether the figure is a change that another is compared with: 跌幅较上一季的9%收窄."""
    return _MEASURED.search(item.before) is not None


def moves_market(item: Item) -> bool:
    """Whether the words of the change are those of a price on a trading day."""
    return item.cues.get("direction") in _cues().market


def only_prices(item: Item) -> bool:
    """Whether the words of the change are those of prices and of nothing else: 收涨, 低开."""
    return item.cues.get("direction") in _cues().prices


def _year(row: Row) -> bool:
    """Whether a basis is a whole year before, and not one of its days: 较去年11月所创高位低3%."""
    return row["basis"] == "yoy" and row["form"].endswith("年")


@cache
def _basis_forms() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = read_table(corpus("knowledge", "figures", "bases.csv"), ["form", "basis", "after"])
    meaning = {row["form"].lower(): row.choice("basis", (*_BASES, "link", "result", "none")) for row in rows}
    forms = [
        (f"(?<![{row['after']}])" if row["after"] else "") + re.escape(row["form"]) + (_NO_PEAK if _year(row) else "")
        for row in sorted(rows, key=lambda row: -len(row["form"]))
    ]
    starts = begins(row["form"] for row in rows)
    return re.compile(f"{starts}(?:{'|'.join(forms)})", re.IGNORECASE), meaning


_YEARS = re.compile(r"(?:较|比|相比|对比)于?[^，。；]{0,3}[0-9]{4} ?年[^，。；]{0,6}(?:同期|同季|同月|年度|全年)")
_QUARTER = re.compile(r"季|Q[1-4]|[1-4]Q", re.IGNORECASE)


@cache
def _spans() -> dict[str, re.Pattern[str]]:
    """Patterns of other spans of time and of forecasts."""
    found: dict[str, list[str]] = {"span": [], "future": [], "day": []}
    for row in read_table(corpus("knowledge", "figures", "spans.csv"), ["kind", "pattern"]):
        pattern = compiled(row, "pattern")
        found[row.choice("kind", found)].append(f"(?:{pattern.pattern if pattern else ''})")
    return {kind: re.compile("|".join(patterns)) for kind, patterns in found.items()}


DAY = "a price's move, and no other span of time named"
_NO_PEAK = r"(?![^，。；]{0,10}(?:高位|高点|低位|低点|高峰|峰值|谷底|纪录|记录))"
_PAIR = re.compile(r" ?(?:和|及|与|、|以及) ?")
_OF_BASIS = re.compile(r" ?(?:左右|以上|以下)?的? ?")
_EARLIER = re.compile(
    r"(?:较|比|相比|相较)于? ?(?:(?P<m>[0-9]{1,2}|[一二三四五六七八九十]{1,2}) ?月份?"
    r"|(?:今年)?第?(?P<q>[一二三四1-4]) ?季度?末?|(?P<y>(?:19|20)[0-9]{2}) ?年(?! ?[0-9]|[底末初]))"
    r"(?![^，。；]{0,4}(?:同期|[0-9] ?日|[高低][位点]))"
)
# How a time of each unit is named, after how many the count starts again, and the basis of one and the next.
_CONSECUTIVE: dict[str, tuple[re.Pattern[str], int, Basis]] = {
    "m": (re.compile(r"(?<![0-9-])([0-9]{1,2}|[一二三四五六七八九十]{1,2}) ?月(?! ?[0-9]{1,2} ?日)"), 12, "mom"),
    "q": (re.compile(r"([一二三四首1-4]) ?季"), 4, "qoq"),
    "y": (re.compile(r"((?:19|20)[0-9]{2}) ?年"), 0, "yoy"),
}
# Where the words after a move begin to tell what it led to: 跌2%，创3月以来最大跌幅; 跌2%至两周低位.
_UP_TO_RESULT = re.compile(r"[ ，,。、；;至到创报刷再收见]")
_PARTS = re.compile(r"[，。；]|,(?![0-9])|(?<![0-9]),")
# What went before a move: 连跌八日后上涨2%.
_THEN = re.compile(
    r"(?:[升涨跌挫扬攀降]|抛售|卖压|整理|回调|反弹|休市|假期|周末)[^，。；]{0,8}?(?<![以之此今午盘最落先前])后"
)
# A stretch of time or another price told in the clause before a move: 停牌至今估值三次下调，股价已跌80%.
_EVER = re.compile(r"(?:至今|迄今|以来[，,]|(?<!同行)(?<!货币)相比[，,])[^。；0-9]*$")
_PAST_YEAR = re.compile(r"(?:19|20)[0-9]{2} ?年(?! ?[0-9报度末底财初])")
_SINCE = re.compile(r"(?:以来|迄今|至今|累计|累积|期间|[年月季周天日][内来间])$")


def basis(item: Item, price: bool) -> Basis | None:
    """What the change compares with. ``price``: what changed is a price, an index or a yield."""
    pattern, meaning = _basis_forms()
    found = _own_basis(item, pattern)
    if found is None and item.clause > item.sentence.start and item.amount.kind != "basis_point":
        found = _between(item, pattern)
    if found is not None:
        meant = meaning[found[0].lower()]
        if meant in ("day", "result") and price == (meant == "result"):
            return None
        item.cues["basis"] = found[0]
        if meant in ("ytd", "none"):
            item.cues["span"] = found[0]
        return _linked(item, meant)
    if match := _YEARS.search(item.before):
        item.cues["basis"] = match[0]
        return "yoy"
    if consecutive := _earlier_time(item):
        return consecutive
    if not price or not moves_market(item) or item.amount.kind == "multiple":
        return None
    words = _with_short_lead(item) if item.previous is None or len(item.gap) > len(item.before) else item.gap
    if only_prices(item):
        words = words[-_CLOSE:]  # 触及两周低位后高收0.3%
    words = words[_last_end(_THEN, words) :] + _UP_TO_RESULT.split(item.after[:10])[0]
    span = _spans()["span"].search(words) or _spans()["future"].search(item.before)
    earlier = item.previous.cues.get("span") if item.previous and len(item.gap) < 30 else None
    if earlier and (item.gap.startswith("后") or _spans()["day"].search(item.gap) or _aside(item.previous)):
        earlier = None
    if span is None and not only_prices(item) and (ever := _EVER.search(item.gap if item.previous else item.lead)):
        span = None if _spans()["day"].search(ever[0]) else ever
    if span or earlier:
        item.cues["span"] = span[0] if span else str(earlier)
        return None
    item.cues["basis"] = DAY
    return "day"


def _last_end(pattern: re.Pattern[str], words: str) -> int:
    """Where the last match of a pattern ends, 0 where there is none."""
    match = last_match(pattern.finditer(words))
    return match.end() if match else 0


def _aside(item: Item | None) -> bool:
    """Whether another span is told beside a day's move, after which the day goes on: A跌1%，本周累跌3%；B涨2%."""
    before = item.previous if item else None
    while before is not None and "direction" not in before.cues:
        before = before.previous  # a level that the move led to
    return before is not None and before.cues.get("basis") == DAY


def _own_basis(item: Item, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The basis that a figure's clause names, or the words after it (3%的同比增长)."""
    if pair := shared_bases(item):
        return pair[0]
    if found := last_match(pattern.finditer(item.before)):
        return found
    lead = _OF_BASIS.match(item.after)
    return pattern.match(item.after, lead.end()) if lead else None


def shared_bases(item: Item) -> tuple[re.Match[str], Basis | None] | None:
    """Of two bases for two figures each its own: 按年和按月分别升3%和1%. None where there are no two."""
    if "分别" not in item.before:
        return None
    pattern, meaning = _basis_forms()
    named = list(pattern.finditer(item.before))
    if len(named) < 2:
        return None
    first, second = named[-2:]
    between = _PAIR.match(item.before, first.end())
    if not between or between.end() != second.start() or "分别" not in item.before[second.end() :]:
        return None
    is_first = item.previous is None or len(item.gap) > len(item.before) - second.end()
    found = first if is_first else second
    return found, _linked(item, meaning[found[0].lower()])


def _earlier_time(item: Item) -> Basis | None:
    """A basis where a change is against the month, quarter or year before the one spoken of: 8月较7月降2%."""
    match = last_match(_EARLIER.finditer(item.before))
    if match is None:
        return None
    unit = match.lastgroup or ""
    named, months, meant = _CONSECUTIVE[unit]
    spoken = last_match(named.finditer(item.lead, 0, len(item.lead) - len(item.before) + match.start()))
    if unit == "y" and spoken is None and match[0].endswith("年") and item.before[match.end() :].startswith("度"):
        item.cues["basis"] = match[0]  # a fiscal year, by itself the one before: 较2020年度增长
        return "yoy"
    earlier, now = parse(match[unit]), parse(spoken[1].replace("首", "一")) if spoken else None
    if earlier is None or now is None or now != (earlier % months if months else earlier) + 1:
        return None
    item.cues["basis"] = match[0]
    return meant


def _with_short_lead(item: Item) -> str:
    """The clause, with the one before it where that only names a time: 8月，金价跌2%."""
    head = item.lead[: len(item.lead) - len(item.before)].rstrip("，, ")
    time = _PARTS.split(head)[-1] if head else ""
    opens = (time == head and (len(time) <= 7 or _SINCE.search(time))) or _PAST_YEAR.match(time)
    return time + item.before if opens else item.before


def _between(item: Item, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """A basis named between the amount before and this clause: 同比来看，净利升3%."""
    head = item.lead[: len(item.lead) - len(item.before)]
    if item.previous is not None:
        head = item.gap[: max(0, len(item.gap) - len(item.before))]
    found = last_match(pattern.finditer(head[-30:]))
    return None if found and _spans()["day"].search(head[-30:], found.end()) else found


def _linked(item: Item, meant: str) -> Basis | None:
    if meant == "link":
        return "qoq" if _QUARTER.search(item.lead) else "mom"
    if meant == "result":
        return "yoy"
    return None if meant == "none" else meant  # type: ignore[return-value]
