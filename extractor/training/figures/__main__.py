"""``python -m extractor.training.figures ARTICLES.jsonl ...``: fits the shipped weights."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from extractor.figures.ranking import weights_path
from extractor.pipeline import Extractor
from extractor.training.figures.align import Asked, questions
from extractor.training.figures.choice import fit

METRIC_PENALTY, SUBJECT_PENALTY = 1.5, 1.2


def collect(extractor: Extractor, paths: Iterable[Path]) -> list[Asked]:
    """The questions of JSON Lines files of annotated articles."""
    out: list[Asked] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            out += questions(extractor.nlp(article["text"])._.reading, article)
    return out


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
    parser.add_argument("--output", type=Path, default=weights_path())
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    extractor = Extractor()
    weights = weights_of(collect(extractor, chosen.articles))
    write(weights, chosen.output)
    print(f"{chosen.output}: " + ", ".join(f"{len(row)} weights of {name}" for name, row in weights.items()))


if __name__ == "__main__":
    main()
