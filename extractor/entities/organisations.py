"""Organisations that no list holds: by their ending, their code, the title of a person beside them, their country."""

from __future__ import annotations

import re

from extractor.document.models import ORGANISATIONS, EntityType
from extractor.entities.codes import Code
from extractor.entities.firms import after_clause, firm_start, in_name, own_name, unknown_before, with_place
from extractor.entities.fit import lookup
from extractor.entities.forms import SPECIAL
from extractor.entities.names import FIRM_MARK, native_name
from extractor.entities.scene import Found, Scene, is_han
from extractor.entities.titles import TitlePhrase
from extractor.segment.words import cuts_a_word, is_word, words_of

_NO_EMPLOYER = ("党", "籍", "县", "市", "区", "问题", "事务")
_SPACES = " \u00a0\u3000"


def find_organisations(scene: Scene, phrases: list[TitlePhrase], codes: dict[int, Code]) -> None:
    """Add every organisation that the patterns show; people must have been found before."""
    _funds(scene)
    _state_organs(scene)
    _suffixed(scene)
    _coded(scene, codes)
    _employers(scene, phrases)
    _held(scene)
    _listed(scene)
    _listed_latin(scene, codes)
    _industries(scene)
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
        if cuts_a_word(scene.plain, start, end):
            continue  # 经济部|门
        begin = scene.closes(start, "country")
        if begin == start - 1 and begin and is_han(scene.plain[begin - 1]):
            begin = -1  # 近|日政府
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
        known = scene.ending(end)
        if known is not None and known.how == "known" and scene.plain.endswith("公司", begin, end):
            start = unknown_before(scene, known.start)
            if start < known.start and with_place(scene, known.start) == known.start:
                scene.replace(Found(start, end, known.type, scene.plain[start:end], 1, how="suffix"))
            continue
        longer = scene.opens(end, "suffix") and not scene.plain.endswith("公司", begin, end)
        if suffix.open or longer or scene.covered(begin, end):
            continue
        start = after_clause(scene, firm_start(scene, begin), begin)
        if suffix.type == "company" and (land := scene.opens(start, "country")) > start + 1 and begin - land > 2:
            start = start if scene.plain[start:land] == "中国" else land  # 美国|约翰霍普金斯大学
        whole = scene.ending(start)
        if whole is not None and whole.type in ORGANISATIONS and scene.opens(start, "city", "country") == begin:
            start = whole.start  # 中粮国际|新加坡|有限公司
        if begin - start < suffix.stem or _nameless(scene, start, begin, end):
            continue
        scene.replace(Found(start, end, suffix.type, scene.plain[start:end], 1, how="suffix"))


def _coded(scene: Scene, codes: dict[int, Code]) -> None:
    """浙江永安(08211.HK): whatever name stands before a code is a company's."""
    gazetteer = scene.reading.gazetteer
    for at, code in codes.items():
        if not code.sure:
            continue
        known = scene.ending(at)
        fits = known and (code.ticker is None or known.entry is None or code.of(known.entry.tickers))
        if known and fits:
            known.ticker = known.ticker or (code.of(known.entry.tickers) if known.entry else code.ticker)
        if fits or code.ticker is None:
            continue
        listed = gazetteer.listed(code.ticker) if gazetteer else ()
        entry = listed[0] if len(listed) == 1 else None
        start = _coded_start(scene, at, entry.name if entry else "", known)
        if mark := SPECIAL.search(scene.plain, max(0, start - 4), start):
            start = mark.start()
        elif scene.plain[start - 1 : start + 2] == "*ST":
            start -= 1
        if at - start >= 2:
            kind = entry.type if entry else suffix_of(scene, start, at) or "company"
            name = entry.name if entry else scene.plain[start:at]
            scene.replace(Found(start, at, kind, name, 2, entry, code.ticker, "code"))


def _coded_start(scene: Scene, at: int, name: str, known: Found | None) -> int:
    """Where the name before a code starts: where the listed name does, else by its form."""
    begins = scene.plain.rfind(name[:2], max(0, at - 14), at) if name else -1
    if begins >= 0 and all(map(in_name, scene.plain[begins:at])):
        return begins
    start = scene.latin_ends.get(at, -1)
    if start >= 0 and scene.plain[start - 2 : start][-1:] not in ("-", "－"):
        return start
    if known is None:
        return own_name(scene, at)
    before = scene.ending(known.start)
    return before.start if before and before.type in ORGANISATIONS else known.start


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
        kind: EntityType = (
            (_latin_type(scene, start, end) or _told(scene, start) or "company") if start >= 0 else "company"
        )
        if start < 0:
            start = own_name(scene, end)
            if after_clause(scene, start, end) > start:
                continue
            kind = suffix_of(scene, start, end) or "company"
        text = scene.plain[start:end]
        wordy = len(text) > 5 or scene.closes(phrase.end, "state") >= 0
        if text.endswith(_NO_EMPLOYER):
            continue
        if is_han(text[:1] or " ") and wordy and suffix_of(scene, start, end) is None:
            continue  # a clause rather than a name
        if end - start >= 2 and not is_word(text) and not generic(scene, start, end) and _begins(scene, start):
            scene.add(Found(start, end, kind, text, 1, how="employer"))


def _begins(scene: Scene, start: int) -> bool:
    """May an employer's name begin here? Not right after another name, in a word, or with a number or a title."""
    plain = scene.plain
    if scene.ending(start) or plain[start].isdigit() or scene.opens(start, "modifier", "head") > start + 1:
        return False
    return not (start and is_han(plain[start]) and is_word(plain[start - 1 : start + 1], 100))


def _told(scene: Scene, start: int) -> EntityType | None:
    """What the words before a Latin name say that it is."""
    before = start - (scene.plain[start - 1 : start] == " ")
    told = scene.closes(before, "descriptor")
    return scene.lexicon.descriptors[scene.plain[told:before]] if told >= 0 else None


def _held(scene: Scene) -> None:
    """全资子公司上海康峰, 收购北京雅信: a place begins the name of a firm that is held or bought."""
    for start in sorted(set(scene.marks.starts["holding"].values())):
        place = scene.opens(start, "city")
        end = place
        while (
            place
            and end - place < 6
            and end < len(scene.plain)
            and in_name(scene.plain[end])
            and scene.plain[end] not in "所持拟"
        ):
            end += 1
        wordy = any(is_word(scene.plain[at : at + 2], 200) for at in range(place, end - 1))
        if end - place > 1 and not scene.covered(start, end) and not wordy and scene.plain[place] not in "一两三":
            ends_here = end == len(scene.plain) or not in_name(scene.plain[end]) or scene.plain[end] in "所持拟"
            if ends_here and not generic(scene, place, end):
                scene.add(Found(start, end, "company", scene.plain[start:end], 1, how="held"))


def _through_suffixes(scene: Scene, phrase: TitlePhrase) -> int:
    """The end of the employer: an ending of its name may look like the first word of the title (东洋|证券|策略师)."""
    end = phrase.start
    if end and is_han(scene.plain[end - 1]) and not scene.covered(end - 1, end):
        while (step := scene.marks.starts["suffix"].get(end, 0)) and step < phrase.end:
            end = step
    return end


def generic(scene: Scene, start: int, end: int) -> bool:
    """Only words of titles, places and the trade: no name."""
    at = start
    while at < end:
        step = scene.opens(at, "modifier", "head", "stop", "city", "country", "link", "suffix", "say", "trade")
        if not at < step <= end:
            return False
        at = step
    return True


def ordinary(text: str) -> bool:
    """Only everyday words and an ordinal or a quantity before them (第一梯队, 各家媒体): no name."""
    words = words_of(text)
    counted = text[0] in "第各某" and not is_word(text, 2)
    return counted and all(is_word(word, 50) for word in words)


def _nameless(scene: Scene, start: int, begin: int, end: int) -> bool:
    """Is what stands before an ending no own name? A place and a trade make a university's (浙江工业|大学)."""
    if scene.plain.endswith("大学", start, end) and begin - start > 3 and scene.opens(start, "city", "country"):
        return False
    return generic(scene, start, begin) or _everyday(scene, start, begin)


def _everyday(scene: Scene, start: int, end: int) -> bool:
    """One everyday word (儿子|大学), or a number in it (携12所|大学): no firm's own name."""
    text = scene.plain[start:end]
    return is_word(text, 1500) or any(map(str.isdigit, text))


def _latin_type(scene: Scene, start: int, end: int) -> EntityType | None:
    words = re.split(r"[ \u00a0]+", scene.plain[start:end])
    kinds = [kind for word in reversed(words[1:]) if (kind := scene.lexicon.latin.get(word.lower()))]
    return next((kind for kind in kinds if kind != "company"), kinds[0] if kinds else None)


def _latin(scene: Scene) -> None:
    """Latin names with a word that organisations bear (Blue Line Futures) or behind what they are (券商 Exinity)."""
    for start, end in scene.latin.items():
        if scene.covered(start, end):
            continue
        kind = _latin_type(scene, start, end)
        if kind is None and ((told := _told(scene, start)) == "media" or not scene.plain[start:end].isupper()):
            kind = told
        if kind is None and end - start > 2 and (match := FIRM_MARK.match(scene.plain, end)):
            kind, end = "company", match.end()
        if kind:
            scene.add(Found(start, end, kind, scene.plain[start:end], 2, how="latin"))


_ITEM = re.compile(
    r"[、](?=([\u4e00-\u9fffA-Z]{3,5})(?=(?:、|和|与|及|等|跟涨|领涨|领跌|大涨|大跌|涨|跌|跟跌|封板|拉升)))"
)


def _listed(scene: Scene) -> None:
    """江化微、晶瑞材料、某某科技等: what stands in a list of listed companies is one."""
    for match in _ITEM.finditer(scene.plain):
        start, end = match.start(1), match.end(1)
        left = scene.ending(match.start())
        right = scene.starting(end + 1) if scene.plain[end] == "、" else left
        if left is None or right is None or "company" not in (left.type, right.type) or scene.covered(start, end):
            continue
        traded = left.entry is not None and bool(left.entry.tickers)
        plain_word = is_word(match[1]) or native_name(scene, start, end) or generic(scene, start, end)
        if traded and not plain_word and all(map(in_name, match[1])):
            scene.add(Found(start, end, "company", match[1], 1, how="list"))


def _listed_latin(scene: Scene, codes: dict[int, Code]) -> None:
    """星宇航空（2646）、KKday、HafH: Latin words in a list that a listed company begins."""
    ends = {code.end: at for at, code in codes.items()}
    for start, end in scene.latin.items():
        if scene.plain[start - 1 : start] != "、" or scene.covered(start, end) or scene.plain[start:end].isupper():
            continue
        left = scene.ending(ends.get(start - 1, start - 1))
        if left and left.type == "company" and (left.ticker or left.how == "list" or start - 1 in ends):
            scene.add(Found(start, end, "company", scene.plain[start:end], 1, how="list"))


def _industries(scene: Scene) -> None:
    """爱康|科技: a known short form and a word of industry name a firm of their own."""
    for found in [f for f in scene.found if f.type == "company" and f.how == "known" and f.end - f.start == 2]:
        end = scene.marks.starts["industry"].get(found.end, 0)
        if not end or scene.covered(found.end, end) or not is_han(scene.plain[found.start]):
            continue
        after = scene.plain[end : end + 1]
        ends = not is_han(after or " ") or scene.opens(end, "confirm_after", "confirm_index", "say", "link")
        name = scene.plain[found.start : end]
        if ends and lookup(scene, name) is None:
            scene.replace(Found(found.start, end, "company", name, 2, how="industry"))


_LONGER = re.compile(r"公司|集团公司|集团|(?<=[A-Za-z])证券|(?<=[A-Za-z])银行|(?<=[A-Za-z])基金(?!经理)")


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
