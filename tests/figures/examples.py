"""The example files of the figures room."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.resources import corpus
from extractor.tables import read_table


def rows(name: str, columns: list[str]) -> list[Any]:
    """A parameter for each row, named by file and line."""
    table = read_table(corpus("examples", "figures", name), columns)
    return [pytest.param(row.values, id=f"{name}:{row.line}") for row in table]


def texts_of(name: str, columns: list[str]) -> list[Any]:
    """A parameter for each text of each row."""
    table = read_table(corpus("examples", "figures", name), columns)
    return [
        pytest.param(row.values, text, id=f"{name}:{row.line}:{number}")
        for row in table
        for number, text in enumerate(row.list("texts"), 1)
    ]
