"""Every alias in one Aho-Corasick automaton over characters."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import ahocorasick

from extractor.knowledge.records import Alias, Caution, Entry, NameHit
from extractor.resources import corpus
from extractor.script import to_simplified
from extractor.tables import read_table

COLUMNS = ["name", "type", "tickers", "aliases"]
OPTIONAL = ["cautious", "short"]


class Gazetteer:
    """Aliases by character; ``scan`` finds them all in one pass, the longest first where they overlap."""

    def __init__(self, aliases: Iterable[Alias]) -> None:
        self.aliases = {alias.text: alias for alias in aliases}
        self._automaton = ahocorasick.Automaton()
        for alias in self.aliases.values():
            self._automaton.add_word(alias.text.lower(), alias)
        self._automaton.make_automaton()

    def scan(self, plain: str) -> list[NameHit]:
        """Non-overlapping hits in reading order; ``plain`` is simplified. Latin names match whole words only."""
        if not self.aliases:
            return []
        hits = []
        lowered = plain.lower()
        if len(lowered) != len(plain):
            lowered = plain
        for end, alias in self._automaton.iter_long(lowered):
            start = end + 1 - len(alias.text)
            if _whole(plain, start, end + 1):
                hits.append(NameHit(start, end + 1, alias))
        return hits

    def lookup(self, name: str) -> Alias | None:
        """What is known of a name in any script."""
        return self.aliases.get(to_simplified(name))


def _whole(text: str, start: int, end: int) -> bool:
    def latin(c: str) -> bool:
        return c.isascii() and c.isalnum()

    return not (start and latin(text[start - 1]) and latin(text[start])) and not (
        end < len(text) and latin(text[end]) and latin(text[end - 1])
    )


def load_gazetteer(extra: Iterable[Path] = ()) -> Gazetteer:
    """The shipped name files and the user's own."""
    by_text: dict[str, list[tuple[Entry, Caution]]] = {}
    for path in [*sorted(corpus("knowledge", "names").glob("*.csv")), *extra]:
        for row in read_table(path, COLUMNS, OPTIONAL):
            name = to_simplified(row["name"])
            entry = Entry(f"{row['type']}:{name}", name, row["type"], tuple(row.list("tickers")))  # type: ignore[arg-type]
            forms: dict[str, Caution] = dict.fromkeys([name, *map(to_simplified, row.list("aliases"))], "")
            forms |= dict.fromkeys(map(to_simplified, row.list("short")), "short")
            forms |= dict.fromkeys(map(to_simplified, row.list("cautious")), "word")
            for alias, caution in forms.items():
                by_text.setdefault(alias, []).append((entry, caution))
    gravest = ("", "short", "word").index
    aliases = []
    for text, found in by_text.items():
        entries = tuple(dict.fromkeys(entry for entry, _ in found))
        aliases.append(Alias(text, entries, max((caution for _, caution in found), key=gravest)))
    return Gazetteer(aliases)
