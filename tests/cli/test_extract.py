"""The main job from the shell: good articles, bad input, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

NOTE = "摩根大通將標普500指數目標上調至7000點，維持「超配」評級。"


def run(*args: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extractor", *args],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def schema() -> dict:
    return json.loads(run("schema").stdout)


def test_documents_hold_the_schema_and_the_offsets(tmp_path: Path, schema: dict) -> None:
    text, lines = tmp_path / "a.txt", tmp_path / "b.jsonl"
    text.write_text(NOTE, encoding="utf-8")
    lines.write_text(json.dumps({"doc_id": "n1", "text": NOTE, "date": "2025-07-16"}) + "\n", encoding="utf-8")
    result = run("extract", str(text), str(lines))
    assert result.returncode == 0, result.stderr
    documents = [json.loads(line) for line in result.stdout.splitlines()]
    assert [d["doc_id"] for d in documents][1] == "n1"
    assert documents[1]["published_at"] == "2025-07-16"
    for document in documents:
        jsonschema.validate(document, schema)
        assert {"摩根大通", "标普500指数"} <= {e["name"] for e in document["entities"]}
        for entity in document["entities"]:
            for m in entity["mentions"]:
                assert document["text"][m["start"] : m["end"]] == m["text"]


def test_standard_input_pretty_and_out(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    result = run("extract", "-", "--pretty", "--no-text", "--out", str(out), "--published-at", "2025/7/16", stdin=NOTE)
    assert (result.returncode, result.stdout) == (0, "")
    document = json.loads(out.read_text(encoding="utf-8"))
    assert document["published_at"] == "2025-07-16" and "text" not in document


def test_bad_articles_are_one_line_each_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "good.txt").write_text(NOTE, encoding="utf-8")
    (tmp_path / "rows.jsonl").write_text('{"text": "甲"}\n{"text"\n', encoding="utf-8")
    names = ["none.txt", "empty.txt", "scan.pdf", "rows.jsonl", "good.txt"]
    result = run("extract", *[str(tmp_path / n) for n in names], str(tmp_path))
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) == 2
    assert len(result.stderr.splitlines()) == 5, result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "args", [["extract"], ["extract", "-", "--published-at", "yesterday"], ["nonsense"], ["extract", "--wrong"]]
)
def test_wrong_use_exits_2(args: list[str]) -> None:
    result = run(*args, stdin="")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr


def test_convert_and_segment() -> None:
    assert run("convert", "-", stdin="滙豐看好後市").stdout == "汇丰看好后市\n"
    assert "摩根大通" in run("segment", "-", stdin=NOTE).stdout.split()
