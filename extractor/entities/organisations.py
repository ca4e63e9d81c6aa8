"""Organisations that no list holds: by their ending, their code, the title of a person beside them, their country."""

from __future__ import annotations

import re

from extractor.document.models import EntityType
from extractor.entities.codes import Code
from extractor.entities.scene import Found, Scene, is_han
from extractor.entities.titles import TitlePhrase

LONGEST = 12  # Chinese characters of an unknown name
_NOT_NAME = frozenset(
    "的了在是和与及或对将为于则也就都并又还被把给让向由自至其这那哪该此每各等着过没不未已曾仍却但而若虽因据如以从随跟较经使"
)
_SPACES = " \u00a0\u3000"


def find_organisations(scene: Scene, phrases: list[TitlePhrase], codes: dict[int, Code]) -> None:
    """Add every organisation that the patterns show; people must have been found before."""
    _state_organs(scene)
    _coded(scene, codes)
    _employers(scene, phrases)
    _suffixed(scene)
    _latin(scene)


def left_edge(scene: Scene, end: int, longest: int = LONGEST) -> int:
    """Where an unknown Chinese name that ends at ``end`` starts."""
    plain, start = scene.plain, end
    floor = max(0, end - longest)
    while start > floor:
        c = plain[start - 1]
        if (
            not (is_han(c) or (c.isascii() and c.isalnum()) or c in "&-·")
            or c in _NOT_NAME
            or scene.covered(start - 1, start)
        ):
            break
        if start < end and (stop := scene.closes(start, "stop", "say", "act")) >= 0 and start - stop > 1:
            break
        if start < end and scene.closes(start, "city") >= 0 and not is_han(plain[start]):
            break
        start -= 1
    while start < end and plain[start] in "-·&":
        start += 1
    return start


def suffix_of(scene: Scene, start: int, end: int) -> EntityType | None:
    """The type that a name's ending shows; ``None`` where it shows none."""
    begin = scene.marks.ends["suffix"].get(end, end)
    if begin >= end or begin - start < 1:
        return None
    return scene.lexicon.suffixes[scene.plain[begin:end]].type


def _state_organs(scene: Scene) -> None:
    """法国财政部, 印度央行: the country and the organ together; a few organs also stand alone."""
    organs = scene.lexicon.organs
    for start, end in sorted(scene.marks.starts["organ"].items()):
        if scene.covered(start, end):
            continue
        word = scene.plain[start:end]
        kind, bare = organs[word]
        begin = scene.closes(start, "country")
        if begin >= 0 and not scene.covered(begin, start):
            scene.add(Found(begin, end, kind, scene.plain[begin:end], 2, how="organ"))
        elif bare:
            scene.add(Found(start, end, kind, word, 1, how="organ"))
        elif word == "政府" and (who := scene.ending(start)) and who.type == "person":
            scene.replace(Found(who.start, end, "government", f"{who.name}政府", 2, how="organ"))


def _coded(scene: Scene, codes: dict[int, Code]) -> None:
    """浙江永安(08211.HK): whatever name stands before a code is a company's."""
    for at, code in codes.items():
        if not code.sure:
            continue
        if (known := scene.ending(at)) is not None:
            known.ticker = known.ticker or code.ticker
            continue
        if code.ticker is None:
            continue
        start = scene.latin_ends.get(at, -1)
        if start < 0:
            start = left_edge(scene, at)
        if at - start >= 2 and not scene.covered(start, at):
            kind = suffix_of(scene, start, at) or "company"
            scene.add(Found(start, at, kind, scene.plain[start:at], 2, ticker=code.ticker, how="code"))


def _employers(scene: Scene, phrases: list[TitlePhrase]) -> None:
    """卓创资讯分析师杨霞: what stands before the title of a named person is the employer."""
    for phrase in phrases:
        at = phrase.end
        while at < len(scene.plain) and scene.plain[at] in _SPACES:
            at += 1
        person = scene.starting(at)
        if person is None or person.type != "person":
            continue
        end = _through_suffixes(scene, phrase)
        while end and scene.plain[end - 1] in _SPACES + "的":
            end -= 1
        if end == 0 or scene.covered(end - 1, end):
            continue
        start = scene.latin_ends.get(end, -1)
        kind: EntityType = _latin_type(scene, start, end) or "company" if start >= 0 else "company"
        if start < 0:
            start = left_edge(scene, end)
            kind = suffix_of(scene, start, end) or "company"
        if (
            end - start >= 2
            and scene.plain[start:end] not in scene.lexicon.not_names
            and not _generic(scene, start, end)
        ):
            scene.add(Found(start, end, kind, scene.plain[start:end], 1, how="employer"))


def _through_suffixes(scene: Scene, phrase: TitlePhrase) -> int:
    """The end of the employer: an ending of its name may look like the first word of the title (东洋|证券|策略师)."""
    end = phrase.start
    if end and is_han(scene.plain[end - 1]) and not scene.covered(end - 1, end):
        while (step := scene.marks.starts["suffix"].get(end, 0)) and step < phrase.end:
            end = step
    return end


def _generic(scene: Scene, start: int, end: int) -> bool:
    """Only words of titles, places and the trade: no name."""
    at = start
    while at < end:
        step = scene.opens(at, "modifier", "head", "stop", "city", "country", "link", "suffix", "say")
        if not at < step <= end:
            return False
        at = step
    return True


def _suffixed(scene: Scene) -> None:
    """Names that end as only organisations do (…资产管理公司, …大学, …日报)."""
    for end, begin in sorted(scene.marks.ends["suffix"].items()):
        suffix = scene.lexicon.suffixes[scene.plain[begin:end]]
        if suffix.open or scene.covered(begin, end) or scene.opens(end, "suffix"):
            continue
        before = scene.ending(begin)
        if before is not None and before.type not in ("person", "index", "commodity", "currency", "sector"):
            scene.replace(Found(before.start, end, suffix.type, scene.plain[before.start : end], 2, how="suffix"))
            continue
        start = left_edge(scene, begin)
        if begin - start >= suffix.stem and not _generic(scene, start, begin):
            scene.add(Found(start, end, suffix.type, scene.plain[start:end], 1, how="suffix"))


def _latin_type(scene: Scene, start: int, end: int) -> EntityType | None:
    words = re.split(r"[ \u00a0]+", scene.plain[start:end])
    for word in reversed(words[1:]):
        if kind := scene.lexicon.latin.get(word.lower()):
            return kind
    return None


def _latin(scene: Scene) -> None:
    """Latin names with a word that only organisations bear (Blue Line Futures)."""
    for start, end in scene.latin.items():
        if not scene.covered(start, end) and (kind := _latin_type(scene, start, end)):
            scene.add(Found(start, end, kind, scene.plain[start:end], 2, how="latin"))
