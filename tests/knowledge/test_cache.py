"""The compiled form: the same names from it, from a damaged one, without a folder, and with many at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.knowledge import compiled, load_gazetteer
from tests.growth import takes_less_than

TEXT = "高盛看好标普500指数"


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "few.csv"
    path.write_text("name,type,tickers,aliases\n高盛,bank,GS.US,\n标普500指数,index,SPX,标普500\n", encoding="utf-8")
    monkeypatch.setattr(compiled, "shipped", lambda: [path])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return compiled.cache_folder()


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("*"))


def test_a_kept_form_gives_the_same_names_fast(folder: Path) -> None:
    built = load_gazetteer()
    (file,) = kept(folder)
    assert takes_less_than(0.5, load_gazetteer)
    again = load_gazetteer()
    assert again.scan(TEXT) == built.scan(TEXT) != []
    assert kept(folder) == [file]


@pytest.mark.parametrize("damage", [lambda b: b[: len(b) // 2], lambda b: b"", lambda b: b[:-9] + b"scrambled"])
def test_a_damaged_form_is_built_anew(folder: Path, few: None, damage) -> None:
    load_gazetteer()
    (file,) = kept(folder)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    assert load_gazetteer().scan(TEXT)
    assert len(file.read_bytes()) == len(whole)


def test_other_rows_make_another_form(folder: Path, few: None, tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    for alias in ("松风", "竹影"):
        own.write_text(f"name,type,tickers,aliases\n松风精工,company,,{alias}\n", encoding="utf-8")
        assert load_gazetteer([own]).lookup(alias)
    assert len(kept(folder)) == 2


def test_without_a_folder_the_names_are_built_in_memory(
    tmp_path: Path, few: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "a file where the folder should be"
    place.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(place))
    assert load_gazetteer().scan(TEXT)


def test_two_processes_may_start_at_once(tmp_path: Path) -> None:
    code = f"from extractor.knowledge import load_gazetteer; print(len(load_gazetteer().scan({TEXT!r})))"
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONIOENCODING": "utf-8"}
    running = [
        subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert [process.communicate()[0].strip() for process in running] == ["2", "2"]
    assert len(list((tmp_path / "chinese-finance-extractor").glob("*"))) == 1
