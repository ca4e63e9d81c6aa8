"""Words from which metrics are made: names of what is measured, what stands before a figure, where to stop."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from extractor.figures.units import alternation, compiled
from extractor.resources import corpus
from extractor.tables import read_table

CLASSES = (
    "price", "level", "cost", "target", "rate", "yield", "ratio", "flow", "deed", "spend",
    "result", "economy", "count", "change",
)  # fmt: skip
# Times and asides that stand between a metric and its figure, written backwards.
_BACK_TIMES = (
    r"年[0-9]{2,4}",
    r"份?月 ?[0-9]{1,2}",
    r"[日号] ?[0-9]{1,2}",
    r"年[今去明本上后前]",
    r"年半[上下]",
    r"年[全半]",
    r"[底末初]年",
    r"度?季[一二三四首末上本下前今]第?",
    r"月[上本下当]",
    r"[一二三四五六日]周",
    r"周[上本单两]",
    r"[日天][今昨前]",
    r"日[上当单]",
    r"[)）][^()（）\n]{0,16}[(（]",
    r"[一-鿿]{1,3}每",
    r"[ :：=\-–—“「\"'’‘(（]",
)


def backwards(forms: Iterable[str]) -> str:
    """An alternation of forms, each written backwards."""
    return alternation(form[::-1] for form in forms)


def _forms(
    table: str, columns: list[str], column: str = "", wanted: str = "", optional: Iterable[str] = ()
) -> list[str]:
    rows = read_table(corpus("knowledge", "figures", table), columns, list(optional))
    return [row["form"] for row in rows if not column or row[column] == wanted]


@dataclass(slots=True, frozen=True)
class Heads:
    """Names of metrics: ``forward`` finds them in a clause, ``back`` where one ends, in a clause written backwards."""

    forward: re.Pattern[str]
    back: re.Pattern[str]
    known: dict[str, tuple[str, str]]  # class and weakness by lower-case form
    spans: dict[
        str, str
    ]  # of: taken with what 的 joins to it; whole: without the commodity before it; alone: without any words


@cache
def heads() -> Heads:
    """The names of ``corpus/knowledge/figures/metrics.csv``."""
    rows = read_table(corpus("knowledge", "figures", "metrics.csv"), ["form", "class", "weak"], ["span"])
    forms = [row["form"] for row in rows]
    known = {
        row["form"].lower(): (row.choice("class", CLASSES), row.choice("weak", ("", "yes", "carry"))) for row in rows
    }
    spans = {row["form"]: row.choice("span", ("", "of", "whole", "alone")) for row in rows}
    forward, back = re.compile(alternation(forms), re.IGNORECASE), re.compile(backwards(forms), re.IGNORECASE)
    return Heads(forward, back, known, spans)


@dataclass(slots=True, frozen=True)
class Between:
    """What stands between a metric and its figure, backwards: ``still`` no verb of change, ``moving`` any."""

    still: re.Pattern[str]
    moving: re.Pattern[str]


@cache
def between() -> Between:
    """Hedges, links, comparisons and verbs of change from the files that other attributes read too."""
    links = _forms("metric_links.csv", ["form"])
    links += _forms("modifiers.csv", ["form", "place", "modifier", "unless"], "place", "before")
    links += _forms("bases.csv", ["form", "basis", "after"])
    verbs = _forms("directions.csv", ["form", "place", "direction", "market"], "place", "before")
    times = "|".join(_BACK_TIMES)
    still = f"(?:{times}|{backwards(links)})*"
    return Between(re.compile(still), re.compile(f"(?:{times}|{backwards([*links, *verbs])})*"))


@cache
def stops() -> re.Pattern[str]:
    """Where the words of a metric cannot reach further left."""
    rows = read_table(corpus("knowledge", "figures", "metric_stops.csv"), ["pattern"])
    patterns = [p.pattern for row in rows if (p := compiled(row, "pattern"))]
    # A Chinese character that no pattern writes begins none: what keeps the search fast.
    written = "".join(sorted(set(re.findall("[一-鿿]", "".join(patterns)))))
    return re.compile(f"(?=[^一-鿿]|[{written}])(?:{'|'.join(f'(?:{pattern})' for pattern in patterns)})")
