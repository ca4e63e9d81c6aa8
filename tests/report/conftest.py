"""Documents to look at: a small article with every kind of mark, and the bundled sample through the pipeline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.archive import BatchOptions, run_batch
from extractor.pipeline import load
from extractor.resources import corpus

SCRIPT = '<script>document.title="owned"</script>'
TEXT = f"野村看好{SCRIPT}\n野村分析師陳大文表示，台積電目標價由900元升至1,200元，維持「買入」。後市「仍有空間」。"


def at(words: str, text: str = TEXT) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "text": words}


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """A document made by hand, hostile on purpose."""
    blank = dict.fromkeys(
        ("low", "high", "per", "modifier", "direction", "basis", "metric", "subject", "period", "period_start",
         "period_end", "said_by", "role")
    )  # fmt: skip
    evidence = "野村分析師陳大文表示，台積電目標價由900元升至1,200元，維持「買入」。"
    money = blank | {"kind": "money", "unit": "TWD", "metric": "目標價", "subject": "E3", "said_by": "E2"}
    return {
        "schema_version": "1",
        "doc_id": "d1",
        "text": TEXT,
        "title": f"野村看好{SCRIPT}",
        "published_at": "2025-07-16",
        "script": "hant",
        "region": "TW",
        "entities": [
            {"id": "E1", "type": "broker", "name": "野村", "ticker": "8604.JP", "tickers": ["8604.JP"],
             "mentions": [{"start": 0, "end": 2, "text": "野村"}, at("野村分析")]},
            {"id": "E2", "type": "person", "name": "陈大文", "ticker": None, "tickers": [], "mentions": [at("陳大文")]},
            {"id": "E3", "type": "company", "name": SCRIPT, "ticker": "2330.TW", "tickers": ["2330.TW", "TSM.US"],
             "mentions": [at("台積電")]},
        ],
        "figures": [at("900元") | money | {"value": 900}, at("1,200元") | money | {"value": 1200, "modifier": "about"}],
        "views": [
            {
                "holder": {"person": "E2", "org": "E1", "title": "分析師", "text": "陳大文"},
                "target": {"entity": "E3", "text": "台積電"},
                "stance": "bullish",
                "score": 0.9,
                "rating": {"value": "買入", "previous": None, "action": "maintain"},
                "price_target": {"value": 1200, "currency": "TWD", "previous": 900, "low": None, "high": None},
                "horizon": None,
                "evidence": [at(evidence) | {"quoted": False}],
                "decided_by": "rule:rating",
            }
        ],
        "analysts": [],
        "meta": {},
    }  # fmt: skip


@pytest.fixture(scope="session")
def sample() -> dict[str, Any]:
    """The bundled sample as the pipeline reads it."""
    text = corpus("samples", "rate_cut_rally.txt").read_text(encoding="utf-8")
    return load().extract(text, title=text.split("\n")[0], published_at="2025-09-17").to_dict()


NOTES = [
    ("2025-07-01", "高盛將台積電評級由「中性」上調至「買入」，目標價由900元升至1,200元。"),
    ("2025-07-08", "摩根大通維持台積電「增持」評級，目標價1,300元。"),
    ("2025-08-02", "瑞銀將台積電評級下調至「中性」<script>document.title='owned'</script>，目標價1,000元。"),
]


@pytest.fixture(scope="session")
def outputs(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("archive")
    source = folder / "notes.jsonl"
    rows = [{"doc_id": f"n{i}", "text": text, "date": day} for i, (day, text) in enumerate(NOTES)]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    found = {}
    for form in ("jsonl", "parquet"):
        found[form] = folder / form
        run_batch(BatchOptions((str(source),), format=form), found[form], workers=1)
    return found
