"""The whole score: entities, figures and views over all documents, with the errors by class.

A gold document may mark spans to ``ignore`` and views as ``optional``: neither demanded nor forbidden.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractor.evaluate import entities, figures, views
from extractor.evaluate.measures import Json, entity_map
from extractor.evaluate.scores import Scores


def score(pairs: Iterable[tuple[Json, Json]]) -> Scores:
    """The scores of (gold, predicted) pairs of documents; an article with no prediction pairs with ``{}``."""
    scores = Scores()
    for gold, predicted in pairs:
        ids = entity_map(gold, predicted)
        entities.add(scores, gold, predicted, ids)
        figures.add(scores, gold, predicted, ids)
        views.add(scores, gold, predicted, ids)
        scores.documents += 1
    return scores
