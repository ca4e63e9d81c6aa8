"""Runs as a whole: order, duplicates, bad articles, hanging and dying workers, resuming, full disks, signals."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from extractor.archive import BatchOptions, run_batch
from extractor.archive.checkpoint import Checkpoint
from extractor.archive.outputs import TABLES
from extractor.archive.rows import schema
from extractor.errors import ExtractorError
from tests.archive.helpers import read_lines, run_tiny, units, write_lines

ROOT = Path(__file__).parents[2]


def article(number: int, trouble: str = "") -> dict[str, str]:
    words = random.Random(number).sample(
        "天地玄黃宇宙洪荒日月盈昃辰宿列張寒來暑往秋收冬藏閏餘成歲律呂調陽雲騰致雨露結為霜", 30
    )
    return {"doc_id": f"n{number}", "title": f"第{number}", "text": f"{''.join(words)}{number * 7}點{trouble}"}


def archive(path: Path, n: int, trouble: dict[int, str] | None = None, every: str = "") -> Path:
    return write_lines(path, (article(i, (trouble or {}).get(i, every)) for i in range(n)))


def documents(out: Path) -> list[dict]:
    return read_lines(out / "documents.jsonl")


def parquet_rows(out: Path) -> dict[str, list[dict]]:
    return {table: pq.read_table(out / table).to_pylist() for table in TABLES}


def test_output_is_in_archive_order_and_the_same_for_any_number_of_workers(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.jsonl", 500)
    for workers in (1, 3):
        outcome = run_tiny(tmp_path / f"out{workers}", source, workers=workers)
        assert outcome.stopped is None
    first, second = ((tmp_path / f"out{w}" / "documents.jsonl").read_bytes() for w in (1, 3))
    assert first == second
    found = documents(tmp_path / "out1")
    assert [d["doc_id"] for d in found] == [f"n{i}" for i in range(500)]
    assert found[3]["meta"]["source"] == f"{source}:4"
    assert outcome.status.counts.documents == 500


def test_bad_articles_are_records_and_the_run_goes_on(tmp_path: Path) -> None:
    trouble = {3: "RAISE", 50: "HANG", 90: "DIE", 91: "CRASH"}
    source = archive(tmp_path / "a.jsonl", 120, trouble)
    with source.open("a") as file:
        file.write("{broken\n" + json.dumps({"text": 5}) + "\n")
    outcome = run_tiny(tmp_path / "out", source, workers=2, timeout=1.0)
    assert outcome.stopped is None
    assert (outcome.status.counts.articles, outcome.status.counts.documents, outcome.status.counts.errors) == (
        122,
        116,
        6,
    )
    assert outcome.status.worker_deaths == 4  # twice each: an article is only given up when it kills again
    errors = {record["article"]: record for record in read_lines(tmp_path / "out" / "errors.jsonl")}
    assert list(errors) == [3, 50, 90, 91, 120, 121]
    assert "asks for trouble" in errors[3]["traceback"]
    assert errors[50]["error"] == "Timeout"
    assert "time.sleep" in errors[50]["traceback"] or "tiny.py" in errors[50]["traceback"]
    assert "SIGKILL" in errors[90]["reason"]
    assert "tiny.py" in errors[91]["traceback"]
    assert errors[120]["stage"] == "decode"
    assert errors[3]["doc_id"] == "n3"
    assert [d["doc_id"] for d in documents(tmp_path / "out")] == [f"n{i}" for i in range(120) if i not in trouble]


def test_a_worker_killed_from_outside_loses_nothing(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.jsonl", 100, {40: f"ONCE {tmp_path}/a", 77: f"ONCE {tmp_path}/b"})
    outcome = run_tiny(tmp_path / "out", source, workers=2)
    assert outcome.status.counts.errors == 0
    assert outcome.status.worker_deaths == 2
    assert [d["doc_id"] for d in documents(tmp_path / "out")] == [f"n{i}" for i in range(100)]


def test_duplicates_are_marked_or_left_out(tmp_path: Path) -> None:
    body = "".join(article(i)["text"][:30] for i in range(10))
    records = [article(i) for i in range(50)] + [
        {"doc_id": "original", "text": body},
        {"doc_id": "exact", "text": body},
        {"doc_id": "near", "text": "本報訊：" + body[:150] + "\n\n" + body[150:]},
    ]
    source = write_lines(tmp_path / "a.jsonl", records)
    kept = run_tiny(tmp_path / "keep", source)
    notes = {d["doc_id"]: d["meta"] for d in documents(tmp_path / "keep")}
    assert len(notes) == 53
    assert kept.status.counts.duplicates == 2
    assert (notes["exact"]["duplicate_of"], notes["exact"]["duplicate"]) == ("original", "exact")
    assert (notes["near"]["duplicate_of"], notes["near"]["duplicate"]) == ("original", "near")
    assert 0.85 <= notes["near"]["similarity"] < 1
    assert "duplicate" not in notes["original"]
    run_tiny(tmp_path / "skip", source, duplicates="skip")
    assert [d["doc_id"] for d in documents(tmp_path / "skip")] == [r["doc_id"] for r in records[:-2]]
    left_out = read_lines(tmp_path / "skip" / "duplicates.jsonl")
    assert [(r["doc_id"], r["of"], r["kind"]) for r in left_out] == [
        ("exact", "original", "exact"), ("near", "original", "near"),
    ]  # fmt: skip


def test_reports_cut_from_one_template_are_no_duplicates(tmp_path: Path) -> None:
    daily = "大市收市報告：指數收報{}點，升{}點，成交額{}億元，國企指數收報{}點，科技指數收報{}點。"
    numbers = random.Random(5)
    records = [{"text": daily.format(*(numbers.randint(1000, 30000) for _ in range(5)))} for _ in range(40)]
    outcome = run_tiny(tmp_path / "out", write_lines(tmp_path / "a.jsonl", records))
    assert outcome.status.counts.duplicates == 0


def test_parquet_holds_what_json_lines_holds(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.jsonl", 200, {7: "RAISE"})
    run_tiny(tmp_path / "lines", source, workers=2)
    run_tiny(tmp_path / "tables", source, workers=2, format="parquet")
    lines, tables = documents(tmp_path / "lines"), parquet_rows(tmp_path / "tables")
    assert [r["text"] for r in tables["documents"]] == [d["text"] for d in lines]
    wanted = [(d["doc_id"], f["start"], f["value"]) for d in lines for f in d["figures"]]
    assert [(r["doc_id"], r["start"], r["value"]) for r in tables["figures"]] == wanted
    part = next((tmp_path / "tables" / "views").glob("*.parquet"))
    assert pq.read_schema(part).metadata[b"schema_version"] == schema("views").metadata[b"schema_version"] == b"1"


def drive(out: Path, form: str, workers: int, source: Path, **kwargs) -> subprocess.Popen:
    command = [sys.executable, str(ROOT / "tests/archive/drive.py"), str(out), form, str(workers), str(source)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **kwargs)


@pytest.mark.parametrize("form, kills", [("jsonl", 10), pytest.param("parquet", 10, marks=pytest.mark.slow)])
def test_killed_at_random_moments_and_resumed(tmp_path: Path, form: str, kills: int) -> None:
    numbers = random.Random(7)
    source = archive(tmp_path / "a.jsonl", 1500, {100: "RAISE", 1200: "RAISE"}, every=" SLOW")
    with source.open("a") as file:  # duplicates, so that their index has to survive as well
        file.writelines(source.read_text().splitlines(keepends=True)[200:400])
    run_tiny(tmp_path / "whole", source, workers=2, format=form)
    killed = tmp_path / "killed"
    done = 0
    while kills:
        process = drive(killed, form, 2, source)
        time.sleep(numbers.uniform(0.4, 1.4))
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills -= 1
        output = process.communicate(timeout=60)[0]
        if output.startswith("done"):
            done += 1
            assert done < 3, "runs end before they can be killed"
            # Ended before its time: the next kill needs another run.
            killed.rename(tmp_path / f"done{done}")
    assert drive(killed, form, 2, source).communicate(timeout=120)[0].startswith("done 1700")
    for out in [killed, *tmp_path.glob("done*")]:
        assert (out / "errors.jsonl").read_bytes() == (tmp_path / "whole" / "errors.jsonl").read_bytes()
        if form == "jsonl":
            assert (out / "documents.jsonl").read_bytes() == (tmp_path / "whole" / "documents.jsonl").read_bytes()
        else:
            assert parquet_rows(out) == parquet_rows(tmp_path / "whole")


@pytest.mark.parametrize("form", ["jsonl", pytest.param("parquet", marks=pytest.mark.slow)])
def test_a_full_disk_stops_cleanly_and_the_run_can_go_on(tmp_path: Path, form: str) -> None:
    source = archive(tmp_path / "a.jsonl", 600)
    run_tiny(tmp_path / "whole", source, format=form)
    limit = 100_000 if form == "jsonl" else 8_000

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    stopped = drive(tmp_path / "out", form, 1, source, preexec_fn=small_files)
    output = stopped.communicate(timeout=60)[0]
    assert "size limit" in output, output
    assert drive(tmp_path / "out", form, 1, source).communicate(timeout=60)[0].startswith("done 600")
    if form == "jsonl":
        assert documents(tmp_path / "out") == documents(tmp_path / "whole")
    else:
        assert parquet_rows(tmp_path / "out") == parquet_rows(tmp_path / "whole")


def test_ctrl_c_stops_cleanly(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.jsonl", 1200, every=" SLOW")
    process = drive(tmp_path / "out", "jsonl", 2, source, start_new_session=True)
    written = tmp_path / "out" / "documents.jsonl"
    while not (written.exists() and written.stat().st_size) and process.poll() is None:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the parent and the workers at once
    output = process.communicate(timeout=30)[0]
    assert output.startswith("interrupted"), output
    done = int(output.split()[1])
    assert 0 < done < 1200
    assert len(documents(tmp_path / "out")) == done
    assert drive(tmp_path / "out", "jsonl", 2, source).communicate(timeout=60)[0].startswith("done 1200")


def test_workers_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.jsonl", 60, {5: "HANG"})
    process = drive(tmp_path / "out", "jsonl", 2, source)
    deadline = time.monotonic() + 20
    children: list[int] = []
    while len(children) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
        children = _children(process.pid)
    time.sleep(1.0)
    process.kill()
    process.communicate()
    while any(_alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert children
    assert not any(_alive(pid) for pid in children)


def _children(parent: int) -> list[int]:
    """Its worker processes."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
    except OSError:
        return []


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_folder_is_not_written_twice_by_mistake(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.jsonl", 5)
    run_tiny(tmp_path / "out", source)
    with pytest.raises(ExtractorError, match="--resume"):
        run_tiny(tmp_path / "out", source)
    assert run_tiny(tmp_path / "out", source, resume=True).status.counts.documents == 5
    with pytest.raises(ExtractorError, match="other inputs or options"):
        run_tiny(tmp_path / "out", source, resume=True, duplicates="skip")


def test_files_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.jsonl", 5)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "documents.jsonl").write_text("precious")
    with pytest.raises(ExtractorError, match="exists already"):
        run_tiny(tmp_path / "out", source)
    assert (tmp_path / "out" / "documents.jsonl").read_text() == "precious"
    with pytest.raises(ExtractorError, match="is the output folder"):
        run_tiny(tmp_path, tmp_path)
    assert run_tiny(tmp_path, source).status.counts.documents == 5


def test_a_resumed_run_notices_that_the_archive_has_changed(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.jsonl", 600, every=" SLOW")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    drive(tmp_path / "out", "jsonl", 1, source, preexec_fn=small_files).communicate(timeout=60)
    assert Checkpoint.load(tmp_path / "out").position
    archive(source, 600, {2: "changed"}, every=" SLOW")
    assert "inputs are not those" in drive(tmp_path / "out", "jsonl", 1, source).communicate(timeout=60)[0]


def test_a_pipeline_that_cannot_be_loaded_is_said_once(tmp_path: Path) -> None:
    source = archive(tmp_path / "a.jsonl", 5)
    options = BatchOptions((str(source),), pipeline="tests.archive.tiny:broken")
    with pytest.raises(ExtractorError, match=r"cannot be loaded: names\.csv:3"):
        run_batch(options, tmp_path / "out", 2)


def test_an_article_held_back_does_not_let_memory_grow(tmp_path: Path, monkeypatch) -> None:
    from extractor.archive import run

    monkeypatch.setattr(run, "IN_FLIGHT", 100_000)
    source = archive(tmp_path / "a.jsonl", 6_000, {0: "HANG"})
    assert len(units(source)) == 6_000
    outcome = run_tiny(tmp_path / "out", source, workers=2, timeout=2.0)
    assert outcome.status.counts.errors == 1
    assert outcome.status.counts.documents == 5_999
