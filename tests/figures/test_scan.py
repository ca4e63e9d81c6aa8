"""The grammar against the example files: what must be read, what must not."""

from __future__ import annotations

import pytest

from extractor.document.models import Figure
from extractor.figures.rules import rules
from extractor.pipeline import Extractor
from figures.examples import rows, texts_of


def close(got: float | int | None, wanted: str) -> bool:
    return got is not None and abs(float(got) - float(wanted)) < 1e-6


@pytest.mark.parametrize(("row", "text"), texts_of("values.csv", ["kind", "value", "unit", "texts"]))
def test_one_value(row: dict[str, str], text: str, nlp: Extractor) -> None:
    figures = nlp.extract(text).figures
    assert [(f.kind, f.unit) for f in figures] == [(row["kind"], row["unit"])]
    assert close(figures[0].value, row["value"])


@pytest.mark.parametrize(("row", "text"), texts_of("ranges.csv", ["kind", "low", "high", "unit", "texts"]))
def test_one_range(row: dict[str, str], text: str, nlp: Extractor) -> None:
    (figure,) = nlp.extract(text).figures
    assert (figure.kind, figure.unit, figure.value) == (row["kind"], row["unit"], None)
    assert close(figure.low, row["low"]) and close(figure.high, row["high"])


@pytest.mark.parametrize("row", rows("lists.csv", ["text", "figures"]))
def test_lists(row: dict[str, str], nlp: Extractor) -> None:
    wanted = [one.split() for one in row["figures"].split(";")]
    figures = nlp.extract(row["text"]).figures
    assert [f.unit for f in figures] == [unit for _, unit in wanted]
    assert all(close(f.value, value) for f, (value, _) in zip(figures, wanted, strict=True))


@pytest.mark.parametrize(("row", "text"), texts_of("negatives.csv", ["why", "texts"]))
def test_no_figure(row: dict[str, str], text: str, nlp: Extractor) -> None:
    assert [f.text for f in nlp.extract(text).figures] == []


@pytest.mark.parametrize("name", [name for name, rule in rules().items() if rule.example])
def test_each_rule_reads_its_example(name: str, nlp: Extractor) -> None:
    from extractor.article import Article
    from extractor.figures.describe import Describer

    reading = nlp.read(Article(rules()[name].example, "example"))
    assert name in [described.item.amount.rule for described in Describer(reading).all()]


def test_numbers_are_whole_where_they_are(nlp: Extractor) -> None:
    figures: list[Figure] = nlp.extract("净利12.50亿美元，升3.0%，目标价1.5港元").figures
    assert [type(f.value) for f in figures] == [int, int, float]
