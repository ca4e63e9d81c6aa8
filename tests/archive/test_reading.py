"""What the readers cut an archive into, in every form and packing, and what they do with damage."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import os
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.archive import cut, streams
from extractor.archive.steps import Setup, article_from, prepare
from extractor.archive.units import LARGEST
from extractor.archive.walk import walk
from extractor.article.records import Fields
from extractor.errors import InputError
from tests.archive.helpers import units, write_lines

RECORDS = [{"doc_id": f"a{i}", "text": f'第{i}篇：指數收報{i}點。\n"引號" 和 [括號] {{}} \\ 反斜線'} for i in range(7)]
TEXTS = [record["text"] for record in RECORDS]
LINES = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in RECORDS).encode()


def texts(*inputs, setup: Setup | None = None, **kwargs) -> list[str]:
    setup = setup or Setup(**kwargs)
    return [article_from(unit, setup).text for unit in units(*inputs, fields=setup.fields, encoding=setup.encoding)]


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


def packed_tar(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with tarfile.open(fileobj=sink, mode="w") as tar:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return sink.getvalue()


def packed_zip(files: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return sink.getvalue()


@pytest.mark.parametrize("name, pack", [
    ("a.jsonl", bytes), ("a.jsonl.gz", gzip.compress), ("a.jsonl.bz2", bz2.compress), ("a.jsonl.xz", lzma.compress),
    ("a.jsonl.zst", zstd), ("misnamed.jsonl", gzip.compress), ("no_suffix", bytes),
    ("a.zip", lambda data: packed_zip({"x/a.jsonl": data})), ("a.tar", lambda data: packed_tar({"x/a.jsonl": data})),
    ("a.tgz", lambda data: gzip.compress(packed_tar({"x/a.jsonl": data}))),
    ("b.zip", lambda data: packed_zip({"x/a.jsonl.gz": gzip.compress(data)})),
])  # fmt: skip
def test_json_lines_in_every_packing(tmp_path: Path, name: str, pack) -> None:
    (tmp_path / name).write_bytes(pack(LINES))
    assert texts(tmp_path) == TEXTS


def test_concatenated_gzip_and_xz_members_are_one_stream(tmp_path: Path) -> None:
    half = LINES.index(b"\n") + 1
    for name, pack in (("a.jsonl.gz", gzip.compress), ("a.jsonl.xz", lzma.compress), ("a.jsonl.zst", zstd)):
        (tmp_path / name).write_bytes(pack(LINES[:half]) + pack(LINES[half:]))
        assert texts(tmp_path / name) == TEXTS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5hkscs"])
def test_records_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    records = [
        {"text": f"香港股市今日上升，恆生指數收報{i}點，成交金額增加，分析員認為大市將會繼續造好。" * 3}
        for i in range(50)
    ]
    wanted = [record["text"] for record in records]
    lines = "\n".join(json.dumps(r, ensure_ascii=False) for r in records)
    array = json.dumps(records, ensure_ascii=False, indent=2)
    table = "text\n" + "\n".join(wanted)
    for name, text in (("a.jsonl", lines), ("b.json", array), ("c.csv", table)):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        assert texts(path) == wanted, name


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("piece", [1, 2, 3, 7, 65536])
def test_json_arrays_are_cut_wherever_the_buffer_ends(tmp_path: Path, monkeypatch, indent, piece: int) -> None:
    scan = cut._ArrayScan()
    data = json.dumps(RECORDS, indent=indent).encode()
    found = [e for at in range(0, len(data), piece) for e in scan.feed(data[at : at + piece])]
    assert [json.loads(element) for element in found] == RECORDS
    assert scan.closed


def test_a_json_array_that_breaks_off_gives_what_it_holds_and_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(RECORDS)[:-20], encoding="utf-8")
    found = units(path)
    assert [unit.form for unit in found] == ["json"] * 6 + ["unreadable"]
    assert "ends inside" in found[-1].data


def test_csv_with_quoted_line_ends_and_any_delimiter(tmp_path: Path) -> None:
    for delimiter in ",;\t|":
        sink = io.StringIO()
        writer = csv.writer(sink, delimiter=delimiter)
        writer.writerow(["id", "content", "headline"])
        writer.writerows([[str(i), text, f"標題{i}"] for i, text in enumerate(TEXTS)])
        path = tmp_path / "a.csv"
        path.write_bytes(sink.getvalue().encode("utf-8-sig"))
        fields = Fields(text="content", id="id", title="headline")
        articles = [article_from(unit, Setup(fields=fields)) for unit in units(path, fields=fields)]
        assert [(a.text, a.doc_id, a.title) for a in articles] == [(t, str(i), f"標題{i}") for i, t in enumerate(TEXTS)]


def test_parquet_by_named_columns(tmp_path: Path) -> None:
    table = pa.table({"content": TEXTS, "key": list(range(7)), "blob": [b"x"] * 7, "published_at": ["2024-05-06"] * 7})
    pq.write_table(table, tmp_path / "a.parquet")
    setup = Setup(fields=Fields(text="content", id="key"))
    articles = [article_from(unit, setup) for unit in units(tmp_path, fields=setup.fields)]
    assert [a.text for a in articles] == TEXTS
    assert articles[3].doc_id == "3"
    assert str(articles[0].published_at) == "2024-05-06"


def test_sources_say_where_an_article_stood(tmp_path: Path) -> None:
    write_lines(tmp_path / "b.jsonl", RECORDS[:2])
    (tmp_path / "c.zip").write_bytes(packed_zip({"x/d.txt": "文章".encode()}))
    (tmp_path / "a.txt").write_text("文章", encoding="utf-8")
    sources = [unit.source.removeprefix(f"{tmp_path}/") for unit in units(tmp_path)]
    assert sources == ["a.txt", "b.jsonl:1", "b.jsonl:2", "c.zip!x/d.txt"]


def test_globs_and_missing_inputs(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", RECORDS)
    assert texts(f"{tmp_path}/**/*.jsonl") == TEXTS
    with pytest.raises(InputError, match="no such file"):
        units(tmp_path / "none")


def test_a_too_long_line_is_passed_over_and_the_next_one_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * (LARGEST + 5) + b'"}\n' + LINES)
    found = units(path)
    assert [unit.form for unit in found] == ["unreadable"] + ["json"] * 7


def test_a_csv_that_never_closes_its_quote_loses_only_what_it_swallows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'text\nfirst\n"open ' + b"never closed\n" * (LARGEST // 12) + b"last\n")
    found = units(path)
    rows = [unit.data for unit in found if unit.form == "row"]
    assert (rows[0], rows[-1]) == ({"text": "first"}, {"text": "last"})
    assert any(unit.form == "unreadable" and "CSV" in unit.data for unit in found)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd])
def test_bombs_are_defused(tmp_path: Path, monkeypatch, pack) -> None:
    monkeypatch.setattr(streams, "BOMB_AFTER", 1024 * 1024)
    (tmp_path / "bomb.txt").write_bytes(pack(bytes(4 * 1024 * 1024)))
    (tmp_path / "bomb.zip").write_bytes(packed_zip({"a.jsonl": b"\n" * (4 * 1024 * 1024)}))
    found = units(tmp_path)
    assert len(found) == 2
    assert all(unit.form == "unreadable" and "unfolds" in unit.data for unit in found)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress, zstd])
def test_truncated_streams_give_what_they_hold_and_an_error(tmp_path: Path, pack) -> None:
    lines = b"".join(json.dumps({"text": os.urandom(30).hex()}).encode() + b"\n" for _ in range(6000))
    data = pack(lines)
    (tmp_path / "a.jsonl").write_bytes(data[: len(data) // 2])
    found = units(tmp_path)
    assert found[-1].form == "unreadable"
    assert {unit.form for unit in found[:-1]} <= {"json"}


@pytest.mark.parametrize("name", ["../../x.txt", "/etc/x.txt", "a/../../x.txt", "C:/x.txt", "..\\x.txt"])
def test_names_that_lead_outside_an_archive_are_not_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.tar").write_bytes(packed_tar({name: b"text"}))
    (tmp_path / "b.zip").write_bytes(packed_zip({name: b"text"}))
    assert [unit.form for unit in units(tmp_path)] == ["unreadable"] * 2


def test_archives_in_archives_and_links_in_tars_are_errors(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(packed_zip({"b.zip": packed_zip({"c.txt": b"x"})}))
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert [unit.form for unit in units(tmp_path)] == ["unreadable"] * 2


def test_pipes_loops_and_forbidden_files(tmp_path: Path, monkeypatch) -> None:
    os.mkfifo(tmp_path / "a_fifo")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "loop").symlink_to(tmp_path / "b")
    (tmp_path / "c_self").symlink_to(tmp_path / "c_self")
    (tmp_path / "d.txt").write_text("x")
    (tmp_path / "e.txt").write_text("文章", encoding="utf-8")
    real = os.open

    def deny(path, *args, **kwargs):
        if str(path).endswith("d.txt"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, *args, **kwargs)

    monkeypatch.setattr(os, "open", deny)  # root may open everything
    found = {unit.source.removeprefix(f"{tmp_path}/"): unit for unit in units(tmp_path)}
    assert found.pop("e.txt").form == "file"
    assert {name: unit.form for name, unit in found.items()} == dict.fromkeys(
        ["a_fifo", "b/loop", "c_self", "d.txt"], "unreadable"
    )
    assert "Permission denied" in found["d.txt"].data


def test_a_thousand_nested_folders(tmp_path: Path) -> None:
    there = os.getcwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
        Path("a.txt").write_text("x")
    finally:
        os.chdir(there)
    found = list(walk([str(tmp_path)]))
    subprocess.run(["rm", "-rf", str(tmp_path)], check=True)  # too deep for shutil
    assert [entry.problem for entry in found] == [None]


def test_the_output_folder_is_never_an_input(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "documents.jsonl").write_text("{}\n")
    assert list(walk([str(tmp_path)], leave_out=out)) == []


def test_what_is_no_article_is_a_failure_with_reason_and_traceback(tmp_path: Path) -> None:
    bad = [
        (b"", "empty"), (b"\x89PNG\r\n\x1a\n123", "PNG"), (b"   \n ", "white space"),
        (bytes(range(256)) * 8, ""), (b"[" * 100_000, ""),
    ]  # fmt: skip
    for number, (data, reason) in enumerate(bad):
        path = tmp_path / f"{number}.txt"
        path.write_bytes(data)
        if data.startswith(b"[["):
            path = path.rename(tmp_path / f"{number}.json")
        (result,) = prepare(units(path), Setup(), lambda place: None)
        assert result.article is None
        assert reason in result.failure.reason
    deep = tmp_path / "deep.jsonl"
    deep.write_bytes(b'{"text": ' + b"[" * 100_000 + b"}\n")
    (result,) = prepare(units(deep), Setup(), lambda place: None)
    assert "nested" in result.failure.reason
    assert "Traceback" in result.failure.traceback
