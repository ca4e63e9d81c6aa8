"""F1 by set and type, and characters a second, of one or several models in one run."""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from extractor.entities.ner import NameModel
from extractor.entities.ner.tags import GROUPS, KINDS
from extractor.script import to_simplified
from extractor.segment.sentences import split
from extractor.training.ner.prepare import records

Named = tuple[int, int, str]


def group(label: str) -> str:
    """``person``, ``organisation`` or ``index``."""
    return label if label in GROUPS else "organisation"


class Tally:
    """Exact spans: right, predicted, in the gold."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.gold: Counter[str] = Counter()
        self.kinds: Counter[bool] = Counter()

    def add(self, gold: Iterable[Named], found: Iterable[Named]) -> None:
        """One text."""
        asked = {(a, b): label for a, b, label in gold}
        self.gold.update(map(group, asked.values()))
        for a, b, label in found:
            self.found[group(label)] += 1
            if (a, b) in asked and group(asked[a, b]) == group(label):
                self.right[group(label)] += 1
                if asked[a, b] in KINDS:
                    self.kinds[asked[a, b] == label or {asked[a, b], label} == {"bank", "broker"}] += 1

    def report(self) -> dict[str, dict[str, float]]:
        """Precision, recall and F1 in percent by group and in all; ``kind``: share of right kinds."""
        rows = {g: _row(self.right[g], self.found[g], self.gold[g]) for g in GROUPS if self.gold[g]}
        groups = list(rows)
        rows["all"] = _row(
            sum(self.right[g] for g in groups), sum(self.found[g] for g in groups), sum(self.gold[g] for g in groups)
        )
        if self.kinds:
            rows["kind"] = {"share": round(100 * self.kinds[True] / self.kinds.total(), 1), "n": self.kinds.total()}
        return rows


def _row(right: int, found: int, gold: int) -> dict[str, float]:
    p, r = right / max(found, 1), right / max(gold, 1)
    return {
        "p": round(100 * p, 1), "r": round(100 * r, 1), "f1": round(200 * p * r / max(p + r, 1e-9), 1), "n": gold,
    }  # fmt: skip


def evaluate(model: NameModel, prepared: Path, articles: Path | None) -> dict[str, dict]:
    """Scores on every test set in ``prepared``, and on whole annotated articles by halves (even and odd places)."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for stored in records(prepared, "test"):
        text = stored["text"]
        found = [(c.start, c.end, c.type) for c in model.find(text, [(0, len(text))])]
        tallies[stored["source"]].add(_not_missing(stored["spans"], stored), _not_missing(found, stored))
    if articles:
        for number, line in enumerate(articles.read_text(encoding="utf-8").splitlines()):
            stored = json.loads(line)
            plain = to_simplified(stored["text"])
            found = [(c.start, c.end, c.type) for c in model.find(plain, [(s.start, s.end) for s in split(plain)])]
            gold = [
                (m["start"], m["end"], e["type"])
                for e in stored["entities"]
                if e["type"] in GROUPS or e["type"] in KINDS
                for m in e["mentions"]
            ]
            ignored = {"missing": [(s["start"], s["end"]) for s in stored.get("ignore", [])]}
            tallies[f"articles {'odd' if number % 2 else 'even'}"].add(gold, _not_missing(found, ignored))
    return {name: tally.report() for name, tally in tallies.items()}


def _not_missing(names: Iterable[Named], stored: dict) -> list[Named]:
    return [
        (a, b, label) for a, b, label in names if not any(a < end and start < b for start, end in stored["missing"])
    ]


def speed(model: NameModel, texts: list[str], rounds: int = 3) -> float:
    """Characters a second of processor time, sentences already cut: the best of some rounds."""
    cut = [(text, [(s.start, s.end) for s in split(text)]) for text in texts]
    best = 0.0
    for _ in range(rounds):
        began = time.process_time()
        for text, sentences in cut:
            model.find(text, sentences)
        best = max(best, sum(map(len, texts)) / (time.process_time() - began))
    return round(best)
