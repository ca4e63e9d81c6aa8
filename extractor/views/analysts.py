"""Persons who hold views, one entry each."""

from __future__ import annotations

from collections import Counter

from extractor.document.models import Analyst, Stance, View
from extractor.segment import Reading


def analysts_of(reading: Reading) -> list[Analyst]:
    """The analysts of an article, in the order of their first view."""
    names = {entity.id: entity.name for entity in reading.entities}
    by_person: dict[str, list[int]] = {}
    for index, view in enumerate(reading.views):
        if view.holder.person:
            by_person.setdefault(view.holder.person, []).append(index)
    return [_analyst(person, names[person], indices, reading.views) for person, indices in by_person.items()]


def _analyst(person: str, name: str, indices: list[int], views: list[View]) -> Analyst:
    held = [views[i] for i in indices]
    firm = next((v.holder.org for v in held if v.holder.org), None)
    title = next((v.holder.title for v in held if v.holder.title), None)
    return Analyst(person, name, overall_stance([v.stance for v in held]), indices, firm, title)


def overall_stance(stances: list[Stance]) -> Stance:
    """One stance for several: the only direction taken, ``mixed`` where both are."""
    counts = Counter(stances)
    if counts["mixed"] or (counts["bullish"] and counts["bearish"]):
        return "mixed"
    if counts["bullish"]:
        return "bullish"
    return "bearish" if counts["bearish"] else "neutral"
