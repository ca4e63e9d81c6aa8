"""Names found in text: the longest first, whole words, case, width, guards, legal forms; and always non-overlapping."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.knowledge import Gazetteer, load_gazetteer

NAMES = load_gazetteer()


def found(text: str, names: Gazetteer = NAMES) -> list[str]:
    return [text[hit.start : hit.end] for hit in names.scan(text)]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("标普500指数升，标普下调评级", ["标普500指数", "标普"]),
        ("标普 500 收高", ["标普 500"]),
        ("标普5000点关口", ["标普"]),
        ("科创50%的涨幅", []),
        ("高盛集团与摩根大通", ["高盛集团", "摩根大通"]),
        ("中国银行业协会与中国银行业", ["中国银行业协会"]),
        ("卡塔尔称", []),
        ("市场担心高通胀", []),
        ("高通与高通公司", ["高通", "高通公司"]),
        ("分析师吴恒指出", []),
        ("恒指出现反弹", ["恒指"]),
        ("需求增长和就业", []),
        ("长和宣布", ["长和"]),
        ("ＶＩＸ与VIX，vix，VIXX", ["ＶＩＸ", "VIX"]),
        ("Fed表示，fed up", ["Fed"]),
        ("https://news.cnyes.com 与 cnyes", ["cnyes"]),
        ("Morgan Stanley与morganstanley", ["Morgan Stanley"]),
        ("杰罗姆·鲍威尔、杰罗姆‧鲍威尔、杰罗姆 鲍威尔", ["杰罗姆·鲍威尔", "杰罗姆‧鲍威尔", "杰罗姆 鲍威尔"]),
        ("Lineage, Inc. 与 Lucid Group", ["Lineage, Inc.", "Lucid Group"]),
        ("隆基公司债与隆基公司", ["隆基", "隆基公司"]),
    ],
)
def test_hits(text: str, forms: list[str]) -> None:
    assert found(text) == forms


def test_a_legal_form_makes_a_cautious_name_sure() -> None:
    (hit,) = NAMES.scan("美的集团股份有限公司")
    assert not hit.alias.caution
    (hit,) = NAMES.scan("世界先进")
    assert hit.alias.entries[0].ticker == "5347.TWO"


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="标普500指数高盛集团公司中国银行业汇丰 ·.,%5０Ａ（）FedVIX S&P\n恒出İ😀", max_size=60))
def test_hits_lie_in_the_text_in_order_and_name_what_they_cover(text: str) -> None:
    end = 0
    for hit in NAMES.scan(text):
        assert end <= hit.start < hit.end <= len(text)
        assert hit.alias.entries
        assert text[hit.start : hit.end].strip() == text[hit.start : hit.end]
        end = hit.end


def test_long_odd_text_takes_linear_time() -> None:
    for unit in ("1", "高盛", "标普500", " ", "·", "Fed ", "中国银行业"):
        text = unit * (300_000 // len(unit))
        start = time.process_time()
        NAMES.scan(text)
        assert time.process_time() - start < 3, unit
