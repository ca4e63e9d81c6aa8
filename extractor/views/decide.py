"""From drafts to views: which count, where they stand, how sure that is.

A rating decides the stance. Otherwise the signs do, by the fitted weights of their directions, kinds and clauses; the
same regression gives the score. The stance model is asked too: whether a draft is a view, a second regression decides
on the rules' features and the model's log odds; where the signs point both ways or nowhere, its stances are mixed with
theirs as a weighted geometric mean.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from extractor.document.models import Evidence, PriceTarget, Stance, View
from extractor.document.models import Target as ViewTarget
from extractor.segment.reading import Reading, Sentence
from extractor.views.drafts import Draft
from extractor.views.features import Features, Field, model_features, selection_features, stance_features
from extractor.views.lexicon import Lexicon
from extractor.views.stance import Judgement, StanceInput, StanceModel
from extractor.views.weights import ASKED, SELECT, Weights, probability, stance_probabilities

# The probability from which a draft is a view: with a sign that points somewhere or a price, and without either. These
# and the next two lines are the best of a coarse grid by cross-validation (``extractor.training.views.ablation``).
THRESHOLD, UNSIGNED_THRESHOLD = 0.4, 0.45
STANCE_SHARE = 0.4  # the model's exponent in the mean of the stances' probabilities, the rules' being the rest
LEAST, MOST = 0.15, 0.7  # the rules' probabilities of a view between which the model is asked
RATING_SCORE = 0.97  # of views with a rating in the annotated articles, the share on which the label decides rightly
MOST_EVIDENCE = 4
Shares = dict[Stance, float]


@dataclass(slots=True)
class Decision:
    """A draft with what was decided on it, and why."""

    draft: Draft
    features: Features
    chance: float  # that it is a view: by the rules, and where it was asked by the model too
    stances: Shares
    model: Judgement | None = None
    view: View | None = None


def decide(
    reading: Reading,
    lexicon: Lexicon,
    weights: Weights,
    drafts: list[Draft],
    main: str | None,
    model: StanceModel | None = None,
    alone: bool = False,
) -> list[Decision]:
    """One decision for each draft, in order; without a model, by the rules alone.

    ``alone`` lets the model decide all that no rating does, to measure what it knows.
    """
    out, field = [], Field(drafts, main)
    for draft in drafts:
        features = selection_features(draft, field)
        chance = probability(weights[SELECT], features)
        out.append(Decision(draft, features, chance, stance_probabilities(weights, stance_features(draft))))
    if model is not None:
        _ask(reading, [d for d in out if alone or _unsure(d)], model)
        for decision in out:
            decision.chance = _reconsidered(decision, weights, alone)
    for decision in out:
        if decision.chance >= _threshold(decision.draft) or _labelled(decision.draft):
            decision.view = _view(reading, lexicon, decision, alone)
    return out


def _threshold(draft: Draft) -> float:
    """The least probability of a draft's kind that makes it a view."""
    signs = [s for s in draft.signs if not s.premise]
    return THRESHOLD if signs or draft.prices else UNSIGNED_THRESHOLD


def _view(reading: Reading, lexicon: Lexicon, decision: Decision, alone: bool) -> View:
    draft = decision.draft
    if draft.ratings:
        stance, score, by = draft.ratings[-1].stance, RATING_SCORE, "rule:rating"
    else:
        stance, score, by = _stance(decision, alone)
    target, sentences = draft.named, evidence_of(draft)
    return View(
        holder=draft.who.holder,
        target=ViewTarget(reading.text[target.start : target.end], _counted(reading, draft) or target.entity),
        stance=stance,
        score=round(score, 3),
        evidence=[Evidence(s.start, s.end, reading.text[s.start : s.end], q) for s, q in sentences],
        rating=draft.ratings[-1].rating if draft.ratings else None,
        price_target=_price(draft),
        horizon=_horizon(reading, lexicon, draft, [s for s, _ in sentences]),
        decided_by=by,
    )


def _counted(reading: Reading, draft: Draft) -> str | None:
    """The index in whose points a market's target is given: 美股将升至7000点 speaks of the S&P 500."""
    points = {found.start for found in draft.prices if found.price.currency == "points"}
    if not points or draft.target.kind != "market":
        return None
    indices = {entity.id for entity in reading.entities if entity.type == "index"}
    owners = [figure.subject for figure in reading.figures if figure.start in points]
    return next((owner for owner in owners if owner in indices), None)


def _means(draft: Draft) -> str:
    """By what the rules decided: signs, a price target, or the share of each stance among all views."""
    return "rule:cues" if draft.signs else "rule:price_target" if draft.prices else "rule:prior"


def _stance(decision: Decision, alone: bool) -> tuple[Stance, float, str]:
    """The likeliest stance, its probability, and what decided it."""
    draft, rules = decision.draft, decision.stances
    stance = max(rules, key=lambda s: rules[s])
    if decision.model is None or not (alone or _left_open(draft)):
        return stance, rules[stance], _means(draft)
    said, share = decision.model.stances, 1.0 if alone else STANCE_SHARE
    mixed = {s: rules[s] ** (1 - share) * max(said[s], 1e-4) ** share for s in said}
    likeliest = max(mixed, key=lambda s: mixed[s])
    by = f"{_means(draft)}+model" if likeliest == stance else "model"
    return likeliest, mixed[likeliest] / sum(mixed.values()), by


def _ask(reading: Reading, decisions: list[Decision], model: StanceModel) -> None:
    """Note what the model says of each decision."""
    answers = model.predict([question(reading, d.draft) for d in decisions])
    for decision, answer in zip(decisions, answers, strict=True):
        decision.model = answer


def _reconsidered(decision: Decision, weights: Weights, alone: bool) -> float:
    """The probability of a view once the model was heard; the rules' own where it has no word on that."""
    if decision.model is None or decision.model.view is None:
        return decision.chance
    if alone:
        return decision.model.view
    return probability(weights[ASKED], decision.features | model_features(decision.model.view))


def _labelled(draft: Draft) -> bool:
    """Whether a rating or a price target makes the draft a view whatever else is said."""
    return bool(draft.ratings or draft.prices)


def _unsure(decision: Decision) -> bool:
    """Whether the model may change anything: that the draft is a view, or where it stands."""
    if decision.draft.ratings or decision.chance < LEAST:
        return False
    return decision.chance <= MOST or _left_open(decision.draft)


def _left_open(draft: Draft) -> bool:
    """Whether neither a rating nor signs that all point one way decide the stance."""
    return not draft.ratings and len({sign.direction for sign in draft.signs if not sign.premise}) != 1


def question(reading: Reading, draft: Draft) -> StanceInput:
    """What the stance model is asked of a draft."""
    evidence = "".join(reading.plain[s.start : s.end] for s, _ in evidence_of(draft))
    holder = reading.plain[draft.who.start : draft.who.end]
    return StanceInput(evidence, holder, reading.plain[draft.named.start : draft.named.end])


def evidence_of(draft: Draft) -> list[tuple[Sentence, bool]]:
    """The sentences that the view rests on: those with signs, labels or prices, else the first with the target."""
    found = draft.sentences or [(p.sentence, p.statement.quoted) for p in draft.mentions[:1]]
    return sorted(found)[:MOST_EVIDENCE]


def _price(draft: Draft) -> PriceTarget | None:
    """The price target named most often; among equals one that tells what it replaces, then the last."""
    values = Counter(found.price.value for found in draft.prices)
    return (
        max(
            draft.prices, key=lambda found: (values[found.price.value], found.price.previous is not None, found.start)
        ).price
        if draft.prices
        else None
    )


def _horizon(reading: Reading, lexicon: Lexicon, draft: Draft, sentences: list[Sentence]) -> str | None:
    """The time nearest to what shows the stance most: the heaviest sign, else the first label or price."""
    places = [(s.start, s.end) for s in sentences]
    found = [m for a, b in places for m in lexicon.horizon.finditer(reading.plain, a, b)]
    if not found:
        return None
    signs = [s for s in draft.signs if not s.premise]
    stated = [*(p.start for p in draft.prices), *(r.start for r in draft.ratings)]
    marks = [max(signs, key=lambda s: s.weight).cue.start] if signs else stated
    nearest = min(found, key=lambda m: abs(m.start() - marks[0])) if marks else found[0]
    return reading.text[nearest.start() : nearest.end()]
