"""Readers of the annotated sets: each gives sentences with spans under our labels, in simplified characters.

Labels are ``person``, ``index``, a kind of organisation, or ``organisation`` where the set does not say of which kind.
The folders are those of the data directory given on the command line; nothing of them is shipped.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extractor.script import to_simplified
from extractor.training.ner.kinds import Kinds

Span = tuple[int, int, str]


@dataclass(slots=True)
class Sentence:
    """A sentence, its names, and the stretches of which the set says nothing, or nothing to be trusted."""

    source: str
    split: str
    text: str
    spans: list[Span]
    missing: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.text = to_simplified(self.text)


def gold(path: Path, kinds: Kinds) -> Iterator[Sentence]:
    """Our own annotation: every type."""
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        yield Sentence("gold", "train", record["text"], [(e["start"], e["end"], e["type"]) for e in record["entities"]])


def cluener(folder: Path, kinds: Kinds) -> Iterator[Sentence]:
    """CLUENER2020; a book that is a newspaper, and a place named like a firm, are left open."""
    for name, split in (("train.json", "train"), ("dev.json", "test")):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            spans: list[Span] = []
            missing = []
            for label, names in record["label"].items():
                for surface, places in names.items():
                    plain = to_simplified(surface)
                    for start, last in places:
                        if label == "name":
                            spans.append((start, last + 1, "person"))
                        elif label == "company":
                            spans.append((start, last + 1, kinds(plain, "company")))
                        elif label == "government":
                            kind = kinds(plain)
                            spans.append((start, last + 1, kind if kind == "central_bank" else "government"))
                        elif label == "organization":
                            spans.append((start, last + 1, kinds(plain)))
                        elif label == "book" and kinds(plain.strip("《》")) == "media":
                            missing.append((start, last + 1))
            yield Sentence("cluener", split, record["text"], spans, missing)


_BOSON = re.compile(r"\{\{(\w+):([^}]*)\}\}")


def boson(path: Path, kinds: Kinds) -> Iterator[Sentence]:
    """BosonNLP paragraphs; every tenth is for testing."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        text, spans, at = [], [], 0
        size = 0
        for match in _BOSON.finditer(line):
            before, inner = line[at : match.start()], match.group(2).strip()
            text += [before, inner]
            start = size + len(before)
            size = start + len(inner)
            at = match.end()
            label = match.group(1)
            if label == "person_name":
                spans.append((start, size, "person"))
            elif label in ("org_name", "company_name"):
                spans.append((start, size, kinds(to_simplified(inner), _default(label))))
        text.append(line[at:])
        yield Sentence("boson", "test" if number % 10 == 0 else "train", "".join(text), spans)


def _default(label: str) -> str:
    return "company" if label == "company_name" else "organisation"


def columns(source: str, splits: dict[str, str], names: dict[str, str]) -> Callable[[Path, Kinds], Iterator[Sentence]]:
    """A reader of one-token-a-line files. ``splits``: file to split; ``names``: the set's label to ours."""

    def read(folder: Path, kinds: Kinds) -> Iterator[Sentence]:
        for name, split in splits.items():
            for rows in _blocks((folder / name).read_text(encoding="utf-8")):
                text, spans = _joined(rows)
                plain = to_simplified(text)
                yield Sentence(
                    source,
                    split,
                    text,
                    [
                        (a, b, label if label != "organisation" else kinds(plain[a:b]))
                        for a, b, raw in spans
                        if (label := names.get(raw))
                    ],
                )

    return read


def _blocks(text: str) -> Iterator[list[tuple[str, str]]]:
    rows: list[tuple[str, str]] = []
    for line in [*text.splitlines(), ""]:
        cells = line.split("\t") if "\t" in line else line.split(" ")
        if line.startswith("# "):
            continue
        if not line.strip():
            if rows:
                yield rows
            rows = []
        elif len(cells) >= 4:  # token number, token, tag, ...
            rows.append((cells[1], cells[2]))
        elif len(cells) == 2:
            rows.append((cells[0], cells[1]))
    if rows:
        yield rows


def _joined(rows: list[tuple[str, str]]) -> tuple[str, list[Span]]:
    text, spans = "", []
    for token, tag in rows:
        if text and text[-1].isascii() and text[-1].isalpha() and token[0].isascii() and token[0].isalpha():
            text += " "
        start = len(text)
        text += token
        place, _, label = tag.partition("-")
        if place in ("B", "S"):
            spans.append((start, len(text), label))
        elif place in ("I", "M", "E") and spans and spans[-1][2] == label:
            spans[-1] = (spans[-1][0], len(text), label)
    return text, spans


def weibo(folder: Path, kinds: Kinds) -> Iterator[Sentence]:
    """Weibo NER: named mentions only (a nominal mention is left open); the characters carry a position digit."""
    for name in ("weiboNER_2nd_conll.train", "weiboNER_2nd_conll.dev"):
        for rows in _blocks((folder / name).read_text(encoding="utf-8")):
            text, spans = _joined([(token[0], tag) for token, tag in rows])
            plain = to_simplified(text)
            named = {"PER.NAM": "person", "ORG.NAM": "organisation"}
            kept = [
                (a, b, kinds(plain[a:b]) if named[raw] == "organisation" else "person")
                for a, b, raw in spans
                if raw in named
            ]
            yield Sentence("weibo", "train", text, kept, [(a, b) for a, b, raw in spans if raw not in named])


_PER_ORG = {"PER": "person", "PERSON": "person", "ORG": "organisation"}
ANNOTATED: dict[str, tuple[str, Callable[[Path, Kinds], Iterable[Sentence]]]] = {
    "gold": ("../gold/train_sentences.jsonl", gold),
    "cluener": ("ner/cluener2020", cluener),
    "boson": ("ner/boson_ner/origindata.txt", boson),
    "msra": ("ner/msra_ner", columns("msra", {"msra_train_bio.txt": "train", "msra_test_bio.txt": "test"}, _PER_ORG)),
    "peoples_daily": (
        "ner/peoples_daily_weibo_ner",
        columns("peoples_daily", {"peoples_daily.dev": "train", "peoples_daily.test": "test"}, _PER_ORG),
    ),
    "weibo": ("ner/peoples_daily_weibo_ner", weibo),
    "resume": (
        "ner/resume_ner",
        columns(
            "resume",
            {"train.char.bmes": "train", "dev.char.bmes": "train", "test.char.bmes": "test"},
            {"NAME": "person", "ORG": "organisation"},
        ),
    ),
    "uner_gsd": (
        "ner/uner_gsd_simp",
        columns(
            "uner_gsd",
            {
                "zh_gsdsimp-ud-train.iob2": "train",
                "zh_gsdsimp-ud-dev.iob2": "train",
                "zh_gsdsimp-ud-test.iob2": "test",
            },
            _PER_ORG,
        ),
    ),
    "uner_pud": ("ner/uner_pud_trad", columns("uner_pud", {"zh_pud-ud-test.iob2": "test"}, _PER_ORG)),
}


def ccks(folder: Path) -> Iterator[tuple[str, str, list[Span]]]:
    """CCKS 2019 event subjects: a text and one firm in it, the rest unmarked."""
    for path in sorted(folder.glob("*train.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                yield "ccks2019", row[1], _everywhere(row[1], [row[3]] if len(row) > 3 else [], "company")


def finre(folder: Path) -> Iterator[tuple[str, str, list[Span]]]:
    """FinRE: a sentence and the two firms that it relates."""
    firms: dict[str, set[str]] = {}
    for line in (folder / "train.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) == 4:
            firms.setdefault(cells[3], set()).update(cells[:2])
    for text, names in firms.items():
        yield "finre", text, _everywhere(text, sorted(names, key=len, reverse=True), "company")


def cfsc(folder: Path) -> Iterator[tuple[str, str, list[Span]]]:
    """CFSC: sentences of market news; its Corporate marks hold profits and subsidiaries too, so none is used."""
    records = json.loads((folder / "CFSC-ABSA__json格式__test.txt").read_text(encoding="utf-8"))
    for text in dict.fromkeys(record["sentence"].rstrip("\n") for record in records):
        yield "cfsc", text, []


def _everywhere(text: str, names: list[str], label: str) -> list[Span]:
    taken = [False] * len(text)
    found = []
    for name in names:
        if len(name) < 2:
            continue
        for match in re.finditer(re.escape(name), text):
            a, b = match.span()
            if not any(taken[a:b]):
                taken[a:b] = [True] * (b - a)
                found.append((a, b, label))
    return sorted(found)


PARTIAL: dict[str, tuple[str, Callable[[Path], Iterable[tuple[str, str, list[Span]]]]]] = {
    "ccks2019": ("finance/ccks2019_event_subject", ccks),
    "finre": ("finance/finre", finre),
    "cfsc": ("finance/cfsc", cfsc),
}
