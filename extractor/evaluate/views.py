"""Holders, targets, stances, ratings and price targets."""

from __future__ import annotations

from collections import Counter

from extractor.evaluate.measures import Json, alike, same_number
from extractor.evaluate.scores import Scores

# Two targets without a shared entity are the same from this share of common characters.
_TARGET_ALIKE = 0.5


def add(scores: Scores, gold: Json, predicted: Json, ids: dict[str, str]) -> None:
    """Count one document's views."""
    wanted = [v for v in gold["views"] if not v.get("optional")]
    optional = [v for v in gold["views"] if v.get("optional")]
    found = [
        v
        for v in predicted.get("views", [])
        if any(_fits(g, v, ids) for g in wanted) or not any(_fits(g, v, ids) for g in optional)
    ]
    for name in ("found", "stance"):
        scores.tallies[name].gold += len(wanted)
        scores.tallies[name].predicted += len(found)
    for name in ("rating", "price_target"):
        scores.tallies[name].gold += sum(bool(v.get(name)) for v in wanted)
        scores.tallies[name].predicted += sum(bool(v.get(name)) for v in found)
    _match(scores, gold, wanted, found, ids)
    _holders(scores, wanted, found, ids)


def _match(scores: Scores, gold: Json, wanted: list[Json], found: list[Json], ids: dict[str, str]) -> None:
    free = list(found)
    for view in wanted:
        who = f"{view['holder']['text']} on {view['target']['text']}: {view['stance']}"
        fitting = [v for v in free if _fits(view, v, ids)]
        if not fitting:
            scores.note("view missed", gold, who)
            continue
        match = max(fitting, key=lambda v: v["stance"] == view["stance"])
        free = [v for v in free if v is not match]
        scores.tallies["found"].hit += 1
        if match["stance"] == view["stance"]:
            scores.tallies["stance"].hit += 1
        else:
            scores.note("stance", gold, f"{who} got {match['stance']}: {view['evidence'][0]['text'][:60]}")
        if view.get("rating") and match.get("rating"):
            scores.tallies["rating"].hit += view["rating"]["value"] == match["rating"]["value"]
        if view.get("price_target") and match.get("price_target"):
            scores.tallies["price_target"].hit += _same_target_price(view["price_target"], match["price_target"])
        for name in ("rating", "price_target"):
            if view.get(name) != match.get(name) and _shown(view.get(name)) != _shown(match.get(name)):
                scores.note(name, gold, f"{who}: {_shown(view.get(name))} got {_shown(match.get(name))}")
    for view in free:
        what = f"{view['holder']['text']} on {view['target']['text']}: {view['stance']}"
        scores.note("view invented", gold, what)


def _holders(scores: Scores, wanted: list[Json], found: list[Json], ids: dict[str, str]) -> None:
    """(holder, stance) pairs, whatever the target."""
    gold = Counter((_gold_holder(v["holder"], ids), v["stance"]) for v in wanted)
    predicted = Counter((_holder(v["holder"]), v["stance"]) for v in found)
    tally = scores.tallies["holder"]
    tally.gold += sum(gold.values())
    tally.predicted += sum(predicted.values())
    tally.hit += sum((gold & predicted).values())


def _fits(gold: Json, found: Json, ids: dict[str, str]) -> bool:
    return _holder(found["holder"]) == _gold_holder(gold["holder"], ids) and _same_target(
        gold["target"], found["target"], ids
    )


def _holder(holder: Json) -> str:
    return holder.get("person") or holder.get("org") or "unnamed"


def _gold_holder(holder: Json, ids: dict[str, str]) -> str:
    key = holder.get("person") or holder.get("org")
    return ids.get(key, "?") if key else "unnamed"


def _same_target(gold: Json, found: Json, ids: dict[str, str]) -> bool:
    if gold.get("entity") and ids.get(gold["entity"]) and found.get("entity"):
        return ids[gold["entity"]] == found["entity"]
    a, b = gold["text"], found["text"]
    return alike(a, b) >= _TARGET_ALIKE or a in b or b in a


def _same_target_price(a: Json, b: Json) -> bool:
    return (
        same_number(a.get("value"), b.get("value"))
        and a.get("currency") == b.get("currency")
        and same_number(a.get("previous"), b.get("previous"))
    )


def _shown(part: Json | None) -> str:
    """A rating or price target in short, as far as it is scored."""
    if not part:
        return "none"
    return " ".join(str(part.get(k)) for k in ("previous", "value", "currency") if part.get(k) is not None)
