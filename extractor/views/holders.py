"""Whose words count as a view: analysts and houses, not companies on themselves nor officials on policy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from extractor.document.models import Entity, Holder
from extractor.resources import corpus
from extractor.segment.reading import Reading, Speaker
from extractor.speech.words import known_people
from extractor.tables import read_table
from extractor.views.frames import frame
from extractor.views.lexicon import HolderKind, Lexicon

_RESEARCH = frozenset({"bank", "broker", "asset_manager", "data_provider", "rating_agency"})
_STATE = frozenset({"central_bank", "government"})
_FIRMS = frozenset({"company", "exchange"})
_BEFORE = 12  # characters before a speaker or a title in which the name of an unknown firm or 前 may stand


@dataclass(slots=True, frozen=True)
class Who:
    """A speaker as a holder of views."""

    holder: Holder
    kind: HolderKind
    start: int
    end: int

    @property
    def key(self) -> str:
        """One for all statements of one holder."""
        return self.holder.person or self.holder.org or "unnamed:" + self.holder.text


class Holders:
    """Decides on the speakers of one article."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading = reading
        self.lexicon = lexicon
        self.entities: dict[str, Entity] = {e.id: e for e in reading.entities}
        self._advisers = {e.id for e in reading.entities if _judges(e)}
        self.houses = self._advisers | {e.id for e in reading.entities if e.type in _RESEARCH}
        self._former = self._find_former()
        self._sole = self._find_sole()
        self._roles: dict[str, tuple[str | None, str | None]] = {}
        for role in reading.roles:
            firm, title = self._roles.get(role.person, (None, None))
            self._roles[role.person] = (firm or role.firm, title or role.title)

    def _find_former(self) -> set[str]:
        """Who once held an office: 前美联储主席某某."""
        titled = [(r.person, r.start, r.end) for r in self.reading.roles]
        titled += [(x.person, x.start, x.start) for s in self.reading.statements for x in s.speakers if x.person]
        plain, retired = self.reading.plain, frame("retired")
        return {person for person, start, end in titled if retired.search(plain[max(0, start - _BEFORE) : end])}

    def _find_sole(self) -> Speaker | None:
        """The one analyst whom his firm stands for: he, his firm and unnamed groups are all who speak."""
        spoken = {s[:2]: s for found in self.reading.statements for s in found.speakers if s.person or s.org}
        persons = [s for s in spoken.values() if s.person]
        alone = len(persons) == 1 and len({s.org for s in spoken.values()}) == 1
        return persons[0] if alone else None

    def firm(self, person: str) -> str | None:
        """The firm that the article gives a person."""
        return self._roles.get(person, (None, None))[0]

    def is_bank(self, who: Who) -> bool:
        """Whether a holder speaks for a bank."""
        return who.holder.org in self.entities and self.entities[who.holder.org].type == "bank"

    def who(self, speaker: Speaker) -> Who | None:
        """The holder that a speaker is, or none."""
        if self._sole is not None and speaker.person is None and speaker.org == self._sole.org is not None:
            speaker = self._sole._replace(start=speaker.start, end=speaker.end)
        org, title = speaker.org, speaker.title
        if speaker.person:
            firm, known = self._roles.get(speaker.person, (None, None))
            org, title = org or firm, title or known
        text = self.reading.text[speaker.start : speaker.end]
        kind = self._kind(speaker, org, title)
        before = self.reading.plain[max(0, speaker.start - 4) : speaker.start]
        if kind is None or frame("denied").search(before + self.reading.plain[speaker.start : speaker.end]):
            return None
        return Who(Holder(text, speaker.person, org, title), kind, speaker.start, speaker.end)

    def _kind(self, speaker: Speaker, org: str | None, title: str | None) -> HolderKind | None:
        house = self.entities[org].type if org in self.entities else None
        research = org in self.houses
        text = self.reading.plain[speaker.start : speaker.end]
        if speaker.person is None and org is not None:
            kinds = self._titles(self._without(org, text))
            if research and ("analyst" in kinds or not kinds & {"executive", "official"}):
                return "analyst"
            if "analyst" in kinds and self._may_forecast(house, text):
                return "analyst"
            return "industry" if house == "company" and not kinds else None  # a trader of metals on metals
        words = text if speaker.person is None else _plain(title or "")
        kinds = self._titles(words)
        known = known_people().get(self.entities[speaker.person].name) if speaker.person in self.entities else None
        if known is not None and not research and "analyst" not in kinds and speaker.person not in self._former:
            return None if known == "official" else "industry"
        advises = house == "asset_manager" or org in self._advisers
        if house in (None, "company") and frame("adviser_head").search(self._around(speaker)):
            advises = research = True
        if house in _STATE:
            former = house == "central_bank" and speaker.person in self._former
            return "analyst" if former or ("analyst" in kinds and self._may_forecast(house, words)) else None
        if "official" in kinds and "analyst" not in kinds and not research:
            return None
        if "analyst" in kinds or (advises and kinds):
            return "analyst"  # the head of an investment firm lives by his views
        if speaker.person is None:
            if org is None and frame("ours").fullmatch(text):
                return "analyst"  # the writers of a note
            return "public" if "public" in kinds else None
        if "executive" in kinds or ("official" in kinds and research):  # a bank's 行长
            return "executive" if research else "industry"
        return "analyst" if research or house is None else None

    def _titles(self, words: str) -> set[HolderKind]:
        return {f.what for f in self.lexicon.titles.scan(words)}

    def _without(self, org: str, text: str) -> str:
        """The words that name a speaker without its organisation's name, which may hold words of a title."""
        for mention in self.entities[org].mentions if org in self.entities else ():
            text = text.replace(self.reading.plain[mention.start : mention.end], "，")
        return text

    def _around(self, speaker: Speaker) -> str:
        """The words that name a speaker with what stands before them in the clause: a firm that nobody knows."""
        return self.reading.plain[max(0, speaker.start - _BEFORE) : speaker.end]

    def _may_forecast(self, house: str | None, words: str) -> bool:
        """Whether an office's analysts speak for themselves: economists of ministries and bodies, no central bank's."""
        return house not in _STATE or (house == "government" and frame("economist").search(words) is not None)


def _judges(entity: Entity) -> bool:
    """Whether a firm of another type judges markets for a living, by its name or by the table of such firms."""
    if entity.type not in _FIRMS:
        return False
    return (
        frame("adviser").search(entity.name) is not None and entity.ticker is None
    ) or entity.name in consultancies()


@cache
def consultancies() -> frozenset[str]:
    """Firms that judge a market besides their business. Raises ``KnowledgeError`` with file and line on a bad row."""
    rows = read_table(corpus("knowledge", "views", "consultancies.csv"), ["field", "names"])
    return frozenset(name for row in rows for name in row.list("names"))


def _plain(title: str) -> str:
    from extractor.script import to_simplified

    return to_simplified(title)
