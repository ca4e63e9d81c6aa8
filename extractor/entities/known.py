"""Known names: which gazetteer hits are mentions, and of which entry."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from extractor.document.models import ORGANISATIONS
from extractor.entities.codes import Code
from extractor.entities.confirm import Judge, moves
from extractor.entities.firms import with_place
from extractor.entities.fit import fitted, lookup
from extractor.entities.forms import SPECIAL
from extractor.entities.ner import Candidate
from extractor.entities.scene import Found, Scene, is_han
from extractor.knowledge import Entry, NameHit
from extractor.segment.words import cuts_a_word

_DEPARTMENTS = frozenset({"统计处", "统计局", "新闻办", "办公厅", "海关"})  # right behind another organ: 经济部|统计处
_FIRMS = frozenset({"company", "bank", "broker", "asset_manager"})
_NOT_PART = ("中国", "全国", "香港", "台湾", "澳门")  # where a group works rather than the first word of its name
_HOME = frozenset({"中国", "我国", "大陆"})
_GLOSS = re.compile(r" ?[（(]([\u4e00-\u9fff]{4,20})[）)]")
TRADED = frozenset({"commodity", "currency", "crypto", "sector", "location"})


def find_known(scene: Scene, codes: dict[int, Code], candidates: Sequence[Candidate]) -> None:
    """Add the hits that are sure, then the cautious ones that the article or the model's candidates confirm."""
    judge = Judge(scene, codes, candidates, Counter())
    sure: list[NameHit] = []
    doubtful: list[NameHit] = []
    organ = -1  # where the last organ ends
    brackets = [(code.start, code.end) for code in sorted(codes.values(), key=lambda code: code.start) if code.sure]
    for raw in scene.reading.names:
        at = bisect_right(brackets, (raw.start, len(scene.plain))) - 1
        bracketed = at >= 0 and raw.end <= brackets[at][1]  # a code is no mention: 美国国际集团(AIG.N)
        if bracketed or raw.alias.entries[0].type in TRADED or raw.alias.text in scene.lexicon.kinds["generic"]:
            continue
        for hit in fitted(scene, raw, codes):
            if _spelt_out(scene, hit) or (hit.alias.text in _DEPARTMENTS and organ == hit.start):
                continue
            organ = hit.end if hit.alias.entries[0].type == "government" else organ
            (doubtful if judge.doubtful(hit) else sure).append(hit)
    judge.seen.update(hit.alias.entries[0].key for hit in sure)
    for hit in sure:
        _take(scene, hit, _index_of_agency(scene, hit) or hit.alias.entries[0], codes)
    _unsure_edges(scene, codes)
    waiting: list[NameHit] = []
    confirmed: dict[str, Entry] = {}
    for hit in doubtful:
        entry, everywhere = judge.choose(hit)
        if entry:
            _take(scene, hit, entry, codes)
        if entry and everywhere:
            confirmed[hit.alias.text] = entry
        elif not entry:
            waiting.append(hit)
    for hit in waiting:
        if entry := confirmed.get(hit.alias.text):
            _take(scene, hit, entry, codes)


def _unsure_edges(scene: Scene, codes: dict[int, Code]) -> None:
    """长实|在: a form found elsewhere in the article stands at the head of a clause too, whatever word runs on."""
    seen = {scene.plain[f.start : f.end]: f for f in scene.found if f.entry}
    for hit in scene.reading.names:
        text = scene.plain[hit.start : hit.end]
        before = scene.plain[hit.start - 1 : hit.start]
        known = seen.get(text)
        if known and known.entry and len(text) == 2 and is_han(text[0]) and (not before or before in "\n。，；　 "):
            if scene.plain.startswith("速报", hit.end):
                continue
            scene.add(Found(hit.start, hit.end, known.type, known.name, 3, known.entry, how="known"))


def find_traded(scene: Scene) -> None:
    """Add commodities, currencies and the like where nothing else stands: they never hold what a firm's name holds."""
    units = {place for amount in scene.reading.amounts for place in (amount.start, amount.end)}
    for hit in scene.reading.names:
        entry = hit.alias.entries[0]
        if entry.type not in TRADED or (entry.type == "currency" and not units.isdisjoint((hit.start, hit.end))):
            continue  # a currency beside an amount is its unit
        if entry.type == "sector" and cuts_a_word(scene.plain, hit.start, hit.end):
            continue  # 台股 in 平台股
        scene.add(Found(hit.start, hit.end, entry.type, entry.name, 3, entry, None, "known"))


def _index_of_agency(scene: Scene, hit: NameHit) -> Entry | None:
    """标普 is the index where it rises and falls, the agency where it speaks."""
    if hit.alias.entries[0].type != "rating_agency" or not moves(scene, hit.end):
        return None
    index = lookup(scene, f"{scene.plain[hit.start : hit.end]}指数")
    return index.entries[0] if index and index.entries[0].type == "index" else None


def _abroad(scene: Scene, hit: NameHit) -> Found | None:
    """乌克兰|外交部 is Ukraine's, not the home country's; 中国|外交部 takes its country in."""
    text = scene.plain[hit.start : hit.end]
    if text not in scene.lexicon.organs:
        return None
    begin = scene.closes(hit.start, "country")
    if begin < 0 or hit.start - begin < 2 or scene.covered(begin, hit.start):
        return None
    entry = hit.alias.entries[0]
    home = scene.plain[begin : hit.start] in _HOME
    name = entry.name if home else scene.plain[begin : hit.end]
    return Found(begin, hit.end, entry.type, name, 3, entry if home else None, how="known")


def _spelt_out(scene: Scene, hit: NameHit) -> bool:
    """Is an abbreviation explained as something else: API（应用程式介面）?"""
    text = scene.plain[hit.start : hit.end]
    gloss = _GLOSS.match(scene.plain, hit.end) if text.isascii() and text.isupper() and len(text) < 6 else None
    if gloss is None:
        return False
    named = lookup(scene, gloss[1])
    entries = hit.alias.entries
    return named is None and not any(set(entry.name) & set(gloss[1]) for entry in entries)


def _another_firm(scene: Scene, hit: NameHit, end: int) -> bool:
    """Circle|Squared Alternative Investments: two words more, not all of them of trade, make another firm's name."""
    if " " in scene.plain[hit.start : hit.end] or hit.alias.entries[0].type not in ORGANISATIONS:
        return False
    more = scene.plain[hit.end : end].lower().split()
    trade = [word in scene.lexicon.latin for word in more]
    return len(more) > 1 and trade[-1] and not trade[0] and more[0] not in ("and", "&", "global", "international")


def _take(scene: Scene, hit: NameHit, entry: Entry, codes: dict[int, Code]) -> None:
    if abroad := _abroad(scene, hit):
        scene.add(abroad)
        return
    code = codes.get(hit.end)
    ticker = code.of(entry.tickers) if code else None
    if mark := SPECIAL.search(scene.plain, max(0, hit.start - 4), hit.start):
        scene.add(Found(mark.start(), hit.end, entry.type, entry.name, 3, entry, ticker, "known"))
        return
    if scene.plain.endswith(("有限公司", "集团"), hit.start, hit.end) and entry.type in _FIRMS:
        place = with_place(scene, hit.start)
        if place < hit.start and scene.plain[place : hit.start] not in _NOT_PART:
            short = len(hit.alias.text) < 3  # 合肥|华泰|集团股份有限公司 is no house of that name
            scene.add(
                Found(
                    place,
                    hit.end,
                    "company" if short else entry.type,
                    scene.plain[place : hit.end] if short else entry.name,
                    2 if short else 3,
                    None if short else entry,
                    ticker,
                    "suffix" if short else "known",
                )
            )
            return
    end = scene.latin.get(hit.start, 0)
    if end > hit.end and _another_firm(scene, hit, end):
        return
    if end > hit.end and scene.plain[:end].rpartition(" ")[2].lower() in scene.lexicon.latin:
        scene.add(
            Found(hit.start, end, entry.type, entry.name, 3, entry, how="known")
        )  # Matthews International|Capital
        return
    scene.add(Found(hit.start, hit.end, entry.type, entry.name, 3, entry, ticker, "known"))
