"""Words that may name a speaker: names, firm + title + name in any order, groups, pronouns, lists of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from extractor.document.models import ORGANISATIONS
from extractor.segment import Reading
from extractor.speech.cues import BRACKET, Cues

Sort = Literal["person", "org", "media", "crowd", "group", "opening", "officer", "honorific", "reporter", "pronoun"]

HOUSES = frozenset({"bank", "broker", "asset_manager", "rating_agency"})
OFFICES = frozenset({"central_bank", "government"})
_BRACKETS = re.compile(BRACKET)
_LIST = re.compile(
    r"\s?(?:、|，?和|，?及|，?以及|与|，?跟|/|或|，?还有|，?并)\s?(?:全球|美国|华尔街|华尔街大行|大行|资管巨头|全球资管巨头|来自)?\s?"
)
_STOP = re.compile(
    r"[，。：；、！？“”「」『』\n]|表示|指出|认为|预计|预期|预测|称|说|和|与|对|向|将|令|让|使|被|获|遭|加息|降息|下跌|上涨|公布|发布|会议|政策|上调|下调|维持|收购|看好|投资了|客户"
)
_LED = frozenset({"为首的", "牵头的", "领导的", "带领的", "领衔的", "率领的", "等", "在内的", "等人"})
_APPOSED = "，,（("
_APPOSED_END = "，,）)。：:"
_REACH = 40  # characters between the parts of one phrase


@dataclass(slots=True)
class Party:
    """One speaker as far as its words say; ids where they name one, a span for the title."""

    start: int
    end: int
    person: str | None = None
    org: str | None = None
    title: tuple[int, int] | None = None
    pronoun: str | None = None  # what a pronoun refers to
    group: bool = False
    crowd: bool = False  # the market at large


@dataclass(slots=True)
class Atom:
    """The smallest part: one mention, title, group noun or pronoun."""

    start: int
    end: int
    sort: Sort
    entity: str | None = None


@dataclass(slots=True)
class Phrase:
    """Words at ``[start, end)`` that name one or several parties; ``last`` is the sort of the last part."""

    start: int
    end: int
    last: Sort
    parties: list[Party] = field(default_factory=list)
    media: bool = False

    @property
    def party(self) -> Party:
        """The party being read."""
        return self.parties[-1]


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
    words = [Atom(m.start(), m.end(), "pronoun") for m in cues.pronoun.finditer(plain)]
    words += _titles(plain, cues)
    atoms += _clear_of(sorted(words, key=lambda a: (a.start, -a.end)), taken)
    return _without_overlap(sorted(atoms, key=lambda a: (a.start, -a.end)))


def _titles(plain: str, cues: Cues) -> list[Atom]:
    found = []
    for match in cues.title.finditer(plain):
        text = match.group().rstrip("们")
        use = next(use for noun, use in cues.titles_by_length if text.endswith(noun))
        start = match.start()
        while plain[start] in "的、与及和兼 ":
            start += 1
        if use == "opening":
            if start and not plain[start - 1].isspace() and plain[start - 1] not in "，。；有":
                continue  # 分析 speaks only where a clause opens; elsewhere it is a verb
            use = "group"
        found.append(Atom(start, match.end(), use))
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


class PhraseReader:
    """Joins atoms to phrases: one pass over the atoms of an article."""

    def __init__(self, reading: Reading, plain: str, cues: Cues) -> None:
        self.plain = plain
        self.cues = cues
        self.roles = {role.person: role for role in reversed(reading.roles)}
        self.types = {entity.id: entity.type for entity in reading.entities}
        self.atoms = find_atoms(reading, plain, cues)

    def read(self) -> list[Phrase]:
        """The phrases in reading order."""
        phrases: list[Phrase] = []
        for index, atom in enumerate(self.atoms):
            if phrases and self._joins(phrases[-1], index):
                self._extend(phrases[-1], atom)
            else:
                phrase = Phrase(
                    atom.start, atom.end, atom.sort, [Party(atom.start, atom.end)], atom.sort in ("media", "reporter")
                )
                self._add(phrase, atom)
                phrases.append(phrase)
        return phrases

    def _joins(self, phrase: Phrase, index: int) -> bool:
        atom = self.atoms[index]
        if atom.start - phrase.end > _REACH:
            return False
        gap = self.plain[phrase.end : atom.start]
        if "\n" in gap or "。" in gap:
            return False
        gap = _BRACKETS.sub("", gap).strip()
        last, party = phrase.last, phrase.party
        if phrase.media:
            return atom.sort == "reporter" and not gap
        if gap in ("(", "（") and self.plain[atom.end : atom.end + 1] in (")", "）") and atom.sort == last:
            return True  # the foreign name in brackets
        if atom.sort == "honorific":
            return last == "person" and not gap
        if last == "reporter":
            return False
        if self._alias(phrase, atom, gap):
            return True
        if atom.sort == "person":
            return self._person_joins(party, last, atom, gap)
        if atom.sort in ("group", "officer") and last == "person":
            return gap in _LED or not gap
        if atom.sort in ("group", "officer"):
            return (
                last in ("org", "pronoun", "group", "officer")
                and self._is_title(gap, last)
                and (party.person is None or last == "org")
            )
        if atom.sort == "org" and last == "group" and not gap and party.org is None:
            return True  # 投资银行高盛, 华尔街大行摩根士丹利
        if atom.sort == "org" and last == "person":
            return self._follows_led(phrase, gap) or self._apposed(index, phrase, gap)
        return bool(_LIST.fullmatch(self.plain[phrase.end : atom.start])) and self._can_list(last, atom)

    def _alias(self, phrase: Phrase, atom: Atom, gap: str) -> bool:
        """The same entity once more, in brackets or side by side: 摩根大通(JP Morgan)."""
        return (
            atom.entity is not None
            and atom.entity in (phrase.party.person, phrase.party.org)
            and gap in ("", "(", "（")
        )

    def _person_joins(self, party: Party, last: Sort, atom: Atom, gap: str) -> bool:
        if party.person is not None:
            return bool(_LIST.fullmatch(gap)) if gap else False
        if last in ("group", "officer", "pronoun"):
            return gap in ("", "·")
        if last == "org":
            role = self.roles.get(atom.entity or "")
            if role is not None and role.firm == party.org:
                return not re.search(r"[。！？\n“”「」]", gap) and not re.search(r"[、，]", gap)
            return gap in ("", "的", "旗下", "旗下的") or (self._is_title(gap, last) and len(gap) <= 12)
        return False

    def _is_title(self, gap: str, last: Sort) -> bool:
        if not gap or gap == "的":
            return True
        if last in ("group", "officer") and gap in ("、", "兼", "及", "暨", "兼任", "和"):
            return True
        if self.cues.modifiers.fullmatch(gap):
            return True
        return len(gap) <= 10 and not _STOP.search(gap)

    def _follows_led(self, phrase: Phrase, gap: str) -> bool:
        """以某某为首的高盛策略师."""
        return gap in _LED and phrase.party.org is None

    def _apposed(self, index: int, phrase: Phrase, gap: str) -> bool:
        """某某，高盛首席策略师，表示: the firm and title stand after the name, between stops."""
        if gap not in _APPOSED or not gap or index + 1 >= len(self.atoms):
            return False
        firm, title = self.atoms[index], self.atoms[index + 1]
        between = self.plain[firm.end : title.start]
        return (
            title.sort in ("group", "officer")
            and self._is_title(_BRACKETS.sub("", between).strip(), "org")
            and self.plain[title.end : title.end + 1] in _APPOSED_END
        )

    def _can_list(self, last: Sort, atom: Atom) -> bool:
        return last in ("org", "person", "group", "crowd", "officer") and atom.sort in (
            "org",
            "person",
            "group",
            "crowd",
        )

    def _extend(self, phrase: Phrase, atom: Atom) -> None:
        gap = self.plain[phrase.end : atom.start]
        party = phrase.party
        fresh = (atom.sort == "person" and party.person not in (None, atom.entity)) or (
            atom.sort in ("org", "group") and bool(_LIST.fullmatch(gap)) and phrase.last not in ("pronoun",)
        )
        if fresh and not (atom.sort == "group" and phrase.last in ("group", "officer")):
            phrase.parties.append(Party(atom.start, atom.end))
        self._add(phrase, atom)

    def _add(self, phrase: Phrase, atom: Atom) -> None:
        party = phrase.party
        if atom.sort == "person":
            party.person = atom.entity
            party.group = False
        elif atom.sort in ("org", "media"):
            if phrase.last == "group" and party.org is None:
                party.title, party.group = None, False
            party.org = party.org or atom.entity
        elif atom.sort in ("crowd", "group", "officer", "reporter"):
            start = party.title[0] if party.title else atom.start
            if party.title is None and phrase.last in ("org", "pronoun"):
                start = self._title_start(phrase.end, atom.start)
            party.title = (start, atom.end)
            party.group = atom.sort in ("group", "crowd")
            party.crowd = atom.sort == "crowd"
        elif atom.sort == "pronoun":
            party.pronoun = self.cues.pronouns[self.plain[atom.start : atom.end]]
        phrase.last = atom.sort if atom.sort != "honorific" else "person"
        phrase.end = party.end = atom.end

    def _title_start(self, start: int, end: int) -> int:
        """Where a title starts after the firm: without 的, brackets and spaces."""
        match = _BRACKETS.match(self.plain, start)
        start = match.end() if match and match.end() <= end else start
        while start < end and self.plain[start] in "的 旗下）)":
            start += 1
        return start
