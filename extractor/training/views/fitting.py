"""The weights of the views room, fitted on examples of all annotated sets."""

from __future__ import annotations

from extractor.training.texts import ARTICLES, IN_PLACE, SENTENCES
from extractor.training.views.align import Example
from extractor.training.views.logistic import fit
from extractor.views.lexicon import STANCES
from extractor.views.weights import SELECT, Weights

# An example of a whole article, which is what is read in use, counts more than one of a single sentence, or of an
# article annotated in place by other hands that kept more views.
SHARES = {ARTICLES: 4.0, SENTENCES: 1.0, IN_PLACE: 1.0}
SELECT_PENALTY, STANCE_PENALTY = 20.0, 2.0


def weights_of(found: list[Example]) -> Weights:
    """Weights by decision: whether a draft is a view, and for each stance whether it is the view's."""
    shares = [e.weight for e in found]
    weights = {SELECT: fit([e.selection for e in found], [e.stance is not None for e in found], shares, SELECT_PENALTY)}
    views = [e for e in found if e.stance is not None]
    for stance in STANCES:
        labels = [e.stance == stance for e in views]
        weights[stance] = fit([e.position for e in views], labels, [e.weight for e in views], STANCE_PENALTY)
    return weights
