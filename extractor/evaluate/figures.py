"""Values, spans and attributes of figures."""

from __future__ import annotations

import re

from extractor.evaluate.measures import Json, alike, overlap, same_number, touches
from extractor.evaluate.scores import Scores

# Counts below this only enumerate, and are neither demanded nor forbidden.
_SMALL_COUNT = 10
# A metric counts as the same words from this share of common characters.
_METRIC_ALIKE = 0.6


def add(scores: Scores, gold: Json, predicted: Json, ids: dict[str, str]) -> None:
    """Count one document's figures."""
    small = [f for f in gold["figures"] if _small(f)]
    skipped = [*gold.get("ignore", []), *small]
    wanted = [f for f in gold["figures"] if not _small(f)]
    free = [f for f in predicted.get("figures", []) if not _small(f) and not touches(f, skipped)]
    for name, figures in (("gold", wanted), ("predicted", free)):
        for figure in figures:
            for measure in ("value", "span", f"value:{figure['kind']}"):
                tally = scores.tallies[measure]
                setattr(tally, name, getattr(tally, name) + 1)
    for figure in wanted:
        fitting = [f for f in free if overlap(figure, f) and _same_value(figure, f)]
        if not fitting:
            over = "; ".join(f"{f['text']} {f['kind']} {f['value']} {f['unit']}" for f in free if overlap(figure, f))
            kind, value = figure["kind"], figure["value"]
            scores.note("figure missed", gold, f"{figure['text']} {kind} {value} {figure['unit']}; over it: {over}")
            continue
        match = max(fitting, key=lambda f: overlap(figure, f))
        free = [f for f in free if f is not match]
        for measure in ("value", f"value:{figure['kind']}"):
            scores.tallies[measure].hit += 1
        scores.tallies["span"].hit += (figure["start"], figure["end"]) == (match["start"], match["end"])
        _attributes(scores, gold, figure, match, ids)
    for figure in free:
        scores.note("figure invented", gold, f"{figure['text']} {figure['kind']} {figure['value']}")


def _small(figure: Json) -> bool:
    value = figure.get("value")
    return figure["kind"] == "quantity" and value is not None and abs(float(value)) < _SMALL_COUNT


def _same_value(gold: Json, found: Json) -> bool:
    if gold["kind"] != found["kind"]:
        return False
    if not all(same_number(gold.get(k), found.get(k)) for k in ("value", "low", "high")):
        # Fractions (三分之一) need not agree to the last digit.
        a, b = gold.get("value"), found.get("value")
        if a is None or b is None or "分之" not in gold["text"] or abs(a - b) >= 0.01 * max(1, abs(a)):
            return False
    return gold["kind"] not in ("money", "quantity") or (gold.get("unit") or "") == (found.get("unit") or "")


def _attributes(scores: Scores, gold: Json, figure: Json, match: Json, ids: dict[str, str]) -> None:
    place = gold["text"][max(0, figure["start"] - 12) : figure["end"] + 6]
    for name in ("direction", "basis", "modifier", "per"):
        a, b = figure.get(name), match.get(name)
        base_currency = name == "per" and any(re.fullmatch("[A-Z]{3}", x or "") for x in (a, b))
        if (a or b) and not base_currency:
            _share(scores, name, a == b, gold, f"{place!r}: {a} got {b}")
    if figure.get("metric"):
        ok = alike(figure["metric"], match.get("metric")) >= _METRIC_ALIKE
        _share(scores, "metric", ok, gold, f"{place!r}: {figure['metric']} got {match.get('metric')}")
    for name in ("subject", "said_by"):
        if figure.get(name):
            ok = ids.get(figure[name], "?") == match.get(name)
            _share(scores, name, ok, gold, f"{place!r}: {_name(gold, figure[name])}")


def _share(scores: Scores, name: str, ok: bool, gold: Json, what: str) -> None:
    scores.shares[name].add(ok)
    if not ok:
        scores.note(name, gold, what)


def _name(gold: Json, key: str) -> str:
    return next((e["name"] for e in gold["entities"] if e["id"] == key), key)
