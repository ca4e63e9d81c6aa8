"""Persons by their surroundings: a title or a reporting cue before, a speech verb or an honorific after, a bracket."""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.document.models import ORGANISATIONS
from extractor.entities.fit import lookup
from extractor.entities.forms import latin_names, parts_of
from extractor.entities.names import (
    SEPARATORS,
    closed,
    given,
    latin_person,
    loan_name,
    native_name,
    person_at,
    separated_at,
)
from extractor.entities.phonetics import may_start_alike
from extractor.entities.scene import Found, Scene, is_han
from extractor.entities.titles import TitlePhrase
from extractor.segment.words import is_word, words_of

_JOINER = re.compile(r"\s?(?:和|与|及|以及|、|,|，|/|／|&|跟)\s?")
_STAFF_NEXT = re.compile(r"[ \u00a0\u3000]{0,2}[/／、]?[ \u00a0\u3000]{0,2}")
_SPACE = re.compile(r"[ \u00a0\u3000]{0,2}")
_LEFT_EDGE = frozenset("的，,。；;：:、（(【「『“‘\"'！!？?…丨|〉》〈《/／\n\r\t \u00a0\u3000①②③④⑤")
_NO_START = frozenset("因以于及何别来同由据")  # they transliterate, and stand before names as words of their own
_HYPHEN = re.compile(r"(?<=[\u4e00-\u9fff]{2})[-－](?=[\u4e00-\u9fff]{2})")
_SPACE_MARKS = (" ", "\u00a0", "\u3000", "/", "／", "、", "：", ":")
_SIGNED = re.compile(r"[\u4e00-\u9fff]{2,3}(?=[\s/／、;；)）】\]]|$)")
_REPORTING = re.compile(r"\s?(?:在|对|向|给)[^，。；！？“”\n]{1,24}?(?:写道|表示|指出|称|说|认为|提到)")
_LATIN_SPEECH = re.compile(r"(?<=[A-Za-z])\s{0,2}(?=[说称指][，：:,「“。.])")
_SHORT_SPEECH = re.compile(r"(?<=[\u4e00-\u9fff])[说称指料][，：:,「“。]")
_BRACKET = re.compile(r"\s?[（(]([^（()）\n]{2,60})[）)]")


def find_people(scene: Scene, phrases: list[TitlePhrase]) -> None:
    """Add every person that the surroundings show."""
    _separated(scene)
    _given_names(scene)
    for phrase in phrases:
        _after_title(scene, phrase)
    _staff(scene)
    _appointed(scene)
    _before_honorific(scene)
    _before_speech(scene)
    _latin_reporting(scene)
    _headlines(scene)
    bracketed(scene, phrases)


def _person(scene: Scene, start: int, end: int, how: str, rank: int = 2) -> bool:
    return scene.add(Found(start, end, "person", scene.plain[start:end], rank, how=how))


def _separated(scene: Scene) -> None:
    """布拉姆·卡普兰: the part before the separator is the longest transliteration that no title or name cuts."""
    for match in re.finditer(rf"[\u4e00-\u9fff]\s?[{SEPARATORS}]\s?[\u4e00-\u9fffA-Z]", scene.plain):
        start = match.start()
        floor = max(0, start - 6)
        while start > floor and (scene.plain[start - 1] in scene.lexicon.sounds or scene.plain[start - 1] in "-－"):
            if 0 <= scene.closes(start, "head", "say", "country") < start - 1 or scene.covered(start - 1, start):
                break
            start -= 1
        while start < match.start() and scene.plain[start] in _NO_START | {"-", "－"}:
            start += 1
        known = scene.starting(match.end() - 1)
        if known and known.type == "person" and start < match.start() + 1:  # 唐纳德·特朗普
            name = scene.plain[start : known.end]
            own = Found(start, known.end, "person", name, how="separator")
            scene.replace(own if _namesake(known, name) else replace(known, start=start))
        elif (
            scene.plain[match.start()] in scene.lexicon.sounds and (end := separated_at(scene, start)) > match.end() - 1
        ):
            _person(scene, start, end, "separator")

    for match in _HYPHEN.finditer(scene.plain):
        _hyphened(scene, match.start())
    _surnames(scene)


def _hyphened(scene: Scene, at: int) -> None:
    """凯茜-伍德: transliterations on both sides of a hyphen at ``at`` that are no words, and whole."""
    plain = scene.plain
    start, end = at, at + 1
    while at - start < 5 and plain[start - 1 : start] in scene.lexicon.sounds and not _left_edge(scene, start):
        start -= 1
    while end - at < 7 and plain[end : end + 1] in scene.lexicon.sounds and (end - at < 3 or closed(scene, end) < 2):
        end += 1
    parts = plain[start:at], plain[at + 1 : end]
    whole = _left_edge(scene, start) and closed(scene, end) == 2
    if not whole or any(len(part) < 2 or is_word(part, 100) for part in parts):
        return
    name = f"{parts[0]}·{parts[1]}"
    last = scene.ending(end)
    if last and last.type == "person" and last.entry and not _namesake(last, name):
        scene.replace(replace(last, start=start))
    elif last or not scene.covered(start, end):
        scene.replace(Found(start, end, "person", name, how="separator"))


def _surnames(scene: Scene) -> None:
    """A known surname alone is that of the person who bears it in the article with another given name."""
    bearers = {f.name for f in scene.found if f.type == "person" and f.entry is None and f.how == "separator"}
    known = [f for f in scene.found if f.type == "person" and f.entry]
    full = {f.entry for f in known if f.end - f.start > 4}
    lone = {scene.plain[f.start : f.end]: f for f in known if f.entry not in full}
    borne = {text for text, f in lone.items() if any(_borne(scene, f, name) for name in bearers)}
    scene.drop([f for f in known if scene.plain[f.start : f.end] in borne])


def _borne(scene: Scene, known: Found, name: str) -> bool:
    text = scene.plain[known.start : known.end]
    return name.endswith(text) and name[-len(text) - 1] in SEPARATORS and _namesake(known, name)


def _namesake(known: Found, name: str) -> bool:
    """Whether another given name before a known surname makes it someone else's: 布拉姆·卡普兰 is not 罗伯特·卡普兰."""
    first, separator, _ = known.entry.name.partition("·") if known.entry else ("", "", "")
    return bool(separator) and not may_start_alike(parts_of(name)[0], first)


def _given_names(scene: Scene) -> None:
    """主席杰罗姆鲍威尔: a known surname with a given name between it and the title."""
    for found in [f for f in scene.found if f.type == "person" and f.entry]:
        start = found.start
        while found.start - start < 5 and start and scene.plain[start - 1] in scene.lexicon.sounds:
            if scene.closes(start, "head") >= 0 or scene.covered(start - 1, start):
                break
            start -= 1
        if found.start - start > 1 and scene.closes(start, "head") >= 0:
            scene.replace(replace(found, start=start))


def _after_title(scene: Scene, phrase: TitlePhrase) -> None:
    at = _SPACE.match(scene.plain, phrase.end).end()  # type: ignore[union-attr]
    if scene.plain[at : at + 1] == "的" and person_at(scene, at + 1):
        at += 1
    for _ in range(4):  # two or more people may share a title
        known = scene.starting(at)
        if known and known.type == "person":
            end = known.end
        else:
            end = 0 if known or _employer_at(scene, at) else person_at(scene, at, 1) or _rare_name(scene, at)
            if not end or not _person(scene, at, end, "title"):
                return
        joiner = _JOINER.match(scene.plain, end)
        if not joiner or not person_at(scene, joiner.end()) or scene.plain[end] in "，,":
            return
        at = joiner.end()


def _rare_name(scene: Scene, at: int) -> int:
    """The end of four characters between a title and a speech verb that no dictionary knows: 经济分析师|新家义贵|说."""
    end = at + 4
    if not scene.opens(end, "say", "act") or not given(scene, at, end) or scene.covered(at, end):
        return 0
    return 0 if any(len(word) > 1 and is_word(word, 100) for word in words_of(scene.plain[at:end])) else end


def _employer_at(scene: Scene, at: int) -> bool:
    """A Latin word between two titles is a firm: 经纪商 Exonia 分析师."""
    end = scene.latin.get(at, 0)
    after = end + (scene.plain[end : end + 1] == " ")
    return end > 0 and bool(scene.opens(after, "modifier", "head") > after + 1)


def _staff(scene: Scene) -> None:
    """记者 张三, 编辑：李四."""
    for end in sorted(set(scene.marks.starts["staff_after"].values())):
        at = _SPACE.match(scene.plain, end).end()  # type: ignore[union-attr]
        for _ in range(12):
            known = scene.starting(at)
            name = known.end if known and known.type == "person" else 0
            if name:
                at = _STAFF_NEXT.match(scene.plain, name).end()  # type: ignore[union-attr]
                continue
            name = person_at(scene, at, 1) or _signed(scene, at)
            if not name or not _person(scene, at, name, "staff"):
                break
            at = _STAFF_NEXT.match(scene.plain, name).end()  # type: ignore[union-attr]


def _signed(scene: Scene, at: int) -> int:
    """The end of two or three characters alone behind a cue of staff, whatever the surname: 审校 母红."""
    match = _SIGNED.match(scene.plain, at)
    if match and scene.opens(at, "head", "staff_after") == match.end():
        return 0
    if match and len(match[0]) == 2 and match[0][0] in scene.lexicon.surnames and scene.plain[at - 1] in _SPACE_MARKS:
        return match.end()  # 审校 白云: a word elsewhere
    if not match or is_word(match[0], 20) or not given(scene, at, match.end()) or lookup(scene, match[0]):
        return 0
    return match.end()


def _appointed(scene: Scene) -> None:
    """增聘张三为基金经理, 董事长是李四, 由王五: the name's end must be marked."""
    for start, end in sorted(scene.marks.starts["appoint"].items()):
        name = person_at(scene, end, 1)
        if name and not scene.covered(start, end) and (closed(scene, name) > 1 or scene.plain[name] in "为任"):
            _person(scene, end, name, "appoint", 1)


def _other_bearers(scene: Scene) -> None:
    """卡尼 (Jay Carney) is not the 卡尼 that the lists know: the bracket gives another given name."""
    others: set[str] = set()
    for found in scene.found:
        if found.type != "person" or found.entry is None or not is_han(scene.plain[found.start]):
            continue
        match = _BRACKET.match(scene.plain, found.end)
        if not match or scene.latin.get(match.start(1)) != match.end(1) or " " not in match[1]:
            continue
        given = parts_of(match[1])[0][0].lower()
        spelt = [parts_of(s) for s in latin_names(scene, found)]
        full = [parts for parts in spelt if len(parts) > 1]
        if full and latin_person(scene, match.start(1), match.end(1)) and all(parts[0][0] != given for parts in full):
            others.add(scene.plain[found.start : found.end])
    for found in scene.found:
        text = scene.plain[found.start : found.end]
        if found.type == "person" and text in others:
            found.entry, found.name = None, text


def _left_edge(scene: Scene, at: int) -> bool:
    if at == 0 or scene.plain[at - 1] in _LEFT_EDGE or not is_han(scene.plain[at - 1]):
        return True
    return bool(scene.ending(at)) or 0 <= scene.closes(at, "head", "link", "country") < at - 1


def _ending_at(scene: Scene, end: int) -> int:
    """The start of a Chinese or transliterated name that ends at ``end``; -1 where none does."""
    for length in (3, 2, 4, 5, 6, 7):
        start = end - length
        if start < 0 or scene.covered(start, end) or not _left_edge(scene, start):
            continue
        if loan_name(scene, start, end) or native_name(scene, start, end):
            return start
    return -1


def _before_honorific(scene: Scene) -> None:
    for at in sorted(scene.marks.starts["honorific"]):
        end = at - 1 if at and scene.plain[at - 1] == " " else at
        if (start := _ending_at(scene, end)) >= 0:
            _person(scene, start, end, "honorific")


def _before_speech(scene: Scene) -> None:
    """张三表示, 张三随后又说: a name at the left edge of its clause, or right after an organisation."""
    short = (m.start() for m in _SHORT_SPEECH.finditer(scene.plain))
    for at in sorted({*scene.marks.starts["say"], *short}):
        for end in _before_adverbs(scene, at):
            if (start := _ending_at(scene, end)) >= 0:
                _person(scene, start, end, "speech", 1)
                break
        if at in scene.latin_ends or (at and scene.plain[at - 1] == " " and at - 1 in scene.latin_ends):
            _latin_speaker(scene, at)
    for match in _LATIN_SPEECH.finditer(scene.plain):
        if match.start() in scene.latin_ends:
            _latin_speaker(scene, match.start())


def _before_adverbs(scene: Scene, at: int) -> list[int]:
    """Where a name may end before the verb at ``at``: right there or before up to two adverbs."""
    ends = [at]
    for _ in range(2):
        before = scene.closes(ends[-1], "link")
        if before < 0 or scene.covered(before, ends[-1]):
            break
        ends.append(before)
    return ends


def _latin_speaker(scene: Scene, at: int) -> None:
    """Tom Baker 牵头, “…” Baker 说: two words, or one right after a quotation."""
    end = at if at in scene.latin_ends else at - 1
    start = scene.latin_ends[end]
    quoted = _after_quote(scene, start)
    if (quoted or " " in scene.plain[start:end]) and latin_person(scene, start, end):
        _person(scene, start, end, "speech", 2 if quoted else 1)


def _after_quote(scene: Scene, start: int) -> bool:
    """Right behind a quotation stands who said it."""
    return start > 1 and scene.plain[start - 3 : start].strip()[-1:] in ("”", "」", '"')


def _latin_reporting(scene: Scene) -> None:
    """Tom Baker 在周五给客户的报告中写道: the verb follows within the clause."""
    for end, start in scene.latin_ends.items():
        match = _REPORTING.match(scene.plain, end)
        quoted = match is not None and _after_quote(scene, start)
        if match and (quoted or " " in scene.plain[start:end]) and latin_person(scene, start, end):
            _person(scene, start, end, "speech", 2 if quoted else 1)


def _headlines(scene: Scene) -> None:
    """张三：… and 某证券张三：… at the head of a line or after a wide gap."""
    for match in re.finditer(r"(?<=[\u4e00-\u9fff])[：:](?!//)", scene.plain):
        end = match.start()
        for length in (3, 2):
            start = end - length
            if start < 0 or scene.covered(start, end):
                continue
            if not native_name(scene, start, end):
                continue
            before = scene.ending(start)
            opening = start == 0 or scene.plain[start - 1] in "\n\u3000【" or (before and before.type in ORGANISATIONS)
            if opening:
                _person(scene, start, end, "headline", 1)
                break


def bracketed(scene: Scene, phrases: list[TitlePhrase]) -> None:
    """科斯汀（David Kostin）, 里德 Roger Read and 汪涛（瑞银亚洲经济研究主管）."""
    _other_bearers(scene)
    ends = {p.end for p in phrases}
    for match in _BRACKET.finditer(scene.plain):
        inside, close = match.start(1), match.end(1)
        before = scene.ending(match.start())
        if scene.latin.get(inside) == close and latin_person(scene, inside, close):
            if before is None and " " in match[1] and (start := _ending_at(scene, match.start())) >= 0:
                _person(scene, start, match.start(), "bracket")
                before = scene.ending(match.start())
            if before and before.type == "person":
                _person(scene, inside, close, "bracket")
        elif not before and close in ends and (start := _ending_at(scene, match.start())) >= 0:
            _person(scene, start, match.start(), "bracket")
    for found in list(scene.found):
        at = found.end + (scene.plain[found.end : found.end + 1] == " ")
        if (
            found.type == "person"
            and is_han(scene.plain[found.start])
            and " " in scene.plain[at : scene.latin.get(at, at)]
        ):
            _person(scene, at, latin_person(scene, at, scene.latin[at]), "bracket")
