"""Fitting the weights: the choice among candidates, and what an annotated article teaches."""

from extractor.pipeline import Extractor
from extractor.training.figures.align import questions
from extractor.training.figures.choice import Question, fit


def test_the_right_candidate_outweighs_the_wrong_one() -> None:
    asked = [Question([["near", "noun"], ["far"], ["noun"]], [True, False, False]) for _ in range(5)]
    weights = fit(asked, penalty=0.5)
    assert weights["near"] > max(weights.get("far", 0.0), weights.get("noun", 0.0))


def test_questions_without_a_right_answer_teach_nothing() -> None:
    asked = [Question([["near"], ["far"]], [True, False]) for _ in range(4)]
    hopeless = [Question([["near"], ["far"]], [False, False]) for _ in range(9)]
    assert fit(asked, penalty=1.0) == fit([*asked, *hopeless], penalty=1.0)


def test_an_annotated_figure_becomes_two_questions(nlp: Extractor) -> None:
    text = "台积电公布，全年营收2.9兆元，毛利率53%。"
    at = text.index("53%")
    figure = {"start": at, "end": at + 3, "metric": "毛利率", "subject": "A"}
    company = {"id": "A", "mentions": [{"start": 0, "end": 3}]}
    (asked,) = questions(nlp.nlp(text)._.reading, {"text": text, "entities": [company], "figures": [figure]})
    assert sum(asked.metric.right) == 1
    assert asked.subject is not None
    assert any(asked.subject.right)
    assert not all(asked.subject.right)


def test_with_weights_what_they_take_stands_before_the_next_figure(nlp: Extractor) -> None:
    text = "台积电公布，全年营收2.9兆元，同比增长12%。"
    places = [(text.index(words), text.index(words) + len(words)) for words in ("2.9兆元", "12%")]
    figures = [{"start": start, "end": end, "metric": "营收", "subject": "A"} for start, end in places]
    article = {"text": text, "entities": [{"id": "A", "mentions": [{"start": 0, "end": 3}]}], "figures": figures}
    reading = nlp.nlp(text)._.reading
    _, told = questions(reading, article)
    _, taken = questions(reading, article, {"metric": {"none": 9.0}, "subject": {"none": 9.0}})
    assert any("last:none" not in row and row[0].startswith("last:") for row in told.metric.rows)
    assert any("last:none" in row for row in taken.metric.rows)
    assert told.subject is not None
    assert taken.subject is not None
    assert any("last" in row for row in told.subject.rows)
    assert not any("last" in row for row in taken.subject.rows)
