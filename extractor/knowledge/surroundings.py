"""What stands around a name: words that show it is none here, and words of its legal form that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from extractor.resources import corpus
from extractor.tables import Row, read_table

_WINDOW = 4  # characters on either side that a guard may look at
_META = re.compile(r"[.*+?\[\](){}|\\]")


def files() -> list[Path]:
    """The data files of this module."""
    return [corpus("knowledge", "gazetteer", name) for name in ("guards.csv", "legal_forms.csv")]


def _rows() -> list[Row]:
    return read_table(files()[0], ["form", "before", "after"])


def guards_of(forms: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """For each form that has guards, their places in the table."""
    forms = list(forms)
    guards: dict[str, tuple[int, ...]] = {}
    for place, row in enumerate(_rows()):
        if not row["before"] and not row["after"]:
            raise row.fault("a guard needs a pattern before or after")
        pattern = _compiled(row, row["form"])
        for form in filter(pattern.fullmatch, forms) if _META.search(row["form"]) else [row["form"]]:
            guards[form] = (*guards.get(form, ()), place)
    return guards


def guarded(text: str, start: int, end: int, places: tuple[int, ...]) -> bool:
    """Do the words around ``[start, end)`` show that it names nothing?"""
    for place in places:
        before, after = _guard(place)
        left, right = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
        if (before is None or before.search(left)) and (after is None or after.match(right)):
            return True
    return False


@cache
def _guard(place: int) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    row = _rows()[place]
    before = _compiled(row, f"(?:{row['before']})$") if row["before"] else None
    return before, _compiled(row, row["after"]) if row["after"] else None


def _compiled(row: Row, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise row.fault(f"{pattern!r} is no pattern: {error}") from error


@cache
def _legal_forms() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str]]:
    """The first characters of legal forms, and the patterns of one after any name and after Latin words."""
    rows = read_table(files()[1], ["form", "not_before"])
    tail = {row["form"]: f"{re.escape(row['form'])}(?!{row['not_before']})" for row in rows if row["not_before"]}
    every = [tail.get(row["form"], re.escape(row["form"])) for row in rows]
    chinese = "|".join(form for form in every if not form[0].isascii() or form[0] == "\\")
    latin = "|".join(form for form in every if form[0].isascii() and form[0] != "\\")
    firsts = frozenset(row["form"][0] for row in rows) | {" ", ","}
    return firsts, re.compile(f"(?:{chinese})"), re.compile(rf",? (?:{latin})(?![A-Za-z0-9])\.?")


def legal_end(text: str, end: int) -> int:
    """Where a name that ends at ``end`` ends with its legal form; ``end`` itself where none follows."""
    firsts, chinese, latin = _legal_forms()
    if text[end : end + 1] not in firsts:
        return end
    match = chinese.match(text, end) or (latin.match(text, end) if text[end - 1].isascii() else None)
    return match.end() if match else end
