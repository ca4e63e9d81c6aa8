"""``python -m extractor.training.figures ARTICLES.jsonl ... --data FOLDER``: fits the shipped weights."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from extractor.figures.ranking import weights_path
from extractor.pipeline import Extractor
from extractor.segment import Reading
from extractor.training.annotations import annotated_figures
from extractor.training.figures.align import Annotated, Asked, questions
from extractor.training.figures.choice import Question, fit

METRIC_PENALTY, SUBJECT_PENALTY = 2.5, 1.2
Pair = tuple[Reading, Annotated]


def pairs(extractor: Extractor, articles: Iterable[Annotated]) -> list[Pair]:
    """Annotated articles as the rooms before this one read them."""
    return [(extractor.nlp(article["text"])._.reading, article) for article in articles]


def records(paths: Iterable[Path]) -> list[Annotated]:
    """The annotated articles of JSON Lines files."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def weights_of(found: Sequence[Pair]) -> dict[str, dict[str, float]]:
    """Weights by decision.

    Owners are fitted twice: what stands before a figure is first as annotated, then half the time what the first
    weights take, so that the second ones do not rest on a figure before that is always right.
    """
    told = [asked for pair in found for asked in questions(*pair)]
    weights = {
        "metric": fit([asked.metric for asked in told], METRIC_PENALTY),
        "subject": fit(_owners(told), SUBJECT_PENALTY),
    }
    taken = [asked for pair in found for asked in questions(*pair, weights)]
    halved = [replace(question, weight=question.weight / 2) for question in _owners(told) + _owners(taken)]
    weights["subject"] = fit(halved, SUBJECT_PENALTY)
    return weights


def _owners(asked: Iterable[Asked]) -> list[Question]:
    return [a.subject for a in asked if a.subject is not None]


def write(weights: dict[str, dict[str, float]], path: Path) -> None:
    """The weights as a table, for ``extractor.figures.ranking``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["# Fitted by python -m extractor.training.figures; see README.md.", "decision,feature,weight"]
    for decision, row in weights.items():
        lines += [f'{decision},"{name}",{value:.3f}' for name, value in sorted(row.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Iterable[str] | None = None) -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, nargs="+", help="annotated articles in the contract's form, JSON Lines")
    parser.add_argument("--data", type=Path, help="the folder of the raw articles that annotations.csv points into")
    parser.add_argument("--output", type=Path, default=weights_path())
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    articles = records(chosen.articles)
    if chosen.data:
        articles += annotated_figures(chosen.data)
    weights = weights_of(pairs(Extractor(), articles))
    write(weights, chosen.output)
    print(f"{chosen.output}: " + ", ".join(f"{len(row)} weights of {name}" for name, row in weights.items()))


if __name__ == "__main__":
    main()
