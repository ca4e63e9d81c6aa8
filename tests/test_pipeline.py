"""The whole pipeline: offsets that hold on any text, the same document for the same article, spaCy's own ways in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise

import jsonschema
import pytest
import spacy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor import load
from extractor.document import Document, json_schema
from extractor.errors import InputError
from extractor.pipeline import Extractor
from extractor.resources import corpus
from tests.growth import grows_linearly

NOTE = "高盛分析師陳大文表示看好台積電，目標價由900元上調至1,200元，維持「買入」評級，料營收同比增長2.5%。"


@pytest.fixture(scope="module")
def nlp() -> Extractor:
    return load()


@pytest.fixture(scope="module")
def sample(nlp) -> Document:
    return nlp.extract(corpus("samples", "rate_cut_rally.txt").read_text(encoding="utf-8"), published_at="2025-09-17")


def spans(document: Document) -> Iterator[tuple[int, int, str]]:
    for entity in document.entities:
        yield from ((m.start, m.end, m.text) for m in entity.mentions)
    yield from ((f.start, f.end, f.text) for f in document.figures)
    for view in document.views:
        yield from ((e.start, e.end, e.text) for e in view.evidence)


def assert_sound(document: Document) -> None:
    """What holds for every document: offsets verbatim, ids that exist, one entity a place."""
    for start, end, text in spans(document):
        assert document.text[start:end] == text and text
    ids = {entity.id for entity in document.entities}
    assert len(ids) == len(document.entities)
    for figure in document.figures:
        assert {figure.subject, figure.said_by} <= ids | {None}
    for view in document.views:
        assert {view.holder.person, view.holder.org, view.target.entity} <= ids | {None}
        assert 0 <= view.score <= 1
    places = sorted((m.start, m.end) for entity in document.entities for m in entity.mentions)
    assert all(a[1] <= b[0] for a, b in pairwise(places))


def test_the_sample_is_read(sample) -> None:
    assert_sound(sample)
    jsonschema.validate(sample.to_dict(), json_schema())
    assert {"标普500指数", "摩根士丹利", "艾伦·布鲁斯特", "台积电"} <= {e.name for e in sample.entities}
    assert {"艾伦·布鲁斯特", "维克多·桑德斯"} <= {a.name for a in sample.analysts}
    assert len(sample.figures) >= 18
    assert sample.meta["package"] and sample.meta["knowledge"] and sample.meta["models"]


def test_same_article_same_bytes(nlp, sample) -> None:
    again = load().extract(sample.text, published_at="2025-09-17")
    assert json.dumps(again.to_dict()) == json.dumps(sample.to_dict())


HOSTILE = {
    "empty": "",
    "no Chinese": "Nothing here is Chinese, $5 billion or not.",
    "control characters": NOTE.replace("，", "\x00\x07\x1b"),
    "emoji": NOTE.replace("，", "🚀📈"),
    "unpaired quotes": f"“{NOTE}「{NOTE}",
    "nested brackets": "（" * 10_000 + NOTE + "）" * 10_000,
    "one line": NOTE.replace("。", "，") * 200,
    "lone surrogate": f"{NOTE}\ud800{NOTE}",
    "combining marks": "高\u0301盛" * 50,
    "right to left": f"\u202e{NOTE}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_odd_texts_give_a_document(nlp, name: str) -> None:
    assert_sound(nlp.extract(HOSTILE[name]))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=120) | st.text(alphabet=NOTE + "“”『』·（）0123.%億元\n", max_size=160))
def test_no_text_raises(text: str) -> None:
    assert_sound(_shared().extract(text))


def _shared() -> Extractor:
    if not hasattr(_shared, "nlp"):
        _shared.nlp = load()  # type: ignore[attr-defined]
    return _shared.nlp  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "unit", ["1", "亿", "“", "（", "布拉姆·卡普兰·", "高盛、", "表示", "5%", " ", "1-", "高盛：", "平安涨5元，"]
)
def test_time_grows_with_length_not_its_square(nlp, unit: str) -> None:
    assert grows_linearly(nlp.extract, unit, 30_000)


def test_warnings_say_what_is_missing(nlp) -> None:
    assert "no Chinese text" in nlp.extract("plain English").meta["warnings"]
    assert not nlp.extract(NOTE, published_at="2025-07-16").meta["warnings"]


def test_a_bad_date_is_said(nlp) -> None:
    with pytest.raises(InputError, match="2025-13-01"):
        nlp.extract(NOTE, published_at="2025-13-01")


def test_pipes_join_another_pipeline_by_name() -> None:
    other = spacy.blank("zh")
    for name in ("finance_entities", "finance_speech", "finance_figures", "finance_views"):
        other.add_pipe(name)
    doc = other(NOTE)
    assert "高盛" in {doc._.reading.text[s.start_char : s.end_char] for s in doc.spans["entities"]}
    assert {"money", "percent"} <= {span.label_ for span in doc.spans["figures"]}


def test_no_word_of_an_article_stays_behind(nlp) -> None:
    before = len(nlp.nlp.vocab.strings)
    for number in range(20):
        nlp.extract(NOTE.replace("1,200", f"1,{number:03}") + f"生词{number}号")
    assert len(nlp.nlp.vocab.strings) == before
