"""SQL over a run's output: the four tables as DuckDB views, whether the output is JSON Lines or Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractor.archive.outputs import DOCUMENTS
from extractor.archive.rows import NOTES, TABLES, Column, columns
from extractor.errors import ExtractorError

if TYPE_CHECKING:
    import duckdb

_FETCH = 1000
_SCALARS = {
    pa.string(): "VARCHAR",
    pa.int64(): "BIGINT",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.date32(): "DATE",
}


def connect(out: Path) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with the views ``documents``, ``entities``, ``figures`` and ``views`` over an output.

    ``out`` is what ``extractor batch`` wrote: a folder, or its ``documents.jsonl``. Raises ``ExtractorError`` where
    there is no output.
    """
    import duckdb

    connection = duckdb.connect()
    lines = out if out.is_file() else out / DOCUMENTS
    parts = sorted(out.glob("documents/*.jsonl")) if out.is_dir() else []
    if lines.is_file() or parts:
        _views_over_json(connection, [lines] if lines.is_file() else parts)
    elif any(out.glob("documents/*.parquet")):
        for table in TABLES:
            files = [str(path) for path in sorted(out.glob(f"{table}/*.parquet"))]
            _view(connection, table, f"SELECT * FROM read_parquet({_quoted(files)})")
    else:
        raise ExtractorError(f"{out}: holds no documents: name a folder that `extractor batch` has written")
    return connection


def query(out: Path, sql: str) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Column names and rows of one SQL query over an output, the rows as they are asked for.

    Raises ``ExtractorError`` with DuckDB's words where the query fails.
    """
    import duckdb

    try:
        connection = connect(out).execute(sql)
        return [column[0] for column in connection.description or ()], _rows(connection)
    except duckdb.Error as error:
        raise ExtractorError(f"query: {error}") from error


def _rows(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    import duckdb

    try:
        while rows := connection.fetchmany(_FETCH):
            yield from rows
    except duckdb.Error as error:
        raise ExtractorError(f"query: {error}") from error


def _views_over_json(connection: duckdb.DuckDBPyConnection, files: list[Path]) -> None:
    """Views that unfold each document's lists; the columns are those of the Parquet tables."""
    given = {column.path[0]: column for column in columns("documents")}
    shape = {name: _sql_type(column.type) for name, column in given.items()}
    shape |= {table: f"{_struct(columns(table))}[]" for table in TABLES[1:]}
    shape["meta"] = "JSON"
    spelled = ", ".join(f"{_literal(name)}: {_literal(kind)}" for name, kind in shape.items())
    scan = (
        f"read_json({_quoted([str(path) for path in files])}, format='newline_delimited', "
        f"maximum_object_size=268435456, columns={{{spelled}}})"
    )
    article = "CAST(meta->>'article' AS BIGINT) AS article"
    notes = [f"CAST(meta->>'{name}' AS {_SCALARS[kind]}) AS {name}" for name, kind in NOTES.items()]
    # A merge patch of nulls takes what has columns of its own out of ``meta``.
    emptied = json.dumps(dict.fromkeys(["article", *NOTES]))
    rest = f"CAST(json_merge_patch(meta, '{emptied}') AS VARCHAR) AS meta"
    _view(connection, "documents", f"SELECT {', '.join([article, *map(_name, given), *notes, rest])} FROM {scan}")
    for table, key in (("entities", None), ("figures", "figure"), ("views", "view")):
        place = f'i - 1 AS "{key}", ' if key else ""
        parts = ", ".join(
            f"part.{'.'.join(_name(step) for step in column.path)} AS {_name(column.name)}" for column in columns(table)
        )
        unfolded = (
            f"SELECT {article}, doc_id, unnest({table}) AS part, generate_subscripts({table}, 1) AS i FROM {scan}"
        )
        _view(connection, table, f"SELECT article, doc_id, {place}{parts} FROM ({unfolded})")


def _view(connection: duckdb.DuckDBPyConnection, name: str, select: str) -> None:
    connection.execute(f'CREATE VIEW "{name}" AS {select}')


def _struct(found: tuple[Column, ...]) -> str:
    """The type of one part of a document, from its columns."""
    fields: dict[str, str | dict[str, str]] = {}
    for column in found:
        kind = _sql_type(column.type)
        if len(column.path) == 1:
            fields[column.path[0]] = kind
        else:
            inner = fields.setdefault(column.path[0], {})
            assert isinstance(inner, dict)
            inner[column.path[1]] = kind
    spelled = (f"{_name(n)} {kind if isinstance(kind, str) else _spell(kind)}" for n, kind in fields.items())
    return f"STRUCT({', '.join(spelled)})"


def _spell(inner: dict[str, str]) -> str:
    return "STRUCT(" + ", ".join(f"{_name(name)} {kind}" for name, kind in inner.items()) + ")"


def _sql_type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"{_sql_type(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        return _spell({kind.field(i).name: _sql_type(kind.field(i).type) for i in range(kind.num_fields)})
    return _SCALARS[kind]


def _name(name: str) -> str:
    return f'"{name}"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(files: list[str]) -> str:
    return "[" + ", ".join(map(_literal, files)) + "]"
