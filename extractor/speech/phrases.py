"""Words that may name a speaker: names, firm + title + name in any order, groups, pronouns, lists of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.segment import Reading
from extractor.speech.atoms import Atom, Sort, find_atoms
from extractor.speech.cues import BRACKET, Cues

HOUSES = frozenset({"bank", "broker", "asset_manager", "rating_agency"})
OFFICES = frozenset({"central_bank", "government"})
_BRACKETS = re.compile(BRACKET)
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
        if phrase.media:  # an outlet never speaks, but its analyst does
            analyst = atom.sort == "group" and self.cues.modifiers.fullmatch(gap) is not None
            return analyst or (atom.sort == "reporter" and not gap)
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
        if atom.sort == "group" and self.plain[atom.start].isdigit():
            return False  # 某公司共有17位分析师: they are not its own
        if atom.sort in ("group", "officer") and last == "person":
            return self.cues.led.fullmatch(gap) is not None or self._titled(index, gap)
        if atom.sort in ("group", "officer"):
            return (
                last in ("org", "pronoun", "group", "officer")
                and self._is_title(gap, last)
                and (party.person is None or last == "org")
            )
        if atom.sort == "org" and last in ("group", "officer") and not gap and party.org is None:
            return True  # 投资银行高盛, 华尔街大行摩根士丹利
        if atom.sort == "org" and last == "person":
            return self._follows_led(phrase, gap) or self._apposed(index, phrase, gap)
        return bool(self.cues.listed.fullmatch(self.plain[phrase.end : atom.start])) and self._can_list(last, atom)

    def _alias(self, phrase: Phrase, atom: Atom, gap: str) -> bool:
        """The same entity once more, in brackets or side by side: 摩根大通(JP Morgan)."""
        return (
            atom.entity is not None
            and atom.entity in (phrase.party.person, phrase.party.org)
            and gap in ("", "(", "（")
        )

    def _person_joins(self, party: Party, last: Sort, atom: Atom, gap: str) -> bool:
        if party.person is not None:
            return bool(self.cues.listed.fullmatch(gap)) if gap else False
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
        return len(gap) <= 10 and not self.cues.title_stop.search(gap)

    def _follows_led(self, phrase: Phrase, gap: str) -> bool:
        """以某某为首的高盛策略师."""
        return gap != "" and self.cues.led.fullmatch(gap) is not None and phrase.party.org is None

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

    def _titled(self, index: int, gap: str) -> bool:
        """某某，首席策略师，表示: the title stands after the name, between stops, perhaps with the firm after it."""
        if gap not in _APPOSED or not gap:
            return False
        title, after = self.atoms[index], self.atoms[index + 1 : index + 2]
        end = after[0].end if after and after[0].sort == "org" and after[0].start - title.end <= 1 else title.end
        return self.plain[end : end + 1] in _APPOSED_END

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
        if gap.strip() in ("(", "（") and atom.sort == phrase.last:
            phrase.end = party.end = atom.end + 1  # the foreign name in brackets
            return
        listed = bool(self.cues.listed.fullmatch(gap)) and phrase.last != "pronoun"
        if gap == "、" and party.org is None and party.person is None:
            listed = False  # 旅游学者、某校经理某某: two titles of one person
        fresh = (atom.sort == "person" and party.person not in (None, atom.entity)) or (
            atom.sort in ("org", "group", "crowd") and listed
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
            if phrase.last == "group" and party.org is None and party.person is None:
                party.title, party.group = None, False
            party.org = party.org or atom.entity
        elif atom.sort in ("crowd", "group", "officer", "reporter"):
            start = party.title[0] if party.title else atom.start
            if party.title is None and phrase.last in ("org", "pronoun"):
                start = self._title_start(phrase.end, atom.start)
            party.title = (start, atom.end)
            phrase.media = phrase.media and atom.sort != "group"
            party.group = atom.sort in ("group", "crowd")
            party.crowd = atom.sort == "crowd"
        elif atom.sort == "pronoun":
            party.pronoun = self.cues.words.pronouns.get(self.plain[atom.start : atom.end], "work")
        phrase.last = atom.sort if atom.sort != "honorific" else "person"
        phrase.end = party.end = atom.end

    def _title_start(self, start: int, end: int) -> int:
        """Where a title starts after the firm: without 的, brackets and spaces."""
        match = _BRACKETS.match(self.plain, start)
        start = match.end() if match and match.end() <= end else start
        while start < end and self.plain[start] in "的 旗下）)":
            start += 1
        return start
