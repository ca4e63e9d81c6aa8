"""What may stand around a number and make it a figure: units, currencies, what a price is per. Loaded once."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from extractor.document.models import FigureKind
from extractor.resources import corpus
from extractor.tables import Row, read_table

_FEW = 16  # branches that a search tries one by one
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
    """Forms by their lower-case text, with the greatest length of one by its first character; a blank's is of any."""

    by_text: dict[str, list[Unit]]
    longest: dict[str, int]

    def at(self, folded: str, start: int) -> list[tuple[Unit, int]]:
        """Units whose form stands at ``start``, the longest first, each with its end; 个 百分 点 is a form too."""
        longest = self.longest.get(folded[start : start + 1].lower())
        if longest is None:
            return []
        piece = folded[start : start + self.longest[" "]].lower()
        places = range(1, len(piece) + 1)
        if " " in piece:
            inked = [place for place, character in enumerate(piece) if character != " "]
            piece, places = piece.replace(" ", ""), [place + 1 for place in inked]  # type: ignore[assignment]
        piece = piece[:longest]
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
    before_longest: dict[str, int]  # the greatest length of one by its last character
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


def begins(forms: Iterable[str]) -> str:
    """A pattern of nothing, where one of some literal forms may begin: put first, it makes a search fail fast."""
    forms = set(filter(None, forms))
    pairs = [form for form in forms if len(form) > 1]
    ways = [_one_of(form[0] for form in forms if len(form) == 1)] if len(pairs) < len(forms) else []
    if pairs:
        ways.append(_one_of(form[0] for form in pairs) + _one_of(form[1] for form in pairs))
    return f"(?={'|'.join(ways)})"


def _one_of(characters: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(set(characters))))}]"


def alternation(forms: Iterable[str]) -> str:
    """A pattern of any of some literal forms, the longest first, that reads each common beginning only once."""
    forms = set(forms)
    return f"{begins(forms)}(?:{_branches(forms)})"


def _branches(forms: set[str]) -> str:
    """Forms by their first characters, each with what may follow it; a form that ends here is tried last.

    Where many characters may come first, a search asks for groups of them: it tries the branches one after another.
    """
    following: dict[str, set[str]] = {}
    for form in sorted(forms):
        if form:
            following.setdefault(form[0], set()).add(form[1:])
    branches = {}
    for first, rest in following.items():
        tail = _branches(rest) if rest != {""} else ""
        if "" in rest and tail:
            tail = f"(?:{tail})?"
        elif len(rest) > 1:
            tail = f"(?:{tail})"
        branches[first] = tail
    if len(branches) <= _FEW:
        return "|".join(re.escape(first) + tail for first, tail in branches.items())
    firsts = list(branches)
    groups = [firsts[at : at + _FEW] for at in range(0, len(firsts), _FEW)]
    return "|".join(
        f"{_one_of(group)}(?:{'|'.join(f'(?<={re.escape(first)}){branches[first]}' for first in group)})"
        for group in groups
    )


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
    ahead = re.compile(rf"(?:每|单(?=[车台套]))([0-9一二三五十百千万]{{0,4}}) ?({forms})", re.IGNORECASE)
    return Units(Forms(by_text, _longest(by_text, 0)), before, _longest(before, -1), per, after, ahead)


def _longest(forms: Collection[str], at: int) -> dict[str, int]:
    """The greatest length of a form by its first or its last character, of any where a blank stands there."""
    longest = {" ": max(map(len, forms))}
    for form in forms:
        longest[form[at]] = max(len(form), longest.get(form[at], 0))
    return longest
