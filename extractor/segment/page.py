"""What a page puts around an article, advertisements before it and lists behind it: nothing there belongs to it."""

from __future__ import annotations

import re
from functools import cache

from extractor.resources import corpus
from extractor.tables import read_table

_WITHIN = 400  # characters in which an advertisement before the article is sought
_LEAST = 100  # characters that an article has before the lists behind it


@cache
def _patterns(table: str) -> re.Pattern[str]:
    """Raises ``KnowledgeError`` with file and line where a row's pattern does not compile."""
    rows = read_table(corpus("knowledge", "segment", f"{table}.csv"), ["pattern"])
    for row in rows:
        try:
            re.compile(row["pattern"])
        except re.error as error:
            raise row.fault(f"the pattern does not compile: {error}") from error
    return re.compile("|".join(f"(?:{row['pattern']})" for row in rows))


def foreword_end(plain: str) -> int:
    """Where the article itself begins in a simplified text: 0 where nothing stands before it."""
    return max((match.end() for match in _patterns("forewords").finditer(plain, 0, _WITHIN)), default=0)


def afterword_start(plain: str) -> int:
    """Where the article itself ends in a simplified text: at its end where nothing stands behind it."""
    match = _patterns("afterwords").search(plain, min(_LEAST, len(plain)))
    return match.start() if match else len(plain)
