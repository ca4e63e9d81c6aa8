"""Five hundred hostile files through the command line with the real pipeline: each is an error record, no more."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from tests.archive.helpers import read_lines

ROOT = Path(__file__).parents[2]
GOOD = "高盛看好恆生指數，預計年底前升至28000點。"
DEEP = 100_000


def build(folder: Path) -> int:
    """Some 500 hostile files below ``folder``, and three good articles; how many errors there must be."""
    folder.mkdir()
    small = {
        "binary.txt": os.urandom(4096),
        "blank.txt": b" \n\n ",
        "cut.gz": gzip.compress(b"x" * 9999)[:-9],
        "cut.jsonl": b'{"text": "' + "斷".encode(),
        "deep.json": b"[" * DEEP,
        "deep.jsonl": b'{"text": ' + b"[" * DEEP + b"]" * DEEP + b"}\n",
        "empty.jsonl": b"",
        "empty.txt": b"",
        "headless.csv": b"\n\n",
        "invalid.jsonl": b'{"text": "\xff\xfe\xfa"}\n',
        "invalid.txt": b"\xe4\xb8\xad\xe6\x96" + b"\xff\xc0" * 40,
        "list.json": b"[1]",
        "no_text.jsonl": b'{"title": "x"}\n',
        "number.jsonl": b"17\n",
        "odd.xyz": b"what is this",
        "picture.html": b"\x89PNG\r\n\x1a\n" + bytes(99),
        "program.md": b"\x7fELF" + bytes(200),
        "text.json": "只是文字".encode(),
        "wrong.csv": b"PK\x03\x04 not a zip",
        "wrong.parquet": b"PAR1 not really PAR1",
    }
    copies = 480 // len(small)
    for copy in range(copies):
        (folder / f"{copy:02}").mkdir()
        for name, data in small.items():
            (folder / f"{copy:02}" / name).write_bytes(data)
    errors = copies * len(small)
    (folder / "bomb.txt.gz").write_bytes(gzip.compress(bytes(200 * 1024 * 1024), 1))
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.jsonl", bytes(200 * 1024 * 1024))
        packed.writestr("../../outside.txt", GOOD)
        packed.writestr("good.txt", GOOD + "甲")
    with tarfile.open(folder / "evil.tar.gz", "w:gz") as tar:
        for name in ("../../outside.txt", "/tmp/outside.txt"):
            info = tarfile.TarInfo(name)
            info.size = len(GOOD.encode())
            tar.addfile(info, io.BytesIO(GOOD.encode()))
    with open(folder / "long.jsonl", "wb") as file:
        file.write(b'{"text": "' + "長".encode() * (50 * 1024 * 1024 // 3) + b'"}\n')
        file.write(json.dumps({"text": GOOD + "乙"}).encode() + b"\n")
    (folder / "long.txt").write_bytes(b"x" * 50 * 1024 * 1024)
    os.mkfifo(folder / "fifo.jsonl")
    (folder / "loop").symlink_to(folder)
    (folder / "circle").symlink_to(folder / "circle")
    (folder / "nowhere").symlink_to(folder / "missing.txt")
    (folder / "good.txt").write_text(GOOD + "丙", encoding="utf-8")
    errors += 2 + 1 + 2 + 1 + 1 + 4
    if os.geteuid() != 0:  # root may read everything
        (folder / "forbidden.txt").write_text("x")
        (folder / "forbidden.txt").chmod(0)
        errors += 1
    return errors


def test_hostile_files_end_as_error_records(tmp_path: Path) -> None:
    errors = build(tmp_path / "archive")
    before = {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "archive")}
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "extractor",
        "batch",
        str(tmp_path / "archive"),
        "--out",
        str(out),
        "--workers",
        "1",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 3, done.stdout + done.stderr
    assert f"done: 3 documents of {errors + 3} articles, {errors} errors" in done.stdout.splitlines()[-1]
    documents = read_lines(out / "documents.jsonl")
    assert sorted(d["text"][-1] for d in documents) == sorted("甲乙丙")
    records = read_lines(out / "errors.jsonl")
    assert len(records) == errors
    assert all(r["reason"] and r["source"].startswith(str(tmp_path / "archive")) for r in records)
    after = {path for path in tmp_path.rglob("*") if not path.is_relative_to(tmp_path / "archive")}
    assert all(path == out or path.is_relative_to(out) for path in after - before)
    assert not Path("/tmp/outside.txt").exists()
    parent, worker = re.search(r"this process (\d+) MB, workers up to ([\d,]+) MB", done.stdout).groups()
    assert int(parent) < 250
    assert int(worker.replace(",", "")) < 1500
