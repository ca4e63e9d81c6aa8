"""Ratings as written: the label, the label that it replaces, what was done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice

from extractor.document.models import Rating, RatingAction, Stance
from extractor.resources import corpus
from extractor.tables import read_table
from extractor.views.frames import frame
from extractor.views.lexicon import load_lexicon

MOST = 40  # ratings of one form that a sentence can give: more is no prose
_WAYS = ("initiate", "maintain", "upgrade", "downgrade")
_OPEN, _CLOSE = r"[“\"「『‘'（(]?\s?", r"\s?[”\"」』’'）)]?"
_WORD = "(?:投资)?(?:评级|评等|建议|评价|级别)"
_ADVISE = re.compile("(?<!投资)建议$")  # as a verb it makes no label of an ordinary word: 建议积极参与


@dataclass(slots=True)
class RatingFound:
    """A rating at its place, where its label starts and the stance that this is."""

    start: int
    end: int
    label: int
    rating: Rating
    stance: Stance


def _any(words: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)) + ")"


class RatingReader:
    """The patterns, compiled from the tables of labels and actions."""

    def __init__(self) -> None:
        self.labels = {word.lower(): label for word, label in load_lexicon().ratings.items()}
        rows = read_table(corpus("knowledge", "views", "actions.csv"), ["words", "way"])
        self.actions = {w: row.choice("way", (*_WAYS, "give")) for row in rows for w in row.list("words")}
        every = _any(self.labels)
        bare = _any(word for word, label in self.labels.items() if label.bare)
        weights = _any(word for word, label in self.labels.items() if label.takes_object)
        act = f"(?:(?<![持延陆连]){_any(self.actions)})"  # 持续 is no 续
        change = _any(word for word, way in self.actions.items() if way in ("upgrade", "downgrade"))
        old, label = (f"{_OPEN}(?P<{name}>{every}){_CLOSE}" for name in ("old", "label"))
        gap = "[^，。；“”「」\\d]"
        flags = re.IGNORECASE
        self._patterns = [
            # 评级由持有升至买入, 从“减持”上调评级到“中性”
            re.compile(
                f"(?:由|从|自)(?:原本|原先|先前|此前)?的?{old}{_WORD}?{gap}{{0,6}}?"
                f"{change}{_WORD}?[为至到]?{label}{_WORD}?", flags,
            ),
            # 维持对其跑赢大市评级, 评级“增持”, 投资建议为「买进」
            re.compile(
                f"(?:{act}{gap}{{0,14}}?)?{label}的?{act}?的?{_WORD}"
                f"|{_WORD}(?:[：:，]|仍|获|被|在)?{act}?[为是至到]?{_OPEN}(?P<label2>{every}){_CLOSE}(?!乐观|悲观)",
                flags,
            ),
            # 首予买入, 重申“跑赢大市”
            re.compile(f"{act}{gap}{{0,10}}?[为至到]?(?<!的){_OPEN}(?P<label>{bare}){_CLOSE}(?![一-龥])", flags),
            re.compile(f"(?:{act}|{_WORD})[^。；]{{0,12}}?[“\"「『](?P<label>{bare})[”\"」』](?!信号|指令)", flags),
            # 目标价上调至10港元买入
            re.compile(f"元[，, ]?{_OPEN}(?P<label>{bare}){_CLOSE}(?![一-龥])", flags),
            # 超配美股: labels that take an object
            re.compile(f"(?P<object>)(?P<label>{weights})(?=[一-龥A-Z]{{2}})", flags),
        ]  # fmt: skip
        # 投资者仍低配股票 tells of others.
        self._others = re.compile(
            _any(w for w, kind in load_lexicon().titles.words.items() if kind == "public") + "[^，。]*$"
        )
        self._first = re.compile(_any(w for w, way in self.actions.items() if way == "initiate" and len(w) > 1))
        self._hint = re.compile(f"{_WORD}|{bare}", flags)

    def find(self, plain: str, text: str, start: int, end: int) -> list[RatingFound]:
        """Ratings in ``[start, end)``, in order, none overlapping."""
        found: list[RatingFound] = []
        if self._hint.search(plain, start, end):
            for pattern in self._patterns:
                for match in islice(pattern.finditer(plain, start, end), MOST):
                    if not any(f.start < match.end() and f.end > match.start() for f in found):
                        self._take(match, plain, text, found)
        return sorted(found, key=lambda f: f.start)

    def _take(self, match: re.Match[str], plain: str, text: str, found: list[RatingFound]) -> None:
        groups = match.groupdict()
        a, b = match.span("label" if groups.get("label") else "label2")
        if frame("credit").search(plain, max(0, match.start() - 6), match.end()):
            return
        if "object" in groups and self._others.search(plain[max(0, a - 12) : a]):
            return
        label = self.labels[plain[a:b].lower()]
        if not label.bare and _ADVISE.search(plain, max(0, a - 4), a):
            return
        previous = text[slice(*match.span("old"))] if groups.get("old") else None
        rating = Rating(text[a:b], previous, self._action(plain, match, a, b))
        found.append(RatingFound(match.start(), match.end(), a, rating, label.stance))

    def _action(self, plain: str, match: re.Match[str], a: int, b: int) -> RatingAction | None:
        """What was done, by the action words of the clause that are not said of a price target."""
        if self._first.search(re.split("[。；]", plain[max(0, a - 40) : a])[-1]):
            return "initiate"
        start = max(match.start() - 12, 0)
        clause = (
            re.split("[，。；、]", plain[start:a])[-1] + "|" + plain[b : max(b, match.end())] + plain[match.end() :][:2]
        )
        clause = re.sub("目标价[^|]*", "", clause)
        for way in _WAYS:
            if any(word in clause for word, w in self.actions.items() if w == way):
                return way  # type: ignore[return-value]
        return None


@cache
def rating_reader() -> RatingReader:
    """The one reader of a process."""
    return RatingReader()
