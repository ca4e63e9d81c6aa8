"""What is counted over all documents: tallies, shares, and the errors by class."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from extractor.evaluate.measures import Json, Share, Tally


@dataclass(slots=True)
class Scores:
    """Counts by measure and errors by class.

    ``tallies`` hold ``mention`` (exact span and coarse type), ``value`` and ``span`` of figures (also by kind as
    ``value:money``), ``found``, ``stance``, ``holder``, ``rating`` and ``price_target`` of views; ``shares`` the
    attributes of what was matched. ``overall`` is the mean F1 of mention, value and stance.
    """

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    shares: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    errors: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    documents: int = 0

    @property
    def overall(self) -> float:
        """The mean F1 of mentions, figure values and stances."""
        return sum(self.tallies[name].f1 for name in ("mention", "value", "stance")) / 3

    def note(self, kind: str, gold: Json, what: str) -> None:
        """Keep one error under its class."""
        self.errors[kind].append(f"{gold['doc_id']}: {what}")

    def to_dict(self) -> dict[str, Any]:
        """Every measure as plain numbers."""
        rows: dict[str, Any] = {
            name: {"precision": t.precision, "recall": t.recall, "f1": t.f1, "gold": t.gold, "predicted": t.predicted}
            for name, t in sorted(self.tallies.items())
        }
        rows |= {name: {"share": s.share, "asked": s.asked} for name, s in sorted(self.shares.items())}
        return rows | {"documents": self.documents, "overall": self.overall}
