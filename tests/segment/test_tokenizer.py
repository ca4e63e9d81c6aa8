"""Words: joined they are the text; names, figures, Latin words and codes stay whole."""

from __future__ import annotations

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.pipeline import load


@pytest.fixture(scope="module")
def nlp():
    return load().nlp


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("標普 500 指數收報 6,300.5 點", ["标普 500 指数"]),
        ("S&P 500 的 P/E 為 22.5，U.S. 市場", ["S&P 500", "P/E", "U.S"]),
        ("摩根大通首席策略師表示", ["摩根大通"]),
        ("代碼2330-TW與600519.SH", ["2330-TW", "600519.SH"]),
        ("增長2.5%至3.6%", ["2.5%"]),
    ],
)
def test_what_stays_whole(nlp, text: str, whole: list[str]) -> None:
    words = [token.text for token in nlp.make_doc(text)]
    for word in whole:
        assert any(word in w for w in words), words


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="高盛標普5 0,.%億元“」A\n·😀", max_size=60))
def test_words_are_the_text(nlp, text: str) -> None:
    doc = nlp.make_doc(text)
    assert len(doc.text) == len(text)
    assert doc.text == doc._.reading.plain


def test_sentences_start_where_the_splitter_says(nlp) -> None:
    doc = nlp.make_doc("高盛看好。\n摩根大通看淡！花旗中性。")
    assert [s.text.strip() for s in doc.sents] == ["高盛看好。", "摩根大通看淡！", "花旗中性。"]


def test_no_global_jieba_state(nlp) -> None:
    assert not jieba.dt.initialized
