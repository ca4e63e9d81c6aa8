"""Conditional logistic regression: which of several candidates, each a set of named features, is taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

STEPS = 600
RATE = 0.05


@dataclass(slots=True)
class Question:
    """The candidates of one figure as features; ``right`` says of each whether it may be taken."""

    rows: list[list[str]]
    right: list[bool]
    weight: float = 1.0


def fit(questions: Sequence[Question], penalty: float, least: int = 3) -> dict[str, float]:
    """Weights by feature that maximise the likelihood that a right candidate is taken, less a ridge penalty.

    Questions without a right or a wrong candidate teach nothing; features of fewer than ``least`` rows are left out.
    """
    asked = [q for q in questions if any(q.right) and not all(q.right)]
    counts = Counter(name for q in asked for row in q.rows for name in set(row))
    names = sorted(name for name, n in counts.items() if n >= least)
    column = {name: i for i, name in enumerate(names)}
    # The candidates' features one after another: the number of the candidate, and the column of the feature.
    rows = [[column[name] for name in row if name in column] for q in asked for row in q.rows]
    candidate = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    feature = np.array([c for row in rows for c in row], dtype=np.int64)
    sizes = [len(q.rows) for q in asked]
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.array([float(r) for q in asked for r in q.right])
    share = np.repeat([q.weight for q in asked], sizes)
    found, mean, square = np.zeros(len(names)), np.zeros(len(names)), np.zeros(len(names))
    for step in range(1, STEPS + 1):
        raw = np.bincount(candidate, found[feature], len(rows))
        raw = np.exp(raw - np.repeat(np.maximum.reduceat(raw, first), sizes))
        taken = raw / np.repeat(np.add.reduceat(raw, first), sizes)
        good = raw * right
        wanted = good / np.repeat(np.add.reduceat(good, first), sizes)
        gradient = np.bincount(feature, (share * (wanted - taken))[candidate], len(names)) - penalty * found
        mean = 0.9 * mean + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        found += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {name: float(value) for name, value in zip(names, found, strict=True) if abs(value) >= 0.005}
