"""The shipped weights on sentences of our own, and on text that is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.entities.ner import NameModel
from tests.growth import takes_less_than

MODEL = NameModel.load()


def names(text: str) -> set[tuple[str, str]]:
    return {(text[c.start : c.end], c.type) for c in MODEL.find(text, [(0, len(text))])}


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("瑞穗首席策略师戴维·温特斯（David Winters）周四表示，油价仍会走低。", "戴维·温特斯", "person"),
        ("瑞穗首席策略师戴维·温特斯（David Winters）周四表示，油价仍会走低。", "David Winters", "person"),
        ("东湖证券分析师秦晓岚认为，板块估值已回到低位。", "秦晓岚", "person"),
        ("东湖证券分析师秦晓岚认为，板块估值已回到低位。", "东湖证券", "broker"),
        ("道明资本市场分析师Paul Karlsson说，美联储今年不会再降息。", "Paul Karlsson", "person"),
        ("渤海湾银行上调存款利率，幅度为十个基点。", "渤海湾银行", "bank"),
    ],
)
def test_names_that_no_list_holds(text: str, name: str, label: str) -> None:
    assert (name, label) in names(text)


def test_offsets_are_those_of_the_text() -> None:
    text = "\n  　分析师 Anna Lindqvist 说\n"
    assert [(c.start, c.end) for c in MODEL.find(text, [(4, len(text) - 1)])] == [(8, 22)]


def test_the_same_text_gives_the_same_names() -> None:
    text = "渤海湾银行首席经济学家沈若愚预计，明年通胀回落。"
    sentences = [(0, len(text))]
    assert MODEL.find(text, sentences) == NameModel.load().find(text, sentences)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=400))
def test_no_text_raises(text: str) -> None:
    for candidate in MODEL.find(text, [(0, len(text))]):
        assert 0 <= candidate.start < candidate.end <= len(text)


@pytest.mark.parametrize("text", ["7" * 300_000, "（【" * 10_000, "甲" * 20_000])
def test_hostile_text_takes_no_more_than_its_length(text: str) -> None:
    assert takes_less_than(8, lambda: MODEL.find(text, [(0, len(text))]))
