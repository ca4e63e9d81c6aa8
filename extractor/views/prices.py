"""Price targets: the value that 目标价 names, with the one that it replaces."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.document.models import Figure, PriceTarget, Stance
from extractor.views.frames import any_of_roles, frame

ROLES = ("name", "from", "raise", "cut", "level", "would", "report", "account", "never")
_AHEAD = 40  # characters before a figure in which its name stands


@dataclass(slots=True)
class PriceFound:
    """A price target at its place; ``stance`` where a change says which way; ``row`` its place in a list of several."""

    start: int
    end: int
    price: PriceTarget
    stance: Stance | None
    row: int = 0


@dataclass(slots=True, frozen=True)
class PricePatterns:
    """Compiled from ``corpus/knowledge/views/prices.csv``."""

    name_ahead: re.Pattern[str]
    name_behind: re.Pattern[str]
    before_old: re.Pattern[str]
    change: re.Pattern[str]
    raised: re.Pattern[str]
    cut: re.Pattern[str]
    level: re.Pattern[str]
    would: re.Pattern[str]
    report: re.Pattern[str]
    account: re.Pattern[str]
    never: re.Pattern[str]


@cache
def patterns() -> PricePatterns:
    """The words about prices. Raises ``KnowledgeError`` with file and line where a row is at fault."""
    one = any_of_roles("prices", ROLES)
    change = f"(?:{one['raise']}|{one['cut']})"
    number = r"[\d.]+\s?(?:%|个百分点)"
    return PricePatterns(
        name_ahead=re.compile(rf"{one['name']}(?:中位数|均价|平均)?(?P<words>[^。；;]{{0,26}})$"),
        name_behind=re.compile(rf"(?:的|之)?[^，。；]{{0,6}}{one['name']}"),
        before_old=re.compile(rf"{one['from']}(?:约|每股)?\s?$"),
        change=re.compile(
            rf"\s?(?:大幅|小幅|略微|轻微|微|再|进一步|大举)?{change}了?(?:{number})?(?:至|到|为)?[^，。；]{{0,4}}$|\s?(?:至|到)\s?$"
        ),
        raised=re.compile(one["raise"]),
        cut=re.compile(one["cut"]),
        level=re.compile(rf"{one['level']}\s?(?:约|每桶|每盎司|每吨|每股|至|接近|近|了)*\s?$"),
        would=re.compile(one["would"]),
        report=re.compile(one["report"]),
        account=re.compile(one["account"]),
        never=re.compile(one["never"]),
    )


def price_targets(plain: str, figures: list[Figure], start: int, end: int) -> list[PriceFound]:
    """Price targets in ``[start, end)``: figures that 目标价 names, each with the value that it replaces."""
    p = patterns()
    inside = [f for f in figures if f.start >= start and f.end <= end and f.kind in ("money", "points")]
    found: list[PriceFound] = []
    old: Figure | None = None
    for i, figure in enumerate(inside):
        if found and found[-1].end == inside[i - 1].end and _listed(plain, found[-1], figure, start):
            found.append(_found(plain, figure, None, found[-1].row + 1))
            continue
        linked = old is not None and p.change.match(plain, old.end, figure.start) is not None
        follows = bool(found) and frame("next_price").fullmatch(plain, found[-1].end, figure.start) is not None
        if not linked and not follows and not _named(plain, figure, inside[i - 1] if i else None, start, end):
            old = None
            continue
        follower = inside[i + 1] if i + 1 < len(inside) else None
        if not linked and follower is not None and _is_old(plain, figure, follower, start):
            old = figure
            continue
        found.append(_found(plain, figure, old if linked else None))
        old = None
    return found


def _found(plain: str, figure: Figure, old: Figure | None, row: int = 0) -> PriceFound:
    currency = "points" if figure.kind == "points" else figure.unit
    price = PriceTarget(figure.value, currency, old.value if old is not None else None, figure.low, figure.high)
    return PriceFound(figure.start, figure.end, price, _way(plain, figure, old), row)


def _listed(plain: str, last: PriceFound, figure: Figure, start: int) -> bool:
    """目标价分别为10元、12元和15元: whether a figure goes on the list that the last one is in."""
    if not frame("and").fullmatch(plain, last.end, figure.start):
        return False
    return last.row > 0 or frame("each").search(plain[max(start, last.start - 8) : last.start]) is not None


def _named(plain: str, figure: Figure, earlier: Figure | None, start: int, end: int) -> bool:
    p = patterns()
    ahead = p.name_ahead.search(plain, max(start, figure.start - _AHEAD), figure.start)
    if ahead and (earlier is None or earlier.end <= ahead.start()):
        return True
    return p.name_behind.match(plain, figure.end, min(end, figure.end + 12)) is not None


def _is_old(plain: str, figure: Figure, follower: Figure, start: int) -> bool:
    p = patterns()
    ahead = p.before_old.search(plain, max(start, figure.start - 8), figure.start)
    return ahead is not None and p.change.match(plain, figure.end, follower.start) is not None


def _way(plain: str, figure: Figure, old: Figure | None) -> Stance | None:
    if old is not None and old.value is not None and figure.value is not None:
        return "bullish" if figure.value > old.value else "bearish" if figure.value < old.value else None
    p = patterns()
    words = plain[max(0, figure.start - 16) : figure.start]
    raised = max((m.end() for m in p.raised.finditer(words)), default=-1)
    cut = max((m.end() for m in p.cut.finditer(words)), default=-1)
    return None if raised == cut else "bullish" if raised > cut else "bearish"
