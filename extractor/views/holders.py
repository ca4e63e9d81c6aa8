"""Whose words count as a view: analysts and houses, not companies on themselves nor officials on policy."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.document.models import Entity, Holder
from extractor.segment.reading import Reading, Speaker
from extractor.views.frames import frame
from extractor.views.lexicon import HolderKind, Lexicon

_RESEARCH = frozenset({"bank", "broker", "asset_manager", "data_provider", "rating_agency"})
_STATE = frozenset({"central_bank", "government"})


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
        self._roles: dict[str, tuple[str | None, str | None]] = {}
        for role in reading.roles:
            firm, title = self._roles.get(role.person, (None, None))
            self._roles[role.person] = (firm or role.firm, title or role.title)

    def firm(self, person: str) -> str | None:
        """The firm that the article gives a person."""
        return self._roles.get(person, (None, None))[0]

    def who(self, speaker: Speaker) -> Who | None:
        """The holder that a speaker is, or none."""
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
        if speaker.person is None and org is not None:
            text = self.reading.text[speaker.start : speaker.end]
            for mention in self.entities[org].mentions if org in self.entities else ():
                text = text.replace(mention.text, "，")
            kinds = {f.what for f in self.lexicon.titles.scan(_plain(text))}
            if house in _RESEARCH and ("analyst" in kinds or not kinds & {"executive", "official"}):
                return "analyst"
            return "analyst" if "analyst" in kinds and house not in _STATE else None
        plain = self.reading.plain[speaker.start : speaker.end] if speaker.person is None else (title or "")
        kinds = {f.what for f in self.lexicon.titles.scan(_plain(plain))}
        if org in self.entities and frame("adviser").search(self.entities[org].name):
            kinds.add("analyst")
        if house in _STATE:
            return None
        if "official" in kinds and "analyst" not in kinds and house not in _RESEARCH:
            return None
        if "analyst" in kinds:
            return "analyst"
        if speaker.person is None:
            return "public" if "public" in kinds else None
        if "executive" in kinds:
            return "executive" if house in _RESEARCH else None
        return "analyst" if house in _RESEARCH or house is None else None


def _plain(title: str) -> str:
    from extractor.script import to_simplified

    return to_simplified(title)
