"""The annotated sets as cases with examples, and the weights of the views room fitted on these."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from extractor.pipeline import Extractor
from extractor.training.texts import ARTICLES, FOLDS, IN_PLACE, SENTENCES, Annotated, fold_of
from extractor.training.views.align import Drafted, Example, drafted, examples
from extractor.training.views.logistic import fit
from extractor.views.features import Features, model_features
from extractor.views.lexicon import STANCES
from extractor.views.stance import StanceModel
from extractor.views.weights import ASKED, SELECT, Weights

# An example of a whole article, which is what is read in use, counts more than one of a single sentence, or of an
# article annotated in place by other hands that kept more views.
SHARES = {ARTICLES: 4.0, SENTENCES: 1.0, IN_PLACE: 1.0}
SELECT_PENALTY, STANCE_PENALTY = 10.0, 2.0


@dataclass(slots=True)
class Case:
    """An annotated text: the part that it is counted in, its fold, its drafts, and what they teach."""

    part: str
    fold: int
    text: Drafted
    examples: list[Example]


def cases(extractor: Extractor, sets: dict[str, list[Annotated]], models: list[StanceModel]) -> list[Case]:
    """Every text read once; whole articles are counted in two halves, by their place in the file."""
    out = []
    with extractor.nlp.select_pipes(disable=["finance_views"]):  # drafts are made anew, beside the annotation
        for name, texts in sets.items():
            for place, annotated in enumerate(texts):
                part = f"{name}, {'odd' if place % 2 else 'even'}" if name == ARTICLES else name
                text, fold = drafted(extractor.nlp(annotated["text"])._.reading, annotated), fold_of(annotated["text"])
                out.append(Case(part, fold, text, examples(text, SHARES[name], models[fold])))
    return out


def fold_models(folder: Path) -> list[StanceModel]:
    """The stance model for each fold: the one that was trained on the other folds' texts."""
    return [StanceModel.load(folder / str(fold)) for fold in range(FOLDS)]


def weights_of(found: list[Example]) -> Weights:
    """Weights by decision: whether a draft is a view, by the rules and with the model's word, and where it stands."""
    asked = [e for e in found if e.answer is not None]
    weights = {
        SELECT: _selection(found, [e.selection for e in found]),
        ASKED: _selection(asked, [e.selection | model_features(e.answer) for e in asked if e.answer is not None]),
    }
    views = [e for e in found if e.stance is not None]
    for stance in STANCES:
        labels = [e.stance == stance for e in views]
        weights[stance] = fit([e.position for e in views], labels, [e.weight for e in views], STANCE_PENALTY)
    return weights


def _selection(found: list[Example], features: list[Features]) -> dict[str, float]:
    return fit(features, [e.stance is not None for e in found], [e.weight for e in found], SELECT_PENALTY)
