"""Mentions, types, tickers and aliases."""

from __future__ import annotations

from itertools import combinations

from extractor.document.models import ORGANISATIONS
from extractor.evaluate.measures import Json, coarse, fine, touches
from extractor.evaluate.scores import Scores

SCORED = ORGANISATIONS | {"person", "index"}
Place = tuple[int, int, str]


def add(scores: Scores, gold: Json, predicted: Json, ids: dict[str, str]) -> None:
    """Count one document's entities."""
    wanted = _mentions(gold)
    ignored = gold.get("ignore", [])
    found = {
        place: entity
        for place, entity in _mentions(predicted).items()
        if place in wanted or not touches({"start": place[0], "end": place[1]}, ignored)
    }
    for name in ("mention", "mention:person", "mention:org", "mention:index"):
        kind = name.partition(":")[2]
        tally = scores.tallies[name]
        tally.gold += sum(not kind or place[2] == kind for place in wanted)
        tally.predicted += sum(not kind or place[2] == kind for place in found)
        tally.hit += sum(not kind or place[2] == kind for place in wanted if place in found)
    _note(scores, gold, wanted, found)
    _tickers(scores, gold, predicted, ids)
    _aliases(scores, gold, found)


def _mentions(document: Json) -> dict[Place, Json]:
    return {
        (m["start"], m["end"], coarse(e["type"])): e
        for e in document.get("entities", [])
        if e["type"] in SCORED
        for m in e["mentions"]
    }


def _note(scores: Scores, gold: Json, wanted: dict[Place, Json], found: dict[Place, Json]) -> None:
    text = gold["text"]
    for place, entity in wanted.items():
        words = text[place[0] : place[1]]
        if place not in found:
            scores.note("mention missed", gold, f"{words} ({entity['type']})")
            continue
        ok = fine(entity["type"]) == fine(found[place]["type"])
        scores.shares["type"].add(ok)
        if not ok:
            scores.note("type", gold, f"{words}: {entity['type']} got {found[place]['type']}")
    for place, entity in found.items():
        if place not in wanted:
            scores.note("mention invented", gold, f"{text[place[0] : place[1]]} ({entity['type']})")


def _tickers(scores: Scores, gold: Json, predicted: Json, ids: dict[str, str]) -> None:
    by_id = {e["id"]: e for e in predicted.get("entities", [])}
    for entity in gold["entities"]:
        if entity["type"] not in SCORED or not entity.get("ticker"):
            continue
        other = by_id.get(ids.get(entity["id"], ""), {})
        ok = entity["ticker"] in {other.get("ticker"), *(other.get("tickers") or [])}
        scores.shares["ticker"].add(ok)
        if not ok:
            scores.note("ticker", gold, f"{entity['name']}: {entity['ticker']} got {other.get('ticker')}")


def _aliases(scores: Scores, gold: Json, found: dict[Place, Json]) -> None:
    """Pairs of one entity's mentions under different forms, both found: do they share one predicted entity?"""
    for entity in gold["entities"]:
        if entity["type"] not in SCORED:
            continue
        places = [(m["text"], (m["start"], m["end"], coarse(entity["type"]))) for m in entity["mentions"]]
        held = [(text, found[place]["id"]) for text, place in places if place in found]
        for (a, x), (b, y) in combinations(held, 2):
            if a == b:
                continue
            scores.shares["alias"].add(x == y)
            if x != y:
                scores.note("alias", gold, f"{a} and {b} are one")
