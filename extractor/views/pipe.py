"""The room's one way in: fills ``reading.views``."""

from __future__ import annotations

from extractor.segment.reading import Reading
from extractor.views.decide import Decision, decide
from extractor.views.gather import Gatherer
from extractor.views.lexicon import load_lexicon
from extractor.views.stance import StanceModel
from extractor.views.weights import load_weights


def read_views(reading: Reading, model: StanceModel | None = None) -> None:
    """Find every view of the article; with a model, ask it where the rules are not sure of a stance."""
    reading.views = [decision.view for decision in decisions(reading, model) if decision.view is not None]


def decisions(reading: Reading, model: StanceModel | None = None) -> list[Decision]:
    """Every draft of the article with what was decided on it, for ``extractor views --explain``."""
    lexicon = load_lexicon()
    gatherer = Gatherer(reading, lexicon)
    drafts = gatherer.gather()
    main = gatherer.main.key if gatherer.main is not None else None
    return decide(reading, lexicon, load_weights(), drafts, main, model)
