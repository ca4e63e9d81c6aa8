"""Logistic regression by Newton's method on sparse named features."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.views.features import Features

STEPS = 30


def fit(rows: Sequence[Features], labels: Sequence[bool], weights: Sequence[float], penalty: float) -> Features:
    """Weights by feature name that maximise the weighted likelihood less ``penalty / 2`` times their squares.

    The feature ``bias`` is not penalised. ``rows``, ``labels`` and ``weights`` are of one length.
    """
    names = sorted({name for row in rows for name in row})
    column = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            matrix[i, column[name]] = value
    target, share = np.asarray(labels, dtype=float), np.asarray(weights, dtype=float)
    ridge = np.full(len(names), penalty)
    ridge[column["bias"]] = 1e-6
    found = np.zeros(len(names))
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(matrix @ found, -30, 30)))
        gradient = matrix.T @ (share * (target - p)) - ridge * found
        curvature = (matrix * (share * p * (1 - p))[:, None]).T @ matrix + np.diag(ridge)
        step = np.linalg.solve(curvature, gradient)
        found += step
        if np.abs(step).max() < 1e-6:
            break
    return {name: float(value) for name, value in zip(names, found, strict=True)}
