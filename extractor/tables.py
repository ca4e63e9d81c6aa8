"""Data files as rows: UTF-8 CSV with a header, ``#`` comment lines, checked on load with file and line in the error."""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

from extractor.errors import KnowledgeError, ModelError

Choice = TypeVar("Choice", bound=str)


@dataclass(slots=True, frozen=True)
class Row:
    """One row with its place, so that whoever checks its values can say where a fault is."""

    path: Path
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def list(self, column: str) -> list[str]:
        """A cell of several values, separated by ``|``."""
        return [part.strip() for part in self.values[column].split("|") if part.strip()]

    def fault(self, reason: str) -> KnowledgeError:
        """The error to raise for this row."""
        return KnowledgeError(f"{self.path}:{self.line}: {reason}")

    def choice(self, column: str, allowed: Collection[Choice]) -> Choice:
        """The cell's value, which must be one of ``allowed``."""
        value = self.values[column]
        if value not in allowed:
            raise self.fault(f"{column} is {value!r}; it must be one of: {', '.join(sorted(allowed))}")
        return cast(Choice, value)


def read_table(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """Every row of a CSV file. Raises ``KnowledgeError`` where a column is missing or a row has too many cells."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read: {error}") from error
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")]
    if not numbered:
        raise KnowledgeError(f"{path}: no header line; expected the columns {', '.join(columns)}")
    header = [cell.strip() for cell in next(csv.reader([numbered[0][1]]))]
    missing = [c for c in columns if c not in header]
    unknown = [c for c in header if c not in columns and c not in optional]
    if missing or unknown:
        what = f"missing columns: {', '.join(missing)}" if missing else f"unknown columns: {', '.join(unknown)}"
        raise KnowledgeError(f"{path}:{numbered[0][0]}: {what}; the columns are {', '.join([*columns, *optional])}")
    blank = dict.fromkeys([*columns, *optional], "")
    rows = []
    for (number, _), cells in zip(numbered[1:], csv.reader(line for _, line in numbered[1:]), strict=False):
        if len(cells) > len(header):
            raise KnowledgeError(f"{path}:{number}: {len(cells)} cells under {len(header)} columns")
        rows.append(Row(path, number, blank | dict(zip(header, map(str.strip, cells), strict=False))))
    return rows


def read_weights(path: Path, decisions: Collection[str]) -> dict[str, dict[str, float]]:
    """Fitted weights by decision and feature. Raises ``ModelError`` where a decision has none."""
    weights: dict[str, dict[str, float]] = {}
    for row in read_table(path, ["decision", "feature", "weight"]):
        try:
            value = float(row["weight"])
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise row.fault(f"weight is {row['weight']!r}; it must be a number")
        weights.setdefault(row.choice("decision", decisions), {})[row["feature"]] = value
    missing = [name for name in decisions if name not in weights]
    if missing:
        raise ModelError(f"{path}: no weights for {', '.join(missing)}; fit them again")
    return weights
