"""Unlabelled text for the vocabulary and for pretraining: raw news and the texts of the labelled finance sets."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

from extractor.script import to_simplified

# General news is read only in part: it teaches the language, while the finance text teaches what matters here.
GENERAL_SHARE = {"hk_tw_general": 4, "xwlb_cctv": 8}
_SPACE = re.compile(r"[\s\u3000]+")
_PARAGRAPH = re.compile(r"\n+")


def clean(text: str) -> str:
    """Simplified characters, one space for any white space."""
    return _SPACE.sub(" ", to_simplified(text)).strip()


def news_texts(data: Path) -> Iterator[str]:
    """Titles and paragraphs of the raw news, simplified."""
    for path in sorted((data / "news").glob("*.jsonl.gz")):
        keep = GENERAL_SHARE.get(path.name.split(".")[0], 1)
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number % keep:
                    continue
                record = json.loads(line)
                for part in [record.get("title") or "", *_PARAGRAPH.split(record.get("text") or "")]:
                    if len(part) >= 8:
                        yield clean(part)


def finance_texts(data: Path) -> Iterator[str]:
    """The texts of the labelled finance sets, without their labels, each once."""
    seen: set[int] = set()
    for text in _finance_raw(data / "finance"):
        text = clean(text)
        if len(text) >= 8 and hash(text) not in seen:
            seen.add(hash(text))
            yield text


def _finance_raw(finance: Path) -> Iterator[str]:
    for name in ("finna__eval_list", "finese__train_list", "finnsp__train_list", "finnl__train_list",
                 "finfe__train_list", "finqa__eval_list", "finne__train_list"):  # fmt: skip
        for row in json.loads((finance / "fincuge" / f"{name}.json").read_text(encoding="utf-8")):
            texts = [cell for cell in row if isinstance(cell, str)]
            if texts:
                yield max(texts, key=len)
    for record in json.loads((finance / "cfsc" / "CFSC-ABSA__json格式__test.txt").read_text(encoding="utf-8")):
        yield record["sentence"]
    for path in sorted((finance / "yanbao_reports").glob("*train__*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["text"]
    for path in sorted((finance / "fewfc_events").glob("*train*.json")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)["content"]
    for line in (finance / "finre" / "train.txt").read_text(encoding="utf-8").splitlines():
        yield line.split("\t")[-1]
    with (finance / "fin_news_sentiment_wwwxmu" / "test_data.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            yield row["标题"] + "。" + row["正文"]
    with (finance / "ccks2019_event_subject" / "event_type_entity_extract_train.csv").open(encoding="utf-8") as lines:
        for row in csv.reader(lines):
            yield row[1]
