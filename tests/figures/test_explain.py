"""The figures command, and what it says of each figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.article import Article
from extractor.cli import app
from extractor.figures.explain import explain, refused
from extractor.pipeline import Extractor

TEXT = "高盛將騰訊(00700.HK)目標價上調至620元，料第二季淨利同比增長約12%。上午10點30分公布。"


def test_each_figure_with_its_rule_and_cues(nlp: Extractor) -> None:
    target, growth = explain(nlp.read(Article(TEXT, "text")))
    assert target.rule.startswith("money_by_context")
    assert target.parts == {"number": "620", "unit": "元"}
    assert target.attributes["unit"][0] == "HKD" and "腾讯" in target.attributes["unit"][1]
    assert target.attributes["role"] == ("price_target", "目标价")
    assert growth.attributes["modifier"] == ("about", "约")
    assert growth.attributes["basis"] == ("yoy", "同比")
    assert growth.attributes["direction"] == ("up", "增长")


def test_each_number_that_is_none_has_a_reason(nlp: Extractor) -> None:
    reasons = {TEXT[r.start : r.end]: r.reason for r in refused(nlp.read(Article(TEXT, "text")))}
    assert reasons["00700"] == "code_in_brackets"
    assert reasons["10"] == reasons["30"] == "clock_words"


@pytest.mark.parametrize("form", ["text", "file", "stdin"])
def test_command_reads_text_file_and_standard_input(form: str, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    source = {"text": TEXT, "file": str(path), "stdin": "-"}[form]
    result = CliRunner().invoke(app, ["figures", source], input=TEXT)
    assert result.exit_code == 0, result.output
    assert [json.loads(line)["value"] for line in result.stdout.splitlines()] == [620, 12]


def test_command_explains() -> None:
    result = CliRunner().invoke(app, ["figures", TEXT, "--explain", "--published-at", "2025-08-07"])
    assert result.exit_code == 0, result.output
    assert "rule       percent_unit" in result.stdout
    assert "2025-04-01" in result.stdout
    assert "no figure: clock_words" in result.stdout


def listed(text: str) -> list[tuple[str, ...]]:
    result = CliRunner().invoke(app, ["figures", text, "--numbers"])
    assert result.exit_code == 0, result.output
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert all(one["text"] == text[one["start"] : one["end"]] for one in found)
    return [
        (one["text"], one["value"])
        if one["kind"] == "number"
        else (one["text"], one["low"], one["high"], one["low_closed"], one["high_closed"])
        for one in found
    ]


def test_command_lists_numbers_and_ranges() -> None:
    assert listed("大於5小於10，或三分之一") == [
        ("大於5小於10", 5, 10, False, False),
        ("5", 5),
        ("10", 10),
        ("三分之一", 1 / 3),
    ]
    assert listed("不少于20家、至多30萬戶") == [
        ("不少于20家、至多30萬", 20, 300_000, True, True),
        ("20", 20),
        ("30萬", 300_000),
    ]
    assert listed("20至30萬人") == [("20至30萬", 200_000, 300_000, True, False), ("20", 20), ("30萬", 300_000)]
    assert listed("约一百二十，比5%高，五十人以上") == [
        ("一百二十", 120),
        ("比5%高", 5, None, False, False),
        ("5", 5),
        ("五十人以上", 50, None, False, False),
        ("五十", 50),
    ]
    assert listed("一种新的统一办法") == []


def test_numbers_are_not_explained() -> None:
    assert CliRunner().invoke(app, ["figures", TEXT, "--numbers", "--explain"]).exit_code == 2
