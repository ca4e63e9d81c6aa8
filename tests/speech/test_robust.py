"""Hostile text neither raises nor takes long."""

from __future__ import annotations

import pytest

from extractor.document.models import Entity, Mention
from extractor.script import detect
from extractor.segment import Reading
from extractor.speech import read_speech
from tests.growth import takes_less_than


def reading_of(text: str, entities: list[Entity] | None = None) -> Reading:
    found = detect(text)
    return Reading(text, found.plain, found.script, found.region, entities=entities or [])


HOSTILE = [
    "“",
    "”",
    "他",
    "分析师",
    "(",
    "的",
    "他表示",
    "\n",
    "首席",
    "“他说",
    "分析师、",
    "据他",
    "1",
    "他将",
    "“他说”，",
]


@pytest.mark.parametrize("text", ["", *(part * (20_000 // len(part)) for part in HOSTILE)])
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    assert takes_less_than(2, lambda: read_speech(reading_of(text)))


def test_many_mentions_are_read_in_linear_time() -> None:
    text = "甲行" * 5000
    mentions = [Mention(i, i + 2, "甲行") for i in range(0, len(text), 2)]
    assert takes_less_than(2, lambda: read_speech(reading_of(text, [Entity("E1", "bank", "甲行", mentions)])))
