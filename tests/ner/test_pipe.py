"""The pipe learns, forgets nothing on disk, and leaves open what the annotation leaves open."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc, Span
from spacy.training import Example
from thinc.api import Adam

from extractor.entities.ner import NameModel
from extractor.entities.ner.tags import KINDS, N_OUTPUTS, N_TAGS
from extractor.errors import ModelError
from extractor.training.ner.train import Recipe, annotated, blank_pipeline

MARKED = [
    "[person 陈嘉禾]认为，[company 远景矿业]明年可望扭亏。",
    "据[media 南岭早报]，[broker 海门证券]昨日上调目标价。",
    "分析师[person Tom Reed]看好[index 北境50指数]后市。",
    "[bank 湖滨银行]第三季净利增长12%，不良率下降。",
    "市场普遍预期利率不变，成交清淡。",
]


def parse(marked: str) -> dict:
    text, spans = "", []
    for part in marked.replace("]", "[").split("["):
        label, _, name = part.partition(" ")
        if label in ("person", "index", *KINDS):
            spans.append((len(text), len(text) + len(name), label))
            part = name
        text += part
    return {"text": text, "spans": spans, "missing": []}


@pytest.fixture(scope="module")
def trained() -> spacy.Language:
    nlp = blank_pipeline(Recipe(width=32, depth=2, pair_rows=500))
    docs = [annotated(nlp, parse(marked)) for marked in MARKED]
    examples = [Example(doc, doc) for doc in docs]
    nlp.initialize(lambda: examples)
    optimizer = Adam(0.01)
    for _ in range(60):
        nlp.get_pipe("name_tagger").update(examples, sgd=optimizer)
    return nlp


def test_what_was_shown_is_found(trained: spacy.Language) -> None:
    model = NameModel(trained)
    for marked in MARKED:
        stored = parse(marked)
        found = model.find(stored["text"], [(0, len(stored["text"]))])
        assert [(c.start, c.end, c.type) for c in found] == stored["spans"]
        assert all(0.5 < c.score <= 1 for c in found)


def test_calling_the_pipe_sets_ents(trained: spacy.Language) -> None:
    doc = trained(parse(MARKED[1])["text"])
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("南岭早报", "media"), ("海门证券", "broker")]


def test_a_folder_holds_the_whole_model(trained: spacy.Language, tmp_path: Path) -> None:
    trained.to_disk(tmp_path / "model", exclude=["vocab"])
    text = parse(MARKED[0])["text"]
    whole = [(0, len(text))]
    assert NameModel.load(tmp_path / "model").find(text, whole) == NameModel(trained).find(text, whole)


def test_a_missing_or_damaged_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="absent"):
        NameModel.load(tmp_path / "absent")


def test_open_tokens_and_unknown_kinds_teach_nothing() -> None:
    nlp = blank_pipeline(Recipe(width=32, depth=1, pair_rows=500))
    doc: Doc = nlp.make_doc("甲乙公司涨")
    doc.set_ents([Span(doc, 0, 4, label="organisation")], missing=[Span(doc, 4, 5)], default="outside")
    _, gradient = nlp.get_pipe("name_tagger").get_loss([Example(doc, doc)], np.zeros((5, N_OUTPUTS), dtype="float32"))
    assert gradient[:4, :N_TAGS].any(axis=1).all()
    assert not gradient[4].any()
    assert not gradient[:, N_TAGS:].any()


def test_names_that_cross_tokens_are_left_open() -> None:
    nlp = blank_pipeline(Recipe(width=32, depth=1, pair_rows=500))
    doc = annotated(nlp, {"text": "见iPhone厂", "spans": [(2, 7, "company")], "missing": []})
    assert [token.ent_iob_ for token in doc] == ["O", "", "O"]
