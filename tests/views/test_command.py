from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from extractor.cli import app

TEXT = "摩根士丹利予美团增持评级，目标价由120港元上调至150港元。花旗认为，金价未必会继续上涨。"


def test_views_prints_each_view_and_with_explain_the_chain_that_led_to_it(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    plain = CliRunner().invoke(app, ["views", str(article)])
    assert plain.exit_code == 0
    assert "摩根士丹利 → 美团: bullish" in plain.output
    assert "price target 120 → 150 HKD" in plain.output
    explained = CliRunner().invoke(app, ["views", str(article), "--explain"]).output
    assert "cue 上涨 ↓" in explained
    assert "未必" in explained
    assert "a view with probability" in explained


def test_a_stance_model_that_is_none_is_said_in_one_line(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    result = CliRunner().invoke(app, ["views", str(article), "--stance-model", str(tmp_path)])
    assert result.exit_code == 1
