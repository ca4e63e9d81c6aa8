"""Conversion at equal length, and which script and region a text is in."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.script import detect, to_simplified

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("滙豐控股擬發行債券", "汇丰控股拟发行债券"),
        ("聯準會升息兩碼", "联准会升息两码"),
        ("納斯達克指數創新高", "纳斯达克指数创新高"),
        ("乾燥的皇后面臨後果", "干燥的皇后面临后果"),
        ("什么都没有变", "什么都没有变"),
        ("Fed 2.5% 😀", "Fed 2.5% 😀"),
    ],
)
def test_conversion(text: str, plain: str) -> None:
    assert to_simplified(text) == plain


@given(st.text(max_size=200))
def test_length_never_changes(text: str) -> None:
    assert len(detect(text).plain) == len(text)


@pytest.mark.parametrize(
    ("text", "script", "region"),
    [
        ("央行决定下调存款准备金率，A股三大指数同比上涨。", "hans", "CN"),
        ("本港樓價按年升兩成，滙豐股價報65港元。", "hant", "HK"),
        ("台股開高，外資買超，聯準會利率決策後那斯達克上漲。", "hant", "TW"),
        ("美聯儲維持利率不變，英偉達同比增長，環比亦升。", "hant", "CN"),
        ("港股今日高开，恒生科技指数涨2%。隨後大市回落，滙豐領跌，成交額按年減少。", "mixed", "HK"),
        ("公司收入去年增长5%，8月增长3%，9月增长2%，复合年增速6%。", "hans", "CN"),
        ("", "hans", "CN"),
        ("No Chinese here.", "hans", "CN"),
    ],
)
def test_script_and_region(text: str, script: str, region: str) -> None:
    found = detect(text)
    assert (found.script, found.region) == (script, region)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared corpora are not beside the project")
def test_real_news_keeps_its_length() -> None:
    for name in ("wdpm", "tw_stock", "sina_eastmoney"):
        with gzip.open(SHARED / "data" / "news" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for _, line in zip(range(60), lines, strict=False):
                text = json.loads(line)["text"]
                assert len(detect(text).plain) == len(text)
