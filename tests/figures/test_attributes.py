"""Attributes against the example files."""

from __future__ import annotations

import pytest

from extractor.document.models import Figure
from extractor.pipeline import Extractor
from figures.examples import rows, texts_of


def marked(text: str, nlp: Extractor) -> Figure:
    """The figure in 【】 of a text."""
    start = text.index("【")
    plain = text.replace("【", "").replace("】", "")
    found = [f for f in nlp.extract(plain).figures if f.start == start]
    assert found, f"no figure at the mark in {text}"
    return found[0]


@pytest.mark.parametrize(("row", "text"), texts_of("attributes.csv", ["attribute", "value", "texts"]))
def test_attribute(row: dict[str, str], text: str, nlp: Extractor) -> None:
    assert getattr(marked(text, nlp), row["attribute"]) == (None if row["value"] == "-" else row["value"])


@pytest.mark.parametrize(("row", "text"), texts_of("owners.csv", ["attribute", "owner", "texts"]))
def test_owner(row: dict[str, str], text: str, nlp: Extractor) -> None:
    start = text.index("【")
    document = nlp.extract(text.replace("【", "").replace("】", ""))
    names = {entity.id: entity.name for entity in document.entities}
    owner = next(getattr(f, row["attribute"]) for f in document.figures if f.start == start)
    assert names.get(owner) == (None if row["owner"] == "-" else row["owner"])


@pytest.mark.parametrize(("row", "text"), texts_of("roles.csv", ["role", "texts"]))
def test_role(row: dict[str, str], text: str, nlp: Extractor) -> None:
    assert marked(text, nlp).role == (None if row["role"] == "-" else row["role"])


@pytest.mark.parametrize(("row", "text"), texts_of("currencies.csv", ["currency", "texts"]))
def test_currency_by_context(row: dict[str, str], text: str, nlp: Extractor) -> None:
    assert {f.unit for f in nlp.extract(text).figures if f.kind == "money"} == {row["currency"]}


@pytest.mark.parametrize("row", rows("periods.csv", ["published", "text", "period", "start", "end"]))
def test_period(row: dict[str, str], nlp: Extractor) -> None:
    figure = nlp.extract(row["text"], published_at=row["published"] or None).figures[0]
    wanted = [None if row[name] == "-" else row[name] for name in ("period", "start", "end")]
    assert [figure.period, figure.period_start, figure.period_end] == wanted
