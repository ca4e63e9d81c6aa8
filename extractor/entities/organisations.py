"""Organisations that no list holds: by their ending, their code, the title of a person beside them, their country."""

from __future__ import annotations

import re

from extractor.document.models import ORGANISATIONS, EntityType
from extractor.entities.codes import Code
from extractor.entities.firms import firm_start, in_name, own_name
from extractor.entities.scene import Found, Scene, is_han
from extractor.entities.titles import TitlePhrase
from extractor.segment.words import is_word

_SPACES = " \u00a0\u3000"


def find_organisations(scene: Scene, phrases: list[TitlePhrase], codes: dict[int, Code]) -> None:
    """Add every organisation that the patterns show; people must have been found before."""
    _funds(scene)
    _state_organs(scene)
    _suffixed(scene)
    _coded(scene, codes)
    _employers(scene, phrases)
    _latin(scene)
    _extended(scene)


def suffix_of(scene: Scene, start: int, end: int) -> EntityType | None:
    """The type that a name's ending shows; ``None`` where it shows none."""
    begin = scene.closes(end, "suffix")
    if begin - start < 1:
        return None
    return scene.lexicon.suffixes[scene.plain[begin:end]].type


def _funds(scene: Scene) -> None:
    """易方达蓝筹精选混合 is a fund, not a mention of its house."""
    for found in [f for f in scene.found if f.type == "asset_manager"]:
        at = found.end
        while at - found.end < 16 and at < len(scene.plain) and in_name(scene.plain[at]):
            if (end := scene.opens(at, "fund_ending")) and end - found.end > 2:
                scene.replace(Found(found.start, end, "fund", scene.plain[found.start : end], 2, how="fund"))
                break
            at += 1


def _state_organs(scene: Scene) -> None:
    """法国财政部, 印度央行: the country and the organ together; a few organs also stand alone."""
    organs = scene.lexicon.organs
    for start, end in sorted(scene.marks.starts["organ"].items()):
        if scene.covered(start, end) or (scene.plain[end : end + 1] == "长" and scene.plain[end + 1 : end + 2] != "期"):
            continue
        word = scene.plain[start:end]
        kind, bare = organs[word]
        if scene.plain[end : end + 1] == "债":
            continue
        begin = scene.closes(start, "country")
        if begin >= 0 and not scene.covered(begin, start):
            scene.add(Found(begin, end, kind, scene.plain[begin:end], 2, how="organ"))
        elif bare:
            scene.add(Found(start, end, kind, word, 1, how="organ"))
        elif word == "政府" and (who := scene.ending(start)) and who.type == "person":
            scene.replace(Found(who.start, end, "government", f"{who.name}政府", 2, how="organ"))


def _suffixed(scene: Scene) -> None:
    """Names that end as only organisations do (…资产管理公司, …大学, …日报)."""
    for end, begin in sorted(scene.marks.ends["suffix"].items()):
        suffix = scene.lexicon.suffixes[scene.plain[begin:end]]
        longer = scene.opens(end, "suffix") and not scene.plain.endswith("公司", begin, end)
        if suffix.open or longer or scene.covered(begin, end):
            continue
        start = firm_start(scene, begin)
        if begin - start < suffix.stem or _generic(scene, start, begin) or scene.plain[start].isdigit():
            continue
        scene.replace(Found(start, end, suffix.type, scene.plain[start:end], 1, how="suffix"))


def _coded(scene: Scene, codes: dict[int, Code]) -> None:
    """浙江永安(08211.HK): whatever name stands before a code is a company's."""
    for at, code in codes.items():
        if not code.sure:
            continue
        known = scene.ending(at)
        if known is not None:
            known.ticker = known.ticker or code.ticker
            longer = scene.ending(known.start)
            if longer and longer.type in ORGANISATIONS and is_han(scene.plain[known.start]) and code.ticker:
                name = scene.plain[longer.start : at]
                scene.replace(Found(longer.start, at, "company", name, 2, ticker=code.ticker, how="code"))
            continue
        if code.ticker is None:
            continue
        start = scene.latin_ends.get(at, -1)
        if start < 0 or scene.plain[start - 2 : start][-1:] in ("-", "－"):  # 世芯-KY
            start = own_name(scene, at)
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
        kind: EntityType = (_latin_type(scene, start, end) or "company") if start >= 0 else "company"
        if start < 0:
            start = own_name(scene, end)
            kind = suffix_of(scene, start, end) or "company"
        text = scene.plain[start:end]
        if end - start >= 2 and not is_word(text) and not _generic(scene, start, end) and _begins(scene, start):
            scene.add(Found(start, end, kind, text, 1, how="employer"))


def _begins(scene: Scene, start: int) -> bool:
    """May an employer's name begin here? Not right after another name, in a word, or with a number or a title."""
    plain = scene.plain
    if scene.ending(start) or plain[start].isdigit() or scene.opens(start, "modifier", "head") > start + 1:
        return False
    return not (start and is_han(plain[start]) and is_word(plain[start - 1 : start + 1], 100))


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
        step = scene.opens(at, "modifier", "head", "stop", "city", "country", "link", "suffix", "say", "trade")
        if not at < step <= end:
            return False
        at = step
    return True


def _latin_type(scene: Scene, start: int, end: int) -> EntityType | None:
    words = re.split(r"[ \u00a0]+", scene.plain[start:end])
    kinds = [kind for word in reversed(words[1:]) if (kind := scene.lexicon.latin.get(word.lower()))]
    return next((kind for kind in kinds if kind != "company"), kinds[0] if kinds else None)


def _latin(scene: Scene) -> None:
    """Latin names with a word that only organisations bear (Blue Line Futures)."""
    for start, end in scene.latin.items():
        if not scene.covered(start, end) and (kind := _latin_type(scene, start, end)):
            scene.add(Found(start, end, kind, scene.plain[start:end], 2, how="latin"))


_LONGER = re.compile(r"公司|集团公司|集团|(?<=[A-Za-z])证券|(?<=[A-Za-z])银行|(?<=[A-Za-z])基金")


def _extended(scene: Scene) -> None:
    """波音公司, 花旗集团: the word that completes a name belongs to the mention."""
    for found in list(scene.found):
        if found.type not in ORGANISATIONS or found.type in ("government", "media", "central_bank"):
            continue
        match = _LONGER.match(scene.plain, found.end)
        if (
            match
            and not scene.covered(found.end, match.end())
            and not scene.plain[found.start : found.end].endswith(("公司", "集团", "股份", "控股", "银行", "证券"))
        ):
            found.end = match.end()
    scene.taken = [(f.start, f.end) for f in scene.found]
