"""Known names: which gazetteer hits are mentions, and of which entry."""

from __future__ import annotations

import re
from collections import Counter

from extractor.document.models import ORGANISATIONS
from extractor.entities.codes import Code
from extractor.entities.scene import Found, Scene
from extractor.knowledge import Entry, NameHit

_LIST = frozenset("、/／")


def find_known(scene: Scene, codes: dict[int, Code]) -> None:
    """Add the hits that are sure, then the cautious ones that the article confirms."""
    sure, doubtful = [], []
    for hit in scene.reading.names:
        (doubtful if hit.alias.caution or len(hit.alias.entries) > 1 else sure).append(hit)
    seen = Counter(hit.alias.entries[0].key for hit in sure)
    for hit in sure:
        _take(scene, hit, hit.alias.entries[0], codes)
    waiting: list[NameHit] = []
    confirmed: dict[str, Entry] = {}
    for hit in doubtful:
        entry = _choose(scene, hit, codes, seen)
        if entry:
            _take(scene, hit, entry, codes)
            confirmed[hit.alias.text] = entry
        else:
            waiting.append(hit)
    for hit in waiting:
        if entry := confirmed.get(hit.alias.text):
            _take(scene, hit, entry, codes)


def _take(scene: Scene, hit: NameHit, entry: Entry, codes: dict[int, Code]) -> None:
    code = codes.get(hit.end)
    scene.add(Found(hit.start, hit.end, entry.type, entry.name, 3, entry, code.ticker if code else None, "known"))


def _choose(scene: Scene, hit: NameHit, codes: dict[int, Code], seen: Counter[str]) -> Entry | None:
    """The entry that a doubtful hit names here; ``None`` where nothing confirms it."""
    entries = hit.alias.entries
    if (code := codes.get(hit.end)) is not None:
        by_code = [e for e in entries if code.ticker in e.tickers]
        if by_code:
            return by_code[0]
        return entries[0] if code.ticker is None else None
    if named := [e for e in entries if seen[e.key]]:
        return max(named, key=lambda e: seen[e.key])
    if hit.alias.caution != "word" and entries[0].type not in ORGANISATIONS:
        return entries[0]
    return entries[0] if _financial(scene, hit) else None


def _financial(scene: Scene, hit: NameHit) -> bool:
    """Do the words beside the name speak of a firm?"""
    plain = scene.plain
    if scene.opens(hit.end, "confirm_after") or scene.closes(hit.start, "confirm_before") >= 0:
        return True
    if re.match(r"[：:]", plain[hit.end : hit.end + 1]):
        return True
    before, after = plain[hit.start - 1 : hit.start], plain[hit.end : hit.end + 1]
    left = scene.ending(hit.start - 1) if before in _LIST else None
    right = scene.starting(hit.end + 1) if after in _LIST else None
    return any(f is not None and f.type in ORGANISATIONS for f in (left, right))
