"""A document in the terminal: the article with its marks in place, and the tables under it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from extractor.report.marks import pieces
from extractor.report.rows import compact, entity_rows, figure_rows, place, view_rows

Json = Mapping[str, Any]

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_STANCES = {"bullish": "green", "bearish": "red", "neutral": "yellow", "mixed": "magenta"}
_STANCE_MARKS = {"bullish": "▲", "bearish": "▼", "neutral": "■", "mixed": "◆"}
_PERSON, _ORGANISATION, _INDEX, _OTHER = "bold magenta", "bold cyan", "bold blue", "cyan"
_FIGURE = "bold yellow"


def show(document: Json, console: Console) -> None:
    """Print one document. Colour follows the console: none where its output is piped."""
    heading = document["title"] or "(no headline)"
    facts = [document["published_at"] or "no date", f"{document['script']} {document['region']}", document["doc_id"]]
    console.print(Rule(Text(heading, style="bold"), align="left"))
    console.print(Text(" · ".join(facts), style="dim"))
    console.print(_legend())
    console.print()
    console.print(article(document))
    console.print()
    for table in (_views(document), _figures(document), _entities(document)):
        if table is not None:
            console.print(table)
            console.print()


def article(document: Json) -> Text:
    """The article in its original script: names by colour, figures with their table number, evidence lined."""
    text, result = document["text"], Text()
    for piece in pieces(document):
        style = Style.parse(_style(piece.entity_type, piece.figure))
        if piece.views:
            stance = document["views"][piece.views[0]]["stance"]
            style = Style(underline=True) + (style or Style(color=_STANCES[stance]))
        result.append(text[piece.start : piece.end], style)
        figure = document["figures"][piece.figure] if piece.figure is not None else None
        if figure and figure["end"] == piece.end:
            result.append(str((piece.figure or 0) + 1).translate(_SUPERSCRIPT), "dim")
    return result


def _style(entity_type: str | None, figure: int | None) -> str:
    if figure is not None:
        return _FIGURE
    if entity_type is None:
        return ""
    if entity_type in ("commodity", "currency", "crypto", "location", "sector", "product", "fund"):
        return _OTHER
    return {"person": _PERSON, "index": _INDEX}.get(entity_type, _ORGANISATION)


def _legend() -> Text:
    legend = Text()
    for words, style in (
        ("person", _PERSON),
        ("organisation", _ORGANISATION),
        ("index", _INDEX),
        ("other", _OTHER),
        ("figure¹", _FIGURE),
        ("evidence", "underline"),
    ):
        legend.append(words, style).append("  ")
    return legend


def _table(title: str, *columns: tuple[str, int]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, expand=True, pad_edge=False)
    table.padding = (0, 1, 0, 0)
    for name, ratio in columns:
        table.add_column(name, ratio=ratio, overflow="fold", min_width=3, no_wrap=name == "stance")
    return table


def _views(document: Json) -> Table | None:
    rows = view_rows(document)
    if not rows:
        return None
    table = _table(
        "Analysts and their views",
        ("who", 8), ("title", 7), ("on", 7), ("stance", 8), ("rating", 6), ("target", 7), ("horizon", 7), ("at", 4),
    )  # fmt: skip
    for row in rows:
        stance = Text(f"{_STANCE_MARKS[row.stance]} {row.stance}", _STANCES[row.stance])
        who = Text(row.name or row.firm)
        if row.name and row.firm:
            who.append(f"\n{row.firm}", "dim")
        at = place(document["text"], row.start)
        table.add_row(who, row.title, row.target, stance, row.rating, row.price_target, row.horizon, Text(at, "dim"))
    return table


def _figures(document: Json) -> Table | None:
    rows = figure_rows(document, compact)
    if not rows:
        return None
    table = _table(
        "Figures",
        ("#", 3), ("written", 8), ("value", 9), ("unit", 5), ("±", 4), ("metric", 7), ("whose", 7), ("period", 6),
        ("said by", 6), ("at", 4),
    )  # fmt: skip
    for row in rows:
        change = Text(f"{row.change}{row.basis}", {"↑": "green", "↓": "red"}.get(row.change, ""))
        at = Text(place(document["text"], row.start), "dim")
        number = Text(str(row.index + 1), "dim")
        table.add_row(
            number, row.written, row.value, row.unit, change, row.metric, row.subject, row.period, row.said_by, at
        )
    return table


def _entities(document: Json) -> Table | None:
    rows = entity_rows(document)
    if not rows:
        return None
    table = _table("Names", ("name", 10), ("type", 6), ("tickers", 8), ("as written", 14), ("×", 2), ("at", 4))
    for row in rows:
        at = Text(place(document["text"], row.start), "dim")
        style = _style(row.type, None)
        table.add_row(Text(row.name, style), row.type, row.tickers, row.forms, str(row.mentions), at)
    return table
