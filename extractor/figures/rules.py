"""The rules of the grammar by name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.resources import corpus
from extractor.tables import read_table


@dataclass(slots=True, frozen=True)
class Rule:
    """A named rule: what it reads, with an example whose first figure it reads (empty where it only helps another)."""

    name: str
    reads: str
    example: str


@cache
def rules() -> dict[str, Rule]:
    """Every rule that an amount's ``rule`` may name."""
    rows = read_table(corpus("knowledge", "figures", "rules.csv"), ["rule", "reads", "example"])
    return {row["rule"]: Rule(row["rule"], row["reads"], row["example"]) for row in rows}
