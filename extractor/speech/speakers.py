"""Phrases to speakers: ids, the firm carried through, pronouns resolved."""

from __future__ import annotations

from bisect import bisect_left

from extractor.segment import Reading, Speaker
from extractor.speech.cues import Cues
from extractor.speech.phrases import HOUSES, OFFICES, Party, Phrase
from extractor.speech.words import known_people

_THEY = "他她"
_LOOK_BACK = 60  # names before a pronoun among which its bearer is sought


class Speakers:
    """Who spoke so far; phrases must come in reading order."""

    def __init__(self, reading: Reading, phrases: list[Phrase], cues: Cues) -> None:
        self.cues = cues
        self.text = reading.text
        self.types = {entity.id: entity.type for entity in reading.entities}
        self.plain = reading.plain
        self.known = {e.id: known_people().get(e.name, "") for e in reading.entities if e.type == "person"}
        self.references = {(r.start, r.end): r.entity for r in reading.references}
        self.firms: dict[str, str] = {}
        self.titles: dict[str, str] = {}
        self._learn(reading, phrases)
        self._named = [(p.start, party) for p in phrases for party in p.parties if party.person or party.org]
        self._starts = [start for start, _ in self._named]
        self.persons: list[str] = []  # who spoke, the last one last
        self.house: str | None = None
        self.company: str | None = None
        self.host: tuple[Speaker, ...] = ()  # whose column or interview it is
        self.last: tuple[Speaker, ...] = ()
        self.latest: tuple[Speaker, ...] = ()  # the same, or an unnamed group
        self.voices: set[str] = set()  # every person and house that has spoken, a person for his house too

    def _learn(self, reading: Reading, phrases: list[Phrase]) -> None:
        """Each person's firm and title: what the entities room says, else the first phrase that tells."""
        for role in reading.roles:
            if role.firm:
                self.firms.setdefault(role.person, role.firm)
            if role.title:
                self.titles.setdefault(role.person, role.title)
        for phrase in phrases:
            for party in phrase.parties:
                if party.person and party.org:
                    self.firms.setdefault(party.person, party.org)
                if party.person and party.title:
                    self.titles.setdefault(party.person, self.text[slice(*party.title)])

    def resolve(
        self, phrase: Phrase, heads: bool = False, near: bool = False, beside: bool = False
    ) -> tuple[Speaker, ...]:
        """The speakers of a phrase that has been found to speak; empty where a pronoun points to nobody.

        ``heads``: the phrase stands before a colon at the start of a line, so that 我 after it means its speaker.
        ``near``: someone has spoken right before, so that 分析师 alone may be the one just named. ``beside``: someone
        has spoken in the same paragraph, so that it may be the article's one voice.
        """
        if near and (person := self._same_person(phrase.party)):
            phrase.party.person = person
        elif beside and self._alone(phrase.party):
            return tuple(s._replace(start=phrase.start, end=phrase.end) for s in self.last)
        found = list(self.named(phrase))
        self._remember(found)
        if heads and found and all(s.person or self.types.get(s.org or "") in HOUSES for s in found):
            self.host = tuple(found)
        return tuple(found)

    def named(self, phrase: Phrase) -> tuple[Speaker, ...]:
        """The speakers of a phrase, as far as is known by now, without counting them as having spoken."""
        return tuple(speaker for party in phrase.parties for speaker in self._party(party))

    def named_in(self, org: str, start: int, end: int) -> tuple[int, int] | None:
        """Where an organisation is first named between two places."""
        for index in range(bisect_left(self._starts, start), len(self._starts)):
            party = self._named[index][1]
            if party.start >= end:
                return None
            if party.org == org:
                return party.start, party.end
        return None

    def is_named(self, phrase: Phrase) -> bool:
        """Whether a phrase names someone or points back to someone named."""
        return any(p.person or p.org or p.pronoun for p in phrase.parties)

    def may_analyse(self, phrase: Phrase) -> bool:
        """Whether a phrase names a person or a house, who may hold a view beside that of another speaker."""
        return any(
            p.person
            or (p.group and not p.crowd)
            or p.pronoun in ("person", "persons", "analyst")
            or self.types.get(p.org or "") in HOUSES
            for p in phrase.parties
        )

    def is_official(self, phrase: Phrase) -> bool:
        """Whether all whom a phrase names speak for an office or for a firm of their own, not as analysts."""
        return bool(phrase.parties) and all(self._is_official(party) for party in phrase.parties)

    def _is_official(self, party: Party) -> bool:
        firm = self.types.get(party.org or self.firms.get(party.person or "", ""))
        if party.person and self.known.get(party.person) and firm not in HOUSES:
            return True
        return firm in OFFICES and not (party.title and self.cues.analyst.search(self.plain, *party.title))

    def _party(self, party: Party) -> list[Speaker]:
        title = self.text[slice(*party.title)] if party.title else None
        if party.person:
            return [self._person(party.person, party)]
        if party.pronoun:
            return self._pronoun(party, title)
        if party.org:
            return [Speaker(None, party.org, title, party.start, party.end)]
        if not party.group:
            company = self._nearest(party.start, org=True)
            return [Speaker(None, company, title, party.start, party.end)] if company else []
        return [Speaker(None, None, title, party.start, party.end)]

    def _same_person(self, party: Party) -> str | None:
        """Who was just named with the title that now stands alone: 某行策略师某某表示…。策略师指出…."""
        if not party.group or party.org or party.person or party.pronoun or not self.last or not party.title:
            return None
        person, noun = self.last[-1].person, self.text[slice(*party.title)]
        alike = person is not None and len(noun) >= 3 and self.titles.get(person, "").endswith(noun)
        return person if alike else None

    def _alone(self, party: Party) -> bool:
        """Whether 分析师 without another word is the one voice that has spoken so far."""
        bare = party.group and not (party.org or party.person or party.pronoun)
        noun = self.plain[party.start : party.end].removesuffix("们")
        return bare and len(self.voices) == 1 and bool(self.last) and self.cues.lone.fullmatch(noun) is not None

    def _person(self, person: str, party: Party) -> Speaker:
        firm = self.firms.get(person) or party.org
        return Speaker(person, firm, self.titles.get(person), party.start, party.end)

    def _pronoun(self, party: Party, title: str | None) -> list[Speaker]:
        place = (party.start, party.end)
        refers = party.pronoun
        if refers == "person" or (refers == "analyst" and self.persons):
            person = self.persons[-1] if self.persons else self._nearest(party.start, org=False)
            person = person or self._reference(party)
            return [self._person(person, party)] if person else []
        if refers == "persons":
            return self._persons(party)
        if refers == "report" and self.last and self.last[-1].person and self.last[-1].org == self.house:
            return [s._replace(start=party.start, end=party.end) for s in self.last]
        if refers == "work":
            return [s._replace(start=party.start, end=party.end) for s in self.last]
        if refers in ("house", "report"):
            org = (
                self.house
                or self._reference(party)
                or self._nearest(party.start, org=True, of=HOUSES if refers == "house" else None)
            )
            return [Speaker(None, org, title, *place)] if org else list(self.last)
        if refers == "company":
            org = self._reference(party) or self.company or self._company(party.start)
            return [Speaker(None, org, title, *place)] if org else []
        whose = self._self() if refers == "self" else self.last
        if whose:
            return [s._replace(start=party.start, end=party.end) for s in whose]
        return [Speaker(None, None, None, *place)]

    def _persons(self, party: Party) -> list[Speaker]:
        """Who they are: 两人 the last two persons, 他们 the group, the firm or the persons that spoke last."""
        two = list(dict.fromkeys(self.persons[-2:]))
        if self.text[party.start] not in _THEY or not self.latest:
            return [self._person(p, party) for p in two]
        return list(self.latest)

    def _self(self) -> tuple[Speaker, ...]:
        """Who says 我: the writer, or the house's person once named; in a note without a headline the house."""
        if self.host and self.host[0].person is None and any(s.person and s.org == self.host[0].org for s in self.last):
            return self.last
        if self.host or not self.house:
            return self.host or self.last
        return (Speaker(None, self.house, None, 0, 0),)

    def _company(self, at: int) -> str | None:
        """Which company is meant: the nearest one, else the nearest organisation."""
        return self._nearest(at, org=True, of=frozenset({"company"})) or self._nearest(at, org=True)

    def _reference(self, party: Party) -> str | None:
        return self.references.get((party.start, party.end))

    def _nearest(self, at: int, org: bool, of: frozenset[str] | None = None) -> str | None:
        """The nearest person or organisation, perhaps ``of`` some types, named before a place, not a news outlet."""
        last = bisect_left(self._starts, at)
        for index in range(last - 1, max(-1, last - _LOOK_BACK), -1):
            party = self._named[index][1]
            found = party.org if org else party.person
            if found is None or self.types.get(found) == "media":
                continue
            if of is None or self.types.get(found) in of:
                return found
        return None

    def _remember(self, found: list[Speaker]) -> None:
        if found:
            self.latest = tuple(found)
        for speaker in found:
            if speaker.person:
                self.persons = [*self.persons[-3:], speaker.person]
            if speaker.org and self.types.get(speaker.org) in HOUSES:
                self.house = speaker.org
            elif speaker.org and not speaker.person:
                self.company = speaker.org
        if any(s.person or s.org for s in found):
            self.last = tuple(found)
            self.voices |= {s.person or s.org or "" for s in found}
