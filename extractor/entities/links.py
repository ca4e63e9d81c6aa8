"""One entity for all the forms of a name within the article, and the places where short forms stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.document.models import ORGANISATIONS, Entity
from extractor.entities.names import SEPARATORS, closed
from extractor.entities.scene import Found, Scene, is_han

_PARTS = re.compile(rf"[ \u00a0{SEPARATORS}.\-－—‐]+")
_ALIAS = re.compile(
    r"\s?[（(]\s?(?:以下|下称|简称|以下简称|下文简称|后称|统称|又称|也称|原名|前称|英文名|：|:|,|，|“|\"|「|『|‘|\s){0,6}([^（()）“”\"「」『』‘’]{2,40}?)[”\"」』’]?[）)]"
)
_GENERIC = ("集团", "控股", "股份", "公司", "有限公司", "科技", "证券", "银行", "国际", "基金", "金融集团", "金控")


def repeat_names(scene: Scene) -> None:
    """Find every further place of the people and the unknown organisations, whole and in their short forms."""
    shorts: dict[str, Found] = {}
    for found in list(scene.found):
        if found.entry is not None or found.rank < 1:
            continue
        text = scene.plain[found.start : found.end]
        shorts.setdefault(text, found)
    for found in list(scene.found):
        for short in _short_forms(scene, found):
            shorts.setdefault(short, found)
    _search(scene, shorts)


def _short_forms(scene: Scene, found: Found) -> Iterable[str]:
    text = scene.plain[found.start : found.end]
    if found.type == "person":
        parts = [p for p in _PARTS.split(text) if p]
        if len(parts) > 1 and len(parts[-1]) > 1:
            yield parts[-1]
            if is_han(parts[0][0]) and len(parts[0]) > 1:
                yield parts[0]
    elif found.type in ORGANISATIONS and found.entry is None:
        for ending in _GENERIC:
            core = text.removesuffix(ending)
            if core != text and len(core) >= 2 and all(map(is_han, core)):
                yield core


def _search(scene: Scene, shorts: dict[str, Found]) -> None:
    if not shorts:
        return
    words = sorted(shorts, key=len, reverse=True)
    pattern = re.compile("|".join(re.escape(w) for w in words))
    for match in pattern.finditer(scene.plain):
        start, end, first = match.start(), match.end(), shorts[match[0]]
        if scene.covered(start, end) or not _whole(scene, start, end):
            continue
        if first.type == "person" and is_han(match[0][0]) and len(match[0]) < 3 and not closed(scene, end):
            continue
        scene.add(Found(start, end, first.type, first.name, first.rank, first.entry, how="repeat"))


def _whole(scene: Scene, start: int, end: int) -> bool:
    plain = scene.plain

    def latin(c: str) -> bool:
        return c.isascii() and c.isalnum()

    if start and latin(plain[start - 1]) and latin(plain[start]):
        return False
    return not (end < len(plain) and latin(plain[end]) and latin(plain[end - 1]))


def gather(scene: Scene) -> list[tuple[Entity, list[Found]]]:
    """Entities in order of first mention, with what was found of each."""
    groups: dict[str, list[Found]] = {}
    union = _unions(scene)
    for found in scene.found:
        key = _root(union, _key(scene, found))
        groups.setdefault(key, []).append(found)
    entities = []
    for n, finds in enumerate(groups.values(), 1):
        best = max(finds, key=lambda f: (f.entry is not None, f.rank, is_han(f.name[0]), len(f.name), -f.start))
        tickers = list(best.entry.tickers) if best.entry else []
        for f in finds:
            if f.ticker and f.ticker not in tickers:
                tickers.insert(0, f.ticker)
        ticker = next((f.ticker for f in finds if f.ticker), tickers[0] if tickers else None)
        mentions = [scene.reading.mention(f.start, f.end) for f in finds]
        entities.append((Entity(f"E{n}", best.type, best.name, mentions, ticker, tickers), finds))
    return entities


def _key(scene: Scene, found: Found) -> str:
    if found.entry is not None:
        return found.entry.key
    return f"{'person' if found.type == 'person' else 'name'}:{_plain_name(scene.plain[found.start : found.end])}"


def _plain_name(text: str) -> str:
    return _PARTS.sub("", text).lower()


def _root(union: dict[str, str], key: str) -> str:
    while (up := union.get(key, key)) != key:
        key = up
    return key


def _unions(scene: Scene) -> dict[str, str]:
    """Which keys are one entity: short forms, brackets."""
    union: dict[str, str] = {}

    def join(a: str, b: str) -> None:
        a, b = _root(union, a), _root(union, b)
        if a != b:
            union[b] = a

    firsts: dict[str, str] = {}
    for found in scene.found:
        for short in _short_forms(scene, found):
            firsts.setdefault(short, _key(scene, found))
    for found in scene.found:
        text = scene.plain[found.start : found.end]
        if text in firsts and found.entry is None:
            join(firsts[text], _key(scene, found))
    for match in _ALIAS.finditer(scene.plain):
        before, inside = scene.ending(match.start()), scene.starting(match.start(1))
        if before and inside and inside.end == match.end(1) and _same_kind(before, inside):
            join(_key(scene, before), _key(scene, inside))
    return union


def _same_kind(a: Found, b: Found) -> bool:
    return a.type == b.type or (a.type in ORGANISATIONS and b.type in ORGANISATIONS)
