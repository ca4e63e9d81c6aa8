"""The time that a figure is about, and its dates where the text and the publication date give them."""

from __future__ import annotations

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from extractor.figures.context import Item
from extractor.figures.numerals import parse
from extractor.figures.units import compiled
from extractor.resources import corpus
from extractor.tables import read_table

Dates = tuple[date, date] | None
_RELATIVE_YEARS = {"今": 0, "本": 0, "去": -1, "上": -1, "前": -2, "明": 1, "次": 1, "翌": 1, "隔": 1, "后": 2}
_RELATIVE = {"本": 0, "这": 0, "当": 0, "单": 0, "全": 0, "上": -1, "下": 1, "次": 1}
_QUARTERS = {"一": 1, "首": 1, "二": 2, "三": 3, "四": 4, "末": 4}
_WEEKDAYS = "一二三四五六日"
_AHEAD = re.compile(r"预计|预期|预测|预料|预估|料|将|有望|目标|估")
# No time begins with another character: what keeps the search fast.
_STARTS = (
    "(?=[ 0-9一二三四五六七八九十截本上下今去明第前首末Qq后近单全这当次翌隔周昨年日Hh最未过接开即星礼])"
    "(?= ?(?:[0-9]{1,8}+(?![0-9]) {0,2}[0-9年月季度的第上下前首末全一二三四QqHh财会/~至到—–-]"
    "|[一二三四五六七八九十]{1,2} ?[月季财]|[截本上下今去明第前首末Qq后近单全这当次翌隔周昨]"
    "|年 ?[底末终内初]|日内|[Hh][12]|最近|未来|过去|接下|开年|即日"
    "|[星礼][期拜]))"
)
_CLOCK = re.compile(r"时间 ?$")  # 格林威治时间1945, with or without 年
# A time that a figure is compared with is not its own: 较去年同期升3%; nor is one since when: 5月以来最低的1.2美元.
_COMPARED = re.compile(
    r"(?:[较比]|相比|相较|不及|优于|逊于|[高低好差]于|[与跟和同])于?(?:起?(?:本港|当地|今年|公司|集团|上述))? ?$"
)
_LIKE = re.compile(r"[^，。；0-9]{0,6}(?:相比|相较|比较|相若)")
_RECORD = re.compile(r" ?[以迄]来(?:的|之)?(?:[最首新第单次]|[^，。；0-9]{0,8}(?:[高低新]|之最))")
# What was before: 由去年的3亿元增至4亿元.
_FROM = re.compile(r"(?:由|从|自|继|[较比]|[高低好差]于|不及)(?:原来|之?前|上述)? ?$")
_AFTER = re.compile(r"[^，。；]{1,20}[后後]")  # 继5月降2%后，6月降1%
_SETS = re.compile(r"(?:创下?|为|是|刷新|录得)自?$")  # 为2018年首次收跌
_FIRST = re.compile(r"(?:首次|首[度个]|新[高低]|最[高低大小])")
_SINCE = re.compile("[以迄]来$")
_ONWARD = re.compile("[以迄至][来今]|..(?:[以迄]来|至今|起)")  # 自去年四季度以来: the time of all that follows
_ITS_OWN = re.compile(r"(?:同期|同季|同月|底|末)?(?:的|之)?(?:约|接?近|逾|超过|为|有|仅|录得|达|将| )*")
_TAIWAN = 1911  # the year before the first of the calendar that counts 2025 as 114
_MOST = 8  # times that are looked at for one figure
_SOON = 3  # months ahead within which a time without a year is the coming one


@dataclass(slots=True, frozen=True)
class Period:
    """A time as named at ``[start, end)``, with the way in which its dates are found."""

    start: int
    end: int
    how: str
    parts: dict[str, str]


@cache
def _patterns() -> tuple[re.Pattern[str], list[tuple[str, re.Pattern[str]]]]:
    """All patterns in one alternation, which finds places fast; each alone, which reads its parts.

    Each ends in an empty group, which tells the pattern and leaves its first character open to the search.
    """
    each = []
    for row in read_table(corpus("knowledge", "figures", "periods.csv"), ["how", "pattern"]):
        pattern = compiled(row, "pattern")
        if pattern is None:
            raise row.fault("pattern is empty")
        each.append((row.choice("how", WAYS), pattern))
    bare = [re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern) for _, pattern in each]
    ways = (f"(?i:{way})()" if re.search("[A-Za-z]", way) else f"(?:{way})()" for way in bare)
    return re.compile(f"{_STARTS}(?:{'|'.join(ways)})"), each


def periods(folded: str, start: int = 0, end: int | None = None) -> list[Period]:
    """Every time that a text names between two places, in reading order."""
    anywhere, each = _patterns()
    found = []
    for match in anywhere.finditer(folded, start, len(folded) if end is None else end):
        how, pattern = each[(match.lastindex or 1) - 1]
        if how == "year" and _CLOCK.search(folded, max(0, match.start() - 3), match.start()):
            continue
        if part := pattern.fullmatch(folded, match.start(), match.end()):
            parts = {name: value for name, value in part.groupdict().items() if value is not None}
            blank = len(match[0]) - len(match[0].lstrip())
            found.append(Period(match.start() + blank, match.end(), how, parts))
    return found


class Periods:
    """The times in the sentences of one article that hold figures, resolved against its date of publication.

    ``published`` is None where the date is not known.
    """

    def __init__(self, folded: str, published: date | None, items: list[Item]) -> None:
        self.folded = folded
        self.published = published
        sentences = dict.fromkeys(item.sentence for item in items)
        self.all = [period for sentence in sentences for period in periods(folded, *sentence)]
        self.starts = [period.start for period in self.all]

    def of(self, item: Item, last: Period | None) -> Period | None:
        """The nearest time before the figure in its sentence, else that of the figure before it."""
        floor = item.previous.start if item.previous else item.sentence.start
        if nearest := self._last(floor, item.start, item):
            item.cues["period"] = self.folded[nearest.start : nearest.end]
            return nearest
        if item.previous is None or last is None:
            return None
        past = "direction" in item.cues and self.folded.startswith("同期", last.end)
        from_it = _FROM.search(self.folded, max(0, last.start - 6), last.start)
        if past or (from_it and not _ONWARD.match(self.folded, last.end - 2)):
            return self._last(item.sentence.start, last.start, item)
        return last

    def _last(self, floor: int, end: int, item: Item) -> Period | None:
        """The last time between two places that a figure after it can be about."""
        last = bisect_right(self.starts, end) - 1
        for index in range(last, max(-1, last - _MOST), -1):
            period = self.all[index]
            if period.start < floor:
                return None
            if period.end <= end and not self._of_another(period, item):
                return period
        return None

    def _of_another(self, period: Period, item: Item) -> bool:
        """Whether a time is what the figure is compared with, or since when something was a record."""
        since = _SINCE.search(self.folded, period.start, period.end)
        if _RECORD.match(self.folded, since.start() if since else period.end):
            return True
        if _SETS.search(self.folded, max(0, period.start - 4), period.start):
            return bool(_FIRST.match(self.folded, period.end))
        if self.folded[max(0, period.start - 1) : period.start] == "继":
            told = _AFTER.match(self.folded, period.end)
            return told is not None and told.end() <= item.start
        compared = _COMPARED.search(self.folded, max(0, period.start - 8), period.start)
        if not compared and not _LIKE.match(self.folded, period.end):
            return False
        return not _ITS_OWN.fullmatch(self.folded, period.end, item.start)

    def dates(self, period: Period, item: Item) -> Dates:
        """First and last day, None where text and publication date do not give them."""
        try:
            return WAYS[period.how](_Frame(period.parts, self.published, bool(_AHEAD.search(item.lead))))
        except (ValueError, OverflowError):
            return None


class _Unknown(ValueError):
    """A part that neither the text nor the publication date gives."""


@dataclass(slots=True, frozen=True)
class _Frame:
    """The parts of a time with what they are resolved against."""

    parts: dict[str, str]
    published: date | None
    ahead: bool

    def number(self, name: str) -> int:
        """A part as a whole number, in digits or in Chinese."""
        value = parse(self.parts[name]) if name in self.parts else None
        if value is None:
            raise _Unknown(name)
        return int(value)

    @property
    def today(self) -> date:
        """The date of publication."""
        if self.published is None:
            raise _Unknown("published_at")
        return self.published

    def year(self, begins: Callable[[int], date] | None = None, soon: int = _SOON) -> int:
        """The year named, or the one in which a time without a year last began: in a forecast the coming one."""
        for name in ("y", "y2"):
            if name in self.parts:
                year = int(self.parts[name])
                return year if year > 999 else _TAIWAN + year if year > 99 else 2000 + year
        year = self.today.year
        if "r" in self.parts:
            return year + _RELATIVE_YEARS[self.parts["r"]]
        if begins is None or begins(year) <= self.today:
            return year
        return year if self.ahead or begins(year).month - self.today.month < soon else year - 1


def _month(year: int, month: int, months: int = 1) -> tuple[date, date]:
    """The first and last day of some months that end with this one."""
    first = year * 12 + month - months
    return date(first // 12, first % 12 + 1, 1), date(year, month, monthrange(year, month)[1])


def _year(f: _Frame) -> Dates:
    year = f.year()
    return date(year, 1, 1), date(year, 12, 31)


def _years(f: _Frame) -> Dates:
    first, last = int(f.parts["y"]), int(f.parts["y2"])
    last = last if last > 99 else first // 100 * 100 + last
    return (date(first, 1, 1), date(last, 12, 31)) if last >= first else None


def _year_end(f: _Frame) -> Dates:
    end = date(f.year(), 12, 31)
    return end, end


def _part_of_year(f: _Frame) -> int:
    named = f.parts.get("q") or f.parts.get("q2") or ""
    return _QUARTERS.get(named) or int(named)


def _quarter(f: _Frame) -> Dates:
    quarter = _part_of_year(f)
    return _month(f.year(lambda y: date(y, quarter * 3 - 2, 1)), quarter * 3, 3)


def _half(f: _Frame) -> Dates:
    half = "上下".index(f.parts["h"]) + 1 if "h" in f.parts else _part_of_year(f)
    return _month(f.year(lambda y: date(y, half * 6 - 5, 1)), half * 6, 6)


def _first_months(f: _Frame, months: int) -> Dates:
    return _month(f.year(lambda y: date(y, months, 1), 0), months, months)


def _one_month(f: _Frame) -> Dates:
    month = f.number("m")
    first, last = _month(f.year(lambda y: date(y, month, 1)), month)
    if "t" not in f.parts:
        return first, last
    third = "上中下".index(f.parts["t"])  # ten days, ten days and the rest of the month
    return first.replace(day=third * 10 + 1), last if third == 2 else first.replace(day=third * 10 + 10)


def _month_span(f: _Frame) -> Dates:
    first, last = f.number("m"), f.number("m2")
    return _month(f.year(lambda y: date(y, last, 1)), last, last - first + 1) if first < last else None


def _one_day(f: _Frame) -> Dates:
    month, day = f.number("m"), f.number("d")
    named = date(f.year(lambda y: date(y, month, day)), month, day)
    return named, named


def _days(f: _Frame) -> Dates:
    month = f.number("m")
    last = f.number("m2") if "m2" in f.parts else month
    year = f.year(lambda y: date(y, month, 1))
    until = int(f.parts.get("y3", year))
    return date(year, month, f.number("d")), date(until, last, f.number("d2"))


def _up_to(f: _Frame, months: int) -> Dates:
    month = f.number("m")
    year = f.year(lambda y: date(y, month, 1))
    start, end = _month(year, month, months)
    return start, date(year, month, f.number("d")) if "d" in f.parts else end


def _relative_month(f: _Frame) -> Dates:
    at = f.today.year * 12 + f.today.month - 1 + _RELATIVE[f.parts["r"]]
    return _month(at // 12, at % 12 + 1)


def _relative_quarter(f: _Frame) -> Dates:
    at = f.today.year * 4 + (f.today.month - 1) // 3 + _RELATIVE[f.parts["r"]]
    return _month(at // 4, at % 4 * 3 + 3, 3)


def _monday(f: _Frame, weeks: int) -> date:
    return f.today - timedelta(days=f.today.weekday()) + timedelta(weeks=weeks)


def _relative_week(f: _Frame) -> Dates:
    monday = _monday(f, _RELATIVE[f.parts.get("r") or f.parts["r2"]])
    return monday, monday + timedelta(days=6)


def _weekday(f: _Frame) -> Dates:
    """The latest such day up to publication, unless another week is named."""
    day = _WEEKDAYS.index(f.parts["w"].replace("天", "日"))
    if "r" in f.parts:
        named = _monday(f, _RELATIVE[f.parts["r"]]) + timedelta(days=day)
    else:
        named = f.today - timedelta(days=(f.today.weekday() - day) % 7)
    return named, named


def _since(f: _Frame) -> Dates:
    """From the time named to publication."""
    if "m" in f.parts:
        month, day = f.number("m"), f.number("d") if "d" in f.parts else 1
        return date(f.year(lambda y: date(y, month, day), 0), month, day), f.today
    start = _weekday(f) if "w" in f.parts else _year(f)
    return (start[0], f.today) if start and start[0] <= f.today else None


def _from_today(f: _Frame, months: int) -> Dates:
    at = f.today.year * 12 + f.today.month - 1 + months
    year, month = at // 12, at % 12 + 1
    other = date(year, month, min(f.today.day, monthrange(year, month)[1]))
    return (f.today, other) if months > 0 else (other, f.today)


def _days_ago(f: _Frame, days: int) -> Dates:
    day = f.today - timedelta(days=days)
    return day, day


WAYS: dict[str, Callable[[_Frame], Dates]] = {
    "year_to": lambda f: _up_to(f, 12),
    "months_to": lambda f: _up_to(f, f.number("n")),
    "fiscal": lambda f: None,
    "since": _since,
    "days": _days,
    "day": _one_day,
    "quarter_span": lambda f: _first_months(f, 3 * f.number("n")),
    "quarter": _quarter,
    "half": _half,
    "year_months": lambda f: _first_months(f, f.number("n")),
    "month_span": _month_span,
    "month": _one_month,
    "year_end": _year_end,
    "year_to_date": lambda f: (date(f.today.year, 1, 1), f.today),
    "next_months": lambda f: _from_today(f, f.number("n")),
    "next_years": lambda f: _from_today(f, 12 * f.number("n")),
    "past_months": lambda f: _from_today(f, -f.number("n")),
    "past_years": lambda f: _from_today(f, -12 * f.number("n")),
    "past_days": lambda f: (f.today - timedelta(days=f.number("n")), f.today),
    "years": _years,
    "year": _year,
    "relative_year": _year,
    "relative_quarter": _relative_quarter,
    "relative_month": _relative_month,
    "relative_week": _relative_week,
    "weekday": _weekday,
    "today": lambda f: _days_ago(f, 0),
    "yesterday": lambda f: _days_ago(f, 1),
}
