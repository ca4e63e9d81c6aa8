"""From drafts to views: which count, where they stand, how sure that is.

A rating decides the stance. Otherwise the signs do, by the fitted weights of their directions, kinds and clauses; the
same regression gives the score. The stance model is asked too: on whether a draft is a view its log odds are added to
the rules'; where the signs point both ways or nowhere, its stances are mixed with theirs as a weighted geometric mean.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from extractor.document.models import Evidence, PriceTarget, Stance, View
from extractor.document.models import Target as ViewTarget
from extractor.segment.reading import Reading, Sentence
from extractor.views.drafts import Draft
from extractor.views.features import Field, selection_features, stance_features
from extractor.views.lexicon import Lexicon
from extractor.views.stance import Judgement, StanceInput, StanceModel
from extractor.views.weights import SELECT, Weights, probability, stance_probabilities

# The probability from which a draft is a view: with a sign that points somewhere, without any, and with a plain call
# (看好, 建议关注). The best F1 over articles that were held out.
THRESHOLD, UNSIGNED_THRESHOLD, CALLED_THRESHOLD = 0.4, 0.55, 0.33
RATING_SCORE = 0.97  # of views with a rating in the annotated articles, the share on which the label decides rightly
MOST_EVIDENCE = 4
Shares = dict[Stance, float]


@dataclass(frozen=True, slots=True)
class Mixing:
    """How much the rules' and the stance model's word count, and where the model is asked."""

    rules: float = 1.0  # the weight of the rules' log odds of a view
    view: float = 0.1  # the weight of the model's
    stance: float = 0.15  # the model's exponent in the mean of the stances' probabilities, the rules' being the rest
    least: float = 0.25  # the rules' probabilities of a view below and above which the model's word
    most: float = 0.6  # hardly changes anything
    everywhere: bool = False  # the model has its say on every stance, not only on those that signs leave open


SHIPPED = Mixing()
MODEL_ALONE = Mixing(rules=0.0, view=1.0, stance=1.0, least=0.0, most=1.0, everywhere=True)


@dataclass(slots=True)
class Decision:
    """A draft with what was decided on it, and why."""

    draft: Draft
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
    mixing: Mixing = SHIPPED,
) -> list[Decision]:
    """One decision for each draft, in order; without a model, by the rules alone."""
    out, field = [], Field(drafts, main)
    for draft in drafts:
        chance = probability(weights[SELECT], selection_features(draft, field))
        out.append(Decision(draft, chance, stance_probabilities(weights, stance_features(draft))))
    if model is not None:
        _ask(reading, [d for d in out if _unsure(d, mixing)], model, mixing)
    for decision in out:
        if decision.chance >= _threshold(decision.draft) or _labelled(decision.draft):
            decision.view = _view(reading, lexicon, decision, mixing)
    return out


def _threshold(draft: Draft) -> float:
    """The least probability of a draft's kind that makes it a view."""
    signs = [s for s in draft.signs if not s.premise]
    if not signs and not draft.prices:
        return UNSIGNED_THRESHOLD
    called = any(s.cue.what.kind == "call" and not s.carried for s in draft.signs)
    return CALLED_THRESHOLD if called else THRESHOLD


def _view(reading: Reading, lexicon: Lexicon, decision: Decision, mixing: Mixing) -> View:
    draft = decision.draft
    if draft.ratings:
        stance, score, by = draft.ratings[-1].stance, RATING_SCORE, "rule:rating"
    else:
        stance, score, by = _stance(decision, mixing)
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


def _stance(decision: Decision, mixing: Mixing) -> tuple[Stance, float, str]:
    """The likeliest stance, its probability, and what decided it."""
    draft, rules = decision.draft, decision.stances
    stance = max(rules, key=lambda s: rules[s])
    if decision.model is None or not _left_open(draft, mixing):
        return stance, rules[stance], _means(draft)
    said = decision.model.stances
    mixed = {s: rules[s] ** (1 - mixing.stance) * max(said[s], 1e-4) ** mixing.stance for s in said}
    likeliest = max(mixed, key=lambda s: mixed[s])
    by = f"{_means(draft)}+model" if likeliest == stance else "model"
    return likeliest, mixed[likeliest] / sum(mixed.values()), by


def _ask(reading: Reading, decisions: list[Decision], model: StanceModel, mixing: Mixing) -> None:
    """Note what the model says of each decision, and mix its word on whether it is a view into the rules'."""
    answers = model.predict([question(reading, d.draft) for d in decisions])
    for decision, answer in zip(decisions, answers, strict=True):
        decision.model = answer
        if answer.view is not None:
            total = mixing.rules * _log_odds(decision.chance) + mixing.view * _log_odds(answer.view)
            decision.chance = 1 / (1 + math.exp(-total))


def _log_odds(chance: float) -> float:
    chance = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(chance / (1 - chance))


def _labelled(draft: Draft) -> bool:
    """Whether a rating or a price target makes the draft a view whatever else is said."""
    return bool(draft.ratings or draft.prices)


def _unsure(decision: Decision, mixing: Mixing) -> bool:
    """Whether the model may change anything: that the draft is a view, or where it stands."""
    if decision.draft.ratings or decision.chance < mixing.least:
        return False
    return decision.chance <= mixing.most or _left_open(decision.draft, mixing)


def _left_open(draft: Draft, mixing: Mixing) -> bool:
    """Whether neither a rating nor signs that all point one way decide the stance."""
    if draft.ratings or mixing.everywhere:
        return not draft.ratings
    return len({sign.direction for sign in draft.signs if not sign.premise}) != 1


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
