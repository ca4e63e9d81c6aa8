"""How training data is made: the weak labels and the written examples."""

import pytest

from extractor.training.stance.examples import written_examples
from extractor.training.stance.measure import Lexicon, calibration_error, fitted_temperature, macro_f1, softmax
from extractor.training.stance.weak import Labeller
from extractor.views.stance import STANCES

np = pytest.importorskip("numpy")


@pytest.fixture(scope="module")
def labeller() -> Labeller:
    return Labeller(["晨光电子"])


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("分析师料金价续涨，美元则受压。", {("金价", "bullish"), ("美元", "bearish")}),
        ("该行看好晨光电子新品。", {("晨光电子", "bullish")}),
        ("美债收益率攀升。", {("美债", "bearish")}),
        ("油价未见反弹。", set()),
        ("港股先升后跌，走高后下挫。", set()),
        ("他没有谈到市场。", set()),
    ],
)
def test_a_clear_cue_labels_its_target(labeller, sentence, labels):
    assert {(target, stance) for target, stance, _ in labeller.label(sentence)} == labels


def test_every_written_example_is_filled_and_names_its_target():
    examples = written_examples()
    assert {e.stance for e in examples} == set(STANCES)
    assert not [e for e in examples if "{" in e.evidence or "}" in e.evidence]
    assert all(e.target in e.evidence for e in examples if e.source == "template")
    assert written_examples() == examples


def test_the_lexicon_takes_the_nearest_cue():
    example = written_examples()[0]._replace(evidence="黄金看涨，而比特币看跌", target="比特币")
    assert Lexicon().stance(example) == "bearish"


def test_measures_on_small_cases():
    assert macro_f1(["bullish", "bearish"], ["bullish", "bullish"]) == pytest.approx(2 / 3)
    logits = np.array([[4.0, 0, 0, 0], [4.0, 0, 0, 0]])
    assert fitted_temperature(logits, np.array([0, 1])) > 3  # half right under full confidence: cooled down
    shares = softmax(np.array([[9.0, 0, 0, 0], [9.0, 0, 0, 0]]))
    assert calibration_error(shares, np.array([0, 1])) == pytest.approx(0.5, abs=0.01)
