"""Ratings and price targets as written: label, previous label, action; value, currency, previous value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.document.models import Figure, PriceTarget, Rating, RatingAction, Stance
from extractor.resources import corpus
from extractor.tables import read_table
from extractor.views.lexicon import Lexicon

_QUOTE = "“”\"'「」『』‘’《》〈〉（）()"
_NOT_A_RATING = re.compile(r"(?:信用|主权|信贷|主体|债项|长期发行人|债务人)")


@dataclass(slots=True)
class RatingFound:
    """A rating at its place, with the stance that its label is."""

    start: int
    end: int
    rating: Rating
    stance: Stance


@dataclass(slots=True)
class TargetFound:
    """A price target at its place."""

    start: int
    end: int
    price: PriceTarget
    stance: Stance | None


@cache
def _actions() -> dict[str, str]:
    ways = ("initiate", "maintain", "upgrade", "downgrade", "give")
    rows = read_table(corpus("knowledge", "views", "actions.csv"), ["words", "way"])
    return {word: row.choice("way", ways) for row in rows for word in row.list("words")}


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


class RatingReader:
    """Compiled once from the tables of labels and actions."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.labels = lexicon.ratings
        self.actions = _actions()
        every, bare = _any(list(self.labels)), _any([w for w, r in self.labels.items() if r.bare])
        act = _any(list(self.actions))
        changing = _any([w for w, way in self.actions.items() if way in ("upgrade", "downgrade")])
        word = r"(?:投资)?(?:评级|评等|建议|评价)"
        open_, close = r"[“\"「『‘'（(]?\s?", r"\s?[”\"」』’'）)]?"
        label = rf"{open_}(?P<label>{every}){close}"
        from_to = rf"(?:由|从|自)(?:原本的?|先前的?|此前的?)?\s?{open_}(?P<{{0}}>{every}){close}(?:{word})?[^，。；“”「」]{{{{0,6}}}}?(?:{changing})(?:为|至|到)?\s?{open_}(?P<{{1}}>{every}){close}"
        self._change = re.compile(
            rf"(?:{word}[^，。；]{{0,4}})?" + from_to.format("old", "label") + rf"(?:{word})?", re.IGNORECASE
        )
        self._labelled = re.compile(
            rf"(?P<act>{act})?[^，。；“”「」\d]{{0,14}}?{label}\s?(?:的)?(?:{act})?(?:的)?{word}"
            rf"|{word}(?:为|至|是|：|:|，|评为|仍为|续为|维持在|维持为|维持|至为|获|升至|降至|被)?(?P<act2>{act})?(?:为|至|到)?\s?"
            rf"{open_}(?P<label2>{every}){close}",
            re.IGNORECASE,
        )
        self._bare = re.compile(
            rf"(?P<act>{act})(?P<gap>[^，。；“”「」\d]{{0,10}}?)(?:为|至|到)?\s?{open_}(?P<label>{bare}){close}"
            rf"(?![一-龥])", re.IGNORECASE
        )  # fmt: skip
        self._quoted = re.compile(rf"[“\"「『](?P<label>{bare})[”\"」』]", re.IGNORECASE)
        self._hint = re.compile(rf"评级|评等|评价|建议|{bare}", re.IGNORECASE)

    def find(self, plain: str, text: str, start: int, end: int) -> list[RatingFound]:
        """Ratings in ``[start, end)``, in order, none overlapping."""
        if not self._hint.search(plain, start, end):
            return []
        found: list[RatingFound] = []
        for pattern in (self._change, self._labelled, self._bare, self._quoted):
            for match in pattern.finditer(plain, start, end):
                self._take(match, plain, text, found)
        return sorted(found, key=lambda f: f.start)

    def _take(self, match: re.Match[str], plain: str, text: str, found: list[RatingFound]) -> None:
        groups = match.groupdict()
        name = "label" if groups.get("label") else "label2"
        a, b = match.span(name)
        if any(f.start < match.end() and f.end > match.start() for f in found):
            return
        if _NOT_A_RATING.search(plain[max(0, match.start() - 6) : match.end()]):
            return
        label = self.labels.get(plain[a:b]) or next(r for w, r in self.labels.items() if w.lower() == plain[a:b].lower())
        previous = text[slice(*match.span("old"))] if groups.get("old") else None
        action = self._action(plain, match, label.stance, self.labels.get(groups.get("old") or ""))
        found.append(RatingFound(match.start(), match.end(), Rating(text[a:b], previous, action), label.stance))

    def _action(self, plain: str, match: re.Match[str], stance: Stance, old: object) -> RatingAction | None:
        before = plain[max(0, match.start() - 8) : match.start("label") if match.groupdict().get("label") else match.end()]
        after = plain[match.end() : match.end() + 3]
        clause = re.split("[，。；]", before)[-1] + "|" + after
        ways = [way for word, way in self.actions.items() if word in clause and way != "give" and len(word) > 1]
        ways += [way for word, way in self.actions.items() if word in match.group() and way != "give"]
        for way in ("initiate", "maintain", "upgrade", "downgrade"):
            if way in ways and not (way in ("upgrade", "downgrade") and "目标" in clause):
                return way  # type: ignore[return-value]
        return None


_MONEY_AHEAD = re.compile(
    r"目标(?:价位?|价格|位|点位|区间|股价|水平|水准)?(?:中位数|均价|平均)?(?P<words>[^。；]{0,24}?)$"
)
_MONEY_BEHIND = re.compile(r"^(?:的)?(?:合理)?(?:12个月|一年|年底|短期|十二个月)?(?:的)?目标(?:价|位|价位)")
_FROM = re.compile(r"(?:由|从|自)(?:原本的?|先前的?|此前的?|原来的?|约)?\s?$")
_CHANGE = re.compile(r"^(?:\s?(?:大幅|小幅|略微|轻微|微|再|进一步)?(?:上调|调高|调升|提升|提高|上修|升|下调|调低|调降|下修|降|削|砍|削减|降低|大砍|下降|拉高|微升|微降|大升|上移|下移)(?:了)?(?P<by>[\d.]+%)?(?:至|到|为)?|至|到)[^，。；]{0,4}$")
_LEVEL = re.compile(
    r"(?:升至|涨至|涨到|升到|上看|看至|看到|达到|达|攀升至|突破|升破|站上|触及|挑战|上试|升穿|涨破|见|跌至|跌到|降至|下看|下探至|下探|回落至|跌破|跌穿|潜力至|升抵|推高至|推升至|收在|收于|上移至|上调至|下调至|目标|目标位|水平至|报)\s?(?:约|每桶|每盎司|至|接近|近)*\s?$"
)
_WOULD = re.compile(r"(?:预计|预期|预料|料|将|会|可能|或|有望|有机会|预测|估|预估|目标|潜力|上看|看至|下看|料将)")


def price_targets(plain: str, figures: list[Figure], start: int, end: int) -> list[TargetFound]:
    """Price targets of shares in ``[start, end)``: figures that 目标价 names, with the one they replace."""
    inside = [f for f in figures if f.start >= start and f.end <= end and f.kind in ("money", "points")]
    found: list[TargetFound] = []
    previous: Figure | None = None
    for figure in inside:
        ahead = _MONEY_AHEAD.search(plain[max(start, figure.start - 40) : figure.start])
        behind = _MONEY_BEHIND.match(plain[figure.end : min(end, figure.end + 12)])
        linked = previous is not None and _CHANGE.match(plain[previous.end : figure.start])
        if not (ahead or behind or linked) or (ahead and re.search(r"[\d元点]", _stripped(ahead["words"])) and not linked and not behind):
            previous = None
            continue
        if _FROM.search(plain[max(start, figure.start - 8) : figure.start]) and _follows(plain, figure, inside):
            previous = figure
            continue
        currency = "points" if figure.kind == "points" else figure.unit
        old = previous.value if linked and previous is not None else None
        price = PriceTarget(figure.value, currency, old, figure.low, figure.high)
        found.append(TargetFound(figure.start, figure.end, price, _way(plain, start, figure)))
        previous = None
    return found


def _stripped(words: str) -> str:
    """Words between 目标价 and a figure without a percentage of change."""
    return re.sub(r"[\d.]+%", "", words)


def _follows(plain: str, figure: Figure, inside: list[Figure]) -> bool:
    later = [f for f in inside if f.start >= figure.end]
    return bool(later) and _CHANGE.match(plain[figure.end : later[0].start]) is not None


def _way(plain: str, start: int, figure: Figure) -> Stance | None:
    words = plain[max(start, figure.start - 20) : figure.start]
    ways = [(words.rfind(word), way) for word, way in _actions().items() if len(word) > 1 or word in "升降削砍"]
    at, way = max((w for w in ways if w[0] >= 0 and w[1] in ("upgrade", "downgrade")), default=(-1, ""))
    return {"upgrade": "bullish", "downgrade": "bearish"}.get(way)  # type: ignore[return-value]


def levels(plain: str, figures: list[Figure], start: int, end: int) -> list[TargetFound]:
    """Levels that an index, a commodity or a currency is forecast to reach in ``[start, end)``."""
    found = []
    for figure in figures:
        if figure.start < start or figure.end > end or figure.kind not in ("money", "points"):
            continue
        clause = re.split("[。；]", plain[max(start, figure.start - 36) : figure.start])[-1]
        if _LEVEL.search(clause) and _WOULD.search(clause):
            currency = "points" if figure.kind == "points" else figure.unit
            price = PriceTarget(figure.value, currency, None, figure.low, figure.high)
            found.append(TargetFound(figure.start, figure.end, price, None))
    return found
