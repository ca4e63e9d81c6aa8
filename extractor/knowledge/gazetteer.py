"""Every form of every name in one Aho-Corasick automaton over characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import ahocorasick

from extractor.knowledge.compiled import Compiled, compiled
from extractor.knowledge.fold import fold
from extractor.knowledge.names import folded
from extractor.knowledge.records import Alias, Entry, NameHit
from extractor.knowledge.surroundings import guarded, legal_end
from extractor.script import to_simplified

_FIRMS = frozenset({"bank", "broker", "asset_manager", "company", "rating_agency", "data_provider"})


class Gazetteer:
    """The names that the knowledge files hold; ``scan`` finds them all in one pass, the longest first in overlaps."""

    def __init__(self, names: Compiled) -> None:
        self._names = names
        self._automaton: ahocorasick.Automaton = names.automaton
        self._entries: dict[int, Entry] = {}
        self._aliases: dict[int, Alias] = {}

    def __len__(self) -> int:
        """How many entries there are."""
        return len(self._names.entries)

    def entries(self) -> Iterator[Entry]:
        """Every entry, in the order of the files."""
        return map(self._entry, range(len(self)))

    def aliases(self) -> Iterator[Alias]:
        """Every form that names something."""
        return (alias for alias in map(self._alias, range(len(self._names.forms))) if alias.entries)

    def scan(self, plain: str) -> list[NameHit]:
        """Non-overlapping hits in reading order; ``plain`` is simplified.

        Width, spaces beside Chinese characters and name dots make no difference. Latin names match whole words, short
        ones (VIX, Fed) only in their own case or in capitals, longer ones only where they begin with a capital.
        """
        if not self._automaton:
            return []
        shape = fold(plain)
        text = shape.text
        found = []
        forms = self._names.forms
        for last, index in self._automaton.iter(text.lower()):
            length, spellings, guards, edged, _, _ = forms[index]
            start = last + 1 - length
            if edged and not _whole(text, start, last + 1):
                continue
            if spellings and not _as_written(text[start : last + 1], spellings):
                continue
            if guards and guarded(text, start, last + 1, guards):
                continue
            found.append((start, -length, index))
        found.sort()
        hits, done = [], 0
        for start, negative, index in _longest(found):
            if start < done:
                continue
            done = start - negative
            alias = self._alias(index)
            if not alias.entries:
                continue
            if alias.entries[0].type in _FIRMS and (end := legal_end(text, done)) > done:
                alias, done = self._sure(alias), end
            hits.append(NameHit(shape.origin(start), shape.origin(done - 1) + 1, alias))
        return hits

    def _sure(self, alias: Alias) -> Alias:
        """The alias where a legal form follows it: no longer a mere word."""
        return Alias(alias.text, alias.entries) if alias.caution else alias

    def lookup(self, name: str) -> Alias | None:
        """What is known of a name, in any script, width and spacing."""
        index = self._automaton.get(folded(to_simplified(name)).lower(), None) if self._automaton else None
        alias = None if index is None else self._alias(index)
        return alias if alias and alias.entries else None

    def listed(self, ticker: str) -> tuple[Entry, ...]:
        """The entries with this listing (``00700.HK``)."""
        return tuple(map(self._entry, self._by_ticker.get(ticker, ())))

    def forms_of(self, entry: Entry) -> list[Alias]:
        """Every form that may name the entry, sure ones first."""
        forms = [self._alias(i) for i in self._forms_by_key.get(entry.key, ())]
        return sorted(forms, key=lambda alias: (bool(alias.caution), len(alias.entries), alias.text))

    @cached_property
    def _by_ticker(self) -> dict[str, list[int]]:
        by_ticker: dict[str, list[int]] = {}
        for place, (_, _, _, tickers) in enumerate(self._names.entries):
            for ticker in tickers:
                by_ticker.setdefault(ticker, []).append(place)
        return by_ticker

    @cached_property
    def _forms_by_key(self) -> dict[str, list[int]]:
        by_key: dict[str, list[int]] = {}
        for i, (*_, places, _) in enumerate(self._names.forms):
            for place in places:
                by_key.setdefault(self._names.entries[place][0], []).append(i)
        return by_key

    def _entry(self, place: int) -> Entry:
        if place not in self._entries:
            self._entries[place] = Entry(*self._names.entries[place])
        return self._entries[place]

    def _alias(self, index: int) -> Alias:
        if index not in self._aliases:
            _, _, _, _, places, (text, caution) = self._names.forms[index]
            self._aliases[index] = Alias(text, tuple(map(self._entry, places)), caution)
        return self._aliases[index]


def _longest(found: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Sorted ``(start, -length, form)`` without those that a longer one to their right cuts: 期银|河证券."""
    kept: list[tuple[int, int, int]] = []
    done = 0
    for hit in found:
        start, negative, _ = hit
        if start < done:
            if start - negative <= done or start == kept[-1][0] or negative >= kept[-1][1]:
                continue  # inside, or not longer
            kept.pop()
        kept.append(hit)
        done = start - negative
    return kept


def _whole(text: str, start: int, end: int) -> bool:
    """Does no Latin word, number or address go on beyond the match?

    标普500 is none in 标普5000, 科创50 none in 科创50%, cnyes none in news.cnyes.com.
    """
    first, last = text[start], text[end - 1]
    if first.isascii() and first.isalnum() and start and text[start - 1].isascii() and text[start - 1].isalnum():
        return False
    if not last.isascii() or not last.isalnum() or end == len(text):
        return True
    after, next_after = text[end], text[end + 1 : end + 2]
    if after.isascii() and after.isalnum():
        return False
    if not last.isdigit():
        return not (after == "." and next_after.isascii() and next_after.islower())
    return after != "%" and not (after in ".," and next_after.isdigit())


def _as_written(text: str, spellings: tuple[str, ...]) -> bool:
    """Is the match in a case that one of the Latin spellings allows?"""
    for spelling in spellings:
        if text == spelling or (len(spelling) <= 4 and text.isupper()):
            return True
        if len(spelling) > 4 and (text[0].isupper() or not spelling[0].isupper()):
            return True
    return False


def load_gazetteer(own: Iterable[Path] = ()) -> Gazetteer:
    """The product's name files and the user's own. Raises ``KnowledgeError`` for a bad row."""
    return Gazetteer(compiled(list(own)))
