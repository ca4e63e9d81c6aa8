"""What the parent writes: documents as JSON Lines or Parquet parts, and the records of errors and duplicates."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from extractor.archive.files import AppendFile, sync_folder
from extractor.archive.outputs import DOCUMENTS, DUPLICATES, ERRORS, TABLES
from extractor.errors import ExtractorError

# What a kill may make a run do again: seconds of JSON Lines ...
COMMIT_SECONDS = 5.0
# ... or one Parquet part, of so many articles: some 20 MB of rows.
PART_ARTICLES = 4000


class Writer(Protocol):
    """Takes payloads in archive order. What ``commit`` returns is durable and is what ``open_writer`` resumes from."""

    def write(self, payload: Mapping[str, bytes], articles: int) -> None:
        """Append the payload of so many articles."""

    def wants_commit(self, seconds: float) -> bool:
        """True where what was written in the seconds since the last commit had better be committed now."""

    def commit(self) -> dict[str, int]:
        """Make everything durable; its sizes by file."""

    def close(self) -> None:
        """Close without committing."""


def open_writer(out: Path, form: str, sizes: Mapping[str, int]) -> Writer:
    """The writer of an output form, cut back to the sizes of a checkpoint."""
    return JsonLinesWriter(out, sizes) if form == "jsonl" else ParquetWriter(out, sizes)


def refuse_occupied(out: Path) -> None:
    """Raise ``ExtractorError`` where a new run would write over files that lie in its folder."""
    for name in (DOCUMENTS, ERRORS, DUPLICATES, *TABLES):
        if (out / name).exists():
            raise ExtractorError(f"{out / name}: exists already: name another folder")


class RecordFile(AppendFile):
    """JSON Lines of small records."""

    def add(self, record: Mapping[str, Any]) -> None:
        """Append one record."""
        self.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n")


class JsonLinesWriter:
    """``documents.jsonl``, one document a line, only ever appended to."""

    def __init__(self, out: Path, sizes: Mapping[str, int]) -> None:
        self._file = AppendFile(out / DOCUMENTS, sizes.get(DOCUMENTS, 0))

    def write(self, payload: Mapping[str, bytes], articles: int) -> None:
        """As ``Writer``."""
        self._file.write(payload["documents"])

    def wants_commit(self, seconds: float) -> bool:
        """As ``Writer``."""
        return seconds > COMMIT_SECONDS

    def commit(self) -> dict[str, int]:
        """As ``Writer``."""
        self._file.sync()
        return {DOCUMENTS: self._file.size}

    def close(self) -> None:
        """As ``Writer``."""
        self._file.close()


class ParquetWriter:
    """A folder for each table; each commit adds one part to each, which appears whole or not at all."""

    def __init__(self, out: Path, sizes: Mapping[str, int]) -> None:
        from extractor.archive.rows import schema

        self._folders = {table: out / table for table in TABLES}
        self._schema = schema
        self._parts = sizes.get("parts", 0)
        self._held: dict[str, list[Any]] = {table: [] for table in TABLES}
        self._articles = 0
        for folder in self._folders.values():
            folder.mkdir(exist_ok=True)
            for path in folder.iterdir():
                if path.name.startswith("part-") and path.name >= _part(self._parts):
                    path.unlink()

    def wants_commit(self, seconds: float) -> bool:
        """As ``Writer``."""
        return self._articles >= PART_ARTICLES

    def write(self, payload: Mapping[str, bytes], articles: int) -> None:
        """As ``Writer``."""
        import pyarrow as pa

        for table, held in self._held.items():
            with pa.ipc.open_stream(payload[table]) as stream:
                held += stream.read_all().to_batches()
        self._articles += articles

    def commit(self) -> dict[str, int]:
        """As ``Writer``."""
        if self._articles:
            for table, folder in self._folders.items():
                write_part(folder / _part(self._parts), self._held[table], self._schema(table))
                self._held[table] = []
            self._parts += 1
            self._articles = 0
        return {"parts": self._parts}

    def close(self) -> None:
        """As ``Writer``."""
        self._held.clear()


def write_part(path: Path, batches: Sequence[Any], schema: Any) -> None:
    """Write a Parquet file that appears under its name only when it is whole and on disk."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    temporary = path.with_name(path.name + ".tmp")
    with open(temporary, "wb") as file:
        pq.write_table(pa.Table.from_batches(batches, schema), file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)
    sync_folder(path.parent)


def _part(number: int) -> str:
    return f"part-{number:06d}.parquet"
