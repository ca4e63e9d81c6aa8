"""One article under the room's eyes: its text, its cue words, what has been found so far and where it stands."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from extractor.document.models import EntityType
from extractor.entities.lexicon import Lexicon, Marks, lexicon
from extractor.knowledge import Entry
from extractor.segment import Reading

_WORD = r"[A-ZÀ-Þ](?:[A-Za-zÀ-ɏ'’&.\-]|(?<![a-z])[0-9])*"
_LATIN = re.compile(
    rf"(?<![A-Za-zÀ-ɏ0-9$.]){_WORD}(?:[ \u00a0]{{1,2}}(?:(?:of|and|de|van|von|der|den|di|da|du|la|le|el|&) )?{_WORD})*"
)


@dataclass(slots=True)
class Found:
    """Somebody named at ``[start, end)``: the type, the canonical name, and the known entry where there is one.

    ``rank`` decides overlaps of the same length: 3 known and sure, 2 read from a firm pattern, 1 from a weak one.
    """

    start: int
    end: int
    type: EntityType
    name: str
    rank: int = 2
    entry: Entry | None = None
    ticker: str | None = None
    how: str = ""


@dataclass(slots=True)
class Scene:
    """What the steps of the room share."""

    reading: Reading
    lexicon: Lexicon
    marks: Marks
    found: list[Found] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)  # sorted spans of ``found``
    latin: dict[int, int] = field(default_factory=dict)  # Latin runs: start to end
    latin_ends: dict[int, int] = field(default_factory=dict)

    @property
    def plain(self) -> str:
        """The simplified text."""
        return self.reading.plain

    def opens(self, at: int, *kinds: str) -> int:
        """The end of the longest cue word of these kinds that starts at ``at``; 0 where none does."""
        best = 0
        for kind in kinds:
            best = max(best, self.marks.starts[kind].get(at, 0))
            if not best and at < len(self.plain) and self.plain[at] in self.lexicon.kinds[kind]:
                best = at + 1
        return best

    def closes(self, at: int, *kinds: str) -> int:
        """The start of the longest cue word of these kinds that ends at ``at``; -1 where none does."""
        best = at
        for kind in kinds:
            best = min(best, self.marks.ends[kind].get(at, at))
            if best == at and at > 0 and self.plain[at - 1] in self.lexicon.kinds[kind]:
                best = at - 1
        return best if best < at else -1

    def covered(self, start: int, end: int) -> bool:
        """Does anything found overlap ``[start, end)``?"""
        at = bisect_left(self.taken, (start, 0))
        if at < len(self.taken) and self.taken[at][0] < end:
            return True
        return at > 0 and self.taken[at - 1][1] > start

    def _range(self, start: int, end: int) -> tuple[int, int]:
        first = bisect_left(self.taken, (start, 0))
        if first and self.taken[first - 1][1] > start:
            first -= 1
        return first, max(first, bisect_left(self.taken, (end, 0)))

    def overlapping(self, start: int, end: int) -> list[Found]:
        """Everything found that overlaps ``[start, end)``."""
        first, last = self._range(start, end)
        return self.found[first:last]

    def add(self, found: Found) -> bool:
        """Take a find unless something already stands there."""
        if found.start >= found.end or self.covered(found.start, found.end):
            return False
        at = bisect_right(self.taken, (found.start, found.end))
        self.taken.insert(at, (found.start, found.end))
        self.found.insert(at, found)
        return True

    def replace(self, found: Found) -> None:
        """Take a find in place of whatever overlaps it."""
        first, last = self._range(found.start, found.end)
        self.found[first:last] = [found]
        self.taken[first:last] = [(found.start, found.end)]

    def drop(self, unwanted: list[Found]) -> None:
        """Give up finds."""
        gone = {(f.start, f.end) for f in unwanted}
        self.found = [f for f in self.found if (f.start, f.end) not in gone]
        self.taken = [span for span in self.taken if span not in gone]

    def ending(self, at: int) -> Found | None:
        """What was found to end at ``at``."""
        i = bisect_left(self.taken, (at, 0)) - 1
        return self.found[i] if i >= 0 and self.taken[i][1] == at else None

    def starting(self, at: int) -> Found | None:
        """What was found to start at ``at``."""
        i = bisect_left(self.taken, (at, 0))
        return self.found[i] if i < len(self.taken) and self.taken[i][0] == at else None


def scene_of(reading: Reading) -> Scene:
    """The cue words and the Latin runs of an article."""
    words = lexicon()
    scene = Scene(reading, words, words.mark(reading.plain))
    for match in _LATIN.finditer(reading.plain):
        end = match.end()
        while end > match.start() and reading.plain[end - 1] in ".-'’&":
            end -= 1
        scene.latin[match.start()] = end
        scene.latin_ends[end] = match.start()
    return scene


def is_han(character: str) -> bool:
    """A Chinese character?"""
    return (character != "丨" and "\u3400" <= character <= "\u9fff") or character >= "\U00020000"
