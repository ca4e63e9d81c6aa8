"""The annotated texts that the views are trained on, in three sets, and the folds that keep their scores honest."""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.training.annotations import annotated_articles

Annotated = Mapping[str, Any]
FOLDS = 3
ARTICLES, SENTENCES, IN_PLACE = "articles", "sentences", "in place"


def fold_of(text: str) -> int:
    """The part of the cross-validation that a text falls into: by its own checksum, whatever the order of a file."""
    return zlib.crc32("".join(text.split())[:40].encode()) % FOLDS


def annotated_sets(articles: Path | None, sentences: Path | None, data: Path | None) -> dict[str, list[Annotated]]:
    """The sets asked for: whole articles, single sentences, raw articles under ``data`` annotated by place."""
    sets: dict[str, list[Annotated]] = {}
    if articles:
        sets[ARTICLES] = _records(articles)
    if sentences:
        sets[SENTENCES] = _records(sentences)
    if data:
        sets[IN_PLACE] = annotated_articles(data)
    return sets


def set_options(description: str) -> argparse.ArgumentParser:
    """Options that name the sets, and the stance models that have not seen a fold of them."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("articles", type=Path, help="annotated articles in the contract's form, JSON Lines")
    parser.add_argument("--sentences", type=Path, help="annotated sentences: text, views of holder, target and stance")
    parser.add_argument("--data", type=Path, help="the folder of the raw articles that annotations.csv points into")
    parser.add_argument("--models", type=Path, required=True, help="the folder with a stance model for each fold")
    return parser


def _records(path: Path) -> list[Annotated]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
