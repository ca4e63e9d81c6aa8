"""``python -m extractor.training.views ARTICLES.jsonl --models FOLDS``: fits the shipped weights.

``FOLDS`` is what ``python -m extractor.training.stance folds`` makes: each text is shown to the model that has not
seen it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractor.pipeline import Extractor
from extractor.training.texts import annotated_sets, set_options
from extractor.training.views.fitting import cases, fold_models, weights_of
from extractor.views.weights import Weights, weights_path


def write(weights: Weights, path: Path) -> None:
    """The weights as a table, for ``extractor.views.weights``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ["# Fitted by python -m extractor.training.views; see README.md.", "decision,feature,weight"]
    lines += [f"{decision},{name},{value:.4f}" for decision, row in weights.items() for name, value in row.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main(arguments: Iterable[str] | None = None) -> None:
    """Fit and write the weights."""
    options = set_options(__doc__ or "")
    options.add_argument("--output", type=Path, default=weights_path())
    chosen = options.parse_args(list(arguments) if arguments is not None else None)
    sets = annotated_sets(chosen.articles, chosen.sentences, chosen.data)
    write(
        weights_of([e for c in cases(Extractor(), sets, fold_models(chosen.models)) for e in c.examples]), chosen.output
    )


if __name__ == "__main__":
    main()
