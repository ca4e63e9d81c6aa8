"""What ships: a spaCy folder with its card, small enough for a wheel, and recipes that fit the trainer."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import extractor.training.ner as training
from extractor.resources import models
from extractor.training.ner.train import Recipe

FOLDER = models("ner")


def test_the_folder_is_small_and_whole() -> None:
    files = {str(path.relative_to(FOLDER)): path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()}
    assert {"README.md", "config.cfg", "meta.json", "name_tagger/model"} <= files.keys()
    assert sum(files.values()) <= 25 * 2**20


def test_recipes_are_recipes() -> None:
    recipes = sorted(Path(training.__file__).parent.glob("recipes/*.json"))
    assert [path.stem for path in recipes] == ["student", "teacher"]
    known = {field.name for field in fields(Recipe)}
    for path in recipes:
        assert json.loads(path.read_text(encoding="utf-8")).keys() <= known
