"""Whose a figure is: the entities that its sentence and the text before it name, of which the weights take one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extractor.figures.context import Item, last_match, respective
from extractor.figures.metric import GROUP, Metric
from extractor.figures.moves import mover
from extractor.figures.ranking import Facts, best, facts
from extractor.figures.whose import Whose, cues

_LISTED = re.compile(r" ?(?:[(（][^()（）]{0,24}[)）])? ?(?:、|,|/|以?及|和|与|跟) ?[^，。；、未不]{0,4}")
_HOUSES = frozenset({"broker", "asset_manager", "data_provider", "rating_agency"})
_PAUSE = re.compile(r"[，。；：、,;:]")
_JOINED = re.compile(r"[ ]?(?:[(（][^()（）]{0,16}[)）])?[ ]?的?[ ]?")
_NEAR = ((3, "0"), (10, "1"), (25, "2"), (60, "3"))
_TRADED = frozenset({"index", "commodity", "currency", "crypto"})
_OF_COUNTRIES = frozenset({"economy", "rate"})  # no measure of what is traded
_IN_SENTENCE, _BEFORE, _AFTER = 6, 3, 2  # entities considered in each place
_MENTIONS = 60  # looked at before a figure: a sentence without end may name one owner a thousand times
_LOOKED_AT = 60  # mentions before a figure among which they are sought


@dataclass(slots=True)
class Owner:
    """An entity that a figure may belong to, or none; with what tells of it.

    ``place`` is where it is named; ``inside`` where that is in the sentence before the figure, ``passed`` where another
    figure of the sentence comes between.
    """

    entity: str | None
    place: str
    facts: list[Facts]
    inside: bool = False
    passed: bool = False


class Trait(NamedTuple):
    """What the words of a metric say of whose it is: a stake is its holder's, a rate a central bank's."""

    stake: bool
    rate: bool
    bond: bool


@lru_cache(maxsize=4096)
def _trait(words: str) -> Trait:
    return Trait(*(cues()[role].search(words) is not None for role in Trait._fields))


def is_stake(metric: Metric) -> bool:
    """Whether a metric is of shares that somebody holds, buys or pledges."""
    return _trait(metric.name).stake


class Subjects:
    """Reads whose the figures of one article are."""

    def __init__(self, whose: Whose) -> None:
        self.whose = whose
        self.kinds = {key: entity.type for key, entity in whose.entities.items()}
        self.classes = {key: "house" if kind in _HOUSES else kind for key, kind in self.kinds.items()}
        if whose.announcer in whose.issuers:
            self.classes[whose.announcer] = "company"  # a house that announces speaks of itself
        named = [key for _, _, key in whose.places if self.kinds[key] not in ("location", "sector", "person")]
        self.main = Counter(named).most_common(1)[0][0] if named else None
        self.title = named[0] if named else None
        self.index = next((key for key in named if self.kinds[key] == "index"), None)
        self.standing: dict[int, Facts] = {}
        self.speakers = whose.speakers()
        self.holder = self._holder()

    def of(self, item: Item, metric: Metric, last: str | None, same: bool) -> str | None:
        """The candidate that weighs most. ``last`` is the subject of the figure before, ``same`` in its sentence."""
        listed = self._respective(item)
        if listed is not None:
            item.cues["subject"] = "its place in the list before 分别"
            return listed
        if self._of_nobody(item, metric):
            return None
        moved = mover(item, self.whose)
        if moved is not None:
            item.cues["subject"] = "its name stands before the move"
            return moved
        found = self.candidates(item, metric, last, same)
        taken = found[best(found)]
        if taken.entity is not None:
            item.cues["subject"] = taken.place
        return taken.entity

    def candidates(self, item: Item, metric: Metric, last: str | None, same: bool) -> list[Owner]:
        """Every candidate of a figure, with its features."""
        measure = _measure(metric)
        group = GROUP[item.amount.kind or "quantity"]
        found: dict[str | None, Owner] = {}
        index = bisect_left(self.whose.starts, item.start)
        self._sentence(item, metric, index, found)
        self._after(item, index, found)
        self._earlier(item, index, found)
        self._whole(item, metric, last, same, found)
        barred = _TRADED if metric.kind in _OF_COUNTRIES else frozenset()
        found = {key: owner for key, owner in found.items() if key and self.kinds[key] not in barred}
        silent = self.whose.silent(item)
        for key, owner in found.items():
            assert key is not None
            kind = self.classes[key]
            owner.facts.append(_kind(kind, measure, group, owner.place, key in self.speakers, key in silent))
        again = str(item.listed) if last is None and same else ""
        named = any(owner.inside for owner in found.values())
        nobody = Owner(None, "none", [_nobody(measure, group, _trait(metric.name).bond, again, named)])
        return [*found.values(), nobody]

    def _of_nobody(self, item: Item, metric: Metric) -> bool:
        """Whether a government bond's yield is spoken of, with nobody named since the last figure."""
        if metric.kind != "yield" or not _trait(metric.name).bond:
            return False
        end = bisect_left(self.whose.starts, item.start)
        named = end and item.previous and self.whose.places[end - 1][0] >= item.previous.amount.end
        return not named or metric.name[-2:] in item.before

    def _sentence(self, item: Item, metric: Metric, index: int, found: dict[str | None, Owner]) -> None:
        """Who is named before the figure in its sentence, the nearest first."""
        places, folded = self.whose.places, self.whose.folded
        stake = is_stake(metric)
        rank = 0
        at, last = index - 1, max(index - 1 - _MENTIONS, -1)
        while at > last and places[at][0] >= item.sentence.start and len(found) < _IN_SENTENCE:
            start, end, key = places[at]
            at -= 1
            if end > item.start or key in found:
                continue
            gap = item.start - end
            near = next((name for most, name in _NEAR if gap <= most), "4")
            where = "clause" if start >= item.clause else "sentence"
            passed = item.previous is not None and end <= item.previous.amount.start
            told_of = [_in(where, min(rank, 3), near), self._standing(at + 1, item)]
            owner = Owner(key, f"in {where}", told_of, True, passed)
            rank += 1
            told = ["in:before a figure"] if passed else []
            if "in:its shares" in owner.facts[1].names:
                told.append("in:its shares:True" if stake else "in:its shares:False")
            if "其" in folded[max(end, item.clause) : item.start]:
                told.append("in:then 其")
            if start - item.clause < 3 and start >= item.clause:
                told.append("in:opens the clause")
            if metric.start >= 0 and end <= metric.start + 1:
                told.append("in:before the metric")
                if _JOINED.fullmatch(folded, end, max(end, metric.start)):
                    told.append("in:joins the metric")
            elif metric.start >= 0 and start >= metric.start:
                told.append("in:after the metric")
            if gap < 2 and (part := cues()["part"].match(item.after)):
                told.append("in:part" if part[1] else "in:parent")
            if told:
                owner.facts.append(_said(*told))
            found[key] = owner

    def _standing(self, index: int, item: Item) -> Facts:
        """What the words around a mention make of it: an object, a source, a holder; the same for every figure."""
        known = self.standing.get(index)
        if known is not None:
            return known
        start, end, key = self.whose.places[index]
        folded, found = self.whose.folded, []
        if self.whose.acted_on(start):
            found.append("in:object")
        if cues()["shares"].match(folded, end):
            found.append("in:its shares")
        if cues()["source"].search(folded, max(0, start - 14), start):
            found.append("in:source")
        if start in self.whose.referring:
            found.append(f"in:reference:{self.kinds[key]}")
        if cues()["holder"].search(folded, max(0, start - 8), start):
            found.append("in:holder")
        if index + 1 < len(self.whose.places):
            then = self.whose.places[index + 1][0]
            if then - end < 10 and not _PAUSE.search(folded, end, then):
                found.append("in:with another")
        if start - item.sentence.start < 3:
            found.append("in:opens the sentence")
        self.standing[index] = _said(*found)
        return self.standing[index]

    def _after(self, item: Item, index: int, found: dict[str | None, Owner]) -> None:
        """Who is named after the figure in its clause: 管理资产154亿美元的某某基金."""
        places = self.whose.places
        limit = item.amount.end + len(item.after)
        for start, _, key in places[index : index + _AFTER]:
            if item.amount.end <= start < limit and key not in found:
                gap = self.whose.folded[item.amount.end : start]
                near = next((name for most, name in _NEAR if len(gap) <= most), "4")
                found[key] = Owner(key, "after", [_named_after(near, gap.startswith("的"))])

    def _earlier(self, item: Item, index: int, found: dict[str | None, Owner]) -> None:
        """Who was last named before the sentence."""
        places = self.whose.places
        floor = self.whose.topic(item.start)
        taken = 0
        for at in range(index - 1, max(0, index - _LOOKED_AT) - 1, -1):
            start, _, key = places[at]
            if start >= item.sentence.start or key in found:
                continue
            if start < floor:
                break
            found[key] = Owner(key, "sentences before", [_earlier(taken, self.whose.acted_on(start))])
            taken += 1
            if taken == _BEFORE:
                break

    def _whole(self, item: Item, metric: Metric, last: str | None, same: bool, found: dict[str | None, Owner]) -> None:
        """What the article as a whole and the figure before say of a candidate."""
        trait = _trait(metric.name)
        announcer = self.whose.announcer
        of_article = ((self.main, "main"), (self.title, "title"), (announcer, "announcer"), (self.holder, "holder"))
        for key, name in of_article:
            if key is None or (key not in found and self.whose.topic(item.start)):
                continue
            _owner(found, key).facts.append(_of_article(name, "stake" if trait.stake else "own"))
        if self.holder and self._holder_meant(item):
            _owner(found, self.holder).facts.append(_said("holder:meant"))
        if last is not None and (same or not self._new_topic(item)):
            owner = _owner(found, last)
            gap = "listed" if item.listed else "near" if len(item.gap) < 12 else "far"
            since = not same or any(o.inside and not o.passed for o in found.values())
            place = gap if same else "other sentence"
            owner.facts.append(_last(place, "own" if metric.own else "carried", "其" in item.before, not since))
        if item.amount.kind == "points" and self.index is not None and not self._of_index(found):
            _owner(found, self.index).facts.append(_said("first index"))
        bank = self.whose.central_bank(item.start) if trait.rate else None
        if bank:
            _owner(found, bank).facts.append(_said("bank of the rate"))

    def _holder(self) -> str | None:
        """The first shareholder that the article names: whose a stake is that a headline gives 控股股东 alone."""
        for start, _, key in self.whose.places:
            if key != self.whose.announcer and cues()["holder"].search(self.whose.folded, max(0, start - 8), start):
                return key
        return None

    def _holder_meant(self, item: Item) -> bool:
        """Whether the clause before a figure speaks of a shareholder that it does not name: 控股股东质押300万股."""
        meant = last_match(cues()["meant"].finditer(item.before))
        if meant is None:
            return False
        index = bisect_left(self.whose.starts, item.start - len(item.before) + meant.end())
        return index == len(self.whose.starts) or self.whose.starts[index] >= item.start

    def _of_index(self, found: dict[str | None, Owner]) -> bool:
        """Whether an index is named in the sentence before the figure."""
        return any(key and self.kinds[key] == "index" and owner.inside for key, owner in found.items())

    def _new_topic(self, item: Item) -> bool:
        """Whether the sentence opens another topic: 债市方面，."""
        return self.whose.topic(item.start) > item.sentence.start

    def _respective(self, item: Item) -> str | None:
        """The entity that a list before 分别 has in the place that the figure has after it."""
        shared = respective(item)
        if shared is None:
            return None
        place, first, at = shared
        offset = first.start - len(first.lead)
        index = bisect_left(self.whose.starts, offset + at)
        kept: list[tuple[int, int, str]] = []
        for mention in reversed(self.whose.places[max(0, index - 8) : index]):
            if mention[0] < item.sentence.start:
                break
            if kept and mention[2] == kept[-1][2]:
                kept[-1] = mention  # 某某银行（Some Bank）
                continue
            if kept and not _LISTED.fullmatch(self.whose.folded, mention[1], kept[-1][0]):
                break
            kept.append(mention)
        owners = list(dict.fromkeys(key for _, _, key in reversed(kept)))
        return owners[place] if len(owners) > 1 and place < len(owners) else None


def _measure(metric: Metric) -> str:
    """The class of a metric as it bears on whose it is."""
    return "stake" if is_stake(metric) else metric.kind or "?"


def _owner(found: dict[str | None, Owner], key: str) -> Owner:
    """A candidate already found, or one named elsewhere."""
    owner = found.get(key)
    if owner is None:
        owner = found[key] = Owner(key, "elsewhere", [_said("elsewhere")])
    return owner


@facts("subject")
def _said(*names: str) -> tuple[str, ...]:
    return names


@facts("subject")
def _kind(kind: str, measure: str, group: str, place: str, speaks_elsewhere: bool, speaks: bool) -> tuple[str, ...]:
    names = [kind, f"{kind}:{measure}", f"{kind}:{group}", f"{place}:{kind}"]
    if speaks_elsewhere:
        names += ["speaks elsewhere", f"speaks elsewhere:{measure}"]
    if speaks:
        names += ["speaks", f"speaks:{kind}:{measure}"]
    return tuple(names)


@facts("subject")
def _nobody(measure: str, group: str, bond: bool, again: str, named: bool) -> tuple[str, ...]:
    names = ["none", f"none:{measure}", f"none:{group}", "none:named" if named else "none:unnamed"]
    if bond:
        names.append("none:bond")
    if again:
        names += ["none:again", f"none:again:{again}"]
    return tuple(names)


@facts("subject")
def _in(where: str, rank: int, near: str) -> tuple[str, ...]:
    names = f"in {where}", f"in {where}:{rank}", f"in:{near}"
    return names if rank else (*names, "in:nearest")


@facts("subject")
def _named_after(near: str, of: bool) -> tuple[str, ...]:
    return ("after", f"after:{near}", "after:的") if of else ("after", f"after:{near}")


@facts("subject")
def _earlier(rank: int, acted_on: bool) -> tuple[str, ...]:
    names = "sentences before", f"sentences before:{rank}"
    return (*names, "before:object") if acted_on else names


@facts("subject")
def _of_article(name: str, stake: str) -> tuple[str, ...]:
    return name, f"{name}:{stake}"


@facts("subject")
def _last(place: str, own: str, then: bool, nobody_since: bool) -> tuple[str, ...]:
    names = ["last", f"last:{place}", f"last:{place}:{own}"]
    if then:
        names.append("last:其")
    if nobody_since:
        names.append("last:nobody since")
    return tuple(names)
