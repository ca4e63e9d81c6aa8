"""How they stand: each cue of a statement, turned by what stands before it, tied to what it is said of.

The method is that of clinical context rules (ConText, medspaCy): cues have a direction and a scope, shifters turn or
weaken them as far as they reach, 但 ends a concession's say.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from extractor.segment.reading import Sentence
from extractor.views.cues import OPPOSITE, find_cues
from extractor.views.frames import frame
from extractor.views.lexicon import Cue, Direction, Found, Lexicon, Shifter
from extractor.views.targets import Target, Targets

_CLAUSE = re.compile(r"(?:[，,；;。！!？?\n：:]|[—–-]{2,})+|\s{2,}")
# How much a cue counts by the clause it stands in: a concession or a condition is hardly the holder's call.
_CLAUSE_WEIGHT = {
    "concession": 0.3, "condition": 0.35, "cause": 0.5, "past": 0.6, "consensus": 0.25, "contrast": 1.4, "result": 1.2,
    "forecast": 1.3,
}  # fmt: skip
_AFTERWARDS = 0.4  # of a cue's weight where it only dates what the holder speaks of: 大跌之后
_AROUND = 200  # characters around a label in which its clause lies
_FAR = 16  # characters between a cue and a target that follows it
_TURNING = frozenset({"negate", "relieve", "reverse"})
_PASSIVE = 8  # characters before a cue in which 受 or 遭 makes it befall what stands before
_CHAIN = 4  # characters between two negations of which the first denies the second


@dataclass(slots=True)
class Sign:
    """A cue tied to a target: which way it points there, how much it counts, what shifted it."""

    cue: Found[Cue]
    target: Target
    direction: Direction
    weight: float
    sentence: Sentence
    shifters: tuple[str, ...] = ()
    premise: bool = False
    carried: bool = False
    effects: frozenset[str] = frozenset()


@dataclass(slots=True)
class Clause:
    """A stretch between commas with what is found in it."""

    start: int
    end: int
    cues: list[Found[Cue]]
    shifters: list[Found[Shifter]]
    targets: list[Target]
    effects: set[str] = field(default_factory=set)


class Judge:
    """Reads statements of one article. Holds the article's cues, shifters and targets by position."""

    def __init__(self, plain: str, lexicon: Lexicon, targets: Targets) -> None:
        self.plain = plain
        self.targets = targets
        found = find_cues(plain, lexicon)
        # 估值过高 is one cue, not 估值 with a word behind it: a cue outweighs the carriers and generic words inside it.
        targets.drop_inside(found)
        spans = [(t.start, t.end) for t in targets.all]
        starts = [a for a, _ in spans]
        self.cues = [c for c in found if not _covered(c, spans, starts)]
        scanned = [Found(a, b, s) for a, b, group in lexicon.shifters.scan(plain) for s in group]
        cue_spans = [(c.start, c.end) for c in self.cues]
        # 不利因素 denies nothing, nor does 利多出尽: what turns a cue is not part of a longer one.
        self.shifters = [s for s in scanned if s.what.effect not in _TURNING or not _within(s.start, s.end, cue_spans)]
        self._cue_starts = [c.start for c in self.cues]
        self._shifter_starts = [s.start for s in self.shifters]

    def clauses(self, start: int, end: int) -> list[Clause]:
        """The clauses of ``[start, end)`` in order."""
        out, at = [], start
        for match in [*_CLAUSE.finditer(self.plain, start, end), None]:
            if match and self._announces(match):
                continue
            a, b = at, match.start() if match else end
            if a < b:
                out.append(self._clause(a, b))
            at = match.end() if match else end
        return out

    def _announces(self, colon: re.Match[str]) -> bool:
        """Whether a colon stands between a call and what is called: 建议关注标的：."""
        if not colon.group().startswith(("：", ":")):
            return False
        before = bisect_left(self._cue_starts, colon.start()) - 1
        cue = self.cues[before] if before >= 0 else None
        if cue is None or cue.what.kind != "call" or cue.end > colon.start():
            return False
        return frame("announces").fullmatch(self.plain, cue.end, colon.start()) is not None

    def clause_at(self, sentence: Sentence, at: int) -> list[Target]:
        """The targets of the clause of a sentence that ends at or holds the position ``at``."""
        near = max(sentence.start, at - _AROUND), min(sentence.end, at + _AROUND)  # a sentence may be a megabyte
        clause = next((c for c in self.clauses(*near) if c.start < at <= c.end + 1), None)
        return clause.targets if clause is not None else []

    def _clause(self, a: int, b: int) -> Clause:
        cues = self.cues[bisect_left(self._cue_starts, a) : bisect_left(self._cue_starts, b)]
        shifters = self.shifters[bisect_left(self._shifter_starts, a) : bisect_left(self._shifter_starts, b)]
        return Clause(a, b, cues, shifters, self.targets.within(a, b), {s.what.effect for s in shifters})

    def signs(
        self, sentence: Sentence, clauses: list[Clause], topic: Target | None
    ) -> tuple[list[Sign], Target | None]:
        """The signs in the clauses of a sentence that one statement covers, and the topic that it leaves behind."""
        signs: list[Sign] = []
        turned = False
        for clause in clauses:
            if "contrast" in clause.effects:
                turned = True
                for sign in signs:
                    sign.weight *= 0.6
            if "now" in clause.effects:
                for sign in signs:
                    sign.premise = sign.premise or "past" in sign.effects
            here = [s for cue in clause.cues for s in self._tie(cue, clause, sentence, topic, turned)]
            _mark_premises(here, clause)
            signs += here
            topic = _next_topic(here, clause) or topic
        return signs, topic

    def hints(self, target: Target, places: list[tuple[Clause, list[Clause]]]) -> dict[tuple[Direction, bool], float]:
        """The weight of each direction in the clauses that mention a target, and in the clauses around."""
        out: dict[tuple[Direction, bool], float] = {}
        for own, clauses in places:
            for clause in clauses:
                for cue in clause.cues:
                    direction, _ = self._turn(cue, clause)
                    way = OPPOSITE[direction] if target.kind == "yield" else direction
                    key = way, clause is own
                    out[key] = out.get(key, 0.0) + cue.what.weight * self._standing(clause, False) * self._caused(
                        None, cue, clause
                    )
        return out

    def _tie(
        self, cue: Found[Cue], clause: Clause, sentence: Sentence, topic: Target | None, turned: bool
    ) -> list[Sign]:
        if self._given_up(cue, clause):
            return []
        direction, used = self._turn(cue, clause)
        effects = frozenset(clause.effects | {"turned"} if turned else clause.effects)
        weight = cue.what.weight * self._standing(clause, turned)
        if frame("afterwards").match(self.plain, cue.end, clause.end):
            weight *= _AFTERWARDS
        reported = frame("reported").match(self.plain, cue.end) is not None or "past" in clause.effects
        if cue.what.kind == "move" and reported and "forecast" not in clause.effects:
            weight *= 0.35
        places, carried = self._places(cue, clause, topic)
        given = not carried and any(self._depended_on(place, clause) for place in places)
        signs = []
        for place in places:
            if cue.what.scope == "object" and not carried and self._moves_itself(place, cue, clause):
                continue
            way = OPPOSITE[direction] if place.kind in ("inverse", "yield") else direction
            for target in self._handed_on(place, clause, topic):
                far = carried or target is not place
                strength = weight * self._caused(None if carried else place, cue, clause) * (0.7 if far else 1)
                signs.append(Sign(cue, target, way, strength, sentence, used, given, far, effects))
        return signs

    def _given_up(self, cue: Found[Cue], clause: Clause) -> bool:
        """Whether the cue is what a holder turns from: 看好 in 由看好转为中性."""
        change = next((s.start for s in clause.shifters if s.what.effect == "change" and s.start >= cue.end), None)
        return (
            change is not None
            and frame("from").search(self.plain[max(clause.start, cue.start - 4) : cue.start]) is not None
        )

    def _handed_on(self, place: Target, clause: Clause, topic: Target | None) -> list[Target]:
        """Whom a cue on ``place`` is about: itself, for a metric the topic that it belongs to, for a decoy nobody."""
        if place.judged:
            return [place]
        if place.kind == "decoy":
            return []
        topic = self._owner(place, clause) or topic
        if topic is None:
            return []
        if topic.kind in ("currency", "yield") and not frame("any_topic").match(self.plain, place.start):
            return []
        return self.targets.listed(topic) if frame("all").match(self.plain, clause.start) else [topic]

    def _owner(self, metric: Target, clause: Clause) -> Target | None:
        """The target right before a metric, whose it is: 美股 of 美股的估值."""
        before = [t for t in clause.targets if t.end <= metric.start]
        if before and before[-1].judged and frame("of").fullmatch(self.plain, before[-1].end, metric.start):
            return before[-1]
        return None

    def _moves_itself(self, place: Target, cue: Found[Cue], clause: Clause) -> bool:
        """Whether what is acted on has a cue of its own after it: 推动美元走低 says down, whatever 推动 says."""
        if place.start < cue.end:
            return False
        return any(c.start >= place.end and c.what.kind == "move" and c.start - place.end <= 6 for c in clause.cues)

    def _turn(self, cue: Found[Cue], clause: Clause) -> tuple[Direction, tuple[str, ...]]:
        """The cue's direction after negation, reversal and limits, and the words that turned it."""
        direction, used = cue.what.direction, []
        for shifter, turns in self._before(cue, clause):
            used.append(shifter.what.word)
            if turns:
                direction = OPPOSITE[direction]
        for shifter in clause.shifters:
            if shifter.what.effect == "reverse" and self._reaches_back(shifter, cue, clause):
                direction = OPPOSITE[direction]
                used.append(shifter.what.word)
        return direction, tuple(used)

    def _before(self, cue: Found[Cue], clause: Clause) -> list[tuple[Found[Shifter], bool]]:
        """The negations that reach a cue, each with whether it turns it: 不会 and 终结 of 不会终结涨势 do not."""
        out: list[tuple[Found[Shifter], bool]] = []
        turns, last = False, -_CHAIN - 1
        for shifter in clause.shifters:
            if shifter.what.effect not in ("negate", "relieve") or shifter.end > cue.start:
                continue
            if shifter.what.effect == "relieve" and cue.what.direction != "down":
                continue
            turns = not turns if shifter.start - last <= _CHAIN else True
            if last >= 0 and shifter.start - last <= _CHAIN and out:
                out.pop()
            last = shifter.end
            between = self.plain[shifter.end : cue.start]
            if cue.start <= shifter.end + shifter.what.reach and not any(s in between for s in shifter.what.stops):
                out.append((shifter, turns))
        return out

    def _reaches_back(self, shifter: Found[Shifter], cue: Found[Cue], clause: Clause) -> bool:
        """Whether a word such as 放缓 or 有限 turns the cue before it: none other is nearer, and it is not denied."""
        if not cue.end <= shifter.start <= cue.end + shifter.what.reach:
            return False
        starts = (*(c.start for c in clause.cues), *(t.start for t in clause.targets))
        if any(cue.end <= start < shifter.start for start in starts):
            return False
        return not any(
            s.what.effect == "negate" and cue.end <= s.start and shifter.start - _CHAIN <= s.end <= shifter.start
            for s in clause.shifters
        )

    def _standing(self, clause: Clause, turned: bool) -> float:
        weight = 1.0
        for effect in ("concession", "condition", "past", "consensus", "result", "forecast"):
            if effect in clause.effects:
                weight *= _CLAUSE_WEIGHT[effect]
        return weight * (_CLAUSE_WEIGHT["contrast"] if turned else 1.0)

    def _caused(self, place: Target | None, cue: Found[Cue], clause: Clause) -> float:
        """How much a cue on ``place`` counts beside a cause: what stands before 因 and its like is no part of it."""
        causes = [s.start for s in clause.shifters if s.what.effect == "cause"]
        if not causes or cue.start < causes[-1] or (place is not None and place.end <= min(causes[0], cue.start)):
            return 1.0
        return _CLAUSE_WEIGHT["cause"]

    def _places(self, cue: Found[Cue], clause: Clause, topic: Target | None) -> tuple[list[Target], bool]:
        """What the cue is said of: its targets, and whether they were carried over from earlier words."""
        said_of = [t for t in clause.targets if not told_in(self.plain, t, moves=cue.what.kind == "move")]
        before = [t for t in said_of if t.end <= cue.start]
        after = [t for t in said_of if t.start >= cue.end and t.start - cue.end <= _FAR]
        alike = topic is not None and frame("all").match(self.plain, clause.start) is not None
        carried = ([] if topic is None else self.targets.listed(topic) if alike else [topic]), True
        scope, kind = cue.what.scope, cue.what.kind
        struck = self._struck(before, cue) if kind == "effect" else None
        if struck is not None:
            return self.targets.listed(struck), False
        towards = self._towards(before, cue) if scope != "before" else None
        if towards is not None:
            return self.targets.listed(towards), False
        if scope in ("after", "object") or (kind in ("call", "effect") and scope == "both"):
            judged = [t for t in after if t.judged or scope == "object"]
            if judged:
                return self.targets.listed(judged[0]), False
        passive = frame("passive").search(self.plain[max(0, cue.start - _PASSIVE) : cue.start]) is not None
        if scope == "after" and not passive:
            return [], False
        if scope == "object" and before and (disposed := self._disposed(before[-1], cue)):
            return self.targets.listed(disposed), False
        if scope == "object" and before and not passive:
            return carried if topic is not None and topic.key != before[-1].key else ([], True)
        if after and kind in ("state", "move") and frame("attribute").fullmatch(self.plain, cue.end, after[0].start):
            return self.targets.listed(after[0]), False
        if before:
            return self.targets.listed(self._subject(before, cue, clause)), False
        if after and (
            scope != "before" or (kind == "state" and frame("of").fullmatch(self.plain, cue.end, after[0].start))
        ):
            return self.targets.listed(after[0]), False
        return carried

    def _depended_on(self, place: Target, clause: Clause) -> bool:
        """Whether a target is named only because another depends on it: 美元 in 金价受美元走强打压."""
        before = [t for t in clause.targets if t.end <= place.start]
        return bool(before) and self._joined("depends", before[-1], place, clause)

    def _struck(self, before: list[Target], cue: Found[Cue]) -> Target | None:
        """Whom an act befalls that 受 or 遭 stands before: 金价 in 金价受美元走强打压."""
        for target in reversed(before):
            match = frame("befalls").match(self.plain, target.end, cue.start) if target.judged else None
            if match:
                return target
        return None

    def _subject(self, before: list[Target], cue: Found[Cue], clause: Clause) -> Target:
        """The target that a cue behind several is said of.

        Mostly it is the last; not where a copula joins it to an earlier one (AI in AI 堪称股市的亮点), nor where it
        stands in a comparison (美元 in 美元相对日元走强) or in a cause that has a cue of its own (金价 in
        金价因美元走软而上涨).
        """
        last = before[-1]
        if len(before) > 1 and self.plain[last.end : last.end + 1] == "的":
            for target in reversed(before[:-1]):
                if target.judged and frame("copula").search(self.plain[target.end : last.start]):
                    return target
        for first, second in zip(before[-2::-1], before[:0:-1], strict=True):
            if self._joined("compared", first, second, clause):
                return first
            if self._joined("depends", first, second, clause):
                own = any(second.end <= c.start < cue.start for c in clause.cues)
                return first if own else last
        return last

    def _joined(self, name: str, first: Target, second: Target, clause: Clause) -> bool:
        """Whether the words between two targets are those of a frame, without a cue among them."""
        if not frame(name).fullmatch(self.plain, first.end, second.start):
            return False
        return all(not first.end <= c.start < second.start for c in clause.cues)

    def _disposed(self, target: Target, cue: Found[Cue]) -> Target | None:
        """The target that 将 or 把 puts before the act on it: 将某地评级下调."""
        if not target.judged or cue.start - target.end > _FAR:
            return None
        words = self.plain[max(0, target.start - 4) : target.start]
        return target if frame("disposal").search(words) else None

    def _towards(self, before: list[Target], cue: Found[Cue]) -> Target | None:
        """The target that 对, 给 or 令 stands before: 对金价不利."""
        for target in reversed(before):
            near = cue.start - target.end <= _FAR
            if (
                near
                and target.kind != "metric"
                and frame("towards").search(self.plain[max(0, target.start - 10) : target.start])
            ):
                return target
        return None


def told_in(plain: str, target: Target, moves: bool = False) -> bool:
    """Whether a currency is only what another one is told in, so that a move is the other's: 兑美元跌至1.2."""
    if target.kind != "currency":
        return False
    words = plain[max(0, target.start - 4) : target.start]
    return frame("quoted_in").search(words) is not None or (moves and words.endswith("对"))


def _within(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    """Whether one of ``spans``, which are sorted, holds ``[start, end)`` and more."""
    at = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return at >= 0 and spans[at][1] >= end and spans[at] != (start, end)


def _covered(cue: Found[Cue], spans: list[tuple[int, int]], starts: list[int]) -> bool:
    at = bisect_left(starts, cue.end)
    return any(a < cue.end and b > cue.start for a, b in spans[max(0, at - 3) : at])


def _mark_premises(here: list[Sign], clause: Clause) -> None:
    """What acts on something else is a premise (美元 in 美元走软支撑金价), and so is what 因 names."""
    acts = [c.start for c in clause.cues if c.what.scope == "object"]
    acts += [s.start for s in clause.shifters if s.what.effect == "result" and s.start > clause.start + 1]
    given = [s.start for s in clause.shifters if s.what.effect in ("cause", "condition")]
    forecasts = [s.start for s in clause.shifters if s.what.effect == "forecast"]
    direct = [s for s in here if not s.carried]
    for sign in direct:
        target = sign.target
        acting = any(target.end <= act and sign.cue.start < act for act in acts)
        if acting or any(target.start > start for start in given):
            sign.premise = True
        elif sign.cue.what.kind == "move" and not any(target.end <= f <= sign.cue.start for f in forecasts):
            # 美股暴跌 before another target's sign is what happened, not what is foreseen.
            later = any(s.cue.start > sign.cue.start and s.target.start > sign.cue.start for s in direct)
            sign.premise = sign.premise or later


def _next_topic(here: list[Sign], clause: Clause) -> Target | None:
    """What the words after a clause go on about: the first target that something was said of, else its first target."""
    said = [s.target for s in here if not s.premise]
    if said:
        return min(said, key=lambda target: target.start)
    judged = [t for t in clause.targets if t.judged]
    return judged[0] if judged and "cause" not in clause.effects else None
