"""Known names: which gazetteer hits are mentions, and of which entry."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from extractor.document.models import ORGANISATIONS
from extractor.entities.codes import Code
from extractor.entities.names import SEPARATORS, closed, foreign, latin_person
from extractor.entities.ner import Candidate
from extractor.entities.scene import Found, Scene, is_han
from extractor.knowledge import Entry, NameHit
from extractor.segment.words import cuts_a_word, is_word

CONFIRM = 0.5  # least score of a candidate that confirms a cautious form; from dev
TRADED = frozenset({"commodity", "currency", "crypto", "sector", "location"})
_LIST = frozenset("、/／")
_HOUSES = frozenset({"bank", "broker", "asset_manager", "data_provider", "rating_agency", "exchange"})
_BRACKETED = re.compile(r"([^（()）]{2,})\s?[（(]([^（()）]{2,})[）)]")
_REGION = re.compile(r"(?:香港|亚洲|亚太|美国|大中华)$")


def find_known(scene: Scene, codes: dict[int, Code], candidates: Sequence[Candidate]) -> None:
    """Add the hits that are sure, then the cautious ones that the article or the model's candidates confirm."""
    seen_by_model = {(c.start, c.end): c for c in candidates if c.score >= CONFIRM}
    sure, doubtful = [], []
    for raw in scene.reading.names:
        if raw.alias.entries[0].type in TRADED:
            continue
        for hit in _fitted(scene, raw, codes):
            (doubtful if hit.alias.caution or len(hit.alias.entries) > 1 else sure).append(hit)
    seen = Counter(hit.alias.entries[0].key for hit in sure)
    for hit in sure:
        _take(scene, hit, hit.alias.entries[0], codes)
    waiting: list[NameHit] = []
    confirmed: dict[str, Entry] = {}
    for hit in doubtful:
        entry = _choose(scene, hit, codes, seen) or _agreed(hit, seen_by_model.get((hit.start, hit.end)))
        if entry:
            _take(scene, hit, entry, codes)
            confirmed[hit.alias.text] = entry
        else:
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
        scene.add(Found(hit.start, hit.end, entry.type, entry.name, 3, entry, None, "known"))


def _fitted(scene: Scene, hit: NameHit, codes: dict[int, Code]) -> Iterator[NameHit]:
    """The hit where it stands whole; the parts or the shorter known form of it that do where it does not."""
    plain = scene.plain
    if hit.end in codes:
        yield hit
        return
    if match := _BRACKETED.fullmatch(plain, hit.start, hit.end):
        yield from (part for n in (1, 2) if (part := _known_at(scene, match.start(n), match.end(n))))
        return
    if scene.plain[hit.start - 1 : hit.start] == "." and plain[hit.start].isascii():  # 标普500指数.SPX
        return
    if (
        plain.startswith(("债券", "公债", "国债"), hit.end) and hit.alias.entries[0].type == "government"
    ):  # 日本政府|债券
        return
    if _inside_latin(scene, hit) or _surname(scene, hit) or plain.startswith("速报", hit.end):
        return
    if _part_of_name(scene, hit):
        return
    if shorter := _without_department(scene, hit):
        yield shorter
    elif _whole(scene, hit.start, hit.end) and not _in_a_name(scene, hit):
        yield hit
    else:
        for end in range(hit.end - 1, hit.start + 1, -1):
            shorter = _known_at(scene, hit.start, end)
            if shorter and _whole(scene, hit.start, end):
                yield shorter
                return


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
    return _known_at(scene, hit.start, begin) if begin - hit.start > 1 else None


def _known_at(scene: Scene, start: int, end: int) -> NameHit | None:
    gazetteer = scene.reading.gazetteer
    alias = gazetteer.lookup(scene.plain[start:end]) if gazetteer else None
    return NameHit(start, end, alias) if alias else None


def _whole(scene: Scene, start: int, end: int) -> bool:
    """Does no word run across the ends of ``[start, end)``, as in 中|国金|融, 财政部|长, 彭博经济|学家?"""
    plain = scene.plain
    if not is_han(plain[end - 1]) or not is_han(plain[start]):
        return True
    if plain.startswith("司长", end) and plain[start:end] in ("财政司", "政务司", "律政司"):
        return False
    if plain[end : end + 1] == "长" and plain[end - 1] in "部局署厅院会司处委社行":
        return plain[end : end + 2] in ("长期", "长线")
    if any(scene.marks.starts["head"].get(at, 0) > end for at in range(max(start + 1, end - 3), end)):
        return False
    return end - start > 3 or not cuts_a_word(plain, start, end)


def _take(scene: Scene, hit: NameHit, entry: Entry, codes: dict[int, Code]) -> None:
    code = codes.get(hit.end)
    ticker = code.ticker if code and (code.sure or code.ticker in entry.tickers) else None
    end = scene.latin.get(hit.start, 0)
    if end > hit.end and scene.plain[:end].rpartition(" ")[2].lower() in scene.lexicon.latin:
        scene.add(
            Found(hit.start, end, entry.type, entry.name, 3, entry, how="known")
        )  # Matthews International Capital
        return
    scene.add(Found(hit.start, hit.end, entry.type, entry.name, 3, entry, ticker, "known"))


def _choose(scene: Scene, hit: NameHit, codes: dict[int, Code], seen: Counter[str]) -> Entry | None:
    """The entry that a doubtful hit names here; ``None`` where nothing confirms it."""
    entries = hit.alias.entries
    if (code := codes.get(hit.end)) is not None:
        by_code = [e for e in entries if code.ticker in e.tickers]
        if by_code:
            return by_code[0]
        return entries[0] if code.ticker is None else None
    if scene.plain[hit.start - 1 : hit.start] in ("（", "(") and scene.plain[hit.end : hit.end + 1] in ("）", ")"):
        outlets = [e for e in entries if e.type == "media"]
        if outlets:
            return outlets[0]
    if named := [e for e in entries if seen[e.key]]:
        return max(named, key=lambda e: seen[e.key])
    if entries[0].type in ("central_bank", "government"):
        return entries[0] if not hit.alias.caution else None
    if hit.alias.caution != "word" and entries[0].type not in ORGANISATIONS:
        return entries[0]
    return entries[0] if _financial(scene, hit) else None


def _agreed(hit: NameHit, candidate: Candidate | None) -> Entry | None:
    """The first entry of the kind that the model sees at the same place."""
    if candidate is None:
        return None
    organisation = candidate.type in ORGANISATIONS
    return next(
        (e for e in hit.alias.entries if e.type == candidate.type or (organisation and e.type in ORGANISATIONS)), None
    )


def _financial(scene: Scene, hit: NameHit) -> bool:
    """Do the words beside the name speak of a firm?"""
    plain = scene.plain
    house = any(entry.type in _HOUSES for entry in hit.alias.entries) or not is_word(hit.alias.text, 50)
    if scene.opens(hit.end, "confirm_after") or scene.closes(hit.start, "confirm_before") >= 0:
        return True
    if house and scene.opens(hit.end, "confirm_house"):
        return True
    if re.match(r"[：:]", plain[hit.end : hit.end + 1]):
        return True
    before, after = plain[hit.start - 1 : hit.start], plain[hit.end : hit.end + 1]
    left = scene.ending(hit.start - 1) if before in _LIST else None
    right = scene.starting(hit.end + 1) if after in _LIST else None
    return any(f is not None and f.type in ORGANISATIONS for f in (left, right))
