"""Data frames, iterables and SQL, with the real pipeline."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from extractor import extract_frame, extract_many, load
from extractor.archive import extract_batches, query
from extractor.archive.outputs import TABLES
from extractor.archive.rows import schema
from extractor.cli import app
from extractor.errors import ExtractorError
from tests.archive.helpers import write_lines

TEXTS = ["高盛把標普500指數的目標上調至7000點，升5%。", "摩根大通預計美聯儲按兵不動。"]


@pytest.fixture(scope="module")
def nlp():
    return load()


@pytest.fixture(scope="module", params=["jsonl", "parquet"])
def extracted(request, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("extracted")
    records = [{"id": f"n{i}", "content": text, "published_at": "2025-03-04"} for i, text in enumerate([*TEXTS, None])]
    source = write_lines(folder / "news.jsonl", records)
    arguments = ["batch", str(source), "--out", str(folder / "out"), "--workers", "1", "--format", request.param]
    result = CliRunner().invoke(app, [*arguments, "--text-field", "content", "--id-field", "id"])
    assert result.exit_code == 3, result.output  # some failed
    assert result.output.splitlines()[-1].startswith("done: 2 documents of 3 articles, 1 errors in")
    return folder / "out"


def test_a_frame_becomes_four_frames(nlp) -> None:
    df = pd.DataFrame({"content": [TEXTS[0], None, TEXTS[1]], "key": ["a", "b", "c"]}, index=[7, 8, 9])
    frames = extract_frame(df, text="content", id="key", nlp=nlp)
    assert list(frames.documents["doc_id"]) == ["a", "c"]
    assert list(frames.documents["article"]) == [0, 2]
    assert list(frames.errors["article"]) == [1]
    names = frames.entities.merge(frames.documents, on="article")[["doc_id_x", "name"]]
    assert ("a", "高盛") in set(names.itertuples(index=False, name=None))
    mention = frames.entities.query("name == '高盛'").iloc[0]["mentions"][0]
    assert TEXTS[0][mention["start"] : mention["end"]] == mention["text"]
    for table, frame in zip(TABLES, frames, strict=True):
        assert list(frame.columns) == schema(table).names


def test_an_iterable_is_extracted_as_it_is_asked_for(nlp) -> None:
    def endless():
        while True:
            yield TEXTS[0]
            yield {"text": TEXTS[1], "doc_id": "second"}

    documents = extract_many(endless(), nlp)
    assert [next(documents).text, next(documents).doc_id] == [TEXTS[0], "second"]


def test_batches_of_rows_in_and_out(nlp) -> None:
    df = pd.DataFrame({"text": [*TEXTS, " "], "doc_id": ["a", "b", "c"]})
    (found,) = extract_batches([df])
    assert json.loads(found["document"][0])["doc_id"] == "a"
    assert found["document"][2] is None
    assert "empty" in found["error"][2]


def test_every_view_has_the_columns_of_its_table(extracted: Path) -> None:
    for table in TABLES:
        columns, _ = query(extracted, f"SELECT * FROM {table}")
        assert columns == schema(table).names


def test_sql_over_an_output(extracted: Path) -> None:
    sql = (
        "SELECT DISTINCT d.published_at, e.name FROM entities e JOIN documents d USING (article) WHERE e.type = 'index'"
    )
    _, rows = query(extracted, sql)
    assert [(str(date), name) for date, name in rows] == [("2025-03-04", "标普500指数")]
    _, rows = query(
        extracted, "SELECT m.start, m.text FROM (SELECT unnest(mentions) m, name FROM entities) WHERE name = '高盛'"
    )
    assert list(rows) == [(0, "高盛")]
    with pytest.raises(ExtractorError, match="syntax error"):
        query(extracted, "SELEC")


def test_the_query_command_prints_tables_csv_and_json(extracted: Path) -> None:
    sql = "SELECT doc_id, article FROM documents ORDER BY article"

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(app, ["query", str(extracted), *arguments])
        assert result.exit_code == 0, result.output
        return result.output

    assert "doc_id" in run(sql)
    assert list(csv.reader(io.StringIO(run(sql, "--format", "csv")))) == [
        ["doc_id", "article"],
        ["n0", "0"],
        ["n1", "1"],
    ]
    assert json.loads(run(sql, "--format", "json"))[1] == {"doc_id": "n1", "article": 1}


def test_query_says_where_there_is_nothing_to_ask(tmp_path: Path) -> None:
    with pytest.raises(ExtractorError, match="holds no documents"):
        query(tmp_path, "SELECT 1")


def test_resume_with_the_folder_alone(extracted: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["batch", "--resume", "--out", str(extracted)])
    assert result.exit_code == 3
    assert "2 documents" in result.output
    assert CliRunner().invoke(app, ["batch", "--resume", "--out", str(tmp_path)]).exit_code == 2
    assert CliRunner().invoke(app, ["batch", "--out", str(tmp_path)]).exit_code == 2


def test_workers_give_what_the_pipeline_gives_here(nlp, extracted: Path) -> None:
    if (extracted / "documents").exists():
        pytest.skip("the JSON Lines output is compared")
    lines = (extracted / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    records = [{"doc_id": f"n{i}", "text": text, "published_at": "2025-03-04"} for i, text in enumerate(TEXTS)]
    for line, here in zip(lines, extract_many(records, nlp), strict=True):
        there = json.loads(line)
        del there["meta"]["article"], there["meta"]["source"]
        assert there == json.loads(json.dumps(here.to_dict()))
