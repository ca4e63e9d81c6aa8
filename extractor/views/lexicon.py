"""What the room knows: cues, shifters, ratings, targets, titles, horizons, read from ``corpus/knowledge/views``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Generic, Literal, NamedTuple, TypeVar

import ahocorasick

from extractor.document.models import Stance
from extractor.resources import corpus
from extractor.tables import Row, read_table

Direction = Literal["up", "down", "flat", "mixed"]
Scope = Literal["before", "after", "both", "object"]
CueKind = Literal["call", "move", "effect", "state", "phrase"]
Effect = Literal[
    "negate", "relieve", "reverse", "pseudo", "concession", "contrast", "condition", "cause", "result", "forecast",
    "past", "consensus", "change", "now",
]  # fmt: skip
TargetClass = Literal[
    "market", "index", "sector", "theme", "economy", "commodity", "currency", "bond", "yield", "crypto", "property",
    "company", "fund", "place", "none", "decoy", "metric", "inverse",
]  # fmt: skip
HolderKind = Literal["analyst", "executive", "industry", "official", "public"]
STANCES: tuple[Stance, ...] = ("bullish", "bearish", "neutral", "mixed")
T = TypeVar("T")


@dataclass(slots=True, frozen=True)
class Cue:
    """A word that shows a direction, where its target stands (``scope``) and how much it says (``weight``)."""

    word: str
    direction: Direction
    scope: Scope
    kind: CueKind
    weight: float


@dataclass(slots=True, frozen=True)
class Context:
    """What a word says between certain words: ``before`` ends where it starts, ``behind`` starts where it ends."""

    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    cue: Cue


@dataclass(slots=True, frozen=True)
class Shifter:
    """A word that changes what the cues near it say."""

    word: str
    effect: Effect
    reach: int
    stops: tuple[str, ...]


@dataclass(slots=True, frozen=True)
class Judgeable:
    """What a target word stands for. ``generic``: whatever the article is about (大市, 股价)."""

    key: str
    kind: TargetClass
    generic: bool = False


@dataclass(slots=True, frozen=True)
class RatingLabel:
    """A rating label and the stance that it is; ``bare`` where it needs no 评级 beside it, ``takes_object`` as 超配."""

    word: str
    stance: Stance
    bare: bool
    takes_object: bool


class Found(NamedTuple, Generic[T]):
    """An entry found at ``[start, end)``."""

    start: int
    end: int
    what: T


class WordScanner(Generic[T]):
    """Every word of a table in one automaton; ``scan`` gives the longest hits, none overlapping."""

    def __init__(self, words: Iterable[tuple[str, T]]) -> None:
        self.words = dict(words)
        self._automaton = ahocorasick.Automaton()
        for word, what in self.words.items():
            self._automaton.add_word(word, (len(word), what))
        self._automaton.make_automaton()

    def scan(self, plain: str) -> list[Found[T]]:
        """Hits in reading order; Latin words match whole words only."""
        hits = []
        for last, (length, what) in self._automaton.iter_long(plain):
            end = last + 1
            start = end - length
            if not (_inside_latin(plain, start) or _inside_latin(plain, end)):
                hits.append(Found(start, end, what))
        return hits


def _inside_latin(text: str, at: int) -> bool:
    return 0 < at < len(text) and _latin(text[at - 1]) and _latin(text[at])


def _latin(c: str) -> bool:
    return c.isascii() and c.isalpha()


@dataclass(slots=True, frozen=True)
class Lexicon:
    """All tables of the room, ready to scan with."""

    cues: WordScanner[Cue]
    contexts: dict[str, tuple[Context, ...]]
    shifters: WordScanner[tuple[Shifter, ...]]
    targets: WordScanner[Judgeable]
    suffix: re.Pattern[str]
    ratings: dict[str, RatingLabel]
    titles: WordScanner[HolderKind]
    horizon: re.Pattern[str]
    currencies: frozenset[str]


def _table(name: str) -> Path:
    return corpus("knowledge", "views", f"{name}.csv")


def _words(row: Row) -> list[str]:
    words = row.list("words")
    if not words:
        raise row.fault("words is empty")
    return words


def _cue(row: Row, word: str) -> Cue:
    direction = row.choice("direction", ("up", "down", "flat", "mixed"))
    scope = row.choice("scope", ("before", "after", "both", "object"))
    kind = row.choice("kind", ("call", "move", "effect", "state", "phrase"))
    try:
        weight = float(row["weight"])
    except ValueError as error:
        raise row.fault(f"weight is {row['weight']!r}; it must be a number") from error
    return Cue(word, direction, scope, kind, weight)  # type: ignore[arg-type]


def _cues() -> dict[str, Cue]:
    cues: dict[str, Cue] = {}
    for row in read_table(_table("cues"), ["words", "direction", "scope", "kind", "weight"]):
        for word in _words(row):
            if word in cues:
                raise row.fault(f"{word} stands in two rows")
            cues[word] = _cue(row, word)
    return cues


def _contexts() -> dict[str, tuple[Context, ...]]:
    contexts: dict[str, tuple[Context, ...]] = {}
    for row in read_table(_table("contexts"), ["words", "before", "behind", "direction", "scope", "kind", "weight"]):
        if not (row["before"] or row["behind"]):
            raise row.fault("neither words before nor words behind are asked for; the row belongs in cues.csv")
        try:
            before = re.compile(f"(?:{row['before']})$") if row["before"] else None
            behind = re.compile(row["behind"]) if row["behind"] else None
        except re.error as error:
            raise row.fault(f"a pattern does not compile: {error}") from error
        for word in _words(row):
            contexts[word] = (*contexts.get(word, ()), Context(before, behind, _cue(row, word)))
    return contexts


def _cue_scanner(cues: dict[str, Cue], contexts: dict[str, tuple[Context, ...]]) -> WordScanner[Cue]:
    """The words of both tables; one that stands in contexts alone weighs nothing without."""
    silent = {word: replace(rows[0].cue, weight=0.0) for word, rows in contexts.items()}
    return WordScanner((silent | cues).items())


def _shifters() -> dict[str, tuple[Shifter, ...]]:
    effects = Effect.__args__  # type: ignore[attr-defined]
    shifters: dict[str, tuple[Shifter, ...]] = {}
    for row in read_table(_table("shifters"), ["words", "effect", "reach", "stops"]):
        effect = row.choice("effect", effects)
        if not row["reach"].isdigit():
            raise row.fault(f"reach is {row['reach']!r}; it must be a whole number of characters")
        for word in _words(row):
            if any(known.effect == effect for known in shifters.get(word, ())):
                raise row.fault(f"{word} stands in two rows with the effect {effect}")
            shifter = Shifter(word, effect, int(row["reach"]), tuple(row.list("stops")))
            shifters[word] = (*shifters.get(word, ()), shifter)
    return shifters


def _targets() -> Iterable[tuple[str, Judgeable]]:
    kinds = TargetClass.__args__  # type: ignore[attr-defined]
    places = [(row["key"], _words(row)) for row in read_table(_table("places"), ["key", "words"])]
    for key, words in places:
        for word in words:
            yield word, Judgeable(key + "经济", "place")
    for row in read_table(_table("heads"), ["key", "class", "words"]):
        kind = row.choice("class", kinds)
        for head in _words(row):
            for key, words in places:
                for word in words:
                    yield word + head, Judgeable(key + row["key"], kind)
    for row in read_table(_table("targets"), ["key", "class", "words"], ["generic"]):
        kind, generic = row.choice("class", kinds), row["generic"] == "yes"
        for word in _words(row):
            yield word, Judgeable(word if row["key"] == "*" else row["key"], kind, generic)


def _ratings() -> dict[str, RatingLabel]:
    labels = {}
    for row in read_table(_table("ratings"), ["words", "stance", "bare"]):
        stance, bare = row.choice("stance", STANCES), row.choice("bare", ("yes", "no", "object"))
        for word in _words(row):
            labels[word] = RatingLabel(word, stance, bare != "no", bare == "object")
    return labels


def _titles() -> Iterable[tuple[str, HolderKind]]:
    for row in read_table(_table("holders"), ["words", "kind"]):
        kind = row.choice("kind", HolderKind.__args__)  # type: ignore[attr-defined]
        for word in _words(row):
            yield word, kind


def _horizon() -> re.Pattern[str]:
    parts = []
    for row in read_table(_table("horizons"), ["pattern"]):
        try:
            re.compile(part := row["pattern"].replace("{n}", r"(?:\d+|[一二两三四五六七八九十]+)"))
        except re.error as error:
            raise row.fault(f"the pattern does not compile: {error}") from error
        parts.append(part)
    return re.compile("|".join(f"(?:{part})" for part in parts))


@cache
def load_lexicon() -> Lexicon:
    """The room's tables. Raises ``KnowledgeError`` with file and line where a row is at fault."""
    targets = WordScanner(_targets())
    suffixes = [word for row in read_table(_table("suffixes"), ["words", "class"]) for word in _words(row)]
    contexts = _contexts()
    return Lexicon(
        cues=_cue_scanner(_cues(), contexts),
        contexts=contexts,
        shifters=WordScanner(_shifters().items()),
        targets=targets,
        suffix=re.compile("(?:的)?(?:" + "|".join(sorted(suffixes, key=len, reverse=True)) + ")"),
        ratings=_ratings(),
        titles=WordScanner(_titles()),
        horizon=_horizon(),
        currencies=frozenset(w for w, j in targets.words.items() if j.kind == "currency" and len(w) <= 3),
    )
