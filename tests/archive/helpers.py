"""What the archive's tests share."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extractor.archive import BatchOptions, Outcome, run_batch
from extractor.archive.reader import Reader
from extractor.archive.units import Unit
from extractor.article.records import Fields

TINY = "tests.archive.tiny:load"


def write_lines(path: Path, records: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")
    return path


def read_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def units(*inputs: Path | str, fields: Fields | None = None, encoding: str | None = None) -> list[Unit]:
    return list(Reader([str(path) for path in inputs], fields or Fields(), encoding, None))


def run_tiny(out: Path, *inputs: Path, workers: int = 1, timeout: float = 60.0, resume=False, **options) -> Outcome:
    chosen = BatchOptions(tuple(map(str, inputs)), pipeline=TINY, **options)
    return run_batch(chosen, out, workers, timeout, resume)
