"""The example queries answer what they say."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.archive import query
from extractor.archive.rows import tables
from extractor.archive.steps import json_line
from extractor.archive.writers import write_part
from extractor.document import Document, Entity, Evidence, Holder, Mention, PriceTarget, Target, View
from extractor.resources import corpus

HOUSES = ["中金公司", "高盛", "瑞银"]


def document(number: int, month: int, house: str, stance: str, old: float | None, new: float | None) -> dict:
    text = f"{house}看恒指"
    view = View(Holder(house, org="E1"), Target("恒指", "E2"), stance, 1.0, [Evidence(0, len(text), text)])
    if new:
        view.price_target = PriceTarget(new, "points", old)
    entities = [
        Entity("E1", "broker", house, [Mention(0, len(house), house)]),
        Entity("E2", "index", "恒生指数", [Mention(len(house) + 1, len(text), "恒指")], "HSI", ["HSI"]),
    ]
    found = Document(f"n{number}", text, published_at=f"2025-{month:02}-15", entities=entities, views=[view])
    return found.to_dict() | {"meta": {"article": number, "source": "s", "warnings": []}}


@pytest.fixture(params=["jsonl", "parquet"])
def out(request, tmp_path: Path) -> Path:
    given = [
        (1, "高盛", "bullish", 20000, 25000), (1, "高盛", "bullish", None, None), (1, "瑞银", "bullish", 20000, 24000),
        (1, "中金公司", "bearish", 30000, 20000), (2, "中金公司", "bullish", 20000, 30000),
    ]  # fmt: skip
    given += [(3, f"券商{i:02}", "bullish", None, None) for i in range(12)]
    found = [(i, document(i, *row)) for i, row in enumerate(given)]
    if request.param == "jsonl":
        (tmp_path / "documents.jsonl").write_bytes(b"".join(json_line(d) for _, d in found))
    else:
        for table, rows in tables(found).items():
            (tmp_path / table).mkdir()
            write_part(tmp_path / table / "part-0.parquet", rows.to_batches(), rows.schema)
    return tmp_path


def run(out: Path, name: str) -> list[dict]:
    columns, rows = query(out, corpus("examples", "archive", name).read_text(encoding="utf-8"))
    return [dict(zip(columns, row, strict=True)) for row in rows]


def test_the_ten_most_bullish_houses_of_each_month(out: Path) -> None:
    rows = run(out, "bullish_houses.sql")
    found = [(r["month"], r["house"], r["bullish_views"]) for r in rows]
    assert found[:3] == [("2025-01", "高盛", 2), ("2025-01", "瑞银", 1), ("2025-02", "中金公司", 1)]
    assert [house for month, house, _ in found if month == "2025-03"] == [f"券商{i:02}" for i in range(10)]


def test_price_targets_raised_by_more_than_a_fifth(out: Path) -> None:
    rows = run(out, "raised_targets.sql")
    assert [(r["house"], r["share"], r["raised_percent"]) for r in rows] == [
        ("中金公司", "恒生指数", 50.0), ("高盛", "恒生指数", 25.0),
    ]  # fmt: skip
    assert rows[0]["evidence"] == "中金公司看恒指"
