"""The advertisement that a page puts before an article: nothing in it belongs to the article."""

from __future__ import annotations

import re
from functools import cache

from extractor.resources import corpus
from extractor.tables import read_table

_WITHIN = 400  # characters in which such an advertisement is sought


@cache
def _endings() -> re.Pattern[str]:
    """Raises ``KnowledgeError`` with file and line where a row's pattern does not compile."""
    rows = read_table(corpus("knowledge", "segment", "forewords.csv"), ["pattern"])
    for row in rows:
        try:
            re.compile(row["pattern"])
        except re.error as error:
            raise row.fault(f"the pattern does not compile: {error}") from error
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows))


def foreword_end(plain: str) -> int:
    """Where the article itself begins in a simplified text: 0 where nothing stands before it."""
    return max((match.end() for match in _endings().finditer(plain, 0, _WITHIN)), default=0)
