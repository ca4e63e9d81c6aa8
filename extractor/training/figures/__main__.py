"""``python -m extractor.training.figures ARTICLES.jsonl ... --data FOLDER``: fits the shipped weights."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from extractor.figures.ranking import weights_path
from extractor.pipeline import Extractor
from extractor.training.annotations import annotated_figures
from extractor.training.figures.align import Annotated, Asked, questions
from extractor.training.figures.choice import fit

METRIC_PENALTY, SUBJECT_PENALTY = 1.5, 1.2


def collect(extractor: Extractor, articles: Iterable[Annotated]) -> list[Asked]:
    """The questions of annotated articles."""
    return [asked for article in articles for asked in questions(extractor.nlp(article["text"])._.reading, article)]


def records(paths: Iterable[Path]) -> list[Annotated]:
    """The annotated articles of JSON Lines files."""
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def weights_of(asked: list[Asked]) -> dict[str, dict[str, float]]:
    """Weights by decision, fitted on questions."""
    owners = [a.subject for a in asked if a.subject is not None]
    return {"metric": fit([a.metric for a in asked], METRIC_PENALTY), "subject": fit(owners, SUBJECT_PENALTY)}


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
    weights = weights_of(collect(Extractor(), articles))
    write(weights, chosen.output)
    print(f"{chosen.output}: " + ", ".join(f"{len(row)} weights of {name}" for name, row in weights.items()))


if __name__ == "__main__":
    main()
