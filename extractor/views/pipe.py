"""The room's one way in: fills ``reading.views``."""

from __future__ import annotations

from extractor.segment.reading import Reading
from extractor.views.decide import Decision, decide
from extractor.views.gather import Gatherer
from extractor.views.lexicon import load_lexicon
from extractor.views.weights import load_weights


def read_views(reading: Reading) -> None:
    """Find every view of the article."""
    reading.views = [decision.view for decision in decisions(reading) if decision.view is not None]


def decisions(reading: Reading) -> list[Decision]:
    """Every draft of the article with what was decided on it, for ``extractor views --explain``."""
    lexicon = load_lexicon()
    gatherer = Gatherer(reading, lexicon)
    drafts = gatherer.gather()
    main = gatherer.main.key if gatherer.main is not None else None
    return decide(reading, lexicon, load_weights(), drafts, main)
