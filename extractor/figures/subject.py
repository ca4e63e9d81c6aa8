"""Whose a figure is: the entities that its sentence and the text before it name, of which the weights take one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from extractor.figures.context import Item, respective
from extractor.figures.metric import GROUP, Metric
from extractor.figures.moves import mover
from extractor.figures.ranking import best, load_weights
from extractor.figures.whose import Whose, cues

_LISTED = re.compile(r" ?(?:[(（][^()（）]{0,24}[)）])? ?(?:、|,|/|以?及|和|与|跟) ?[^，。；、未不]{0,4}")
_HOUSES = frozenset({"broker", "asset_manager", "data_provider", "rating_agency"})
_PAUSE = re.compile(r"[，。；：、,;:]")
_JOINED = re.compile(r"[ ]?(?:[(（][^()（）]{0,16}[)）])?[ ]?的?[ ]?")
_NEAR = ((3, "0"), (10, "1"), (25, "2"), (60, "3"))
_TRADED = frozenset({"index", "commodity", "currency", "crypto"})
_OF_COUNTRIES = frozenset({"economy", "rate"})  # no measure of what is traded
_IN_SENTENCE, _BEFORE, _AFTER = 6, 3, 2  # entities considered in each place


@dataclass(slots=True)
class Owner:
    """An entity that a figure may belong to, or none; with its features."""

    entity: str | None
    features: list[str] = field(default_factory=list)


class Subjects:
    """Reads whose the figures of one article are."""

    def __init__(self, whose: Whose) -> None:
        self.whose = whose
        self.kinds = {key: entity.type for key, entity in whose.entities.items()}
        named = [key for _, _, key in whose.places if self.kinds[key] not in ("location", "sector", "person")]
        self.main = Counter(named).most_common(1)[0][0] if named else None
        self.title = named[0] if named else None
        self.index = next((key for key in named if self.kinds[key] == "index"), None)
        self.standing: dict[int, list[str]] = {}
        self.speakers = whose.speakers()

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
        taken = found[best(load_weights()["subject"], [owner.features for owner in found])]
        if taken.entity is not None:
            item.cues["subject"] = taken.features[0]
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
            kind = "house" if self.kinds[key] in _HOUSES else self.kinds[key]
            owner.features += [kind, f"{kind}:{measure}", f"{kind}:{group}", f"{owner.features[0]}:{kind}"]
            if key in self.speakers:
                owner.features += ["speaks elsewhere", f"speaks elsewhere:{measure}"]
            if key in silent:
                owner.features += ["speaks", f"speaks:{kind}:{measure}"]
        nobody = Owner(None, ["none", f"none:{measure}", f"none:{group}"])
        if cues()["bond"].search(metric.name):
            nobody.features.append("none:bond")
        if last is None and same:
            nobody.features += ["none:again", f"none:again:{item.listed}"]
        nobody.features.append("none:named" if any("in" in o.features[0] for o in found.values()) else "none:unnamed")
        return [*found.values(), nobody]

    def _of_nobody(self, item: Item, metric: Metric) -> bool:
        """Whether a government bond's yield is spoken of, with nobody named since the last figure."""
        if metric.kind != "yield" or not cues()["bond"].search(metric.name):
            return False
        end = bisect_left(self.whose.starts, item.start)
        named = end and item.previous and self.whose.places[end - 1][0] >= item.previous.amount.end
        return not named or metric.name[-2:] in item.before

    def _sentence(self, item: Item, metric: Metric, index: int, found: dict[str | None, Owner]) -> None:
        """Who is named before the figure in its sentence, the nearest first."""
        places, folded = self.whose.places, self.whose.folded
        stake = _measure(metric) == "stake"
        rank = 0
        at = index - 1
        while at >= 0 and places[at][0] >= item.sentence.start and len(found) < _IN_SENTENCE:
            start, end, key = places[at]
            at -= 1
            if end > item.start or key in found:
                continue
            gap = item.start - end
            near = next((name for most, name in _NEAR if gap <= most), "4")
            where = "clause" if start >= item.clause else "sentence"
            owner = Owner(
                key, [f"in {where}", f"in {where}:{min(rank, 3)}", f"in:{near}", *self._standing(at + 1, item)]
            )
            if rank == 0:
                owner.features.append("in:nearest")
            rank += 1
            if "in:its shares" in owner.features:
                owner.features.append(f"in:its shares:{stake}")
            if "其" in folded[max(end, item.clause) : item.start]:
                owner.features.append("in:then 其")
            if start - item.clause < 3 and start >= item.clause:
                owner.features.append("in:opens the clause")
            if item.previous is not None and end <= item.previous.amount.start:
                owner.features.append("in:before a figure")
            if metric.start >= 0 and end <= metric.start + 1:
                owner.features.append("in:before the metric")
                if _JOINED.fullmatch(folded, end, max(end, metric.start)):
                    owner.features.append("in:joins the metric")
            elif metric.start >= 0 and start >= metric.start:
                owner.features.append("in:after the metric")
            found[key] = owner

    def _standing(self, index: int, item: Item) -> list[str]:
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
        self.standing[index] = found
        return found

    def _after(self, item: Item, index: int, found: dict[str | None, Owner]) -> None:
        """Who is named after the figure in its clause: 管理资产154亿美元的某某基金."""
        places = self.whose.places
        limit = item.amount.end + len(item.after)
        for start, _, key in places[index : index + _AFTER]:
            if item.amount.end <= start < limit and key not in found:
                gap = self.whose.folded[item.amount.end : start]
                near = next((name for most, name in _NEAR if len(gap) <= most), "4")
                features = ["after", f"after:{near}"]
                if gap.startswith("的"):
                    features.append("after:的")
                found[key] = Owner(key, features)

    def _earlier(self, item: Item, index: int, found: dict[str | None, Owner]) -> None:
        """Who was last named before the sentence."""
        places = self.whose.places
        floor = self.whose.topic(item.start)
        taken = 0
        for start, _, key in reversed(places[max(0, index - 60) : index]):
            if start >= item.sentence.start or key in found:
                continue
            if start < floor:
                break
            owner = Owner(key, ["sentences before", f"sentences before:{taken}"])
            if self.whose.acted_on(start):
                owner.features.append("before:object")
            found[key] = owner
            taken += 1
            if taken == _BEFORE:
                break

    def _whole(self, item: Item, metric: Metric, last: str | None, same: bool, found: dict[str | None, Owner]) -> None:
        """What the article as a whole and the figure before say of a candidate."""
        stake = "stake" if cues()["stake"].search(metric.name) else "own"
        of_article = ((self.main, "main"), (self.title, "title"), (self.whose.announcer, "announcer"))
        for key, name in of_article:
            if key is None or (key not in found and self.whose.topic(item.start)):
                continue
            owner = found.setdefault(key, Owner(key, ["elsewhere"]))
            owner.features += [name, f"{name}:{stake}"]
        if last is not None and (same or not self._new_topic(item)):
            owner = found.setdefault(last, Owner(last, ["elsewhere"]))
            gap = "listed" if item.listed else "near" if len(item.gap) < 12 else "far"
            place = gap if same else "other sentence"
            owner.features += ["last", f"last:{place}", f"last:{place}:{'own' if metric.own else 'carried'}"]
            if "其" in item.before:
                owner.features.append("last:其")
            if same and not any(
                "in " in o.features[0] and "in:before a figure" not in o.features for o in found.values()
            ):
                owner.features.append("last:nobody since")
        named = any(key and self.kinds[key] == "index" and "in " in o.features[0] for key, o in found.items())
        if item.amount.kind == "points" and self.index is not None and not named:
            found.setdefault(self.index, Owner(self.index, ["elsewhere"])).features.append("first index")
        rate = cues()["rate"].search(metric.name)
        bank = self.whose.central_bank(item.start) if rate else None
        if bank:
            found.setdefault(bank, Owner(bank, ["elsewhere"])).features.append("bank of the rate")

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
    """The class of a metric as it bears on whose it is: a stake is its holder's, a rate a central bank's."""
    if cues()["stake"].search(metric.name):
        return "stake"
    return metric.kind or "?"
