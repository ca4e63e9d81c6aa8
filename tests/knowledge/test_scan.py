"""Names found in text: the longest first, whole words, case, width, guards, legal forms; and always non-overlapping."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.knowledge import Gazetteer, load_gazetteer
from extractor.resources import corpus
from extractor.tables import read_table
from tests.growth import takes_less_than

NAMES = load_gazetteer()


def found(text: str, names: Gazetteer = NAMES) -> list[str]:
    return [text[hit.start : hit.end] for hit in names.scan(text)]


EXAMPLES = read_table(corpus("examples", "knowledge", "hits.csv"), ["text"])


@pytest.mark.parametrize("marked", [row["text"] for row in EXAMPLES])
def test_examples(marked: str) -> None:
    text = re.sub("[【】]", "", marked)
    assert found(text) == re.findall("【(.*?)】", marked)


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
        assert takes_less_than(3, lambda text=text: NAMES.scan(text)), unit
