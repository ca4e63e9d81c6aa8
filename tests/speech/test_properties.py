"""What holds for every text: scripts agree, runs agree, places lie in the text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from test_examples import ROWS, read_marked

from extractor.document.models import Entity, Mention
from extractor.script import detect, to_simplified
from extractor.segment import Reading
from extractor.speech import read_speech

MARKS = ["“", "”", "「", "」", '"', "，", "。", "：", "\n", "　　", "、", "（", "）", "A", " "]
PARTS = [
    "他",
    "该行",
    "分析师",
    "甲行",
    "老王",
    "表示",
    "预计",
    "说",
    "称",
    "据",
    "报告",
    "在",
    "看来",
    "将目标价",
    "上调至10元",
    "和",
]
WORDS = [*MARKS, *PARTS, "我们"]


def places(reading: Reading) -> list[tuple[int, int, bool]]:
    return [(s.start, s.end, s.quoted) for s in reading.statements]


def test_traditional_and_simplified_text_state_the_same() -> None:
    for row in ROWS:
        original = read_marked(row["text"])
        simplified = read_marked(to_simplified(row["text"]))
        read_speech(original)
        read_speech(simplified)
        assert places(original) == places(simplified), row["text"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_text_is_read_alike_each_time(words: list[str]) -> None:
    text = "".join(words)
    found = detect(text)
    named = [("甲行", "bank"), ("老王", "person")]
    entities = [
        Entity(name, kind, name, [Mention(i, i + 2, name) for i in range(len(text)) if text.startswith(name, i)])
        for name, kind in named
        if name in text
    ]
    readings = [Reading(text, found.plain, found.script, found.region, entities=entities) for _ in range(2)]
    for reading in readings:
        read_speech(reading)
        for statement in reading.statements:
            assert 0 <= statement.start < statement.end <= len(text)
            for speaker in statement.speakers:
                assert 0 <= speaker.start < speaker.end <= len(text)
    assert readings[0].statements == readings[1].statements
