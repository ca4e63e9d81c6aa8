"""The name files: one row an entity, checked, merged over the files, every form folded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args

from extractor.document.models import EntityType
from extractor.knowledge.fold import fold
from extractor.knowledge.records import Caution
from extractor.resources import corpus
from extractor.script import to_simplified
from extractor.tables import Row, read_table

COLUMNS = ["name", "type", "tickers", "aliases"]
OPTIONAL = ["cautious", "short", "key"]
_TYPES = frozenset(get_args(EntityType))
_GRAVITY = ("", "short", "word")
_ABBREVIATED = re.compile(r"\b(?:Inc|Co|Corp|Ltd|Cos|Bros)$")
_WORD_AND_NUMBER = re.compile(r"(?<=[A-Za-z]) (?=[0-9])")


class Form(NamedTuple):
    """A folded form: its spellings in Latin letters as written, the entries (by place) that it may name, its caution.

    A form without entries is no name at all: it hides the names inside it.
    """

    spellings: tuple[str, ...]
    entries: tuple[int, ...]
    caution: Caution


@dataclass(slots=True)
class Names:
    """All entries as ``(key, name, type, tickers)`` and all forms by their folded lower-case text."""

    entries: list[tuple[str, str, str, tuple[str, ...]]] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)


@dataclass(slots=True)
class _Entry:
    place: int
    name: str
    type: str
    tickers: dict[str, None]
    row: Row


@dataclass(slots=True)
class _Claims:
    """Who claims a form: for each entry its caution and the row that says so."""

    spellings: dict[str, None] = field(default_factory=dict)
    entries: dict[int, tuple[Caution, Row]] = field(default_factory=dict)
    own: bool = False


def shipped() -> list[Path]:
    """The name files of the product, in the order in which they are read."""
    return sorted(corpus("knowledge", "names").glob("*.csv"))


def tables() -> list[Path]:
    """The other files that the compiled names depend on."""
    return [corpus("knowledge", "gazetteer", "markets.csv"), corpus("knowledge", "gazetteer", "not_names.csv")]


def read_names(paths: Iterable[Path], own: Iterable[Path] = ()) -> Names:
    """The entries and forms of the product's name files and of a user's ``own``, whose word goes before the product's.

    Raises ``KnowledgeError`` with file, line and reason for a bad row.
    """
    entries: dict[str, _Entry] = {}
    claims: dict[str, _Claims] = {}
    for path, is_own in [*((p, False) for p in paths), *((p, True) for p in own)]:
        in_file: dict[str, tuple[int, Row]] = {}
        for row, cells in _simplified(read_table(path, COLUMNS, OPTIONAL)):
            entry = _entry(row, cells["name"][:1], entries, is_own)
            for form, caution in _forms(cells).items():
                _claim(claims, in_file, form, caution, entry, row, is_own)
    names = Names()
    for key, known in entries.items():
        names.entries.append((key, known.name, known.type, tuple(known.tickers)))
    for text, claim in claims.items():
        caution = max((c for c, _ in claim.entries.values()), key=_GRAVITY.index)
        names.forms[text] = Form(tuple(claim.spellings), tuple(claim.entries), caution)
    for row in read_table(tables()[1], ["words"]):
        names.forms.setdefault(folded(to_simplified(row["words"])).lower(), Form((), (), ""))
    return names


def folded(text: str) -> str:
    """A name as matching sees it, in its own case."""
    return fold(text).text.strip()


def _simplified(rows: list[Row]) -> Iterable[tuple[Row, dict[str, list[str]]]]:
    """Each row with its cells of names in simplified characters, all converted in one go: one by one takes minutes."""
    columns = ["name", "aliases", "short", "cautious"]
    cells = [row[column] for row in rows for column in columns]
    plain = to_simplified("\n".join(cells)).split("\n") if rows else []
    for index, row in enumerate(rows):
        start = index * len(columns)
        values = zip(columns, plain[start : start + len(columns)], strict=True)
        yield row, {column: [part.strip() for part in cell.split("|") if part.strip()] for column, cell in values}


def _entry(row: Row, name: list[str], entries: dict[str, _Entry], own: bool) -> int:
    """The place of the row's entry, new or merged with what earlier rows say of it."""
    if not name:
        raise row.fault("the name is empty")
    kind = row.choice("type", _TYPES)
    tickers = dict.fromkeys(t for code in row.list("tickers") for t in _listing(row, code, kind))
    key = row["key"] or name[0]
    known = entries.get(key)
    if known is None:
        entries[key] = _Entry(len(entries), name[0], kind, tickers, row)
        return len(entries) - 1
    if known.type != kind and not own:
        where = f"{known.row.path.name}:{known.row.line}"
        raise row.fault(f"{name[0]} is {kind} here and {known.type} in {where}; give one of the two a key of its own")
    known.type = kind
    known.tickers = tickers | known.tickers if own else known.tickers | tickers
    return known.place


def _forms(cells: dict[str, list[str]]) -> dict[str, Caution]:
    """Every form of a row with its caution; the graver word holds where a form stands in two columns."""
    forms: dict[str, Caution] = {}
    for column, caution in (("name", ""), ("aliases", ""), ("short", "short"), ("cautious", "word")):
        for text in cells[column]:
            for variant in _variants(folded(text)):
                forms[variant] = caution  # type: ignore[assignment]
    return forms


def _variants(form: str) -> Iterable[str]:
    """The form itself and the spellings that differ by rule: Inc with its full stop, S&P500 without the space."""
    yield form
    if _ABBREVIATED.search(form):
        yield form + "."
    if form.endswith("-KY"):  # 材料*-KY is also written 材料-KY and 材料 - KY
        bare = form[:-3].rstrip("*")
        yield from (f"{bare}-KY", f"{bare}- KY")
    if _WORD_AND_NUMBER.search(form):
        yield _WORD_AND_NUMBER.sub("", form)


def _claim(
    claims: dict[str, _Claims],
    in_file: dict[str, tuple[int, Row]],
    form: str,
    caution: Caution,
    place: int,
    row: Row,
    own: bool,
) -> None:
    text = form.lower()
    if not caution:
        other, earlier = in_file.setdefault(text, (place, row))
        if other != place:
            reason = f"{form} already names {earlier['name']} in line {earlier.line}"
            raise row.fault(f"{reason}; put it under cautious or short in one of the two")
    claim = claims.setdefault(text, _Claims())
    if own and not claim.own:
        claim.own = True
        claim.entries.clear()
    claim.spellings[form] = None
    before = claim.entries.get(place)
    if before is None or _GRAVITY.index(caution) > _GRAVITY.index(before[0]):
        claim.entries[place] = (caution, row)


@cache
def _markets() -> dict[str, tuple[re.Pattern[str], str]]:
    rows = read_table(tables()[0], ["suffix", "pattern", "also", "exchange"])
    return {row["suffix"]: (re.compile(row["pattern"]), row["also"]) for row in rows}


def _listing(row: Row, ticker: str, kind: str) -> list[str]:
    """A ticker, checked against its market's pattern, with the other suffix in use for the same listing."""
    code, dot, suffix = ticker.rpartition(".")
    if not dot:
        if kind == "index" and re.fullmatch(r"[A-Z0-9+]{2,12}", ticker):
            return [ticker]
        raise row.fault(f"ticker {ticker!r} has no market; write CODE.MARKET, such as 600519.SH, 00700.HK, JPM.US")
    if suffix not in _markets():
        raise row.fault(f"ticker {ticker!r}: market {suffix!r} is not one of {', '.join(sorted(_markets()))}")
    pattern, also = _markets()[suffix]
    if not pattern.fullmatch(code):
        raise row.fault(f"ticker {ticker!r}: the code does not fit the market's pattern {pattern.pattern}")
    return [ticker, f"{code}.{also}"] if also else [ticker]
