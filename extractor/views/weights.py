"""The learned part of the decision: logistic weights by feature, read from ``models/views/weights.csv``.

They are fitted by ``python -m extractor.training.views`` on annotated articles. One binary regression says whether a
draft is a view, another one the same where the stance model was asked; four, normalised to one, say where it stands.
Being regressions on held probabilities, their outputs are the calibrated confidence that views carry as ``score``.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from extractor.document.models import Stance
from extractor.resources import models
from extractor.tables import read_weights
from extractor.views.features import Features
from extractor.views.lexicon import STANCES

SELECT = "select"
ASKED = "select with model"
_DECISIONS = (SELECT, ASKED, *STANCES)
Weights = dict[str, dict[str, float]]


def weights_path() -> Path:
    """Where the shipped weights lie."""
    return models("views", "weights.csv")


@cache
def load_weights() -> Weights:
    """Weights by decision (``select`` and each stance) and feature. Raises ``ModelError`` where one is missing."""
    return read_weights(weights_path(), _DECISIONS)


def probability(weights: dict[str, float], features: Features) -> float:
    """The logistic of the weighted sum."""
    total = sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def stance_probabilities(weights: Weights, features: Features) -> dict[Stance, float]:
    """A probability for each stance; they sum to one."""
    raw = {stance: probability(weights[stance], features) for stance in STANCES}
    whole = sum(raw.values())
    return {stance: value / whole for stance, value in raw.items()}
