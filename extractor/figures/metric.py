"""What a figure measures, in the article's words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.figures.context import Item, last_match
from extractor.resources import corpus
from extractor.tables import read_table

_CLASSES = ("price", "target", "rate", "ratio", "flow", "result", "economy", "count", "change")


@dataclass(slots=True, frozen=True)
class Metric:
    """The words and the class of what is measured; both empty where the text does not say."""

    text: str = ""
    kind: str = ""

    @property
    def price(self) -> bool:
        """Whether it is a price or an index, whose moves are of a trading day unless the text says otherwise."""
        return self.kind in ("price", "change", "")


@cache
def _heads() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = read_table(corpus("knowledge", "figures", "metrics.csv"), ["form", "class"])
    classes = {row["form"].lower(): row.choice("class", _CLASSES) for row in rows}
    forms = "|".join(re.escape(row["form"]) for row in sorted(rows, key=lambda row: -len(row["form"])))
    return re.compile(forms, re.IGNORECASE), classes


def metric(item: Item, last: Metric | None, text: str) -> Metric:
    """The metric of a figure: the nearest name of one before it, else that of the figure before it."""
    pattern, classes = _heads()
    found = last_match(pattern.finditer(item.before))
    if found is None:
        return last or Metric()
    offset = item.start - len(item.before)
    return Metric(text[offset + found.start() : offset + found.end()], classes[found[0].lower()])
