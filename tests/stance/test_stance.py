"""The stance model's run time: marking, windows, loading, probabilities, and what the shipped model must know."""

import json
import shutil
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from extractor.errors import ModelError
from extractor.resources import corpus, models
from extractor.tables import read_table
from extractor.views.stance import STANCES, Places, StanceInput, StanceModel, mark, window

MODEL = models("stance")
CASES = read_table(corpus("examples", "stance", "cases.csv"), ["stance", "holder", "target", "evidence"])


@pytest.fixture(scope="module")
def model() -> StanceModel:
    return StanceModel.load()


@pytest.fixture
def checkpoint(tmp_path):
    """A copy of the shipped model that a test may spoil."""
    for name in ("config.json", "tokenizer.json", "model_int8.onnx"):
        shutil.copy(MODEL / name, tmp_path / name)
    return tmp_path


def _relabel(folder, names):
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config["id2label"] = dict(enumerate(names))
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")


@pytest.mark.parametrize(
    ("item", "marked"),
    [
        (StanceInput("瑞银看好铜", "瑞银", "铜"), "[H]瑞银[/H]看好[T]铜[/T]"),
        (StanceInput("铜涨铜跌", "", "铜"), "[T]铜[/T]涨[T]铜[/T]跌"),
        (StanceInput("价格料再升", "该行", "铜"), "[T]铜[/T]价格料再升"),
        (StanceInput("价格料再升", "", ""), "价格料再升"),
        (StanceInput("瑞银股价偏高", "瑞银", "瑞银股价"), "[T]瑞银股价[/T]偏高"),
    ],
)
def test_holder_and_target_are_marked(item, marked):
    assert mark(item) == marked


def test_long_evidence_is_cut_around_the_target():
    ids = [0, *range(10, 310), 1]
    cut = window(ids, 64, 250)
    assert len(cut) == 64 and cut[0] == 0 and cut[-1] == 1 and 250 in cut
    assert window(ids[:20], 64, 250) == ids[:20]
    assert window(ids, 64, 309)[-2] == 309


def test_token_types_tell_the_targets_clause():
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    encoding = tokenizer.encode(mark(StanceInput("美元走强，避险买盘推高黄金，股市下跌。", "", "黄金")))
    types = dict(zip(encoding.tokens, Places(tokenizer).types(encoding.ids), strict=True))
    assert types["推高"] == 1 and types["黄金"] == types["[/T]"] == 2
    assert types["美元"] == types["股市"] == types["[CLS]"] == 0
    assert Places(tokenizer).types(tokenizer.encode("没有目标").ids).count(0) == len(tokenizer.encode("没有目标").ids)


def test_each_answer_is_a_distribution_in_the_order_asked(model):
    batch = [StanceInput(row["evidence"] * n, row["holder"], row["target"]) for row in CASES for n in (1, 4)]
    together = model.predict(batch)
    for item, (shares, _) in zip(batch, together, strict=True):
        assert tuple(shares) == STANCES
        assert sum(shares.values()) == pytest.approx(1)
        alone = model.predict([item])[0].stances
        # int8 activations take their scale from the whole batch, so company shifts a probability a little
        assert all(abs(alone[s] - shares[s]) < 0.15 for s in STANCES)
    assert model.predict(batch) == together
    assert model.predict([]) == []


def test_the_shipped_model_knows_the_cases(model):
    answers = model.predict([StanceInput(row["evidence"], row["holder"], row["target"]) for row in CASES])
    said = [max(shares, key=shares.get) for shares, _ in answers]
    wrong = [(row["evidence"], was) for row, was in zip(CASES, said, strict=True) if was != row["stance"]]
    assert len(wrong) <= 1, wrong


def test_the_target_decides_between_two_in_one_sentence(model):
    evidence = "该策略师建议减持美股，转而超配欧洲股票。"
    european, american = model.predict([StanceInput(evidence, "", "欧洲股票"), StanceInput(evidence, "", "美股")])
    assert european.stances["bullish"] > american.stances["bullish"]
    assert american.stances["bearish"] > european.stances["bearish"]


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300), st.text(max_size=20), st.text(max_size=20))
def test_no_text_raises(model, evidence, holder, target):
    assert sum(model.predict([StanceInput(evidence, holder, target)])[0].stances.values()) == pytest.approx(1)


@pytest.mark.parametrize("text", ["9" * 1_000_000, "（" * 100_000, "[T][/T][H]" * 50_000, "\x00\ud800涨" * 1000])
def test_hostile_text_is_quick_and_quiet(model, text):
    assert len(model.predict([StanceInput(text, text, text)])) == 1


def test_foreign_label_names_stand_for_stances(checkpoint):
    _relabel(checkpoint, ["Negative", "POSITIVE", "中性", "neu", "pos"])
    shares, view = StanceModel.load(checkpoint).predict([StanceInput("金价上涨", "", "金价")])[0]
    assert view is None
    assert shares["mixed"] == 0
    assert sum(shares.values()) == pytest.approx(1)


def test_an_unknown_label_is_named(checkpoint):
    _relabel(checkpoint, ["LABEL_0", "LABEL_1", "LABEL_2", "LABEL_3"])
    with pytest.raises(ModelError, match="LABEL_0"):
        StanceModel.load(checkpoint)


def test_labels_and_scores_must_agree_in_number(checkpoint):
    _relabel(checkpoint, ["positive", "negative"])
    with pytest.raises(ModelError, match="5 scores"):
        StanceModel.load(checkpoint).predict([StanceInput("金价上涨", "", "金价")])


def test_damaged_files_are_named(checkpoint, tmp_path):
    with pytest.raises(ModelError, match=r"config\.json"):
        StanceModel.load(tmp_path / "nothing")
    (checkpoint / "model_int8.onnx").write_bytes(b"no graph")
    with pytest.raises(ModelError, match=r"model_int8\.onnx"):
        StanceModel.load(checkpoint)
    (checkpoint / "model_int8.onnx").unlink()
    with pytest.raises(ModelError, match="neither an ONNX file"):
        StanceModel.load(checkpoint)
    (checkpoint / "tokenizer.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=r"tokenizer\.json"):
        StanceModel.load(checkpoint)


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed")
def test_torch_weights_without_torch_name_the_extra(checkpoint):
    (checkpoint / "model_int8.onnx").unlink()
    (checkpoint / "model.safetensors").write_bytes(b"")
    with pytest.raises(ModelError, match=r"\[train\]"):
        StanceModel.load(checkpoint)


@pytest.mark.skipif(find_spec("torch") is None or find_spec("transformers") is None, reason="needs the train extra")
def test_torch_weights_answer_like_the_onnx_file(model, checkpoint):
    (checkpoint / "model_int8.onnx").unlink()
    shutil.copy(MODEL / "model.safetensors", checkpoint)
    torch_model = StanceModel.load(checkpoint)
    batch = [StanceInput(row["evidence"], row["holder"], row["target"]) for row in CASES]
    for ours, theirs in zip(model.predict(batch), torch_model.predict(batch), strict=True):
        assert all(abs(ours.stances[s] - theirs.stances[s]) < 0.15 for s in STANCES)


def test_the_shipped_folder_stays_small():
    sizes = {file.name: file.stat().st_size for file in MODEL.iterdir()}
    assert sum(sizes.values()) < 26_000_000, sizes
