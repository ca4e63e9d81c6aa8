"""``python -m extractor.training.views ARTICLES.jsonl --sentences SENTENCES.jsonl``: fits the shipped weights."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from extractor.pipeline import Extractor
from extractor.training.annotations import annotated_articles
from extractor.training.views.align import Annotated, Example, examples
from extractor.training.views.logistic import fit
from extractor.views.lexicon import STANCES
from extractor.views.weights import SELECT, weights_path

ARTICLE_WEIGHT = 4.0  # an example of a whole article, which is what is read in use, against one of a single sentence
IN_PLACE_WEIGHT = 1.0  # and of an article annotated in place, by other hands that kept more views
SELECT_PENALTY, STANCE_PENALTY = 20.0, 2.0


def collect(extractor: Extractor, articles: Iterable[Annotated], weight: float) -> list[Example]:
    """The examples of annotated articles or sentences."""
    return [e for a in articles for e in examples(extractor.nlp(a["text"])._.reading, a, weight)]


def records(path: Path) -> list[Annotated]:
    """The annotated articles or sentences of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


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
    parser.add_argument("--data", type=Path, help="the folder of the raw articles that annotations.csv points into")
    parser.add_argument("--output", type=Path, default=weights_path())
    chosen = parser.parse_args(list(arguments) if arguments is not None else None)
    extractor = Extractor()
    found = collect(extractor, records(chosen.articles), ARTICLE_WEIGHT)
    if chosen.sentences:
        found += collect(extractor, records(chosen.sentences), 1.0)
    if chosen.data:
        found += collect(extractor, annotated_articles(chosen.data), IN_PLACE_WEIGHT)
    write(weights_of(found), chosen.output)


if __name__ == "__main__":
    main()
