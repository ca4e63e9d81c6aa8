"""The room's one way in: fills ``reading.views``."""

from __future__ import annotations

from extractor.segment.reading import Reading
from extractor.views.decide import decide
from extractor.views.gather import Gatherer
from extractor.views.lexicon import load_lexicon


def read_views(reading: Reading) -> None:
    """Find every view of the article."""
    lexicon = load_lexicon()
    drafts = Gatherer(reading, lexicon).gather() if reading.statements else []
    reading.views = [view for draft in drafts if (view := decide(reading, lexicon, draft)) is not None]
