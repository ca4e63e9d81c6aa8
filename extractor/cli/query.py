"""``extractor query``."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

EPILOG = """Examples:

extractor query extracted "SELECT name, count(*) AS n FROM entities GROUP BY name ORDER BY n DESC LIMIT 10"

extractor query extracted - --format csv < targets.sql

The tables are documents, entities, figures and views; DESCRIBE views lists a table's columns.
"""


class Form(StrEnum):
    """How rows are printed."""

    table = "table"
    csv = "csv"
    json = "json"


def command(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A folder that extractor batch has written.")],
    sql: Annotated[str, typer.Argument(metavar="SQL", help="One query; - reads it from standard input.")],
    form: Annotated[Form, typer.Option("--format", help="A table, CSV, or a JSON array of objects.")] = Form.table,
) -> None:
    """Ask an extracted archive a question in SQL (DuckDB)."""
    from extractor.archive.sql import query

    columns, rows = query(out, sys.stdin.read() if sql == "-" else sql)
    _PRINTERS[form](columns, rows)


def _table(columns: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*columns)
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    # A file or a pipe has no width: nothing is cut there.
    Console(width=None if sys.stdout.isatty() else 10_000).print(table)


def _csv(columns: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([json.dumps(c, ensure_ascii=False, default=str) if isinstance(c, list | dict) else c for c in row]
                     for row in rows)  # fmt: skip


def _json(columns: list[str], rows: Iterator[tuple[Any, ...]]) -> None:
    objects = (json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str) for row in rows)
    print("[")
    print(",\n".join(objects))
    print("]")


_PRINTERS = {Form.table: _table, Form.csv: _csv, Form.json: _json}
