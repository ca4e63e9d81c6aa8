"""The room's small grammatical patterns, of ``corpus/knowledge/views/frames.csv`` and of tables of words by role."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from extractor.resources import corpus
from extractor.tables import read_table


@cache
def frame(name: str) -> re.Pattern[str]:
    """The pattern of a name. Raises ``KnowledgeError`` with file and line where a pattern does not compile."""
    return _frames()[name]


@cache
def _frames() -> dict[str, re.Pattern[str]]:
    frames = {}
    for row in read_table(corpus("knowledge", "views", "frames.csv"), ["name", "pattern", "meaning"]):
        try:
            frames[row["name"]] = re.compile(row["pattern"])
        except re.error as error:
            raise row.fault(f"the pattern of {row['name']} does not compile: {error}") from error
    return frames


def any_of_roles(table: str, roles: Collection[str]) -> dict[str, str]:
    """For each role of a table of the room a pattern of any of its words, the longest first.

    Raises ``KnowledgeError`` with file and line where a row has another role.
    """
    words: dict[str, list[str]] = {role: [] for role in roles}
    for row in read_table(corpus("knowledge", "views", f"{table}.csv"), ["words", "role"]):
        words[row.choice("role", roles)] += row.list("words")
    return {
        role: "(?:" + "|".join(map(re.escape, sorted(found, key=len, reverse=True))) + ")"
        for role, found in words.items()
    }
