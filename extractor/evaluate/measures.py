"""Counts and comparisons that every measure rests on. Documents are plain dictionaries in the contract's form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.document.models import ORGANISATIONS

Json = Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """Counts for precision, recall and F1."""

    hit: int = 0
    gold: int = 0
    predicted: int = 0

    @property
    def precision(self) -> float:
        """Right among those predicted."""
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Right among those annotated."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Share:
    """Right out of asked."""

    right: int = 0
    asked: int = 0

    def add(self, ok: bool) -> None:
        """Count one question."""
        self.asked += 1
        self.right += ok

    @property
    def share(self) -> float | None:
        """Null where nothing was asked."""
        return self.right / self.asked if self.asked else None


def coarse(kind: str) -> str:
    """``person``, ``index`` or ``org``; other types stay themselves."""
    return "org" if kind in ORGANISATIONS else kind


def fine(kind: str) -> str:
    """The type, bank and broker counting as one."""
    return "bank" if kind == "broker" else kind


def overlap(a: Json, b: Json) -> int:
    """Characters that two spans share."""
    return max(0, min(a["end"], b["end"]) - max(a["start"], b["start"]))


def touches(span: Json, others: Sequence[Json]) -> bool:
    """True where a span overlaps any of the others."""
    return any(overlap(span, other) for other in others)


def same_number(a: float | None, b: float | None) -> bool:
    """Equal to one part in a million; null equals null alone."""
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(a)))


def alike(a: str | None, b: str | None) -> float:
    """Share of characters that two strings have in common, 0 to 1 (Dice)."""
    x, y = Counter(a or ""), Counter(b or "")
    total = sum(x.values()) + sum(y.values())
    return 2 * sum((x & y).values()) / total if total else 1.0


def entity_map(gold: Json, predicted: Json) -> dict[str, str]:
    """Gold entity id to the predicted id that shares the most mention characters with it."""
    best = {}
    for entity in gold.get("entities", []):
        votes: Counter[str] = Counter()
        for mention in entity["mentions"]:
            for other in predicted.get("entities", []):
                votes[other["id"]] += sum(overlap(mention, m) for m in other["mentions"])
        if votes and votes.most_common(1)[0][1] > 0:
            best[entity["id"]] = votes.most_common(1)[0][0]
    return best
