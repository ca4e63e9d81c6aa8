"""The rows of the analysts', figures' and entities' tables, as strings: the same for terminal and HTML.

Documents come in as plain dictionaries in the contract's form, so that a page can be made of an article just read or
of a line of an archive's output.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_ARROWS = {"up": "↑", "down": "↓", "flat": "→"}
_MODIFIERS = {"about": "≈", "more_than": ">", "less_than": "<", "up_to": "≤", "at_least": "≥"}
_UNITS = {"points": "pts", "x": "×"}


@dataclass(slots=True, frozen=True)
class ViewRow:
    """One view: who, of which firm, on what, how."""

    index: int
    start: int
    name: str
    firm: str
    title: str
    target: str
    stance: str
    score: str
    rating: str
    price_target: str
    horizon: str
    decided_by: str


@dataclass(slots=True, frozen=True)
class FigureRow:
    """One figure: as written, as a number, and what it says about whom."""

    index: int
    start: int
    written: str
    value: str
    unit: str
    change: str
    basis: str
    metric: str
    subject: str
    period: str
    said_by: str


@dataclass(slots=True, frozen=True)
class EntityRow:
    """One entity and how often it is named."""

    id: str
    start: int
    type: str
    name: str
    tickers: str
    forms: str
    mentions: int


def names(document: Json) -> dict[str, str]:
    """Entity id to name."""
    return {entity["id"]: entity["name"] for entity in document["entities"]}


def view_rows(document: Json) -> list[ViewRow]:
    """The views in the document's order."""
    known = names(document)
    return [_view_row(index, view, known) for index, view in enumerate(document["views"])]


def _view_row(index: int, view: Json, known: dict[str, str]) -> ViewRow:
    holder, target = view["holder"], view["target"]
    person, firm = known.get(holder["person"], ""), known.get(holder["org"], "")
    return ViewRow(
        index=index,
        start=min((e["start"] for e in view["evidence"]), default=0),
        name=person or ("" if firm else holder["text"]),
        firm=firm,
        title=holder["title"] or "",
        target=target["text"],
        stance=view["stance"],
        score=f"{view['score']:.2f}",
        rating=_change(view["rating"] and view["rating"]["previous"], view["rating"] and view["rating"]["value"]),
        price_target=_price_target(view["price_target"]),
        horizon=view["horizon"] or "",
        decided_by=view["decided_by"],
    )


def figure_rows(document: Json, written: Callable[[float], str]) -> list[FigureRow]:
    """The figures in the document's order, their numbers as ``written`` writes them."""
    known = names(document)
    return [
        FigureRow(
            index=index,
            start=figure["start"],
            written=figure["text"],
            value=value_of(figure, written),
            unit=_unit(figure),
            change=_ARROWS.get(figure["direction"], ""),
            basis=figure["basis"] or "",
            metric=figure["metric"] or "",
            subject=known.get(figure["subject"], ""),
            period=_period(figure),
            said_by=known.get(figure["said_by"], ""),
        )
        for index, figure in enumerate(document["figures"])
    ]


def entity_rows(document: Json) -> list[EntityRow]:
    """The entities in the document's order."""
    return [
        EntityRow(
            id=entity["id"],
            start=min((m["start"] for m in entity["mentions"]), default=0),
            type=entity["type"],
            name=entity["name"],
            tickers=" ".join(entity["tickers"] or filter(None, [entity["ticker"]])),
            forms=" · ".join(dict.fromkeys(m["text"] for m in entity["mentions"])),
            mentions=len(entity["mentions"]),
        )
        for entity in document["entities"]
    ]


def value_of(figure: Json, written: Callable[[float], str]) -> str:
    """The number with its modifier, as ``written`` writes it; a range as ``low – high``."""
    modifier = _MODIFIERS.get(figure["modifier"], "")
    if figure["value"] is not None:
        return f"{modifier}{written(figure['value'])}"
    ends = [written(end) if end is not None else "" for end in (figure["low"], figure["high"])]
    return f"{modifier}{' – '.join(ends)}"


def number(value: float) -> str:
    """A number for a person: all digits up to 10^15, thousands separated, no trailing zeros."""
    if abs(value) >= 1e15:
        return f"{value:.6g}"
    text = f"{value:,.6f}" if isinstance(value, float) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def compact(value: float) -> str:
    """A number in a narrow column: 18.5bn for 18,500,000,000."""
    for scale, suffix in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if abs(value) >= scale:
            return f"{value / scale:,.4g}{suffix}"
    return number(value)


def place(text: str, offset: int) -> str:
    """An offset as ``line:column``, both from 1."""
    line_start = text.rfind("\n", 0, offset) + 1
    return f"{text.count(chr(10), 0, offset) + 1}:{offset - line_start + 1}"


def _unit(figure: Json) -> str:
    stated: str = figure["unit"]
    unit = _UNITS.get(stated, stated)
    return f"{unit}/{figure['per']}" if figure["per"] else unit


def _period(figure: Json) -> str:
    if figure["period"]:
        return figure["period"]
    start, end = figure["period_start"], figure["period_end"]
    return f"{start} – {end}" if start or end else ""


def _price_target(target: Json | None) -> str:
    if not target:
        return ""
    value = number(target["value"]) if target["value"] is not None else f"{target['low']} – {target['high']}"
    previous = number(target["previous"]) if target["previous"] is not None else None
    return f"{_change(previous, value)} {_UNITS.get(target['currency'], target['currency'])}"


def _change(old: str | None, new: str | None) -> str:
    return f"{old} → {new}" if old and new else new or ""
