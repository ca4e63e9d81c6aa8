"""Known names: which gazetteer hits are mentions, and of which entry."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from extractor.entities.codes import Code
from extractor.entities.confirm import Judge, moves
from extractor.entities.fit import fitted, lookup
from extractor.entities.ner import Candidate
from extractor.entities.scene import Found, Scene
from extractor.knowledge import Entry, NameHit
from extractor.segment.words import cuts_a_word

TRADED = frozenset({"commodity", "currency", "crypto", "sector", "location"})


def find_known(scene: Scene, codes: dict[int, Code], candidates: Sequence[Candidate]) -> None:
    """Add the hits that are sure, then the cautious ones that the article or the model's candidates confirm."""
    judge = Judge(scene, codes, candidates, Counter())
    sure: list[NameHit] = []
    doubtful: list[NameHit] = []
    brackets = [(code.start, code.end) for code in sorted(codes.values(), key=lambda code: code.start) if code.sure]
    for raw in scene.reading.names:
        at = bisect_right(brackets, (raw.start, len(scene.plain))) - 1
        bracketed = at >= 0 and raw.end <= brackets[at][1]  # a code is no mention: 美国国际集团(AIG.N)
        if bracketed or raw.alias.entries[0].type in TRADED or raw.alias.text in scene.lexicon.kinds["generic"]:
            continue
        for hit in fitted(scene, raw, codes):
            (doubtful if judge.doubtful(hit) else sure).append(hit)
    judge.seen.update(hit.alias.entries[0].key for hit in sure)
    for hit in sure:
        _take(scene, hit, _index_of_agency(scene, hit) or hit.alias.entries[0], codes)
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


def _take(scene: Scene, hit: NameHit, entry: Entry, codes: dict[int, Code]) -> None:
    code = codes.get(hit.end)
    ticker = code.of(entry.tickers) if code else None
    end = scene.latin.get(hit.start, 0)
    if end > hit.end and scene.plain[:end].rpartition(" ")[2].lower() in scene.lexicon.latin:
        scene.add(
            Found(hit.start, end, entry.type, entry.name, 3, entry, how="known")
        )  # Matthews International|Capital
        return
    scene.add(Found(hit.start, hit.end, entry.type, entry.name, 3, entry, ticker, "known"))
