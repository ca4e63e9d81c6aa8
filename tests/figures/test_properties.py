"""What holds for every text: nothing raises, spans stand alone, scripts agree, time is linear."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.article import Article
from extractor.figures import list_numbers, scan
from extractor.figures.amounts import Amount
from extractor.figures.numerals import parse
from extractor.figures.period import periods
from extractor.pipeline import Extractor
from extractor.script import to_simplified
from tests.growth import grows_linearly

CHARACTERS = (
    "0123456789０５，,．.-+%％~～至到、和与约近逾超多余几半点成倍折厘元股家只张万亿兆千百十两三廿零"
    "分之年月日时：:()（）報億萬兩點。\n "
)
WORDS = (
    "美元 港元 HK$ 人民币 个百分点 个基点 百分之 billion 同比增长 升 目标价 第 每股 指數 美元兑日元 "
    "12.5 2025年 截至6月30日止年度"
)
PIECES = [*CHARACTERS, *WORDS.split()]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def read(text: str) -> list[Amount]:
    return [a for a in scan(to_simplified(text)) if a.kind]


@settings(max_examples=200, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_no_text_raises_and_spans_hold(text: str) -> None:
    end = 0
    for amount in scan(to_simplified(text)):
        assert end <= amount.start < amount.end <= len(text)
        assert (amount.value is None) == (amount.low is not None and amount.high is not None)
        end = amount.end


@settings(max_examples=200, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=60)))
def test_numbers_of_any_text_and_their_ranges_nest(text: str) -> None:
    for kind in ("number", "range"):
        found = [one for one in list_numbers(text) if one.kind == kind]
        assert all(a.end <= b.start for a, b in pairwise(found))
        assert all(0 <= one.start < one.end <= len(text) for one in found)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_no_text_raises_in_the_whole_room(nlp: Extractor, text: str) -> None:
    nlp.read(Article(text, "any"))


NUMBERS = st.one_of(
    st.integers(0, 10**13).map(str),
    st.integers(1000, 10**9).map(lambda n: f"{n:,}"),
    st.decimals(0, 10**6, places=2, allow_nan=False).map(str),
    st.tuples(st.integers(1, 9999), st.sampled_from(["万", "亿", "万亿", "億", "萬"])).map(lambda p: f"{p[0]}{p[1]}"),
)
UNITS = st.sampled_from(["美元", "港元", "%", "个百分点", "个基点", "點", "倍", "股", "吨", "張", "日圓"])


@settings(max_examples=200, deadline=None)
@given(
    NUMBERS,
    UNITS,
    st.sampled_from(["净利", "增", "由", "報", "（", "，", "近", "於"]),
    st.sampled_from(["。", "，", "）", "以上"]),
)
def test_a_span_alone_gives_the_same(number: str, unit: str, before: str, after: str) -> None:
    text = to_simplified(f"{before}{number}{unit}{after}")
    for amount in read(text):
        (alone,) = read(text[amount.start : amount.end])
        assert (alone.value, alone.kind, alone.unit) == (amount.value, amount.kind, amount.unit)


@settings(max_examples=200, deadline=None)
@given(NUMBERS, UNITS)
def test_both_scripts_give_the_same(number: str, unit: str) -> None:
    text = f"今年營收 {number}{unit}，較預期為高"
    assert [(a.start, a.end, a.value, a.unit) for a in read(text)] == [
        (a.start, a.end, a.value, a.unit) for a in read(to_simplified(text))
    ]


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**15))
def test_chinese_numerals_come_back(number: int) -> None:
    assert parse(chinese(number)) == number
    assert parse(f"{number:,}") == number


def chinese(number: int) -> str:
    """A whole number below ten quadrillion in Chinese characters, as it is read aloud."""
    digits, words, gap = "零一二三四五六七八九", "", False
    for power, name in ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, power)
        if not section:
            gap = bool(words)
            continue
        text = ""
        for tens, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit, section = divmod(section, tens)
            if digit:
                text += ("零" if gap or text.endswith("|") else "") + digits[digit] + unit
                gap = False
            elif text or words:
                gap = True
        words += text + name
        gap = gap and bool(number)
    return words


@pytest.mark.parametrize(
    "piece", ["1", "亿", "1,234", "1.5亿元", "3%至", "一 ", "(", "9-", "¥", "每", "成", "点1", "万1234"]
)
@pytest.mark.parametrize("read_all", [scan, list_numbers, periods])
def test_time_is_linear(piece: str, read_all: Callable[[str], Any]) -> None:
    assert grows_linearly(read_all, piece, 100_000)


def test_decimals_are_exact() -> None:
    (amount,) = read("0.1亿美元")
    assert amount.value == Decimal("10000000")
