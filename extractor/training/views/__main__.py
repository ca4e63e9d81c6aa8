"""``python -m extractor.training.views ARTICLES.jsonl --sentences SENTENCES.jsonl``: fits the shipped weights."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from extractor.pipeline import Extractor
from extractor.training.views.align import Example, examples
from extractor.training.views.logistic import fit
from extractor.views.lexicon import STANCES
from extractor.views.weights import SELECT, weights_path

ARTICLE_WEIGHT = 4.0  # an example of a whole article, which is what is read in use, against one of a single sentence
SELECT_PENALTY, STANCE_PENALTY = 60.0, 2.0


def collect(extractor: Extractor, path: Path, weight: float) -> list[Example]:
    """The examples of a JSON Lines file of annotated articles or sentences."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        out += examples(extractor.nlp(article["text"])._.reading, article, weight)
    return out


def weights_of(found: list[Example]) -> dict[str, dict[str, float]]:
    """Weights by decision, fitted on examples."""
    shares = [e.weight for e in found]
    weights = {SELECT: fit([e.selection for e in found], [e.stance is not None for e in found], shares, SELECT_PENALTY)}
    views = [e for e in found if e.stance is not None]
    for stance in STANCES:
        labels = [e.stance == stance for e in views]
        weights[stance] = fit([e.position for e in views], labels, [e.weight for e in views], STANCE_PENALTY)
    return weights


def write(weights: dict[str, dict[str, float]], path: Path) -> None:
    """The weights as a table, for ``extractor.views.weights``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["# Fitted by python -m extractor.training.views; see README.md.", "decision,feature,weight"]
    lines += [f"{decision},{name},{value:.4f}" for decision, row in weights.items() for name, value in row.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Iterable[str] | None = None) -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="annotated articles in the contract's form, JSON Lines")
    parser.add_argument("--sentences", type=Path, help="annotated sentences: text, views of holder, target and stance")
    parser.add_argument("--output", type=Path, default=weights_path())
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    extractor = Extractor()
    found = collect(extractor, chosen.articles, ARTICLE_WEIGHT)
    if chosen.sentences:
        found += collect(extractor, chosen.sentences, 1.0)
    write(weights_of(found), chosen.output)


if __name__ == "__main__":
    main()
