"""From drafts to views: which count, where they stand, how sure that is."""

from __future__ import annotations

import math
from collections import Counter

from extractor.document.models import Evidence, PriceTarget, Stance, View
from extractor.document.models import Target as ViewTarget
from extractor.segment.reading import Reading
from extractor.views.drafts import Draft
from extractor.views.lexicon import Direction, Lexicon

_STANCE: dict[Direction, Stance] = {"up": "bullish", "down": "bearish", "flat": "neutral", "mixed": "mixed"}
MIN_WEIGHT = 0.8


def decide(reading: Reading, lexicon: Lexicon, draft: Draft) -> View | None:
    """The view that a draft amounts to, or none."""
    if not draft.ratings and not draft.prices and draft.weight < MIN_WEIGHT:
        return None
    stance, score, by = stand(draft)
    first = draft.sentences[0][0] if draft.sentences else None
    if first is None:
        return None
    target = draft.target
    return View(
        holder=draft.who.holder,
        target=ViewTarget(reading.text[target.start : target.end], target.entity),
        stance=stance,
        score=round(score, 3),
        evidence=[Evidence(s.start, s.end, reading.text[s.start : s.end], q) for s, q in draft.sentences[:4]],
        rating=draft.ratings[-1].rating if draft.ratings else None,
        price_target=_price(draft),
        horizon=_horizon(reading, lexicon, draft),
        decided_by=by,
    )


def stand(draft: Draft) -> tuple[Stance, float, str]:
    """Stance, confidence and the means by which it was decided."""
    if draft.ratings:
        return draft.ratings[-1].stance, 0.97, "rule:rating"
    totals: Counter[Direction] = Counter()
    for sign in draft.signs:
        if not sign.premise:
            totals[sign.direction] += sign.weight
    up, down, flat, mixed = (totals[d] for d in ("up", "down", "flat", "mixed"))
    if draft.prices and not up and not down:
        way = next((p.stance for p in draft.prices if p.stance), None)
        return way or "bullish", 0.6, "rule:price_target"
    strong, weak = max(up, down), min(up, down)
    if flat > 1.2 * strong and flat >= mixed:
        return "neutral", _confidence(flat, strong), "rule:cues"
    if mixed > 1.2 * strong:
        return "mixed", _confidence(mixed, strong), "rule:cues"
    if weak > 0.85 * strong:
        return "mixed", 0.45, "rule:cues"
    return ("bullish" if up > down else "bearish"), _confidence(strong, weak), "rule:cues"


def _confidence(most: float, rest: float) -> float:
    return 1 / (1 + math.exp(-(0.2 + 0.6 * (most - 1.5 * rest))))


def _price(draft: Draft) -> PriceTarget | None:
    return draft.prices[-1].price if draft.prices else None


def _horizon(reading: Reading, lexicon: Lexicon, draft: Draft) -> str | None:
    for sentence, _ in draft.sentences:
        match = lexicon.horizon.search(reading.plain, sentence.start, sentence.end)
        if match:
            return reading.text[match.start() : match.end()]
    return None
