"""The parts of what may name a speaker: mentions, titles and group nouns, pronouns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from extractor.document.models import ORGANISATIONS
from extractor.segment import Reading
from extractor.speech.cues import Cues

Sort = Literal["person", "org", "media", "crowd", "group", "opening", "officer", "honorific", "reporter", "pronoun"]


_BEFOREHAND = tuple("先此日目之以早当")  # with 前 a time, not a former title


@dataclass(slots=True)
class Atom:
    """The smallest part: one mention, title, group noun or pronoun."""

    start: int
    end: int
    sort: Sort
    entity: str | None = None


def find_atoms(reading: Reading, plain: str, cues: Cues) -> list[Atom]:
    """Every part of a possible speaker in reading order, none overlapping; mentions go before words."""
    atoms: list[Atom] = []
    taken: list[tuple[int, int]] = []
    for entity in reading.entities:
        sort: Sort | None = None
        if entity.type == "person":
            sort = "person"
        elif entity.type == "media":
            sort = "media"
        elif entity.type in ORGANISATIONS:
            sort = "org"
        for mention in entity.mentions:
            taken.append((mention.start, mention.end))
            if sort:
                atoms.append(Atom(mention.start, mention.end, sort, entity.id))
    taken.sort()
    words = [
        Atom(m.start(), m.end(), "pronoun")
        for m in cues.pronoun.finditer(plain)
        if cues.words.pronouns[m.group()] not in ("report", "company") or _opens_clause(plain, m.start(), cues)
    ]
    words += _titles(plain, cues)
    words += [
        Atom(m.start(), m.end(), "pronoun") for m in cues.work.finditer(plain) if _opens_clause(plain, m.start(), cues)
    ]
    atoms += _clear_of(sorted(words, key=lambda a: (a.start, -a.end)), taken)
    return _without_overlap(sorted(atoms, key=lambda a: (a.start, -a.end)))


def _opens_clause(plain: str, at: int, cues: Cues) -> bool:
    """报告 and 公司 speak only where a clause opens: 在一份报告中表示, 上市公司公布 have other speakers."""
    return cues.clause_opens.search(plain, max(0, at - 4), at) is not None


def _titles(plain: str, cues: Cues) -> list[Atom]:
    found = []
    for match in cues.title.finditer(plain):
        text = match.group().rstrip("们")
        use = next(use for noun, use in cues.words.title_uses.items() if text.endswith(noun))
        start = match.start()
        while plain[start] in "的、与及和兼 " or (plain[start] == "前" and plain[start - 1 : start] in _BEFOREHAND):
            start += 1
        if use == "opening":
            if not _opens_clause(plain, start, cues):
                continue  # 分析 speaks only where a clause opens; elsewhere it is a verb
            use = "group"
        found.append(Atom(start, match.end(), cast(Sort, use)))
    return found


def _clear_of(words: list[Atom], taken: list[tuple[int, int]]) -> list[Atom]:
    """The words without what mentions cover: a title keeps the part after a name that reaches into it."""
    kept, at = [], 0
    for word in words:
        while at < len(taken) and taken[at][1] <= word.start:
            at += 1
        inside = at
        start = word.start
        while inside < len(taken) and taken[inside][0] < word.end:
            start = max(start, taken[inside][1])
            inside += 1
        if start == word.start or (start < word.end - 1 and word.sort != "pronoun"):
            kept.append(Atom(start, word.end, word.sort))
    return kept


def _without_overlap(atoms: list[Atom]) -> list[Atom]:
    kept: list[Atom] = []
    for atom in atoms:
        if kept and atom.start < kept[-1].end:
            longer = atom.end > kept[-1].end and kept[-1].sort == "pronoun"
            if not longer:
                continue
            kept.pop()
        kept.append(atom)
    return kept
