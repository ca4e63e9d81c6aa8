"""The room's word lists, loaded once and checked, and one automaton over all cue words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache

import ahocorasick

from extractor.document.models import ORGANISATIONS, EntityType
from extractor.resources import corpus
from extractor.tables import Row, read_table

TITLE_KINDS = ("head", "modifier", "honorific", "state", "corporate")
SPEECH_KINDS = ("say", "act", "link")
PLACE_KINDS = ("country", "city")
SOURCE_KINDS = ("outlet_after", "outlet_before", "staff_after")
REFERENCE_KINDS = ("house", "company", "central_bank", "government", "person", "man", "woman", "people")


@dataclass(slots=True, frozen=True)
class Suffix:
    """An ending of an organisation's name: its type, the characters it needs before it, whether it is a plain word."""

    type: EntityType
    stem: int
    open: bool


@dataclass(slots=True)
class Marks:
    """Where the cue words of one article stand: per kind, the longest word from each start and to each end."""

    starts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    ends: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))


@dataclass(slots=True)
class Lexicon:
    """Everything the room knows of words. All of it is simplified."""

    surnames: frozenset[str]
    word_surnames: frozenset[str]
    not_names: frozenset[str]
    never_given: frozenset[str]
    clause_words: frozenset[str]
    sounds: dict[str, str]
    suffixes: dict[str, Suffix]
    organs: dict[str, tuple[EntityType, bool]]
    latin: dict[str, EntityType]
    descriptors: dict[str, EntityType]
    references: dict[str, str]
    kinds: dict[str, set[str]]
    _automaton: ahocorasick.Automaton = field(init=False)

    def __post_init__(self) -> None:
        words: dict[str, list[str]] = defaultdict(list)
        for kind, listed in self.kinds.items():
            for word in listed:
                words[word].append(kind)
        self._automaton = ahocorasick.Automaton()
        for word, kinds in words.items():
            if len(word) > 1:
                self._automaton.add_word(word, (len(word), tuple(kinds)))
        self._automaton.make_automaton()

    def mark(self, plain: str) -> Marks:
        """Every cue word of two characters or more in one pass; single characters are asked for by ``opens``."""
        marks = Marks()
        starts, ends = marks.starts, marks.ends
        for last, (length, kinds) in self._automaton.iter(plain):
            end = last + 1
            start = end - length
            for kind in kinds:
                starts[kind][start] = max(end, starts[kind].get(start, 0))
                ends[kind][end] = min(start, ends[kind].get(end, start))
        return marks


def _words(name: str, kinds: tuple[str, ...], word: str = "word", kind: str = "kind") -> dict[str, set[str]]:
    found: dict[str, set[str]] = {k: set() for k in kinds}
    for row in _rows(name, [word, kind]):
        found[row.choice(kind, kinds)].add(row[word])
    return found


def _rows(name: str, columns: list[str]) -> list[Row]:
    rows = read_table(corpus("knowledge", "entities", f"{name}.csv"), columns)
    for row in rows:
        if not row[columns[0]]:
            raise row.fault(f"{columns[0]} is empty")
    return rows


def _list(name: str, column: str = "word") -> frozenset[str]:
    return frozenset(row[column] for row in _rows(name, [column]))


def _organisation(row: Row) -> EntityType:
    return row.choice("type", ORGANISATIONS)


@cache
def lexicon() -> Lexicon:
    """The word lists under ``corpus/knowledge/entities``. Raises ``KnowledgeError`` for a bad row."""
    suffixes = {}
    for row in _rows("organisations", ["suffix", "type", "stem", "open"]):
        if not row["stem"].isdigit():
            raise row.fault("stem is not a number")
        suffixes[row["suffix"]] = Suffix(_organisation(row), int(row["stem"]), bool(row["open"]))
    organs = {
        r["suffix"]: (_organisation(r), bool(r["bare"])) for r in _rows("state_organs", ["suffix", "type", "bare"])
    }
    descriptors = {r["word"]: _organisation(r) for r in _rows("descriptors", ["word", "type"])}
    references = {r["phrase"]: r.choice("to", REFERENCE_KINDS) for r in _rows("references", ["phrase", "to"])}
    surnames = _rows("surnames", ["surname", "word"])
    kinds = _words("titles", TITLE_KINDS) | _words("speech", SPEECH_KINDS) | _words("places", PLACE_KINDS, "name")
    kinds |= _words("sources", SOURCE_KINDS, "cue")
    sides = _words("confirming", ("after", "house", "index", "before"), "word", "side")
    kinds |= {f"confirm_{side}": words for side, words in sides.items()}
    kinds |= {"suffix": set(suffixes), "organ": set(organs), "reference": set(references), "stop": set(_list("stops"))}
    kinds |= {"trade": set(_list("trades")), "appoint": set(_list("appointments"))}
    kinds |= {"descriptor": set(descriptors), "holding": set(_list("holdings"))}
    kinds["doubtful"] = set(_list("doubtful"))
    kinds["generic"] = set(_list("generics"))
    kinds["industry"] = set(_list("industries"))
    kinds |= {"department": set(_list("departments")), "fund_ending": set(_list("fund_endings"))}
    return Lexicon(
        surnames=frozenset(row["surname"] for row in surnames),
        word_surnames=frozenset(row["surname"] for row in surnames if row["word"]),
        not_names=_list("not_names"),
        never_given=frozenset("".join(_list("never_given", "characters"))),
        clause_words=_list("clause_words"),
        sounds={c: r["sound"] for r in _rows("transliteration", ["sound", "characters"]) for c in r["characters"]},
        suffixes=suffixes,
        organs=organs,
        latin={r["word"].lower(): _organisation(r) for r in _rows("latin_organisations", ["word", "type"])},
        descriptors=descriptors,
        references=references,
        kinds=kinds,
    )
