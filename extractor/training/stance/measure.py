"""Measures of a stance classifier: accuracy, macro-F1, calibration; and the lexicon rule it must beat."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.document.models import Stance
from extractor.resources import corpus
from extractor.tables import read_table
from extractor.training.stance.examples import Example
from extractor.views.stance import STANCES


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Row-wise shares of ``logits / temperature``."""
    scaled = logits / temperature
    scaled = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return scaled / scaled.sum(axis=1, keepdims=True)


def accuracy(said: Sequence[str], gold: Sequence[str]) -> float:
    """Share of equal answers."""
    return sum(a == b for a, b in zip(said, gold, strict=True)) / max(len(gold), 1)


def macro_f1(said: Sequence[str], gold: Sequence[str]) -> float:
    """Mean F1 over the stances that occur in ``gold``."""
    scores = []
    for stance in set(gold):
        hits = sum(a == b == stance for a, b in zip(said, gold, strict=True))
        scores.append(2 * hits / (sum(a == stance for a in said) + sum(b == stance for b in gold)))
    return sum(scores) / max(len(scores), 1)


def fitted_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature that gives the labels the smallest log loss, by search over a fine grid."""
    grid = np.exp(np.linspace(np.log(0.25), np.log(6), 200))
    losses = [-np.log(softmax(logits, t)[np.arange(len(labels)), labels] + 1e-12).mean() for t in grid]
    return float(grid[int(np.argmin(losses))])


def calibration_error(shares: np.ndarray, labels: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error: the mean gap between confidence and accuracy, over ``bins`` bins of confidence."""
    sure, right = shares.max(axis=1), shares.argmax(axis=1) == labels
    which = np.minimum((sure * bins).astype(int), bins - 1)
    return float(sum(abs(sure[which == b].sum() - right[which == b].sum()) for b in range(bins)) / len(labels))


def area(scores: Sequence[float], positive: Sequence[bool]) -> float:
    """The area under the ROC curve: how often a positive scores above a negative."""
    order = np.argsort(np.asarray(scores), kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    marked = np.asarray(positive, dtype=bool)
    count = int(marked.sum())
    return float((ranks[marked].sum() - count * (count + 1) / 2) / max(count * (len(order) - count), 1))


class Lexicon:
    """Counts cue words around the target, the nearer the heavier; nothing found means bullish, the commonest stance."""

    def __init__(self) -> None:
        table = read_table(corpus("training", "stance", "cues.csv"), ["cue", "stance", "place"])
        self._cues: list[tuple[str, Stance]] = [(row["cue"], row.choice("stance", STANCES)) for row in table]

    def stance(self, example: Example) -> Stance:
        """The stance of the heaviest cues."""
        text = example.evidence
        target = max(text.find(example.target), 0)
        totals = dict.fromkeys(STANCES, 0.0)
        for cue, stance in self._cues:
            at = text.find(cue)
            while at >= 0:
                totals[stance] += 1 / (10 + abs(at - target))
                at = text.find(cue, at + 1)
        return max(STANCES, key=lambda s: totals[s])
