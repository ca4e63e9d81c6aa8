"""How the views are trained and measured: folds, saved drafts, and what counts as found."""

from __future__ import annotations

import json
from pathlib import Path

from extractor.evaluate.measures import Tally
from extractor.pipeline import Extractor
from extractor.training.stance import drafts
from extractor.training.texts import FOLDS, annotated_sets, fold_of
from extractor.training.views.ablation import count
from extractor.training.views.align import drafted
from extractor.training.views.fitting import cases, weights_of
from extractor.views.decide import decide
from extractor.views.lexicon import load_lexicon
from extractor.views.stance import NO_VIEW, StanceModel
from extractor.views.weights import ASKED, SELECT, load_weights

NLP = Extractor()
TEXT = "高盛分析师李明认为，黄金将继续上涨，原油则会大跌，白银料横盘整理。"


def view(target: str, stance: str, optional: bool = False) -> dict[str, object]:
    return {"holder": "李明", "kind": "person", "target": target, "stance": stance, "optional": optional}


def counted(*views: dict[str, object]) -> tuple[Tally, Tally]:
    text = drafted(NLP.nlp(TEXT)._.reading, {"text": TEXT, "views": list(views)})
    found, stance = Tally(), Tally()
    count(text, decide(text.reading, load_lexicon(), load_weights(), text.drafts, text.main), found, stance)
    return found, stance


def test_a_text_stays_in_its_fold_and_every_fold_has_texts() -> None:
    assert fold_of("金价 上涨\n") == fold_of("金价上涨")
    assert {fold_of(f"第{n}条消息") for n in range(40)} == set(range(FOLDS))


def test_found_and_right_are_counted_apart() -> None:
    found, stance = counted(view("黄金", "bullish"), view("原油", "bullish"), view("美元", "bearish"))
    assert (found.hit, stance.hit, found.gold) == (2, 1, 3)


def test_an_optional_view_counts_neither_way() -> None:
    demanded, _ = counted(view("黄金", "bullish"), view("原油", "bearish"))
    spared, _ = counted(view("黄金", "bullish"), view("原油", "bearish", optional=True))
    assert (demanded.gold, spared.gold) == (2, 1)
    assert spared.predicted == demanded.predicted - 1
    assert spared.hit == demanded.hit - 1


def test_drafts_carry_labels_and_come_back_as_they_were_saved(tmp_path: Path) -> None:
    article = {"text": TEXT, "views": [view("黄金", "bullish"), view("原油", "bearish")]}
    made = [*drafts.draft_examples(NLP, [article], "articles"), *drafts.sentence_views([article])]
    labels = {example.target: example.stance for example, _ in made}
    assert (labels["黄金"], labels["原油"], labels["白银"]) == ("bullish", "bearish", NO_VIEW)
    assert drafts.save(made, tmp_path / "drafts.jsonl") == len(made)
    assert drafts.load(tmp_path / "drafts.jsonl") == made


def test_weights_are_fitted_for_every_decision_with_the_word_of_the_model(tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text(json.dumps({"text": TEXT, "views": [view("黄金", "bullish"), view("原油", "bearish")]}) + "\n")
    found = cases(NLP, annotated_sets(path, None, None), [StanceModel.load()] * FOLDS)
    assert [case.part for case in found] == ["articles, even"]
    assert {e.stance for e in found[0].examples} == {"bullish", "bearish", None}
    weights = weights_of(found[0].examples)
    assert set(weights) == set(load_weights())
    assert "model" in weights[ASKED] and "model" not in weights[SELECT]
