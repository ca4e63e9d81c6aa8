"""Documents as rows of four linked tables: documents, entities, figures, views.

The columns follow from the contract's typed models, so the two cannot drift apart: a single part (``holder`` of a
view) becomes columns of its own (``holder_org``), a list of parts (mentions, evidence, analysts) a nested list. Every
row carries ``article``, the article's number in the archive, and ``doc_id``; entity ids link within an article.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, reduce
from operator import or_
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

from extractor.archive.outputs import TABLES
from extractor.document import Document, Entity, Figure, View
from extractor.document.models import SCHEMA_VERSION

_MODELS = {"documents": Document, "entities": Entity, "figures": Figure, "views": View}
# Columns that place a row: the article's number in the archive, its id and, for figures and views, the place in the
# document's list (what an analyst's ``views`` points to).
_KEYS: dict[str, list[tuple[str, pa.DataType]]] = {
    "documents": [("article", pa.int64())],
    "entities": [("article", pa.int64()), ("doc_id", pa.string())],
    "figures": [("article", pa.int64()), ("doc_id", pa.string()), ("figure", pa.int64())],
    "views": [("article", pa.int64()), ("doc_id", pa.string()), ("view", pa.int64())],
}
# What the run notes in a document's ``meta`` has columns of its own; the rest of ``meta`` is a column of JSON.
NOTES: dict[str, pa.DataType] = {
    "source": pa.string(),
    "duplicate_of": pa.string(),
    "duplicate": pa.string(),
    "similarity": pa.float64(),
}
_DATES = {"published_at", "period_start", "period_end"}
_LEFT_OUT = {"entities", "figures", "views", "meta", "schema_version"}


class Column(NamedTuple):
    """A column: its name and type, and the path to its value in the document's JSON."""

    name: str
    type: pa.DataType
    path: tuple[str, ...]


@cache
def columns(table: str) -> tuple[Column, ...]:
    """The columns of a table that stand in the contract."""
    model = _MODELS[table]
    left_out = _LEFT_OUT if model is Document else set()
    found = []
    for name, hint in get_type_hints(model).items():
        if name in left_out:
            continue
        part = _plain_type(hint)
        if dataclasses.is_dataclass(part):
            inner = get_type_hints(part)
            found += [Column(f"{name}_{sub}", _arrow(inner[sub], sub), (name, sub)) for sub in inner]
        else:
            found.append(Column(name, _arrow(hint, name), (name,)))
    return tuple(found)


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, with ``schema_version`` in its metadata."""
    fields = [*_KEYS[table], *((column.name, column.type) for column in columns(table))]
    if table == "documents":
        fields += [*NOTES.items(), ("meta", pa.string())]
    return pa.schema(fields, metadata={"schema_version": SCHEMA_VERSION})


def tables(documents: Iterable[tuple[int, Mapping[str, Any]]]) -> dict[str, pa.Table]:
    """The four tables of documents (as ``Document.to_dict`` gives them) with their article numbers."""
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    for number, document in documents:
        keys = {"article": number, "doc_id": document["doc_id"]}
        rows["documents"].append(keys | _row("documents", document) | _notes(document["meta"]))
        rows["entities"] += [keys | _row("entities", entity) for entity in document["entities"]]
        for table, key in (("figures", "figure"), ("views", "view")):
            rows[table] += [keys | {key: i} | _row(table, part) for i, part in enumerate(document[table])]
    return {table: pa.Table.from_pylist(rows[table], schema=schema(table)) for table in TABLES}


def _row(table: str, part: Mapping[str, Any]) -> dict[str, Any]:
    row = {}
    for name, kind, path in columns(table):
        value = part[path[0]]
        if len(path) == 2:
            value = value[path[1]] if value is not None else None
        if value is not None:
            if name in _DATES:
                value = date.fromisoformat(value)
            elif kind == pa.float64():
                value = float(value)
        row[name] = value
    return row


def _notes(meta: Mapping[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in meta.items() if key not in NOTES and key != "article"}
    return {name: meta.get(name) for name in NOTES} | {
        "meta": json.dumps(rest, ensure_ascii=False, separators=(",", ":"))
    }


def _plain_type(hint: Any) -> Any:
    """The type without ``None``."""
    if get_origin(hint) in (Union, types.UnionType):
        rest = [arg for arg in get_args(hint) if arg is not type(None)]
        return reduce(or_, rest)
    return hint


def _arrow(hint: Any, name: str) -> pa.DataType:
    if name in _DATES:
        return pa.date32()
    hint = _plain_type(hint)
    if get_origin(hint) is list:
        return pa.list_(_arrow(get_args(hint)[0], ""))
    if get_origin(hint) is Literal:
        return pa.string()
    if dataclasses.is_dataclass(hint):
        return pa.struct([(sub, _arrow(inner, sub)) for sub, inner in get_type_hints(hint).items()])
    scalars = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), int | float: pa.float64()}
    if hint not in scalars:
        raise TypeError(f"no column type for {name}: {hint}")
    return scalars[hint]
