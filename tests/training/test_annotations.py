"""Articles annotated in place: places that hold words, and a fault named by file and line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from extractor.errors import KnowledgeError
from extractor.resources import corpus
from extractor.tables import read_table
from extractor.training import annotations
from extractor.training.annotations import FIGURE_COLUMNS, VIEW_COLUMNS, annotated_articles, annotated_figures

SHARED = Path(__file__).parents[3] / "shared" / "data"
TEXT = "高盛看好黄金，看淡原油。"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A folder of raw news with one article, and a table of annotations to write."""
    (tmp_path / "news").mkdir()
    with gzip.open(tmp_path / "news" / "wire.jsonl.gz", "wt", encoding="utf-8") as out:
        out.write(json.dumps({"title": "要闻", "text": TEXT}) + "\n")
    monkeypatch.setattr(annotations, "corpus", lambda *parts: tmp_path / parts[-1])

    def write(*rows: str, columns: Sequence[str] = VIEW_COLUMNS) -> Path:
        (tmp_path / "annotations.csv").write_text("\n".join([",".join(columns), *rows]) + "\n", encoding="utf-8")
        annotations._texts.cache_clear()
        return tmp_path

    return write


def test_places_give_the_words_of_title_and_text(data):
    folder = data("wire,0,3,2,org,7,2,bullish,", "wire,0,3,2,org,12,2,bearish,yes")
    (article,) = annotated_articles(folder)
    assert article["text"] == f"要闻\n{TEXT}"
    assert [(v["holder"], v["target"], v["stance"], v["optional"]) for v in article["views"]] == [
        ("高盛", "黄金", "bullish", False),
        ("高盛", "原油", "bearish", True),
    ]


def test_an_article_without_views_is_kept(data):
    assert annotated_articles(data("wire,0,,,,,,none,"))[0]["views"] == []


def test_a_place_outside_its_article_is_named(data):
    with pytest.raises(KnowledgeError, match=r"annotations\.csv:2: the target at 99"):
        annotated_articles(data("wire,0,3,2,org,99,2,bullish,"))


def test_the_shipped_rows_hold_no_words():
    for row in read_table(corpus("training", "views", "annotations.csv"), VIEW_COLUMNS):
        places = (row[c] for c in ("article", "holder", "holder_length", "target", "target_length"))
        assert all(cell.isdigit() or not cell for cell in places), row.line


def test_the_shipped_rows_point_at_words():
    if not SHARED.is_dir():
        pytest.skip("the raw articles that the annotations point into are not here")
    articles = annotated_articles(SHARED)
    assert len(articles) > 300
    assert all(view["target"].strip() and view["holder"].strip() for a in articles for view in a["views"])


def test_figures_have_the_words_of_their_metrics_and_one_entity_for_each_owner(data):
    rows = ("wire,0,5,2,7+2|8+1,3+2|-", "wire,0,12,2,,3+2")
    (article,) = annotated_figures(data(*rows, columns=FIGURE_COLUMNS))
    first, second = article["figures"]
    assert (first["start"], first["end"], first["metric"]) == (5, 7, ["黄金", "金"])
    assert first["subject"] == ["E1", None]
    assert (second["metric"], second["subject"]) == ([], ["E1"])
    assert article["entities"] == [{"id": "E1", "mentions": [{"start": 3, "end": 5}]}]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("wire,0,99,2,,", "the figure at 99"),
        ("wire,0,5,2,7+99,", "the metric at 7"),
        ("wire,0,5,2,,3", "subject is '3'"),
        ("wire,0,five,2,,", "start is 'five'"),
        ("wire,7,5,2,,", "there is no article 7 in wire"),
    ],
)
def test_a_fault_of_a_figure_is_named_by_file_and_line(data, row, fault):
    with pytest.raises(KnowledgeError, match=rf"annotations\.csv:2: {fault}"):
        annotated_figures(data(row, columns=FIGURE_COLUMNS))


def test_the_shipped_rows_of_figures_hold_no_words():
    for row in read_table(corpus("training", "figures", "annotations.csv"), FIGURE_COLUMNS):
        cells = (row[c] for c in FIGURE_COLUMNS if c != "source")
        assert all(set(cell) <= set("0123456789+|-") for cell in cells), row.line


def test_the_shipped_rows_of_figures_point_at_words():
    if not SHARED.is_dir():
        pytest.skip("the raw articles that the annotations point into are not here")
    articles = annotated_figures(SHARED)
    assert len(articles) > 240
    figures = [(a["text"][f["start"] : f["end"]], f) for a in articles for f in a["figures"]]
    assert sum(
        any(c.isdigit() or c in "一二兩两三四五六七八九十百千萬万億亿半成" for c in text) for text, _ in figures
    ) == len(figures)
    assert all(words.strip() for _, figure in figures for words in figure["metric"])
