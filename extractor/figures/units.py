"""What may stand around a number and make it a figure: units, currencies, what a price is per. Loaded once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from extractor.document.models import FigureKind
from extractor.resources import corpus
from extractor.tables import Row, read_table

_KINDS = ("percent", "percentage_point", "basis_point", "points", "multiple")


@dataclass(slots=True, frozen=True)
class Unit:
    """A unit after a number. ``unit`` is empty where the context must name the currency (元, 分).

    ``sure``: makes a figure of any number. ``chinese``: also of a Chinese numeral below a hundred. ``unless`` may not
    follow, ``needs`` must stand before within the clause.
    """

    form: str
    kind: FigureKind
    unit: str
    factor: Decimal
    sure: bool = True
    chinese: bool = True
    unless: re.Pattern[str] | None = None
    needs: re.Pattern[str] | None = None


@dataclass(slots=True, frozen=True)
class Forms:
    """Forms by their lower-case text, with the greatest length of one."""

    by_text: dict[str, list[Unit]]
    longest: int

    def at(self, folded: str, start: int) -> list[tuple[Unit, int]]:
        """Units whose form stands at ``start``, the longest first, each with its end; 个 百分 点 is a form too."""
        piece = folded[start : start + self.longest].lower()
        places = range(1, len(piece) + 1)
        if " " in piece:
            inked = [place for place, character in enumerate(piece) if character != " "]
            piece, places = piece.replace(" ", ""), [place + 1 for place in inked]  # type: ignore[assignment]
        return [
            (unit, start + places[length - 1])
            for length in range(len(piece), 0, -1)
            for unit in self.by_text.get(piece[:length], ())
        ]


@dataclass(slots=True, frozen=True)
class Units:
    """Everything that the grammar knows of units."""

    after: Forms
    before: dict[str, str]  # currency forms that stand before the number → ISO 4217 code
    before_longest: int
    per: dict[str, str]
    per_after: re.Pattern[str]
    per_before: re.Pattern[str]


def _table(name: str, columns: list[str], optional: list[str] | None = None) -> list[Row]:
    return read_table(corpus("knowledge", "figures", f"{name}.csv"), columns, optional or [])


def compiled(row: Row, column: str, before: bool = False) -> re.Pattern[str] | None:
    """The pattern in a cell, None where it is empty; one that looks before a figure ends where the figure starts."""
    if not row[column]:
        return None
    try:
        return re.compile(row[column], re.IGNORECASE)
    except re.error as error:
        raise row.fault(f"{column} is no valid pattern: {error}") from error


def alternation(forms: Iterable[str]) -> str:
    """A pattern of any of some literal forms, the longest first, grouped by first character so that it fails fast."""
    groups: dict[str, list[str]] = {}
    for form in sorted(set(forms), key=len, reverse=True):
        groups.setdefault(form[0], []).append(re.escape(form[1:]))
    branches = [f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items()]
    return f"(?=[{''.join(map(re.escape, groups))}])(?:{'|'.join(branches)})"


def _factor(row: Row) -> Decimal:
    try:
        return Decimal(row["factor"])
    except InvalidOperation as error:
        raise row.fault(f"factor is {row['factor']!r}; it must be a number") from error


def _money_units() -> list[Unit]:
    found = []
    for row in _table("currencies", ["code", "after"], ["before"]):
        if not re.fullmatch("[A-Z]{3}", row["code"]):
            raise row.fault(f"code is {row['code']!r}; it must be an ISO 4217 code")
        found += [Unit(form, "money", row["code"], Decimal(1)) for form in row.list("after")]
    for row in _table("coins", ["form", "code", "factor", "needs"]):
        found.append(Unit(row["form"], "money", row["code"], _factor(row), needs=compiled(row, "needs", before=True)))
    return found


def _measure_units() -> list[Unit]:
    found = []
    for row in _table("units", ["form", "kind", "unit", "factor", "chinese", "unless", "needs"]):
        found.append(
            Unit(
                row["form"],
                row.choice("kind", _KINDS),  # type: ignore[arg-type]
                row["unit"],
                _factor(row),
                True,
                row.choice("chinese", ("yes", "no")) == "yes",
                compiled(row, "unless"),
                compiled(row, "needs", before=True),
            )
        )
    for row in _table("counts", ["form", "sure", "unless"]):
        sure = row.choice("sure", ("yes", "no")) == "yes"
        found.append(Unit(row["form"], "quantity", row["form"], Decimal(1), sure, sure, compiled(row, "unless")))
    return found


@cache
def units() -> Units:
    """The unit tables of ``corpus/knowledge/figures``."""
    by_text: dict[str, list[Unit]] = {}
    for unit in [*_money_units(), *_measure_units()]:
        by_text.setdefault(unit.form.lower(), []).append(unit)
    before = {
        form.lower(): row["code"]
        for row in _table("currencies", ["code", "after"], ["before"])
        for form in row.list("before")
    }
    per = {row["form"].lower(): row["per"] for row in _table("per", ["form", "per"])}
    forms = "|".join(re.escape(form) for form in sorted(per, key=len, reverse=True))
    after = re.compile(rf" ?(?:/|每) ?(?:1|一)?({forms})(?![A-Za-z])", re.IGNORECASE)
    ahead = re.compile(rf"(?:每|单(?=[车位台套]))([0-9一二三五十百千万]{{0,4}}) ?({forms})", re.IGNORECASE)
    return Units(Forms(by_text, max(map(len, by_text))), before, max(map(len, before)), per, after, ahead)
