"""Labelled examples and their readers: the polarity sets, the labelled views, the examples written for this model."""

from __future__ import annotations

import csv
import json
import random
import zlib
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
HELD_BACK = 0.15


class Example(NamedTuple):
    """A judged text; ``stance`` is one of ``LABELS``, ``source`` names the set it comes from."""

    evidence: str
    holder: str
    target: str
    stance: str
    source: str


def held_back(text: str) -> bool:
    """Whether a text is among the 15 % never trained on: by its own checksum, whatever the order of a file."""
    return zlib.crc32(clean(text)[:40].encode()) % 1000 < HELD_BACK * 1000


def views_of_sentences(gold: Path) -> tuple[list[Example], list[Example]]:
    """The labelled views of single sentences, split by sentence: for training, and the 15 % held back."""
    train: list[Example] = []
    held: list[Example] = []
    for line in (gold / "train_sentences.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        text = clean(record["text"])
        aside = held_back(text)
        for view in record["views"]:
            example = Example(text, clean(view["holder"]), clean(view["target"]), view["stance"], "views")
            (held if aside else train).append(example)
    return train, held


def views_of_articles(gold: Path) -> list[list[Example]]:
    """The annotated articles' views with their evidence, a list for each article, in file order."""
    articles = []
    for line in gold.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        examples = []
        for view in record["views"]:
            evidence = "".join(record["text"][e["start"] : e["end"]] for e in view["evidence"])
            source = "rated" if view.get("rating") else "optional" if view.get("optional") else "free"
            holder, target = (clean(view[part]["text"] or "") for part in ("holder", "target"))
            examples.append(Example(clean(evidence), holder, target, view["stance"], source))
        articles.append(examples)
    return articles


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
