"""Hostile text neither raises nor takes long, and every view keeps the contract's offsets."""

from __future__ import annotations

import pytest

from extractor.document.models import Figure
from extractor.script import detect
from extractor.segment import Reading, Sentence, Speaker, Statement
from extractor.segment.sentences import split
from extractor.views import read_views
from tests.growth import takes_less_than

HOSTILE = [
    "黄金",
    "黄金、",
    "看好",
    "但",
    "不",
    "评级",
    "买入评级",
    "目标价1元",
    "由",
    "美元兑",
    "（",
    "的",
    "若",
    "受惠",
    "上调至",
]


def stated(text: str) -> Reading:
    """A reading that one unnamed analyst states from end to end."""
    found = detect(text)
    reading = Reading(text, found.plain, found.script, found.region, sentences=split(found.plain))
    reading.statements = [Statement(0, len(text), (Speaker(None, None, "分析师", 0, min(3, len(text))),), False, "称")]
    return reading


@pytest.mark.parametrize("piece", HOSTILE)
def test_repeated_pieces_take_linear_time(piece: str) -> None:
    text = "分析师" + piece * (30_000 // len(piece))
    reading = stated(text)
    reading.figures = [Figure(i, i + 1, text[i], "points", "points", 1) for i in range(5, 3000, 7)]
    assert takes_less_than(6, lambda: read_views(reading))
    for view in reading.views:
        for evidence in view.evidence:
            assert text[evidence.start : evidence.end] == evidence.text


def test_a_thousand_statements_on_ten_thousand_sentences() -> None:
    text = "分析师称，金价将上涨。" * 5000
    reading = stated(text)
    speaker = Speaker(None, None, "分析师", 0, 3)
    reading.statements = [Statement(s.start, s.end, (speaker,), False, "称") for s in reading.sentences[:1000]]
    assert takes_less_than(3, lambda: read_views(reading))
    assert len(reading.views) == 1
    assert reading.views[0].stance == "bullish"


def test_no_statement_no_view() -> None:
    reading = Reading("金价将上涨。", "金价将上涨。", "hans", "CN", sentences=[Sentence(0, 6)])
    read_views(reading)
    assert reading.views == []
