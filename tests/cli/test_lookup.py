"""``extractor lookup``: names and tickers, known and unknown, one's own file."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from extractor.cli import app


def lookup(*args: str):
    return CliRunner().invoke(app, ["lookup", *args])


def test_a_name_a_ticker_and_a_word() -> None:
    result = lookup("大摩", "00700.HK", "机器人")
    assert result.exit_code == 0
    assert "摩根士丹利  bank [MS.US]" in result.output
    assert "腾讯控股  company [00700.HK" in result.output
    assert "also an ordinary word" in result.output


def test_an_unknown_name_exits_1() -> None:
    result = lookup("--json", "松风竹影")
    assert result.exit_code == 1
    assert json.loads(result.output)["entries"] == []


def test_ones_own_names(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("name,type,tickers,aliases\n松风精工,company,600999.SH,松风\n", encoding="utf-8")
    result = lookup("松風", "--knowledge", str(own), "--json")
    assert json.loads(result.output)["entries"][0]["tickers"] == ["600999.SH"]
