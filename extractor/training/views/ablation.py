"""``python -m extractor.training.views.ablation ARTICLES.jsonl --models FOLDS``: rules alone, model alone, both.

Cross-validated: a text is decided with weights fitted on the other folds' texts and by the stance model that was
trained on them (``python -m extractor.training.stance folds``), so neither has seen it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extractor.evaluate.measures import Tally
from extractor.pipeline import Extractor
from extractor.training.texts import ARTICLES, FOLDS, annotated_sets, fold_of, set_options
from extractor.training.views.align import Drafted, Example, drafted, examples
from extractor.training.views.fitting import SHARES, weights_of
from extractor.views.decide import MODEL_ALONE, SHIPPED, Decision, Mixing, decide
from extractor.views.lexicon import load_lexicon
from extractor.views.stance import StanceModel
from extractor.views.weights import Weights

MODES: dict[str, Mixing | None] = {"rules alone": None, "model alone": MODEL_ALONE, "both": SHIPPED}


@dataclass(slots=True)
class Case:
    """An annotated text: the part that it is counted in, its fold, its drafts, and what they teach."""

    part: str
    fold: int
    text: Drafted
    examples: list[Example]


def cases(extractor: Extractor, sets: dict[str, list]) -> list[Case]:
    """Every text read once; whole articles are counted in two halves, by their place in the file."""
    out = []
    for name, texts in sets.items():
        for place, annotated in enumerate(texts):
            part = f"{name}, {'odd' if place % 2 else 'even'}" if name == ARTICLES else name
            text = drafted(extractor.nlp(annotated["text"])._.reading, annotated)
            out.append(Case(part, fold_of(annotated["text"]), text, examples(text, SHARES[name])))
    return out


def count(text: Drafted, decisions: list[Decision], found: Tally, stance: Tally) -> None:
    """Add one text: a demanded view is found where holder and target fit; an optional one counts neither way."""
    views = [d for d in decisions if d.view is not None]
    demanded = [g for g in text.gold if not g.optional]
    used: set[int] = set()
    for gold in demanded:
        fits = [i for i, d in enumerate(views) if i not in used and gold.fits(d.draft, text.reading)]
        if fits:
            best = max(fits, key=lambda i: _stance(views[i]) == gold.stance)
            used.add(best)
            found.hit += 1
            stance.hit += _stance(views[best]) == gold.stance
    spare = [
        i
        for i, d in enumerate(views)
        if i not in used and any(g.optional and g.fits(d.draft, text.reading) for g in text.gold)
    ]
    for tally in (found, stance):
        tally.gold += len(demanded)
        tally.predicted += len(views) - len(spare)


def _stance(decision: Decision) -> str:
    assert decision.view is not None
    return decision.view.stance


def measure(
    all_cases: list[Case], weights: list[Weights], models: list[StanceModel], mixing: Mixing | None
) -> dict[str, tuple[Tally, Tally]]:
    """Views found, and with the right stance, by part; ``mixing`` null asks no model."""
    lexicon = load_lexicon()
    tallies: dict[str, tuple[Tally, Tally]] = defaultdict(lambda: (Tally(), Tally()))
    for case in all_cases:
        text = case.text
        model = models[case.fold] if mixing else None
        decisions = decide(text.reading, lexicon, weights[case.fold], text.drafts, text.main, model, mixing or SHIPPED)
        count(text, decisions, *tallies[case.part])
    return tallies


def main(arguments: Iterable[str] | None = None) -> None:
    """Print found F1 and stance F1 by part for each of the three."""
    options = set_options(__doc__ or "")
    options.add_argument("--models", type=Path, required=True, help="the folder with a stance model for each fold")
    chosen = options.parse_args(list(arguments) if arguments is not None else None)
    all_cases = cases(Extractor(), annotated_sets(chosen.articles, chosen.sentences, chosen.data))
    weights = [weights_of([e for c in all_cases if c.fold != fold for e in c.examples]) for fold in range(FOLDS)]
    models = [StanceModel.load(chosen.models / str(fold)) for fold in range(FOLDS)]
    for mode, mixing in MODES.items():
        for part, (found, stance) in measure(all_cases, weights, models, mixing).items():
            print(f"{mode:12} {part:15} found {found.f1:.3f}  stance {stance.f1:.3f}  ({found.gold} views)")


if __name__ == "__main__":
    main()
