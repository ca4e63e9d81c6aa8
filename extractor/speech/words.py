"""The room's data files as alternations that its patterns are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from extractor.resources import corpus
from extractor.tables import Row, read_table

KINDS = frozenset({"say", "opine", "forecast", "write", "quote", "recommend", "announce", "data", "rate"})
_USES = frozenset({"crowd", "group", "opening", "officer", "honorific", "reporter"})
_REFERS = frozenset({"person", "persons", "house", "company", "analyst", "report", "self"})
_FRAMES = frozenset({"object", "view", "source", "addressed", "survey", "compared", "byline"})


@dataclass(slots=True, frozen=True)
class Words:
    """Alternations, ready to stand in an expression, and what each word means."""

    says: str  # every verb of speech
    far_says: str  # those that other words may part from their speaker
    verb_kinds: dict[str, str]
    rates_alone: str
    rates_with_object: str
    rated_things: str
    publishing: str
    publication_kinds: dict[str, str]
    adverbs: str
    titles: str
    title_uses: dict[str, str]
    title_words: str
    pronouns: dict[str, str]
    before: dict[str, str]  # frame -> words before a speaker
    after: dict[str, str]  # frame -> words after a speaker
    headings: str
    sequels: str
    narration: str
    narration_start: str
    lead_ins: str
    slots: dict[str, str]  # closed lists by the slot that they fill


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def load_words() -> Words:
    """Every data file of the room. Raises ``KnowledgeError`` with file and line where a row is wrong."""
    verbs = _table("verbs", ["verb", "kind", "reach", "not_before", "not_after"])
    reach = {row["verb"]: row.choice("reach", {"near", "free"}) for row in verbs}
    ratings = _table("ratings", ["verb", "object", "not_before"])
    objects = {row["verb"]: row.choice("object", {"free", "needed"}) for row in ratings}
    titles = _table("titles", ["noun", "use", "not_before", "not_after"])
    uses = {row["noun"]: row.choice("use", _USES) for row in reversed(titles)}
    frames = _table("frames", ["frame", "place", "words", "not_before", "not_after"])
    ends = {(r.choice("frame", _FRAMES), r.choice("place", {"before", "after"})): _framed(r) for r in frames}
    narration = _table("narration", ["word", "place"])
    anywhere = [row["word"] for row in narration if row.choice("place", {"any", "start"}) == "any"]
    return Words(
        says=_guarded(verbs, "verb"),
        far_says=_guarded([row for row in verbs if reach[row["verb"]] == "free"], "verb"),
        verb_kinds={row["verb"]: row.choice("kind", KINDS) for row in verbs},
        rates_alone=_guarded([row for row in ratings if objects[row["verb"]] == "free"], "verb"),
        rates_with_object=_guarded([row for row in ratings if objects[row["verb"]] == "needed"], "verb"),
        rated_things=_list("rated_things"),
        publishing=_list("publishing", "verb"),
        publication_kinds={
            r["document"]: r.choice("kind", KINDS) for r in _table("publications", ["document", "kind"])
        },
        adverbs=_list("adverbs", "adverb"),
        titles=_guarded(titles, "noun"),
        title_uses=dict(sorted(uses.items(), key=lambda item: -len(item[0]))),
        title_words=_list("title_words"),
        pronouns={row["word"]: row.choice("refers", _REFERS) for row in _table("pronouns", ["word", "refers"])},
        before={frame: words for (frame, place), words in ends.items() if place == "before"},
        after={frame: words for (frame, place), words in ends.items() if place == "after"},
        headings=_list("headings"),
        sequels=_list("sequels"),
        narration=any_of(anywhere),
        narration_start=any_of(row["word"] for row in narration),
        lead_ins=_list("lead_ins"),
        slots={row["slot"]: any_of(row.list("words")) for row in _table("slots", ["slot", "words"])},
    )


@cache
def known_people() -> dict[str, str]:
    """Officials and founders by canonical name, with what they speak as. Raises ``KnowledgeError`` on a bad row."""
    rows = _table("people", ["work", "names"])
    return {name: row.choice("work", {"official", "business"}) for row in rows for name in row.list("names")}


def _table(name: str, columns: list[str]) -> list[Row]:
    return read_table(corpus("knowledge", "speech", f"{name}.csv"), columns)


def _list(name: str, column: str = "word") -> str:
    return any_of(row[column] for row in _table(name, [column]))


def _guarded(rows: Iterable[Row], key: str) -> str:
    """An alternation in which each word refuses its ``not_before`` after it and its ``not_after`` before it."""
    return "|".join(_guard(row, key) for row in sorted(rows, key=lambda r: -len(r[key])))


def _guard(row: Row, key: str) -> str:
    return _within(row, re.escape(row[key]))


def _framed(row: Row) -> str:
    """The words of a frame, none of which is part of another word."""
    return _within(row, f"(?:{any_of(row.list('words'))})")


def _within(row: Row, pattern: str) -> str:
    behind = "".join(f"(?<!{re.escape(word)})" for word in row.list("not_after")) if "not_after" in row.values else ""
    ahead = f"(?!{any_of(row.list('not_before'))})" if row.list("not_before") else ""
    return behind + pattern + ahead
