"""Weak supervision: sentences of raw news whose stance a cue word next to the target gives away.

In a third of them the cue is masked, so that the model must learn which way the rest of the sentence points.
"""

from __future__ import annotations

import csv
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import ahocorasick

from extractor.document.models import Stance
from extractor.resources import corpus
from extractor.script import to_simplified
from extractor.tables import read_table
from extractor.training.stance.examples import Example
from extractor.views.stance import STANCES

MASK = "[MASK]"
MASKED = 0.35
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?[”」』]?")
_CLAUSE = re.compile(r"[，,。；;：:！？!?]")
_PLACES = ("before", "after")
_ROLES = ("negation", "inverse", "speech")


class Labeller:
    """Finds targets and cues in sentences. ``companies`` are short names of listed firms."""

    def __init__(self, companies: Iterable[str]) -> None:
        folder = corpus("training", "stance")
        self._targets = ahocorasick.Automaton()
        for name in [row["target"] for row in read_table(folder / "targets.csv", ["target"])] + list(companies):
            self._targets.add_word(name, name)
        self._cues = ahocorasick.Automaton()
        cues: dict[str, dict[str, Stance]] = defaultdict(dict)
        for row in read_table(folder / "cues.csv", ["cue", "stance", "place"]):
            cues[row["cue"]][row.choice("place", _PLACES)] = row.choice("stance", STANCES)
        for cue, places in cues.items():
            self._cues.add_word(cue, (cue, places))
        words: dict[str, list[str]] = {role: [] for role in _ROLES}
        for row in read_table(folder / "context.csv", ["role", "words"]):
            words[row.choice("role", _ROLES)].append(re.escape(row["words"]))
        self._negated = re.compile(f"(?:{'|'.join(words['negation'])})[^，。；]{{0,2}}$")
        # Where these follow the target, its rise is bad news (or its fall good): a bond's yield, joblessness.
        self._inverse = re.compile(f"^(?:的)?\\S{{0,4}}(?:{'|'.join(words['inverse'])})")
        self.speech = re.compile("|".join(words["speech"]))
        self._targets.make_automaton()
        self._cues.make_automaton()

    def label(self, sentence: str) -> Iterator[tuple[str, Stance, tuple[int, int]]]:
        """``(target, stance, place of the cue)`` for each target whose clause has one direction only."""
        cues = _longest((end + 1 - len(v[0]), end + 1, v) for end, v in self._cues.iter(sentence))
        if not cues:
            return
        breaks = [0, *(m.end() for m in _CLAUSE.finditer(sentence)), len(sentence)]
        for start, end, name in _longest((end + 1 - len(v), end + 1, v) for end, v in self._targets.iter(sentence)):
            if start and (sentence[start - 1].isdigit() or sentence[start - 1] in "万亿兆"):
                continue  # an amount of a currency, not the currency
            left = max(b for b in breaks if b <= start)
            right = min(b for b in breaks if b >= end)
            found = []
            for c_start, c_end, (_, places) in cues:
                if "after" in places and end <= c_start < right:
                    found.append((places["after"], c_start, c_end))
                elif "before" in places and left <= c_start and c_end <= start and start - c_end <= 4:
                    found.append((places["before"], c_start, c_end))
            if len({stance for stance, *_ in found}) != 1:
                continue
            stance, c_start, c_end = found[0]
            if self._negated.search(sentence[left:c_start]):
                continue
            if c_start >= end and self._inverse.match(sentence[end:c_start]):
                stance = {"bullish": "bearish", "bearish": "bullish"}.get(stance, stance)
            yield name, stance, (c_start, c_end)


def _longest(hits: Iterable[tuple]) -> list[tuple]:
    """The hits without those that overlap an earlier or longer one."""
    kept: list[tuple] = []
    for hit in sorted(hits, key=lambda h: (h[0], -h[1])):
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def company_names(data: Path) -> list[str]:
    """Short names of listed firms, simplified, at least three characters long."""
    tables = [("kb_a_share_adata/all_code.csv", "short_name"), ("kb_hk_listed/hk_stock_list.csv", "name"),
              ("kb_tw_listed/tw_listed_no_warrants.csv", "name")]  # fmt: skip
    names = set()
    for file, column in tables:
        with (data / "knowledge" / file).open(encoding="utf-8-sig") as lines:
            for row in csv.DictReader(lines):
                name = re.sub(r"[sS]$|[-－].*$|\s", "", to_simplified(row[column]))
                if len(name) >= 3 and not name.isascii():
                    names.add(name)
    return sorted(names)


def weak_examples(texts: Iterable[str], labeller: Labeller, most: int, *, seed: int = 0) -> list[Example]:
    """At most ``most`` examples, two fifths bullish and two fifths bearish.

    Frequent targets are thinned out, except where somebody speaks.
    """
    generator = random.Random(seed)
    pools: dict[Stance, list[Example]] = defaultdict(list)
    often: Counter[tuple[str, Stance]] = Counter()
    for text in texts:
        for match in _SENTENCE.finditer(text):
            sentence = match[0].strip()
            if not 12 <= len(sentence) <= 110:
                continue
            spoken = labeller.speech.search(sentence) is not None
            for target, stance, (start, end) in labeller.label(sentence):
                often[target, stance] += 1
                if not spoken and often[target, stance] > 800 and generator.random() < 0.9:
                    continue
                shown = sentence
                if generator.random() < MASKED:
                    shown = sentence[:start] + MASK + sentence[end:]
                pools[stance].append(Example(shown, "", target, stance, "weak"))
    shares: dict[Stance, float] = {"bullish": 0.4, "bearish": 0.4, "neutral": 0.2}
    chosen = []
    for stance, share in shares.items():
        pool = pools[stance]
        chosen += generator.sample(pool, min(len(pool), int(most * share)))
    generator.shuffle(chosen)
    return chosen
