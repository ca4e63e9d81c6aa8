"""From drafts to views: which count, where they stand, how sure that is.

A rating decides the stance. Otherwise the signs do, by the fitted weights of their directions, kinds and clauses; the
same regression gives the score.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.document.models import Evidence, PriceTarget, Stance, View
from extractor.document.models import Target as ViewTarget
from extractor.segment.reading import Reading, Sentence
from extractor.views.drafts import Draft
from extractor.views.features import selection_features, stance_features
from extractor.views.lexicon import Lexicon
from extractor.views.weights import SELECT, Weights, probability, stance_probabilities

# The probability from which a draft is a view, with a sign that points somewhere and without: the best F1 over articles
# that were held out.
THRESHOLD, UNSIGNED_THRESHOLD = 0.25, 0.6
RATING_SCORE = 0.97  # of views with a rating in the annotated articles, the share on which the label decides rightly
MOST_EVIDENCE = 4


@dataclass(slots=True)
class Decision:
    """A draft with what was decided on it, and why."""

    draft: Draft
    chance: float
    stances: dict[Stance, float]
    view: View | None


def decide(
    reading: Reading, lexicon: Lexicon, weights: Weights, drafts: list[Draft], main: str | None
) -> list[Decision]:
    """One decision for each draft, in order."""
    by_holder: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_holder.setdefault(draft.who.key, []).append(draft)
    out = []
    for draft in drafts:
        rivals = [d for d in by_holder[draft.who.key] if d is not draft]
        chance = probability(weights[SELECT], selection_features(draft, rivals, main))
        stances = stance_probabilities(weights, stance_features(draft))
        signed = draft.weight > 0 or bool(draft.prices)
        chosen = chance >= (THRESHOLD if signed else UNSIGNED_THRESHOLD) or bool(draft.ratings)
        out.append(Decision(draft, chance, stances, _view(reading, lexicon, draft, stances) if chosen else None))
    return out


def _view(reading: Reading, lexicon: Lexicon, draft: Draft, stances: dict[Stance, float]) -> View:
    stance, score, by = _stand(draft, stances)
    target, sentences = draft.target, evidence_of(draft)
    return View(
        holder=draft.who.holder,
        target=ViewTarget(reading.text[target.start : target.end], target.entity),
        stance=stance,
        score=round(score, 3),
        evidence=[Evidence(s.start, s.end, reading.text[s.start : s.end], q) for s, q in sentences],
        rating=draft.ratings[-1].rating if draft.ratings else None,
        price_target=_price(draft),
        horizon=_horizon(reading, lexicon, [s for s, _ in sentences]),
        decided_by=by,
    )


def _stand(draft: Draft, stances: dict[Stance, float]) -> tuple[Stance, float, str]:
    """Stance, confidence and the means by which it was decided."""
    if draft.ratings:
        return draft.ratings[-1].stance, RATING_SCORE, "rule:rating"
    best = max(stances, key=lambda s: stances[s])
    return best, stances[best], "rule:cues" if draft.signs else "rule:price_target" if draft.prices else "rule:prior"


def evidence_of(draft: Draft) -> list[tuple[Sentence, bool]]:
    """The sentences that the view rests on: those with signs, labels or prices, else the first with the target."""
    found = draft.sentences or [(p.sentence, p.statement.quoted) for p in draft.mentions[:1]]
    return sorted(found)[:MOST_EVIDENCE]


def _price(draft: Draft) -> PriceTarget | None:
    return draft.prices[-1].price if draft.prices else None


def _horizon(reading: Reading, lexicon: Lexicon, sentences: list[Sentence]) -> str | None:
    for sentence in sentences:
        match = lexicon.horizon.search(reading.plain, sentence.start, sentence.end)
        if match:
            return reading.text[match.start() : match.end()]
    return None
