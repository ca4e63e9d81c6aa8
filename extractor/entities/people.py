"""Persons by their surroundings: a title or a reporting cue before, a speech verb or an honorific after, a bracket."""

from __future__ import annotations

import re

from extractor.document.models import ORGANISATIONS
from extractor.entities.names import SEPARATORS, foreign, given, person_at, separated_at, surname_at
from extractor.entities.scene import Found, Scene, is_han
from extractor.entities.titles import TitlePhrase

_JOINER = re.compile(r"\s?(?:和|与|及|以及|、|,|，|/|／|&|跟)\s?")
_SPACE = re.compile(r"[ \u00a0\u3000]{0,2}")
_LEFT_EDGE = frozenset("，,。；;：:、（(【「『“‘\"'！!？?…丨|〉》〈《/／\n\r\t \u00a0\u3000①②③④⑤")
_BRACKET = re.compile(r"\s?[（(]([^（()）\n]{2,60})[）)]")


def find_people(scene: Scene, phrases: list[TitlePhrase]) -> None:
    """Add every person that the surroundings show."""
    _separated(scene)
    for phrase in phrases:
        _after_title(scene, phrase)
    _staff(scene)
    _before_honorific(scene)
    _before_speech(scene)
    _headlines(scene)
    _brackets(scene, phrases)


def _person(scene: Scene, start: int, end: int, how: str, rank: int = 2) -> bool:
    return scene.add(Found(start, end, "person", scene.plain[start:end], rank, how=how))


def _separated(scene: Scene) -> None:
    """布拉姆·卡普兰: the part before the separator is the longest transliteration that no title or name cuts."""
    for match in re.finditer(rf"[\u4e00-\u9fff]\s?[{SEPARATORS}]\s?[\u4e00-\u9fffA-Z]", scene.plain):
        start = match.start()
        floor = max(0, start - 6)
        while start > floor and scene.plain[start - 1] in scene.lexicon.sounds:
            if scene.closes(start, "head", "say", "country") >= 0 or scene.covered(start - 1, start):
                break
            start -= 1
        if scene.plain[match.start()] in scene.lexicon.sounds and (end := separated_at(scene, start)) > match.end() - 1:
            _person(scene, start, end, "separator")


def _after_title(scene: Scene, phrase: TitlePhrase) -> None:
    at = _SPACE.match(scene.plain, phrase.end).end()  # type: ignore[union-attr]
    for _ in range(4):  # two or more people may share a title
        known = scene.starting(at)
        if known and known.type == "person":
            end = known.end
        else:
            end = 0 if known else person_at(scene, at, sure=True)
            if not end or not _person(scene, at, end, "title"):
                return
        joiner = _JOINER.match(scene.plain, end)
        if not joiner or not person_at(scene, joiner.end()) or scene.plain[end] in "，,":
            return
        at = joiner.end()


def _staff(scene: Scene) -> None:
    """记者 张三, 编辑：李四."""
    for end in sorted(set(scene.marks.starts["staff_after"].values())):
        at = _SPACE.match(scene.plain, end).end()  # type: ignore[union-attr]
        for _ in range(3):
            name = person_at(scene, at, sure=True)
            if not name or not _person(scene, at, name, "staff"):
                break
            at = _SPACE.match(scene.plain, name).end()  # type: ignore[union-attr]


def _left_edge(scene: Scene, at: int) -> bool:
    if at == 0 or scene.plain[at - 1] in _LEFT_EDGE or not is_han(scene.plain[at - 1]):
        return True
    return bool(scene.ending(at)) or scene.closes(at, "head", "link", "country") >= 0


def _native(scene: Scene, start: int, end: int) -> bool:
    """A Chinese surname and one or two characters that may be a given name, and no common word?"""
    family = surname_at(scene, start)
    fits = family > 0 and end - start - family in (1, 2) and given(scene, start + family, end)
    return fits and scene.plain[start:end] not in scene.lexicon.not_names


def _ending_at(scene: Scene, end: int) -> int:
    """The start of a Chinese or transliterated name that ends at ``end``; -1 where none does."""
    for length in (3, 2, 4, 5, 6, 7):
        start = end - length
        if start < 0 or scene.covered(start, end) or not _left_edge(scene, start):
            continue
        loan = length > 2 and foreign(scene, start, end) and scene.plain[start:end] not in scene.lexicon.not_names
        if loan or _native(scene, start, end):
            return start
    return -1


def _before_honorific(scene: Scene) -> None:
    for at in sorted(scene.marks.starts["honorific"]):
        end = at - 1 if at and scene.plain[at - 1] == " " else at
        if (start := _ending_at(scene, end)) >= 0:
            _person(scene, start, end, "honorific")


def _before_speech(scene: Scene) -> None:
    """张三表示: a name at the left edge of its clause, or right after an organisation."""
    for at in sorted(scene.marks.starts["say"]):
        start = _ending_at(scene, at)
        if start >= 0:
            _person(scene, start, at, "speech", 1)
        elif at in scene.latin_ends or (at and scene.plain[at - 1] == " " and at - 1 in scene.latin_ends):
            _latin_speaker(scene, at)
    for match in re.finditer(r"(?<=[\u4e00-\u9fff])[说称指料][，：:,「“。]", scene.plain):
        if (start := _ending_at(scene, match.start())) >= 0:
            _person(scene, start, match.start(), "speech", 1)


def _latin_speaker(scene: Scene, at: int) -> None:
    end = at if at in scene.latin_ends else at - 1
    start = scene.latin_ends[end]
    if " " in scene.plain[start:end] and person_at(scene, start) == end and not scene.closes(start, "say") >= 0:
        _person(scene, start, end, "speech", 1)


def _headlines(scene: Scene) -> None:
    """张三：… and 某证券张三：… at the head of a line or after a wide gap."""
    for match in re.finditer(r"(?<=[\u4e00-\u9fff])[：:](?!//)", scene.plain):
        end = match.start()
        for length in (3, 2):
            start = end - length
            if start < 0 or scene.covered(start, end):
                continue
            if not _native(scene, start, end):
                continue
            before = scene.ending(start)
            opening = start == 0 or scene.plain[start - 1] in "\n\u3000【" or (before and before.type in ORGANISATIONS)
            if opening:
                _person(scene, start, end, "headline", 1)
                break


def _brackets(scene: Scene, phrases: list[TitlePhrase]) -> None:
    """科斯汀（David Kostin） and 汪涛（瑞银亚洲经济研究主管）."""
    ends = {p.end for p in phrases}
    for match in _BRACKET.finditer(scene.plain):
        inside, close = match.start(1), match.end(1)
        before = scene.ending(match.start())
        if scene.latin.get(inside) == close and not scene.covered(inside, close):
            if before and before.type == "person" and person_at(scene, inside) == close:
                scene.add(Found(inside, close, "person", scene.plain[inside:close], 2, how="bracket"))
        elif not before and close in ends and (start := _ending_at(scene, match.start())) >= 0:
            _person(scene, start, match.start(), "bracket")
