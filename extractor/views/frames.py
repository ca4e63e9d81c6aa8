"""The room's small grammatical patterns, read from ``corpus/knowledge/views/frames.csv``."""

from __future__ import annotations

import re
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
