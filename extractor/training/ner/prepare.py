"""Annotated sets to one file: labels mapped, scripts unified, nothing of a test set left in training."""

from __future__ import annotations

import csv
import gzip
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.knowledge import Gazetteer, load_gazetteer
from extractor.script import to_simplified
from extractor.training.ner.kinds import Kinds
from extractor.training.ner.sources import ANNOTATED, Sentence

_SHINGLE = 13
_BRANCHES = (
    "分行",
    "支行",
    "分公司",
    "营业部",
    "办事处",
)  # outside our mentions, inside those of other sets: left open
_WORD = re.compile(r"[\u4e00-\u9fff]+")


def prepare(data: Path, out: Path) -> Counter[str]:
    """Read every annotated set under ``data`` and write ``out`` (gzipped JSON lines). Counts by set and split.

    One in seven of our own sentences is held back as a test. A training sentence that shares ``_SHINGLE`` Chinese
    characters in a row with any test sentence of any set, or with our evaluation articles, is left out.
    """
    gazetteer = load_gazetteer()
    kinds = Kinds(gazetteer, listed_names(data))
    sentences = []
    for place, read in ANNOTATED.values():
        for sentence in read(data / place, kinds):
            if sentence.source == "gold" and zlib.crc32(sentence.text.encode()) % 7 == 0:
                sentence.split = "test"
            if sentence.source != "gold":
                named = [(a, b, kind) for a, b, kind in sentence.spans if sentence.text[a:b] not in kinds.generic]
                branches = [(a, b, kind) for a, b, kind in named if sentence.text[a:b].endswith(_BRANCHES)]
                sentence.missing += [(a, b) for a, b, _ in branches]
                named = [span for span in named if span not in branches]
                sentence.spans = sorted([*named, *_indices(sentence, gazetteer)])
            sentences.append(sentence)
    known = shingles([s.text for s in sentences if s.split == "test"] + evaluation_texts(data))
    counts: Counter[str] = Counter()
    with gzip.open(out, "wt", encoding="utf-8") as lines:
        for s in sentences:
            split = "dropped" if s.split == "train" and not known.isdisjoint(shingles([s.text])) else s.split
            counts[f"{s.source} {split}"] += 1
            if split != "dropped":
                lines.write(json.dumps(record(s), ensure_ascii=False) + "\n")
    return counts


def record(sentence: Sentence) -> dict:
    """A sentence as it is stored."""
    return {
        "source": sentence.source,
        "split": sentence.split,
        "text": sentence.text,
        "spans": sentence.spans,
        "missing": sentence.missing,
    }


def records(path: Path, split: str | None = None) -> Iterator[dict]:
    """What ``prepare`` and ``label`` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            stored = json.loads(line)
            if split is None or stored["split"] == split:
                yield stored


def evaluation_texts(data: Path) -> list[str]:
    """The texts of the evaluation articles beside the data directory, simplified; nothing of them may be trained on."""
    path = data.parent / "gold" / "dev.jsonl"
    return [to_simplified(json.loads(line)["text"]) for line in path.read_text(encoding="utf-8").splitlines()]


def shingles(texts: Iterable[str]) -> set[int]:
    """Checksums of every run of ``_SHINGLE`` Chinese characters."""
    return {
        zlib.crc32(run[at : at + _SHINGLE].encode())
        for text in texts
        for run in _WORD.findall(text)
        for at in range(len(run) - _SHINGLE + 1)
    }


def _indices(sentence: Sentence, gazetteer: Gazetteer) -> list[tuple[int, int, str]]:
    return [
        (hit.start, hit.end, "index")
        for hit in gazetteer.scan(sentence.text)
        if not hit.alias.caution
        and hit.end - hit.start > 2  # 上指 and 国指 are also parts of words
        and {entry.type for entry in hit.alias.entries} == {"index"}
        and all(hit.end <= a or b <= hit.start for a, b, _ in sentence.spans)
    ]


def listed_names(data: Path) -> set[str]:
    """Short names of listed firms."""
    names = set()
    for path, column in (
        ("knowledge/kb_a_share_adata/all_code.csv", "short_name"),
        ("knowledge/kb_hk_listed/hk_stock_list.csv", "name"),
        ("knowledge/kb_tw_listed/tw_listed_no_warrants.csv", "name"),
    ):
        with (data / path).open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                name = to_simplified(row.get(column) or "").strip()
                if len(name) > 1:
                    names.add(name.removesuffix("s").replace(" ", ""))
    return names
