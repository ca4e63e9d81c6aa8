"""``python -m extractor.training.views ARTICLES.jsonl --sentences SENTENCES.jsonl``: fits the shipped weights."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extractor.pipeline import Extractor
from extractor.training.texts import annotated_sets, set_options
from extractor.training.views.align import drafted, examples
from extractor.training.views.fitting import SHARES, weights_of
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
    extractor = Extractor()
    found = []
    for name, texts in annotated_sets(chosen.articles, chosen.sentences, chosen.data).items():
        found += [e for t in texts for e in examples(drafted(extractor.nlp(t["text"])._.reading, t), SHARES[name])]
    write(weights_of(found), chosen.output)


if __name__ == "__main__":
    main()
