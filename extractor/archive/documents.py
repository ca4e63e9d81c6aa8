"""A run's documents back as the pipeline gave them, one at a time, whether the output is JSON Lines or Parquet."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from extractor.archive.outputs import DOCUMENTS, TABLES
from extractor.archive.rows import columns
from extractor.archive.sql import connect

# Articles whose rows are in memory at once.
_BATCH = 200


def read_documents(out: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Article number and document, in the archive's order. Raises ``ExtractorError`` where ``out`` holds no output."""
    lines = out if out.is_file() else out / DOCUMENTS
    if lines.is_file():
        with lines.open(encoding="utf-8") as stream:
            for line in stream:
                document = json.loads(line)
                yield document["meta"]["article"], document
    else:
        yield from _from_tables(out)


def _from_tables(out: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    numbers = connect(out).execute("SELECT article FROM documents ORDER BY article").fetchall()
    connection = connect(out)
    for at in range(0, len(numbers), _BATCH):
        first, last = numbers[at][0], numbers[min(at + _BATCH, len(numbers)) - 1][0]
        parts: dict[str, dict[int, list[dict[str, Any]]]] = {table: defaultdict(list) for table in TABLES}
        for table in TABLES:
            order = {"figures": ", figure", "views": ", view"}.get(table, "")
            sql = f"SELECT * FROM {table} WHERE article BETWEEN {first} AND {last} ORDER BY article{order}"
            for row in connection.sql(sql).to_arrow_table().to_pylist():
                parts[table][row["article"]].append(row)
        for number in sorted(parts["documents"]):
            row = parts["documents"][number][0]
            document = _part("documents", row) | {"meta": json.loads(row["meta"] or "{}") | {"article": number}}
            yield number, document | {t: [_part(t, r) for r in parts[t][number]] for t in TABLES[1:]}


def _part(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """One row as the contract's nested part; a rating or price target without any value is null."""
    part: dict[str, Any] = {}
    for column in columns(table):
        value = row[column.name]
        value = value.isoformat() if isinstance(value, date) else value
        if len(column.path) == 1:
            part[column.path[0]] = value
        else:
            part.setdefault(column.path[0], {})[column.path[1]] = value
    nested = {column.path[0] for column in columns(table) if len(column.path) > 1}
    return part | {name: None for name in nested if not any(v is not None for v in part[name].values())}
