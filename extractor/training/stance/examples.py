"""Labelled examples and their readers: the polarity sets and the examples written for this model."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from extractor.document.models import Stance
from extractor.resources import corpus
from extractor.tables import read_table
from extractor.training.stance.sources import clean
from extractor.views.stance import STANCES

_POLARITY: dict[str, Stance] = {
    "positive": "bullish", "negative": "bearish", "neutral": "neutral", "0": "bearish", "1": "neutral", "2": "bullish"
}  # fmt: skip


class Example(NamedTuple):
    """A judged text; ``stance`` is one of ``LABELS``, ``source`` names the set it comes from."""

    evidence: str
    holder: str
    target: str
    stance: str
    source: str


def polarity_examples(data: Path, seed: int = 0) -> list[Example]:
    """The public polarity sets, in a fixed shuffle."""
    examples = [*_cfsc(data / "finance"), *_forum(data / "finance"), *_titles(data / "finance")]
    random.Random(seed).shuffle(examples)
    return examples


def _cfsc(finance: Path) -> Iterator[Example]:
    for record in json.loads((finance / "cfsc" / "CFSC-ABSA__json格式__test.txt").read_text(encoding="utf-8")):
        yield Example(clean(record["sentence"]), "", clean(record["term"]), _POLARITY[record["polarity"]], "cfsc")


def _forum(finance: Path) -> Iterator[Example]:
    for text, label in json.loads((finance / "fincuge" / "finfe__train_list.json").read_text(encoding="utf-8")):
        if len(text) >= 6:
            yield Example(clean(text), "", "", _POLARITY[str(label)], "finfe")


def _titles(finance: Path) -> Iterator[Example]:
    with (finance / "fin_news_sentiment_wwwxmu" / "test_data.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            stance: Stance = "bullish" if row["正负面"] == "1" else "bearish"
            yield Example(clean(row["标题"]), "", clean(row["公司"]), stance, "titles")


def written_examples(seed: int = 0, each: int = 6) -> list[Example]:
    """The examples written for this model: free sentences, and templates filled ``each`` times from lists of names."""
    folder = corpus("training", "stance")
    written = [
        Example(
            clean(row["evidence"]), clean(row["holder"]), clean(row["target"]), row.choice("stance", STANCES), "written"
        )
        for row in read_table(folder / "examples.csv", ["stance", "holder", "target", "evidence"])
    ]
    return written + list(_filled(folder, each, seed))


def _filled(folder: Path, each: int, seed: int) -> Iterator[Example]:
    """Every template with its places filled; ``{a}`` is the judged target, ``{b}`` another, ``{h}`` the holder."""
    generator = random.Random(seed)
    slots: dict[str, list[str]] = {}
    for row in read_table(folder / "slots.csv", ["slot", "value"]):
        slots.setdefault(row["slot"], []).append(clean(row["value"]))
    for row in read_table(folder / "templates.csv", ["stance", "kind", "template"]):
        stance, kind = row.choice("stance", STANCES), row.choice("kind", slots)
        for _ in range(each):
            target, other = generator.sample(slots[kind], 2)
            fill = {name: generator.choice(values) for name, values in slots.items()}
            fill |= {"a": target, "b": other, "h": fill["holder"]}
            yield Example(clean(row["template"]).format(**fill), fill["holder"], target, stance, "template")
