"""The learned part of a figure's metric and subject: weights by feature, read from ``models/figures/weights.csv``.

They are fitted by ``python -m extractor.training.figures`` on annotated articles: of the candidates that the rules
propose, the one whose features weigh most is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from extractor.errors import ModelError
from extractor.resources import models
from extractor.tables import read_table

DECISIONS = ("metric", "subject")


def weights_path() -> Path:
    """Where the shipped weights lie."""
    return models("figures", "weights.csv")


@cache
def load_weights() -> dict[str, dict[str, float]]:
    """Weights by decision (``metric``, ``subject``) and feature. Raises ``ModelError`` where a decision has none."""
    weights: dict[str, dict[str, float]] = {}
    for row in read_table(weights_path(), ["decision", "feature", "weight"]):
        try:
            value = float(row["weight"])
        except ValueError as error:
            raise row.fault(f"weight is {row['weight']!r}; it must be a number") from error
        weights.setdefault(row.choice("decision", DECISIONS), {})[row["feature"]] = value
    missing = [name for name in DECISIONS if name not in weights]
    if missing:
        raise ModelError(f"{weights_path()}: no weights for {', '.join(missing)}; fit them again")
    return weights


def best(weights: dict[str, float], rows: Sequence[Sequence[str]]) -> int:
    """The index of the candidate whose features weigh most; the first of equals."""
    get = weights.get
    scores = [sum([get(name, 0.0) for name in row]) for row in rows]
    return scores.index(max(scores))
