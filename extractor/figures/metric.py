"""What a figure measures, in the article's words: candidates by their place, of which the weights take one."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from extractor.figures import metric_features as feature
from extractor.figures.context import Item, respective
from extractor.figures.ranking import Facts, best
from extractor.figures.reach import Piece, Reach
from extractor.figures.wording import between, heads, stops

GROUP = {
    "money": "money", "percent": "share", "percentage_point": "share", "basis_point": "share",
    "multiple": "multiple", "points": "points", "quantity": "count",
}  # fmt: skip
_EDGES = " ，、：:的"
_BACK = 60  # characters before a figure in which its metric is sought
_WORD = re.compile(r"[一-鿿A-Za-z]")
_SHARE_OF = re.compile(
    r"((?<!市)占(?![比率])(?:[^，。；、0-9]|(?:19|20)[0-9]{2} ?年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?){1,26}?)"
    r"(?:的|约|为|多?达|高达|近|逾|超过?|将|已|由|从|自|现在|目前|至|到|比重?为|比例为|:|：| )*$"
)
_AFTER_NAME = re.compile(
    r" ?(?:左右|以上|以下)?(?:的|之|[是为属](?!了|此|何)|将?用于|用作|作为)? ?(?:进一步|现金|全资|溢价|间接|直接)?"
)
_OF = {"的": "的", "是": "为", "为": "为", "属": "为", "于": "为", "作": "为"}  # 的 or 为 before what a figure is of
_NOUN_AFTER = re.compile(r"(?:名|位|家|级别?|规模)?的? ?([一-鿿A-Za-z（）()]{2,10})")
_NOUN_END = re.compile(
    r"[获在对将给做提出覆有被是为与和及的于由参表预认看称下上中内后前间创已均都或可未今去本正从以实因入率占连进用等]"
    r"|发[出布放起给]|增持|减持|涨停|跌停|宣布|披露|公布|已获|计划|办理|合计"
)
_TAIL = re.compile(
    r"(?:(?:本|该|其)?公司)?(?:股份|股票|限制性股票)?"
    r"(?:数量|总数|总额|总值|金额|比例|数目|价格|预测|预估|预期)?"
)
_SPENDING = re.compile(
    r"(?:斥资?|耗资|以|出资|涉资|动用|花费|作价|用|投入|拟|完成|[设成]立|管理着?|另?有)[^，。；0-9]{0,4}$"
)
_OPEN, _CLOSED = ("(", "（"), (")", "）")
_LATER = 30  # characters after a figure in which what is done with it is sought
_TAKEN = re.compile("将|把|原质押|办理|解除")
_DEALT = frozenset({"股", "张", "份", "手"})  # units of securities
_CLAUSE_NOUN = re.compile(r"[^，。；、0-9的]{2,22}的([一-鿿]{2,6})")
_LISTED = re.compile(r"[^，。；、]{0,6}[、,及和与/][^，。；、]{0,10}")
_THINGS = frozenset({"commodity", "crypto", "product", "fund"})
_NEARBY = ((2, "0"), (5, "1"), (10, "2"), (20, "3"))


@dataclass(slots=True, frozen=True)
class Metric:
    """The words and the class of what is measured; both empty where the text does not say."""

    text: str = ""
    kind: str = ""
    own: bool = False  # named in the figure's own clause
    name: str = ""  # the words in simplified characters
    start: int = -1  # where the words begin


@dataclass(slots=True)
class Candidate:
    """Words at ``[start, end)`` that may be a figure's metric, or a metric of another figure; with what tells of it.

    ``place`` is the rule that proposes it. ``piece`` is given for a name whose modifiers are still to be found: the
    text that holds it.
    """

    place: str
    facts: list[Facts]
    start: int = 0
    end: int = 0
    kind: str = ""
    own: bool = True
    other: Metric | None = None
    piece: Piece | None = None


class Metrics:
    """Reads metrics from one article.

    ``mentions``: start, end and type of its entity mentions: no metric crosses one, but a commodity is named with it.
    """

    def __init__(self, text: str, plain: str, mentions: list[tuple[int, int, str]]) -> None:
        self.text, self.plain = text, plain
        self.mentions = {end: (start, kind) for start, end, kind in mentions}
        self.reach = Reach(plain, self.mentions)
        self.named = sorted((start, end) for start, end, kind in mentions if kind not in _THINGS)
        self.owners = sorted(start for start, _, kind in mentions if kind not in ("commodity", "location", "currency"))

    def of(self, item: Item, last: Metric | None, same: bool = True) -> Metric:
        """The candidate that weighs most. ``last`` is the metric of the figure before, ``same`` in its sentence."""
        found = self.candidates(item, last, same)
        if found[-1].place == "respective":
            return self.metric(found[-1])
        taken = found[best(found)]
        total = "累计" in self.plain[max(0, taken.start - 2) : taken.start + 2]
        if taken.kind == "spend" and not total:  # 斥资3亿元回购 measures the purchase, 累计斥资 what was spent
            taken = next((c for c in found if c.kind == "deed" and c.start > item.start), taken)
        return self.metric(taken)

    def metric(self, candidate: Candidate) -> Metric:
        """A candidate as a metric."""
        if candidate.other is not None:
            return candidate.other
        start, end, piece = candidate.start, candidate.end, candidate.piece
        if piece is not None:
            begin, stop = start - piece.offset, end - piece.offset
            tail = _TAIL.match(piece.text, stop)
            start = piece.offset + self.reach.name(piece, begin, stop, candidate.kind)
            end = piece.offset + tail.end() if tail else end
        words, name = self.text[start:end].strip(_EDGES), self.plain[start:end].strip(_EDGES)
        return Metric(words, candidate.kind, candidate.own, name, start)

    def candidates(self, item: Item, last: Metric | None, same: bool = True) -> list[Candidate]:
        """Every candidate of a figure, with its features."""
        group = GROUP[item.amount.kind or "quantity"]
        found = [Candidate("none", [feature.of_group("none", group)], own=False)]
        self._before(item, group, found)
        self._after(item, group, found)
        if last is not None:
            found.append(_carried(item, group, last, same))
        if item.clause > item.sentence.start and not any(c.kind not in ("", "other") and c.own for c in found):
            self._lead(item, group, found)
        _beside(found, last)
        self._respective(item, group, found)
        return found

    def _before(self, item: Item, group: str, found: list[Candidate]) -> None:
        """What stands right before the figure, with and without verbs of change; names of metrics; 占…."""
        text = item.before[-_BACK:]
        offset = item.start - len(text)
        piece = Piece(text, offset, max(0, item.previous.amount.end - offset) if item.previous else 0)
        if share := _SHARE_OF.search(text) if "占" in text else None:
            begin = self.reach.noun(piece, share.start(1))
            begin = begin if 1 < share.start(1) - begin < 7 else share.start(1)
            found.append(
                Candidate("of", [feature.of_group("of", group)], offset + begin, offset + share.end(1), "ratio")
            )
        back, cues = text[::-1], between()
        still, moving = cues.still.match(back), cues.moving.match(back)
        near, far = len(text) - (still.end() if still else 0), len(text) - (moving.end() if moving else 0)
        self._ending(piece, near, "near" if far < near else "next", group, found)
        if far < near:
            self._ending(piece, far, "moved", group, found)
        self._names(item, piece, group, found)

    def _ending(self, piece: Piece, end: int, place: str, group: str, found: list[Candidate]) -> None:
        """The words that end at ``end``: an entity, a known name or any noun; nothing where another figure does."""
        text, offset, floor = piece
        if end <= floor or not _WORD.match(text[end - 1]):
            found[0].facts.append(feature.only(place, "nothing"))
            return
        entity = self.mentions.get(offset + end)
        if entity and entity[0] >= offset + floor:
            found[0].facts.append(feature.after_entity(place, entity[1], group))
            if entity[1] in _THINGS:
                found.append(Candidate(place, [feature.thing(place, group)], entity[0], offset + end, "price"))
                return
            if entity[1] not in ("location", "currency", "sector"):
                return
        head = heads().back.match(text[::-1], len(text) - end)
        start = len(text) - head.end() if head else end
        if head and not self._inside(offset + start, offset + end):
            kind, weak = heads().known[text[start:end].lower()]
            told = [feature.ends(place, group, kind, weak)]
            found.append(Candidate(place, told, offset + start, offset + end, kind, weak != "carry", piece=piece))
            return
        begin = self.reach.noun(piece, end)
        if end - begin > 1:
            told = [feature.any_noun(place, group, min(end - begin, 6))]
            found.append(Candidate(place, told, offset + begin, offset + end, "other"))
        else:
            found[0].facts.append(feature.only(place, "little"))

    def _names(self, item: Item, piece: Piece, group: str, found: list[Candidate]) -> None:
        """The last strong, weak and carrying names in the clause that do not end right before the figure."""
        text, offset, floor = piece
        known = heads().known
        taken = [(c.start - offset, c.end - offset) for c in found if c.end and c.kind != "other"]
        last: dict[str, re.Match[str]] = {}
        for match in heads().forward.finditer(text):
            end = match.end()
            if any(start <= end <= stop for start, stop in taken) or self._inside(offset + match.start(), offset + end):
                continue
            kind, weak = known[match[0].lower()]
            if kind != "count" or group == "count":
                last[weak] = match
        for weak, match in last.items():
            kind, end = known[match[0].lower()][0], match.end()
            near = next((name for most, name in _NEARBY if len(text) - end <= most), "4")
            owner, of = self._owner_between(offset + end, item.start), text[end : end + 1] == "的"
            told = [feature.name(weak, group, kind, near), feature.name_passed(end <= floor, owner, of)]
            start = offset + match.start()
            found.append(Candidate("name", told, start, offset + end, kind, weak != "carry", piece=piece))

    def _inside(self, start: int, end: int) -> bool:
        """Whether words are part of somebody's name or another name's short form: 公司 in 某某有限公司, 指数(PMI)."""
        if self.plain[start - 1 : start] in _OPEN and self.plain[end : end + 1] in _CLOSED:
            return True
        index = bisect_left(self.named, (start + 1, 0)) - 1
        return index >= 0 and end <= self.named[index][1]

    def _owner_between(self, start: int, end: int) -> bool:
        """Whether another owner is named between a metric and the figure."""
        index = bisect_left(self.owners, start)
        return index < len(self.owners) and self.owners[index] < end

    def _after(self, item: Item, group: str, found: list[Candidate]) -> None:
        """A name or any noun after the figure: 3%的跌幅, 80万元罚款, 55位分析师, 斥资3亿元回购."""
        lead = _AFTER_NAME.match(item.after)
        at, base = lead.end() if lead else 0, item.amount.end
        of = _OF.get(item.after[at - 1 : at], "") if at else ""
        spent = "spent" if _SPENDING.search(item.before[-12:]) else "not spent"
        if group == "count" and item.amount.unit in _DEALT and _TAKEN.search(item.before):
            spent = "taken"
        match = heads().forward.search(item.after, at, at + 12)
        if match and match.start() - at <= 5 and not stops().search(item.after, at, match.start()):
            kind, weak = heads().known[match[0].lower()]
            told = [feature.name_after(of, group, kind, weak), feature.name_near(match.start() - at, kind, spent)]
            found.append(Candidate(f"after{of}", told, base + at, base + match.end(), kind))
        self._later(item, at, group, found)
        noun = _NOUN_AFTER.match(item.after, at)
        if noun is None:
            return
        end = _NOUN_END.search(noun[1], 1)
        words = (noun[1][: end.start()] if end else noun[1])[:6]
        if len(words) > 1 and not stops().match(words):
            start = base + noun.start(1)
            kind, told = "count" if group == "count" else "other", [feature.noun_after(of, group, len(words), spent)]
            found.append(Candidate(f"noun after{of}", told, start, start + len(words), kind))

    def _later(self, item: Item, at: int, group: str, found: list[Candidate]) -> None:
        """What is done with a figure, or what a clause on it ends with: 将50万股股份解除质押, 40位提出辞呈的经理."""
        base = item.amount.end
        dealt = group == "money" or item.amount.unit in _DEALT
        for match in heads().forward.finditer(item.after, at, at + _LATER) if dealt else ():
            if heads().known[match[0].lower()][0] != "deed":
                continue
            start = base + match.start()
            if all(candidate.start != start for candidate in found):
                taken = "taken" if _TAKEN.search(item.before) else "not taken"
                told = [feature.done_later(group, taken, "near" if match.start() - at < 10 else "far")]
                found.append(Candidate("later", told, start, base + match.end(), "deed"))
            break
        noun = _CLAUSE_NOUN.match(item.after, at) if group == "count" else None
        if noun is None:
            return
        end = _NOUN_END.search(noun[1], 1)
        length = end.start() if end else len(noun[1])
        if length > 1 and not stops().match(noun[1], 0, length):
            start = base + noun.start(1)
            found.append(Candidate("noun later", [feature.noun_later(min(length, 4))], start, start + length, "count"))

    def _lead(self, item: Item, group: str, found: list[Candidate]) -> None:
        """The last strong name in the sentence before the clause."""
        before = item.lead[: len(item.lead) - (item.start - item.clause)].rstrip("，, ；;")
        text = before[-_BACK:]
        offset = item.start - len(item.lead) + len(before) - len(text)
        last = None
        for match in heads().forward.finditer(text):
            kind, weak = heads().known[match[0].lower()]
            inside = self._inside(offset + match.start(), offset + match.end())
            if not weak and not inside and (kind != "count" or group == "count"):
                last = match
        if last is None:
            return
        kind, end = heads().known[last[0].lower()][0], last.end()
        floor = max(0, item.previous.amount.end - offset) if item.previous else 0
        told = [feature.in_lead("end" if end == len(text) else "mid", kind, group, bool(floor), end <= floor)]
        piece = Piece(text, offset, floor)
        found.append(Candidate("lead", told, offset + last.start(), offset + end, kind, own=False, piece=piece))

    def _respective(self, item: Item, group: str, found: list[Candidate]) -> None:
        """The name that a list before 分别 has in the place of the figure after it: 收入、净利润分别增长5%、8%."""
        shared = respective(item)
        if shared is None:
            return
        place, first, at = shared
        offset = first.start - len(first.lead)
        names = _listed(list(heads().forward.finditer(first.lead, 0, at)), first.lead)
        if place < len(names) and len(names) > 1:
            match, piece = names[place], Piece(first.lead, offset)
            kind = heads().known[match[0].lower()][0]
            start, end = offset + match.start(), offset + match.end()
            found.append(Candidate("respective", [feature.in_place(kind, group)], start, end, kind, piece=piece))


def _listed(names: list[re.Match[str]], text: str) -> list[re.Match[str]]:
    """The last names of a text that stand in one list: A、B及C."""
    kept: list[re.Match[str]] = []
    for match in reversed(names):
        if kept and not _LISTED.fullmatch(text, match.end(), kept[-1].start()):
            break
        kept.append(match)
    return kept[::-1]


def _carried(item: Item, group: str, last: Metric, same: bool) -> Candidate:
    """The metric of the figure before."""
    before, gap = item.previous.amount if item.previous else None, len(item.gap)
    near = "listed" if item.listed else "near" if gap < 8 else "middle" if gap < 18 else "far"
    place = near if same else "other sentence"
    if not last.text:
        return Candidate("last", [feature.none_before(place)], other=last, own=False)
    was = GROUP[before.kind or "quantity"] if before else "?"
    told = [feature.last(place, was, last.kind, group)]
    if not same and item.clause == item.sentence.start and not item.before.strip("至报为约"):
        told.append(feature.only("last", "bare"))
    if same and ("，" in item.gap or "," in item.gap or "；" in item.gap or ";" in item.gap):
        told.append(feature.only("last", "；" if "；" in item.gap or ";" in item.gap else "，"))
    return Candidate("last", told, other=last, own=False)


def _beside(found: list[Candidate], last: Metric | None) -> None:
    """What else there is besides each candidate: a weak name counts the less the more others there are."""
    others = tuple(sorted({candidate.place for candidate in found[1:]}))
    for candidate in found:
        if candidate.kind == "change" and last is not None:
            candidate.facts.append(feature.change_after(last.kind))
        candidate.facts.append(feature.besides(candidate.place, others))
