"""The article's text cut at every boundary of a mention, figure or evidence span, so that marks may overlap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Json = Mapping[str, Any]


@dataclass(slots=True, frozen=True)
class Piece:
    """``text[start:end]`` under one set of marks: an entity, a figure's index, the views it is evidence of.

    ``first`` where the piece begins the mention or figure, so that a link can lead to it.
    """

    start: int
    end: int
    entity: str | None
    entity_type: str | None
    figure: int | None
    views: tuple[int, ...]
    first: bool


def pieces(document: Json) -> list[Piece]:
    """Every piece of the document's text in reading order; joined they are the text."""
    length = len(document["text"])
    entities = _spans((m["start"], m["end"], e) for e in document["entities"] for m in e["mentions"])
    figures = _spans((f["start"], f["end"], i) for i, f in enumerate(document["figures"]))
    evidence = sorted((e["start"], e["end"], i) for i, v in enumerate(document["views"]) for e in v["evidence"])
    cuts = sorted({0, length, *(edge for spans in (entities, figures, evidence) for s in spans for edge in s[:2])})
    result: list[Piece] = []
    open_views: list[tuple[int, int, int]] = []
    waiting = iter([*evidence, None])
    following = next(waiting)
    entity_at, figure_at = _Cursor(entities), _Cursor(figures)
    for start, end in pairwise(cuts):
        while following and following[0] <= start:
            open_views.append(following)
            following = next(waiting)
        open_views = [span for span in open_views if span[1] > start]
        entity, figure = entity_at.over(start), figure_at.over(start)
        result.append(
            Piece(
                start=start,
                end=end,
                entity=entity[2]["id"] if entity else None,
                entity_type=entity[2]["type"] if entity else None,
                figure=figure[2] if figure else None,
                views=tuple(sorted({index for _, _, index in open_views})),
                first=bool((entity and entity[0] == start) or (figure and figure[0] == start)),
            )
        )
    return result


class _Cursor:
    """Walks sorted, non-overlapping spans along with the text."""

    def __init__(self, spans: list[tuple[int, int, Any]]) -> None:
        self._spans = spans
        self._at = 0

    def over(self, position: int) -> tuple[int, int, Any] | None:
        while self._at < len(self._spans) and self._spans[self._at][1] <= position:
            self._at += 1
        if self._at < len(self._spans) and self._spans[self._at][0] <= position:
            return self._spans[self._at]
        return None


def _spans(found: Iterator[tuple[int, int, Any]]) -> list[tuple[int, int, Any]]:
    """Sorted, each starting where the one before has ended or later: of two that overlap the first, longest stays."""
    kept: list[tuple[int, int, Any]] = []
    for span in sorted(found, key=lambda s: (s[0], -s[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
