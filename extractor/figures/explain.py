"""Why each figure is what it is: its rule, its parts, the words behind each attribute; and why a number is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractor.figures.amounts import Amount
from extractor.figures.describe import Described, Describer
from extractor.figures.exclude import excluded_spans, inside, named_span
from extractor.figures.numbers import numbers
from extractor.figures.numerals import fold
from extractor.figures.rules import rules
from extractor.segment import Reading

_ATTRIBUTES = (
    "unit",
    "modifier",
    "direction",
    "basis",
    "per",
    "metric",
    "subject",
    "said_by",
    "period",
    "period_start",
    "period_end",
    "role",
)


@dataclass(slots=True, frozen=True)
class Explained:
    """A figure with the rule that read it, its parts as written, and each attribute with the words that decided it."""

    described: Described
    rule: str
    parts: dict[str, str]
    attributes: dict[str, tuple[Any, str]]


@dataclass(slots=True, frozen=True)
class Refused:
    """A number at ``[start, end)`` that is no figure, with the reason."""

    start: int
    end: int
    reason: str


def explain(reading: Reading) -> list[Explained]:
    """Every figure of an article, explained; the article has been through the rooms before this one."""
    names = {entity.id: entity.name for entity in reading.entities}
    return [_explained(reading, described, names) for described in Describer(reading).all()]


def refused(reading: Reading) -> Iterator[Refused]:
    """Every number that became no figure, in reading order."""
    folded = fold(reading.plain)
    blocked = excluded_spans(folded)
    taken = [(figure.start, figure.end) for figure in reading.figures]
    for number in numbers(reading.plain):
        if inside(number.start, taken):
            continue
        reason = named_span(folded, number.start, blocked) or "no unit, and no level by its context"
        yield Refused(number.start, number.end, reason)


def _explained(reading: Reading, described: Described, names: dict[str, str]) -> Explained:
    item, figure = described.item, described.figure
    attributes = {}
    for name in _ATTRIBUTES:
        value = getattr(figure, name)
        if value is not None and (name != "unit" or name in item.cues):
            attributes[name] = (names.get(value, value), item.cues.get(name, ""))
    rule = rules()[item.amount.rule]
    return Explained(described, f"{rule.name}: {rule.reads}", _parts(reading.plain, item.amount), attributes)


def _parts(text: str, amount: Amount) -> dict[str, str]:
    parts = {"number": text[amount.shift : amount.end].removesuffix(amount.form).strip()}
    if amount.shift > amount.start:
        parts["before"] = text[amount.start : amount.shift].strip()
    if amount.form:
        parts["unit"] = amount.form
    if amount.scale != 1:
        parts["scale"] = f"{amount.scale.normalize():f}"
    return parts


def lines(reading: Reading) -> Iterator[str]:
    """The explanation of an article, line by line, for a terminal."""
    for one in explain(reading):
        figure = one.described.figure
        value = figure.value if figure.value is not None else f"{figure.low} to {figure.high}"
        yield f"{figure.text}  [{figure.start}:{figure.end}]  {figure.kind} {value} {figure.unit}"
        yield f"  rule       {one.rule}"
        yield "  parts      " + ", ".join(f"{name} {part}" for name, part in one.parts.items())
        for name, (decided, cue) in one.attributes.items():
            yield f"  {name:<10} {decided}" + (f"  by {cue}" if cue else "")
    for other in refused(reading):
        yield f"{reading.text[other.start : other.end]}  [{other.start}:{other.end}]  no figure: {other.reason}"
