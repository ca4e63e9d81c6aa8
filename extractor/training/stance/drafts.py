"""Examples as the product meets them: each draft of an annotated text, with the stance taken or with none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractor.pipeline import Extractor
from extractor.training.stance.examples import Example
from extractor.training.stance.sources import clean
from extractor.training.texts import Annotated, fold_of
from extractor.training.views.align import drafted, labelled_drafts
from extractor.views.decide import question
from extractor.views.stance import LABELS, NO_VIEW

Folded = tuple[Example, int]  # an example and its text's fold
AS_ANNOTATED = "views"  # the source of examples whose holder and target are the annotator's, not the product's


def draft_examples(extractor: Extractor, texts: Iterable[Annotated], source: str) -> Iterator[Folded]:
    """Each draft of each text that the annotation decides."""
    with extractor.nlp.select_pipes(disable=["finance_views"]):
        for text in texts:
            reading = extractor.nlp(text["text"])._.reading
            for found in labelled_drafts(drafted(reading, text)):
                asked = question(reading, found.draft)
                stance = found.stance or NO_VIEW
                yield Example(asked.evidence, asked.holder, asked.target, stance, source), fold_of(text["text"])


def sentence_views(sentences: Iterable[Annotated]) -> Iterator[Folded]:
    """The views of single sentences, with the holder and the target as they were annotated."""
    for sentence in sentences:
        text = clean(sentence["text"])
        for view in sentence["views"]:
            example = Example(text, clean(view["holder"]), clean(view["target"]), view["stance"], AS_ANNOTATED)
            yield example, fold_of(sentence["text"])


def save(found: Iterable[Folded], path: Path) -> int:
    """Write examples with their folds as JSON Lines; returns how many."""
    lines = [json.dumps({**example._asdict(), "fold": fold}, ensure_ascii=False) for example, fold in found]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def load(path: Path) -> list[Folded]:
    """The saved examples with their folds."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        fold = row.pop("fold")
        assert row["stance"] in LABELS
        found.append((Example(**row), fold))
    return found
