"""The measures on a small annotated article, and their agreement with the reference scorer where it is at hand."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.evaluate import score
from extractor.pipeline import load

SHARED = Path(__file__).parents[3] / "shared"
TEXT = "高盛將台積電評級上調至買入，目標價由900元升至1200元。"


def gold() -> dict:
    evidence = {"start": 0, "end": len(TEXT), "text": TEXT, "quoted": False}
    money = {"kind": "money", "unit": "TWD", "low": None, "high": None, "metric": "目標價", "subject": "E2"}
    return {
        "doc_id": "d1",
        "text": TEXT,
        "entities": [
            {"id": "E1", "type": "bank", "name": "高盛", "ticker": "GS.US", "mentions": [_at("高盛")]},
            {"id": "E2", "type": "company", "name": "台积电", "ticker": "2330.TW", "mentions": [_at("台積電")]},
        ],
        "figures": [_at("900元") | money | {"value": 900}, _at("1200元") | money | {"value": 1200}],
        "views": [
            {
                "holder": {"person": None, "org": "E1", "title": None, "text": "高盛"},
                "target": {"entity": "E2", "text": "台積電"},
                "stance": "bullish",
                "rating": {"value": "買入", "previous": None, "action": "upgrade"},
                "price_target": {"value": 1200, "currency": "TWD", "previous": 900},
                "evidence": [evidence],
            }
        ],
    }


def _at(words: str) -> dict:
    return {"start": TEXT.index(words), "end": TEXT.index(words) + len(words), "text": words}


def test_gold_against_itself_is_perfect() -> None:
    scores = score([(gold(), gold())])
    assert scores.overall == 1.0
    assert all(t.f1 == 1.0 for t in scores.tallies.values() if t.gold)
    assert all(s.share == 1.0 for s in scores.shares.values() if s.asked)
    assert not any(scores.errors.values())


def test_nothing_found_is_zero() -> None:
    assert score([(gold(), {})]).overall == 0.0


@pytest.mark.parametrize(
    ("spoil", "measure", "error"),
    [
        (lambda d: d["entities"][0].update(type="company"), "type", "type"),
        (lambda d: d["entities"][1].update(ticker=None), "ticker", "ticker"),
        (lambda d: d["figures"][0].update(subject="E1"), "subject", "subject"),
        (lambda d: d["figures"][0].update(metric="成交額"), "metric", "metric"),
    ],
)
def test_one_wrong_attribute_costs_its_own_measure(spoil, measure: str, error: str) -> None:
    predicted = copy.deepcopy(gold())
    spoil(predicted)
    scores = score([(gold(), predicted)])
    assert scores.shares[measure].right == scores.shares[measure].asked - 1
    assert len(scores.errors[error]) == 1


def test_stance_and_price_target_are_counted_apart() -> None:
    predicted = copy.deepcopy(gold())
    predicted["views"][0].update(stance="bearish")
    predicted["views"][0]["price_target"]["previous"] = None
    scores = score([(gold(), predicted)])
    assert (scores.tallies["found"].f1, scores.tallies["stance"].f1, scores.tallies["price_target"].f1) == (1, 0, 0)


def test_optional_views_are_neither_demanded_nor_forbidden() -> None:
    wanted = gold()
    wanted["views"][0]["optional"] = True
    assert score([(wanted, gold())]).tallies["found"].predicted == 0
    assert score([(wanted, {})]).tallies["found"].gold == 0


@pytest.mark.skipif(not SHARED.is_dir(), reason="the annotated articles are not beside the project")
def test_agrees_with_the_reference_scorer(tmp_path: Path) -> None:
    lines = (SHARED / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[:40]
    documents = {d["doc_id"]: d for d in map(json.loads, lines)}
    nlp = load()
    found = {k: nlp.extract(d["text"], k).to_dict() for k, d in documents.items()}
    (tmp_path / "gold.jsonl").write_text("\n".join(lines), encoding="utf-8")
    rows = [json.dumps(d, ensure_ascii=False) for d in found.values()]
    (tmp_path / "found.jsonl").write_text("\n".join(rows), encoding="utf-8")
    command = [sys.executable, SHARED / "score.py", tmp_path / "gold.jsonl", tmp_path / "found.jsonl", "--json"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    reference, _ = json.JSONDecoder().raw_decode(printed)
    ours = score((d, found[k]) for k, d in documents.items())
    assert ours.overall == pytest.approx(reference["overall"])
    for name, tally in ours.tallies.items():
        assert tally.f1 == pytest.approx(reference[name]["f1"]), name
    for name, share in ours.shares.items():
        assert share.share == pytest.approx(reference[name]["share"]), name
