"""Examples as the product meets them: each draft of an annotated text, with the stance taken or with none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.pipeline import Extractor
from extractor.segment.reading import Reading
from extractor.training.stance.examples import Example, held_back
from extractor.training.views.align import Annotated, labelled_drafts
from extractor.views.decide import evidence_of
from extractor.views.drafts import Draft
from extractor.views.stance import LABELS, NO_VIEW


def draft_examples(extractor: Extractor, texts: Iterable[Annotated], source: str) -> Iterator[tuple[Example, bool]]:
    """Each draft of each text, and whether the text is held back."""
    for text in texts:
        reading = extractor.nlp(text["text"])._.reading
        for found in labelled_drafts(reading, text):
            yield _example(reading, found.draft, found.stance or NO_VIEW, source), held_back(text["text"])


def _example(reading: Reading, draft: Draft, label: str, source: str) -> Example:
    evidence = "".join(reading.plain[s.start : s.end] for s, _ in evidence_of(draft))
    holder = reading.plain[draft.who.start : draft.who.end]
    return Example(evidence, holder, reading.plain[draft.named.start : draft.named.end], label, source)


def save(found: Iterable[tuple[Example, bool]], path: Path) -> int:
    """Write examples with their part as JSON Lines; returns how many."""
    lines = [json.dumps({**example._asdict(), "held_back": aside}, ensure_ascii=False) for example, aside in found]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def load(path: Path) -> tuple[list[Example], list[Example]]:
    """The saved examples: for training, and held back."""
    parts: tuple[list[Example], list[Example]] = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        aside = row.pop("held_back")
        assert row["stance"] in LABELS
        parts[aside].append(Example(**row))
    return parts
