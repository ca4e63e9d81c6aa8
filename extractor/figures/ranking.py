"""The learned part of a figure's metric and subject: weights by feature, read from ``models/figures/weights.csv``.

They are fitted by ``python -m extractor.training.figures`` on annotated articles: of the candidates that the rules
propose, the one whose features weigh most is taken. Features that a rule gives together are ``Facts``, made and
weighed once for each of the few sets of words that the rule gives them for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, ParamSpec, Protocol

from extractor.resources import models
from extractor.tables import read_weights

DECISIONS = ("metric", "subject")
_P = ParamSpec("_P")


class Facts(NamedTuple):
    """Features that hold together, and what they weigh in all, in thousandths: whole numbers add up in any order."""

    names: tuple[str, ...]
    weight: int


class Weighed(Protocol):
    """A candidate with what is known of it."""

    @property
    def facts(self) -> Sequence[Facts]: ...  # noqa: D102


def weights_path() -> Path:
    """Where the shipped weights lie."""
    return models("figures", "weights.csv")


@cache
def load_weights() -> dict[str, dict[str, int]]:
    """Weights by decision (``metric``, ``subject``) and feature, in thousandths.

    Raises ``ModelError`` where a decision has none.
    """
    read = read_weights(weights_path(), DECISIONS)
    return {name: {feature: round(1000 * value) for feature, value in row.items()} for name, row in read.items()}


def facts(decision: str) -> Callable[[Callable[_P, tuple[str, ...]]], Callable[_P, Facts]]:
    """Makes a function that names features give their ``Facts``; its arguments are words of small closed sets."""

    def decorate(named: Callable[_P, tuple[str, ...]]) -> Callable[_P, Facts]:
        @cache
        def weighed(*args: _P.args, **kwargs: _P.kwargs) -> Facts:
            names, weights = named(*args, **kwargs), load_weights()[decision]
            return Facts(names, sum(weights.get(name, 0) for name in names))

        return weighed  # type: ignore[return-value]

    return decorate


def features(candidate: Weighed) -> list[str]:
    """The names of all features of a candidate."""
    return [name for fact in candidate.facts for name in fact.names]


def best(candidates: Sequence[Weighed]) -> int:
    """The index of the candidate whose features weigh most; the first of equals."""
    taken, most = 0, None
    for index, candidate in enumerate(candidates):
        weighs = 0
        for _, weight in candidate.facts:
            weighs += weight
        if most is None or weighs > most:
            taken, most = index, weighs
    return taken
