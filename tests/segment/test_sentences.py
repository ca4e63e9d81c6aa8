"""Where sentences end, and where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.segment.sentences import split
from tests.growth import takes_less_than

CASES = {
    "stops": ["股价上涨。", "成交放大！", "能持续吗？"],
    "closing quote stays": ["“需求仍然强劲。”", "她表示。"],
    "corner quotes": ["「我們看好後市。」", "他說。"],
    "runs": ["真的吗？！", "不会吧！！"],
    "decimal and range": ["涨幅为2.5%，至3,120.75点。", "目标价65.0港元。"],
    "abbreviation": ["The U.S. market rose.", "Shares of Acme Inc. fell."],
    "initial": ["J. P. Morgan 表示乐观。"],
    "list numbers": ["1. 加息预期升温；", "2. 美元走强；"],
    "ellipsis inside": ["他说……后市仍有空间。"],
    "ellipsis at the end": ["后市如何……", "没有人知道。"],
    "title that asks": ["报告《牛市还在吗？》认为估值偏低。"],
    "bracketed sentence": ["（记者注。）", "市场平静。"],
    "headline without a stop": ["高盛上调目标价", "该行看好需求。"],
    "full-width space": ["　　港股高开。", "科技股领涨。"],
}


@pytest.mark.parametrize("name", CASES)
def test_cases(name: str) -> None:
    parts = CASES[name]
    joiner = (
        "\n" if any(not p.endswith(tuple("。！？”」）!?.")) for p in parts[:-1]) else " " if parts[0].isascii() else ""
    )
    text = joiner.join(parts)
    assert [text[s.start : s.end] for s in split(text)] == [p.strip() for p in parts]


@given(st.text(alphabet="。！？“”「」\n\r .…A高1》", max_size=60))
def test_sentences_are_in_order_trimmed_and_lose_nothing(text: str) -> None:
    at = 0
    for sentence in split(text):
        assert not text[at : sentence.start].strip()
        assert text[sentence.start : sentence.end].strip() == text[sentence.start : sentence.end] != ""
        at = sentence.end
    assert not text[at:].strip()


@pytest.mark.parametrize("unit", [" ", "“", ".", "…", "\n", "A.", "（"])
def test_time_is_linear(unit: str) -> None:
    assert takes_less_than(3, lambda: split(unit * 300_000))
