"""Name files of one's own and bad rows: file, line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import KnowledgeError
from extractor.knowledge import load_gazetteer
from extractor.knowledge.names import read_names

HEADER = "name,type,tickers,aliases,cautious,short,key\n"


def own(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "my.csv"
    path.write_text(header + "".join(row + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("松风精工,firm,,", "type is 'firm'"),
        (",company,,", "the name is empty"),
        ("松风精工,company,600519,", "no market"),
        ("松风精工,company,60051.SH,", "does not fit the market's pattern"),
        ("松风精工,company,600519.XX,", "'XX' is not one of"),
        ("松风精工,company,,a|b,c,d,e,f", "cells under"),
    ],
)
def test_a_bad_row_is_named_by_file_line_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    path = own(tmp_path, "# a comment", "竹影科技,company,688999.SH,竹影", row)
    with pytest.raises(KnowledgeError, match=r"my\.csv:4: ") as error:
        read_names([path])
    assert reason in str(error.value)


def test_two_rows_cannot_both_be_sure_of_a_form(tmp_path: Path) -> None:
    path = own(tmp_path, "松风精工,company,,松风", "松风证券,broker,,松风")
    with pytest.raises(KnowledgeError, match=r"my\.csv:3: 松风 already names 松风精工 in line 2"):
        read_names([path])
    read_names([own(tmp_path, "松风精工,company,,松风", "松风证券,broker,,,松风")])


def test_one_name_of_two_types_needs_a_key(tmp_path: Path) -> None:
    path = own(tmp_path, "松风,company,,", "松风,broker,,")
    with pytest.raises(KnowledgeError, match=r"my\.csv:3: 松风 is broker here and company in my\.csv:2"):
        read_names([path])


def test_a_missing_or_headless_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        read_names([tmp_path / "none.csv"])
    with pytest.raises(KnowledgeError, match="missing columns"):
        read_names([own(tmp_path, header="name,kind\n")])


def test_ones_own_file_adds_merges_and_overrides(tmp_path: Path) -> None:
    names = load_gazetteer(
        [own(tmp_path, "竹影科技,company,688999.SH,竹影科創", "高盛,bank,,金色男人", "我的平安,company,,平安")]
    )
    assert names.lookup("竹影科创").entries[0].ticker == "688999.SH"
    assert names.lookup("金色男人").entries[0].tickers == ("GS.US",)
    (entry,) = names.lookup("平安").entries
    assert (entry.name, names.lookup("平安").caution) == ("我的平安", "")


def test_listings_in_several_files_are_one_entry(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text(HEADER + "松风精工,company,600999.SH,松风\n", encoding="utf-8")
    second.write_text(HEADER + "松風精工,company,09999.HK,松風控股\n", encoding="utf-8")
    names = read_names([first, second])
    assert names.entries == [("松风精工", "松风精工", "company", ("600999.SH", "09999.HK"))]
    assert set(names.forms) >= {"松风精工", "松风", "松风控股"}
