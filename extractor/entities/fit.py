"""Where a gazetteer hit may stand: whole against the words around it, without departments, not inside another name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.document.models import ORGANISATIONS
from extractor.entities.codes import Code
from extractor.entities.names import SEPARATORS, closed, foreign, latin_person
from extractor.entities.scene import Scene, is_han
from extractor.knowledge import Alias, NameHit
from extractor.segment.words import cuts_a_word, divides, is_word

_LONG = ("长期", "长线", "长沙", "长春", "长治", "长江", "长安", "长三", "长远", "长短")  # 中信银行|长沙分行
_HOUSES = frozenset({"bank", "broker", "asset_manager"})
_BRACKETED = re.compile(r"([^（()）]{2,})\s?[（(]([^（()）]{2,})[）)]")
_REGION = re.compile(r"(?:香港|亚洲|亚太|美国|大中华)$")


def fitted(scene: Scene, hit: NameHit, codes: dict[int, Code]) -> Iterator[NameHit]:
    """The hit where it stands whole; the parts or the shorter known form of it that do where it does not."""
    plain = scene.plain
    if hit.end in codes:
        yield hit
        return
    if match := _BRACKETED.fullmatch(plain, hit.start, hit.end):
        yield from (part for n in (1, 2) if (part := known_at(scene, match.start(n), match.end(n))))
        return
    if scene.plain[hit.start - 1 : hit.start] == "." and plain[hit.start].isascii():  # 标普500指数.SPX
        return
    if hit.alias.entries[0].type == "government" and plain.startswith(("债券", "公债", "国债"), hit.end):
        return
    if (
        _after_surname(scene, hit)
        or _inside_latin(scene, hit)
        or _surname(scene, hit)
        or plain.startswith("速报", hit.end)
    ):
        return
    if _part_of_name(scene, hit):
        return
    if shorter := _without_department(scene, hit):
        yield shorter
    elif _whole(scene, hit.start, hit.end) and not _in_a_name(scene, hit):
        yield hit
    else:
        for end in range(hit.end - 1, hit.start + 1, -1):
            shorter = known_at(scene, hit.start, end)
            if shorter and _whole(scene, hit.start, end):
                yield shorter
                return


def _after_surname(scene: Scene, hit: NameHit) -> bool:
    """Is a firm's short name the given name of somebody with a title: 分析师陈|荣华?"""
    at = hit.start - 1
    if hit.end - hit.start != 2 or at < 1 or scene.plain[at] not in scene.lexicon.surnames:
        return False
    return scene.closes(at, "head") >= 0 and closed(scene, hit.end) == 2


def _inside_latin(scene: Scene, hit: NameHit) -> bool:
    """Is the hit a later word of a longer Latin name (Peter Oppenheimer, BNY Mellon Wealth Management)?"""
    if (
        hit.start in scene.latin
        or not scene.plain[hit.start].isascii()
        or scene.plain[hit.start - 1 : hit.start] != " "
    ):
        return False
    return hit.end in scene.latin_ends


def _surname(scene: Scene, hit: NameHit) -> bool:
    """Does a firm's name stand where a person must: 策略师欧本海默(Peter Oppenheimer)?"""
    if hit.alias.entries[0].type not in ORGANISATIONS or scene.closes(hit.start, "head") < 0:
        return False
    inside = hit.end + 1
    end = scene.latin.get(inside, 0)
    return (
        scene.plain[hit.end : inside] in ("(", "（")
        and latin_person(scene, inside, end) > 0
        and " " in scene.plain[inside:end]
    )


def _part_of_name(scene: Scene, hit: NameHit) -> bool:
    """Is a known name only one part of a separated one: 大卫·凯利, 布拉德·史密斯?"""
    if not foreign(scene, hit.start, hit.end):
        return False
    plain, start, end = scene.plain, hit.start, hit.end
    before = start > 1 and plain[start - 1] in SEPARATORS and foreign(scene, start - 2, start - 1)
    return before or (plain[end : end + 1] in tuple(SEPARATORS) and foreign(scene, end + 1, end + 2))


def _in_a_name(scene: Scene, hit: NameHit) -> bool:
    """Is a known surname only the beginning of a longer transliteration (哈克 in 哈克特)?"""
    if hit.alias.entries[0].type != "person" or not foreign(scene, hit.start, hit.end):
        return False
    return foreign(scene, hit.end, hit.end + 1) and not closed(scene, hit.end)


def _without_department(scene: Scene, hit: NameHit) -> NameHit | None:
    """瑞银 of 瑞银|财富管理 and of 瑞银亚洲|经济研究主管, where the shorter form is known too."""
    plain = scene.plain
    begin = scene.marks.ends["department"].get(hit.end, hit.end)
    if plain.endswith(("研究所", "研究院", "研究中心"), begin, hit.end) and hit.alias.entries[0].type not in _HOUSES:
        begin = hit.end  # 伊藤忠研究所 is a house of its own
    if begin == hit.end and hit.alias.entries[0].type == "media" and plain[hit.end - 1] == "讯":
        begin = hit.end - 1  # 新浪财经|讯
    elif begin == hit.end and hit.alias.entries[0].type == "media":
        begin = scene.marks.ends["city"].get(hit.end, hit.end)  # 路透|北京
    if begin == hit.end:
        region = _REGION.search(plain, hit.start + 2, hit.end)
        if not region:
            return None
        begin = region.start()
        works_there = scene.opens(begin, "department") > hit.end
        if plain[begin : hit.end] == "香港" and not works_there:
            return None
        if not works_there and not scene.opens(hit.end, "modifier", "head"):
            return None
    return known_at(scene, hit.start, begin) if begin - hit.start > 1 else None


def known_at(scene: Scene, start: int, end: int) -> NameHit | None:
    """What is known of exactly these characters."""
    alias = lookup(scene, scene.plain[start:end])
    return NameHit(start, end, alias) if alias else None


def lookup(scene: Scene, name: str) -> Alias | None:
    """What is known of a name."""
    return scene.reading.gazetteer.lookup(name) if scene.reading.gazetteer else None


def heads_organ(plain: str, start: int, end: int) -> bool:
    """Does 长 right behind make the name of an organ its head's title (财政部|长, 立法院|长)?"""
    if plain[end - 1] == "司" and plain.startswith("司长", end):
        return True  # 财政司|司长
    return (
        plain[end : end + 1] == "长"
        and plain[end - 1] in "部局署厅院会司处委社行省市县"
        and end - start > 2
        and plain[end : end + 2] not in _LONG
    )


def _whole(scene: Scene, start: int, end: int) -> bool:
    """Does no word run across the ends of ``[start, end)``, as in 中|国金|融, 财政部|长, 彭博经济|学家?"""
    plain = scene.plain
    if not is_han(plain[end - 1]) or not is_han(plain[start]):
        return True
    if heads_organ(plain, start, end):
        return False
    if plain.startswith("经理", end) and plain.endswith("基金", start, end) and end - start > 3:
        return True  # 前海开源基金|经理
    long = plain[end : end + 2] in _LONG
    if not long and any(scene.marks.starts["head"].get(at, 0) > end for at in range(max(start + 1, end - 3), end)):
        return False
    if end - start > 3:  # 中|国新能源
        return (
            not (is_word(plain[start - 1 : start + 1], 3000) and not is_word(plain[start : start + 2], 50))
            if start
            else True
        )
    return (scene.opens(end, "city") > end + 1 and not divides(plain, start)) or not cuts_a_word(plain, start, end)
