"""``python -m extractor.training.views.ablation ARTICLES.jsonl --models FOLDS``: rules alone, model alone, both.

Cross-validated: a text is decided with weights fitted on the other folds' texts and by the stance model that was
trained on them (``python -m extractor.training.stance folds``), so neither has seen it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractor.evaluate.measures import Tally
from extractor.pipeline import Extractor
from extractor.training.texts import FOLDS, annotated_sets, set_options
from extractor.training.views.align import Drafted
from extractor.training.views.fitting import Case, cases, fold_models, weights_of
from extractor.views.decide import Decision, decide
from extractor.views.lexicon import load_lexicon
from extractor.views.stance import StanceModel
from extractor.views.weights import Weights

MODES = {"rules alone": (False, False), "model alone": (True, True), "both": (True, False)}  # asked, and asked alone


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
    found: list[Case], weights: list[Weights], models: list[StanceModel], asked: bool, alone: bool
) -> dict[str, tuple[Tally, Tally]]:
    """Views found, and with the right stance, by part."""
    lexicon = load_lexicon()
    tallies: dict[str, tuple[Tally, Tally]] = defaultdict(lambda: (Tally(), Tally()))
    for case in found:
        text, model = case.text, models[case.fold] if asked else None
        decisions = decide(text.reading, lexicon, weights[case.fold], text.drafts, text.main, model, alone)
        count(text, decisions, *tallies[case.part])
    return tallies


def main(arguments: Iterable[str] | None = None) -> None:
    """Print found F1 and stance F1 by part for each of the three."""
    chosen = set_options(__doc__ or "").parse_args(list(arguments) if arguments is not None else None)
    models = fold_models(chosen.models)
    found = cases(Extractor(), annotated_sets(chosen.articles, chosen.sentences, chosen.data), models)
    weights = [weights_of([e for c in found if c.fold != fold for e in c.examples]) for fold in range(FOLDS)]
    for mode, (asked, alone) in MODES.items():
        for part, (views, stance) in measure(found, weights, models, asked, alone).items():
            print(f"{mode:12} {part:15} found {views.f1:.3f}  stance {stance.f1:.3f}  ({views.gold} views)")


if __name__ == "__main__":
    main()
