"""Where a mention stands: what is directly before and behind it, and in what kind of clause."""

from __future__ import annotations

import re
from functools import cache

from extractor.resources import corpus
from extractor.tables import read_table
from extractor.views.judge import Clause
from extractor.views.targets import Target, Targets

_BEFORE, _AFTER = 10, 8  # characters that are looked at
Patterns = tuple[tuple[str, re.Pattern[str]], ...]


@cache
def _patterns(side: str) -> Patterns:
    rows = read_table(corpus("knowledge", "views", "positions.csv"), ["tag", "side", "pattern"])
    found = []
    for row in rows:
        try:
            compiled = re.compile(row["pattern"])
        except re.error as error:
            raise row.fault(f"the pattern does not compile: {error}") from error
        if row.choice("side", ("before", "after")) == side:
            found.append((row["tag"], compiled))
    return tuple(found)


def position(plain: str, target: Target, clause: Clause, targets: Targets) -> frozenset[str]:
    """The tags of a mention, as ``before:call``, ``after:stop``, ``in clause:cue``."""
    before = plain[max(clause.start - 1, target.start - _BEFORE, 0) : target.start]
    after = plain[target.end : target.end + _AFTER]
    tags = {
        "before:" + next((tag for tag, pattern in _patterns("before") if pattern.search(before)), "other"),
        "after:" + next((tag for tag, pattern in _patterns("after") if pattern.match(after)), "other"),
    }
    tags |= {f"in clause:{effect}" for effect in clause.effects}
    if clause.cues:
        tags.add("in clause:cue")
        behind = [c.start - target.end for c in clause.cues if c.start >= target.end]
        if behind:
            tags.add("cue near behind" if min(behind) <= 4 else "cue behind")
        ahead = [target.start - c.end for c in clause.cues if c.end <= target.start]
        if ahead:
            tags.add("cue near before" if min(ahead) <= 3 else "cue before")
    if len(targets.listed(target)) > 1:
        tags.add("listed")
    if target.key == plain[target.start : target.end] and target.kind == "theme":
        tags.add("unlisted")
    return frozenset(tags)
