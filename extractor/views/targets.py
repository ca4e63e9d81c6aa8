"""About what: everything in an article that can be judged, in reading order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.document.models import Entity
from extractor.segment import Reading, Spanned, afterword_start, foreword_end
from extractor.views.frames import frame
from extractor.views.lexicon import Found, Judgeable, Lexicon, TargetClass
from extractor.views.objects import called, enumerated

_KINDS: dict[str, TargetClass] = {
    "company": "company", "bank": "company", "broker": "company", "asset_manager": "company", "exchange": "company",
    "index": "index", "fund": "fund", "commodity": "commodity",
    "currency": "currency", "crypto": "crypto", "sector": "sector", "product": "company",
}  # fmt: skip
_CARRIERS = frozenset({"decoy", "metric", "inverse"})


_REFERRED = 80  # characters before 这类公司 in which the list that it stands for ends
_ENUMERATION = 500  # characters behind 三条主线 in which its members stand
_AHEAD = 8  # characters before a word in which it is said that it names no target here
_NAME = 12  # characters before 三大方向 in which what they are of is named: 文娱三大方向
_HEAD, _HEADLINE = 60, 2  # a name within so many characters from the start counts as so many mentions more


@dataclass(slots=True)
class Target:
    """A place where something is named that can be judged; ``key`` is one for all wordings of one thing.

    An empty key is that of words that only stand for the members of their list (三条主线).
    """

    start: int
    end: int
    key: str
    kind: TargetClass
    entity: str | None = None
    generic: bool = False

    @property
    def judged(self) -> bool:
        """Whether views are held on it; the rest only takes cues away (通胀) or hands them on (净利润)."""
        return self.kind not in _CARRIERS


class Targets:
    """The targets of an article by position; the article itself starts at ``begin``."""

    def __init__(self, found: list[Target], begin: int = 0) -> None:
        self.all = sorted(found, key=lambda t: (t.start, -t.end))
        self._starts = [t.start for t in self.all]
        self._lists: dict[int, list[Target]] = {}
        self.counts = Counter(t.key for t in self.all if t.judged and not t.generic)
        self.counts.update({t.key: _HEADLINE for t in self.all if t.start < begin + _HEAD and t.key in self.counts})

    def within(self, start: int, end: int) -> list[Target]:
        """Targets that lie in ``[start, end)``."""
        return [
            t for t in self.all[bisect_left(self._starts, start) : bisect_right(self._starts, end - 1)] if t.end <= end
        ]

    def drop_inside(self, spans: Sequence[Spanned]) -> None:
        """Forget the carriers and generic words that lie inside one of ``spans`` and are shorter than it."""
        inside: set[int] = set()
        for span in spans:
            for i in range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)):
                target = self.all[i]
                shorter = target.end <= span.end and target.end - target.start < span.end - span.start
                if shorter and (target.generic or not target.judged):
                    inside.add(i)
        self.all = [t for i, t in enumerate(self.all) if i not in inside]
        self._starts = [t.start for t in self.all]

    def listed(self, target: Target) -> list[Target]:
        """The target with those that stand in one list with it: 银行、保险及券商."""
        return self._lists.get(target.start, [target])

    def link_lists(self, plain: str) -> None:
        """Find the lists: joined by 、 or 和, by commas alone where there are three or more."""
        row: list[Target] = []
        commas = 0
        for target in [*self.all, None]:
            last = row[-1] if row else None
            if target is not None and last is not None:
                joint = plain[last.end : target.start] if target.start - last.end <= 40 else "。"
                if target.judged and frame("compound").fullmatch(joint):
                    row[-1] = target  # 台积电相关供应链 stands in the list for what it names last
                    continue
                comma = frame("comma").fullmatch(joint) is not None
                if comma or frame("and").fullmatch(joint) or frame("such_as").fullmatch(joint):
                    commas += comma
                    row.append(target)
                    continue
            if len(row) > 1 and (not commas or len(row) > 2):
                self._lists.update({t.start: row for t in row})
                _tell_apart(row, plain)
            row, commas = [target] if target is not None and target.judged else [], 0

    def link_enumerations(self, plain: str) -> None:
        """Tie 三条主线 to what stands behind it as 一是…，二是…: whatever is said of it is said of all of these."""
        heads = [m.span() for m in frame("counted").finditer(plain)]
        if not heads:
            return
        items = enumerated(plain)
        starts = [a for a, _ in items]
        found: list[Target] = []
        for i, (start, end) in enumerate(heads):
            stop = min([end + _ENUMERATION, *(a for a, _ in heads[i + 1 : i + 2])])
            spans = items[bisect_left(starts, end) : bisect_left(starts, stop)]
            row = [t for a, b in spans for t in self.within(a, b) if t.judged and not t.generic]
            if row and not self.within(start, end):
                self._lists[start] = row
                found.append(Target(start, end, "", "theme"))
                before = self.within(max(0, start - _NAME), start)[-1:]
                self._lists.update({t.start: [t, *row] for t in before if t.end == start and t.judged})
        self.all = sorted([*self.all, *found], key=lambda t: (t.start, -t.end))
        self._starts = [t.start for t in self.all]

    def link_references(self, plain: str) -> None:
        """Tie 这类公司 and 两者 to the list that was named last before them."""
        found: list[Target] = []
        for match in frame("these").finditer(plain):
            start, end = match.span()
            lists = [
                self._lists[t.start] for t in self.within(max(0, start - _REFERRED), start) if t.start in self._lists
            ]
            row = lists[-1] if lists and not self._judged(start, end) else []
            if len(row) > 1:
                self._lists[start] = row
                found.append(Target(start, end, "", "theme"))
        if found:
            spans = [(t.start, t.end) for t in found]
            self.all = [t for t in self.all if not _in_any(t.start, t.end, spans)]
            self.all = sorted([*self.all, *found], key=lambda t: (t.start, -t.end))
            self._starts = [t.start for t in self.all]

    def _judged(self, start: int, end: int) -> bool:
        """Whether something that is judged by itself is named in ``[start, end)``."""
        return any(t.judged and not t.generic and t.entity is not None for t in self.within(start, end))

    def topic(self, kinds: frozenset[str]) -> Target | None:
        """What the article is mostly about among ``kinds``: the most named target, the first named among equals."""
        best: Target | None = None
        for target in self.all:
            if target.kind not in kinds or target.generic or not target.key:
                continue
            if best is None or self.counts[target.key] > self.counts[best.key]:
                best = target
        return best


def _tell_apart(row: list[Target], plain: str) -> None:
    """Give members of a list that share a key keys of their own: 建筑及玻璃 are two."""
    seen: set[str] = set()
    for target in row:
        if target.key in seen and target.judged and not target.generic and target.entity is None:
            target.key = plain[target.start : target.end]
        seen.add(target.key)


def find_targets(reading: Reading, lexicon: Lexicon, talking: set[str], speakers: list[tuple[int, int]]) -> Targets:
    """Every target of the article. The entities ``talking`` and what lies in the phrases ``speakers`` say who talks."""
    named = _entities(reading, lexicon, talking, speakers)
    taken = [(m.start, m.end) for e in reading.entities if e.type != "location" for m in e.mentions]
    amounts = {p for f in reading.figures for p in range(f.start, f.end)}
    words = [
        w
        for w in lexicon.targets.scan(reading.plain)
        if w.end - 1 not in amounts and not _in_any(w.start, w.end, speakers)
    ]
    found = _words(reading, words, named, sorted(taken))
    found += [Target(r.start, r.end, f"#{r.entity}", "company", r.entity) for r in _references(reading)]
    joined = _pairs(reading.plain, sorted(found, key=lambda t: t.start))
    grown = _apart(_grown(reading.plain, t, lexicon) for t in joined)
    grown = _with_unlisted(reading.plain, grown, sorted([*taken, *speakers]), amounts, lexicon)
    ends = {t.end for t in grown if t.judged and not t.generic}
    kept = [
        t
        for t in grown
        if not (t.generic and (t.start in ends or (reading.plain[t.start - 1] == "的" and t.start - 1 in ends)))
    ]
    begin, end = foreword_end(reading.plain), afterword_start(reading.plain)
    kept = [t for t in kept if begin <= t.start < end and (t.kind != "place" or _stands_alone(reading.plain, t, kept))]
    kept = _in_sense(reading.plain, kept, amounts)
    targets = Targets(kept, begin)
    targets.link_lists(reading.plain)
    targets.link_enumerations(reading.plain)
    targets.link_references(reading.plain)
    return targets


def _with_unlisted(
    plain: str, found: list[Target], taken: list[tuple[int, int]], amounts: set[int], lexicon: Lexicon
) -> list[Target]:
    """The targets with those whose names no table holds, which replace the carriers and generic words inside them."""
    weak = sorted((t.start, t.end) for t in found if _is_weak(plain, t, lexicon))
    firm = sorted([*taken, *((t.start, t.end) for t in found if not _is_weak(plain, t, lexicon))])
    names = {
        m.span("name")
        for n in ("modified", "kinds_of_shares", "described", "latin_product")
        for m in frame(n).finditer(plain)
    }
    new: list[Target] = []
    last = -1
    for a, b in sorted({*names, *called(plain)}, key=lambda span: (span[0], -span[1])):
        if a < last or b - 1 in amounts or _in_any(a, b, firm) or not _swallows(a, b, weak):
            continue
        if (a, b) in names or not any(cue.what.weight for cue in lexicon.cues.scan(plain[a:b])):
            new.append(Target(a, b, plain[a:b], "theme"))
            last = b
    spans = [(t.start, t.end) for t in new]
    return sorted([*new, *(t for t in found if not _in_any(t.start, t.end, spans))], key=lambda t: t.start)


def _is_weak(plain: str, target: Target, lexicon: Lexicon) -> bool:
    """Whether a longer name may take a target in: one that is not judged by itself, or only heads a name (概念股)."""
    if target.generic or not target.judged or target.kind == "place":
        return True
    return target.entity is None and lexicon.suffix.fullmatch(plain, target.start, target.end) is not None


def _swallows(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether every one of the sorted ``spans`` that ``[start, end)`` overlaps lies in it and is shorter."""
    at = bisect_left(spans, (end, 0))
    over = [(a, b) for a, b in spans[max(0, at - 4) : at] if b > start]
    return all(start <= a and b <= end and b - a < end - start for a, b in over)


def _in_sense(plain: str, found: list[Target], amounts: set[int]) -> list[Target]:
    """The targets in order without words that name one elsewhere and none where they stand: the unit of an amount, 公司
    of 其他公司, what another is called (避险货币 in 日元作为避险货币). 市场 that fears or waits is made a decoy.
    """
    out: list[Target] = []
    for target in found:
        ahead = plain[max(0, target.start - _AHEAD) : target.start]
        if target.kind == "currency" and (target.end - 1 in amounts or frame("quoted_rate").search(ahead)):
            continue
        if frame("firm").fullmatch(plain, target.start, target.end) and frame("other_firms").search(ahead):
            continue
        if out and out[-1].judged and frame("called").fullmatch(plain, out[-1].end, target.start):
            continue
        if target.key == "市场" and frame("participants").match(plain, target.end):
            target = Target(target.start, target.end, target.key, "decoy")
        out.append(target)
    return out


def _stands_alone(plain: str, place: Target, found: list[Target]) -> bool:
    """Whether a place is itself what is judged (欧洲正处于…), not a part of what follows it."""
    if not frame("place_start").search(plain[max(0, place.start - 3) : place.start]):
        return False
    return not frame("place_goes_on").match(plain, place.end) and all(t.start != place.end for t in found)


def _in_any(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether ``[start, end)`` overlaps one of the sorted, hardly overlapping ``spans``."""
    at = bisect_left(spans, (end, 0))
    return any(a < end and b > start for a, b in spans[max(0, at - 3) : at])


def _references(reading: Reading) -> list:
    kinds = {e.id: e.type for e in reading.entities}
    return [r for r in reading.references if kinds.get(r.entity) == "company"]


def _entities(
    reading: Reading, lexicon: Lexicon, talking: set[str], speakers: list[tuple[int, int]]
) -> dict[tuple[int, int], Target]:
    found = {}
    for entity in reading.entities:
        kind = _KINDS.get(entity.type)
        if kind is None or entity.id in talking:
            continue
        key, kind = _key(entity, kind, lexicon, reading)
        for m in entity.mentions:
            if not _in_any(m.start, m.end, speakers):
                found[m.start, m.end] = Target(m.start, m.end, key, kind, entity.id)
    return found


def _key(entity: Entity, kind: TargetClass, lexicon: Lexicon, reading: Reading) -> tuple[str, TargetClass]:
    if kind != "company":
        for name in (entity.name, *(reading.plain[m.start : m.end] for m in entity.mentions)):
            known = lexicon.targets.words.get(name)
            if known and known.kind not in _CARRIERS:
                return known.key, known.kind
    return f"#{entity.id}", kind


def _words(
    reading: Reading,
    words: list[Found[Judgeable]],
    named: dict[tuple[int, int], Target],
    taken: list[tuple[int, int]],
) -> list[Target]:
    found = dict(named)
    starts = [a for a, _ in taken]
    ids = {t.key: t.entity for t in named.values() if t.kind != "company"}
    for start, end, what in words:
        at = bisect_right(starts, end - 1)
        over = [(a, b) for a, b in taken[max(0, at - 4) : at] if a < end and b > start]
        if any(not (start <= a and b <= end) or (a, b) not in named for a, b in over):
            continue
        if any(named[span].kind == "company" for span in over):
            continue
        for span in over:
            found.pop(span, None)
        if what.kind == "none":
            continue
        entity = next((named[s].entity for s in over if named[s].key == what.key), ids.get(what.key))
        found[start, end] = Target(start, end, what.key, what.kind, entity, what.generic)
    return list(found.values())


def _pairs(plain: str, found: list[Target]) -> list[Target]:
    """Currency pairs and compounds as one target: 美元 兑 日元, 宠物 食品."""
    out: list[Target] = []
    for target in found:
        last = out[-1] if out else None
        if (
            last is not None
            and last.kind == target.kind == "currency"
            and (target.start == last.end or frame("pair").fullmatch(plain, last.end, target.start))
            and last.key != target.key
        ):
            out[-1] = Target(
                last.start,
                target.end,
                last.key + target.key,
                "currency",
                last.entity if target.entity == last.entity else None,
            )
            continue
        if last is not None and target.start < last.end:
            continue
        if last is not None and target.start == last.end and _compound(last) and _compound(target):
            out[-1] = Target(last.start, target.end, plain[last.start : target.end], target.kind)
            continue
        out.append(target)
    return out


def _compound(target: Target) -> bool:
    """Whether a target can be part of a compound: 宠物 食品, 汽车 电子."""
    return target.kind in ("sector", "theme") and target.entity is None and not target.generic


def _apart(found: Iterable[Target]) -> list[Target]:
    """The targets in order without those that a grown one before them covers."""
    out: list[Target] = []
    for target in found:
        if not out or target.start >= out[-1].end:
            out.append(target)
    return out


def _grown(plain: str, target: Target, lexicon: Lexicon) -> Target:
    """半导体 with the 产业链 that follows it."""
    if target.kind in ("sector", "theme", "property", "commodity") and target.entity is None:
        match = lexicon.suffix.match(plain, target.end)
        if match and not match.group().startswith("的"):
            target.end = match.end()
            if target.kind == "commodity":
                target.kind, target.key = "sector", plain[target.start : target.end]
    return target
