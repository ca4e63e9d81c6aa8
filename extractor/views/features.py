"""What speaks for and against a draft, as numbers: for whether it is a view, and for where it stands."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from extractor.segment.reading import Sentence
from extractor.views.drafts import Draft

Features = dict[str, float]
CLEAR = 0.8  # the weight of one plain sign


class Field:
    """The drafts of an article, against which each of them is held; ``main`` is the key of its main target."""

    def __init__(self, drafts: Sequence[Draft], main: str | None) -> None:
        self.main = main
        self._by_holder: defaultdict[str, list[Draft]] = defaultdict(list)
        self._mentions: Counter[str] = Counter()
        for draft in drafts:
            self._by_holder[draft.who.key].append(draft)
            self._mentions[draft.target.key] += len(draft.mentions)
        self._all = sum(self._mentions.values())

    def rivals(self, draft: Draft) -> list[Draft]:
        """The other drafts of its holder."""
        return [d for d in self._by_holder[draft.who.key] if d is not draft]

    def share(self, draft: Draft) -> float:
        """The share of its target in all that holders mention."""
        return self._mentions[draft.target.key] / self._all if self._all else 0.0


def selection_features(draft: Draft, field: Field) -> Features:
    """Whether the holder takes a stand on the target at all. Every value is between 0 and about 3."""
    out: Features = {"bias": 1.0}
    rivals, main = field.rivals(draft), field.main
    own = [s for s in draft.signs if not s.premise]
    direct = [s for s in own if not s.carried]
    total = sum(s.weight for s in own)
    out["signs"] = math.log1p(total)
    out["direct"] = math.log1p(sum(s.weight for s in direct))
    out["premises"] = math.log1p(sum(s.weight for s in draft.signs if s.premise))
    out["clear"] = float(total >= CLEAR)
    out["clear direct"] = float(sum(s.weight for s in direct) >= CLEAR)
    out["strong"] = float(total >= 2 * CLEAR)
    out["no sign"] = float(not own)
    out["carried only"] = float(bool(own) and not direct)
    for kind in {s.cue.what.kind for s in direct}:
        out[f"cue:{kind}"] = 1.0
    for effect in {e for s in direct for e in s.effects}:
        out[f"clause:{effect}"] = 1.0
    best = max((r.weight for r in rivals), default=0.0)
    out["best"] = float(total > 0 and total >= best)
    out["share"] = total / (total + sum(r.weight for r in rivals)) if total else 0.0
    out["unsigned best"] = float(total == 0 and best == 0 and draft.target.key == main)
    out["stronger rival"] = math.log1p(max(0.0, best - total))
    out["rivals"] = math.log1p(len([r for r in rivals if r.weight > 0.5]))
    out["alone"] = float(not rivals)
    out["main"] = float(draft.target.key == main)
    out[f"kind:{draft.target.kind}"] = 1.0
    if direct:
        out[f"signed:{draft.target.kind}"] = 1.0
    out["generic"] = float(draft.target.generic)
    out["entity"] = float(draft.target.entity is not None)
    out["first"] = float(any(p.order == 0 for p in draft.mentions))
    out["late"] = float(bool(draft.mentions) and all(p.order >= 2 for p in draft.mentions))
    out["mentions"] = math.log1p(len(draft.mentions))
    out["sentences"] = math.log1p(len({p.sentence for p in draft.mentions}))
    for tag in sorted({tag for p in draft.mentions for tag in p.tags}):
        out[tag] = 1.0
    labelled = any(r.ratings or r.prices for r in rivals)
    out["rival rated"] = float(labelled and not (draft.ratings or draft.prices))
    out["rated"] = float(bool(draft.ratings))
    out["priced"] = float(bool(draft.prices))
    out["share of mentions"] = field.share(draft)
    out.update(_beside(draft, rivals))
    out.update(_holder(draft))
    return out


def _beside(draft: Draft, rivals: list[Draft]) -> Features:
    """On which side of its mentions a sentence has a rival with a sign of its own: what drives, what is driven."""
    first: dict[Sentence, int] = {}
    for place in draft.mentions:
        first[place.sentence] = min(first.get(place.sentence, place.mention.start), place.mention.start)
    sides = {
        "behind" if sign.target.start > first[sign.sentence] else "ahead"
        for rival in rivals
        for sign in rival.signs
        if sign.sentence in first and not (sign.premise or sign.carried)
    }
    return {f"signed rival {side}": 1.0 for side in sorted(sides)}


def model_features(view: float) -> Features:
    """What the stance model adds: the log odds that it gives a view, ``view`` being its probability."""
    chance = min(max(view, 1e-4), 1 - 1e-4)
    return {"model": math.log(chance / (1 - chance))}


def _holder(draft: Draft) -> Features:
    holder = draft.who.holder
    kind = "person" if holder.person else "house" if holder.org else "unnamed"
    return {
        f"holder:{kind}": 1.0,
        f"who:{draft.who.kind}": 1.0,
        f"said:{draft.statement.kind}": 1.0,
        "carried statement": float(draft.statement.carried),
        "quoted": float(draft.statement.quoted),
    }


def stance_features(draft: Draft) -> Features:
    """Where the holder stands: the weight of signs by direction, of calls and phrases, and of what stands after 但."""
    out: Features = {"bias": 1.0}
    totals: defaultdict[str, float] = defaultdict(float)
    for sign in [s for s in draft.signs if not s.premise] or draft.signs:
        totals[sign.direction] += sign.weight
        if sign.cue.what.kind in ("call", "phrase"):
            totals[f"{sign.direction}:{sign.cue.what.kind}"] += sign.weight
        if "turned" in sign.effects:
            totals[f"{sign.direction}:turned"] += sign.weight
    out.update({name: math.log1p(value) for name, value in totals.items()})
    up, down, flat = totals["up"], totals["down"], totals["flat"]
    whole = up + down + flat + totals["mixed"]
    if whole:
        out["share:up"], out["share:down"], out["share:flat"] = up / whole, down / whole, flat / whole
        out["both"] = min(up, down) / max(up, down, 1e-9)
    for (direction, near), weight in draft.hints.items():
        out[f"hint:{direction}:{'near' if near else 'far'}"] = math.log1p(weight)
    for rating in draft.ratings[-1:]:
        out[f"rating:{rating.stance}"] = 1.0
    for price in draft.prices[-1:]:
        out[f"price:{price.stance}"] = 1.0
    return out
