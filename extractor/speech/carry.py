"""Whose words a sentence without a speaker of its own are: the speaker before it, as far as that reaches."""

from __future__ import annotations

from extractor.segment import Reading, Speaker
from extractor.speech.cues import Cues
from extractor.speech.events import Event
from extractor.speech.phrases import HOUSES
from extractor.speech.units import Unit


class Carrier:
    """The speaker in force; sentences must come in reading order."""

    def __init__(self, reading: Reading, cues: Cues, units: list[Unit], events: list[Event]) -> None:
        self.plain = reading.plain
        self.cues = cues
        self.types = {entity.id: entity.type for entity in reading.entities}
        self.speakers: tuple[Speaker, ...] = ()
        self.cue = self.kind = ""
        self.paragraph = -9
        self.houses = self._houses(events)
        self._reach = "none"

    def _houses(self, events: list[Event]) -> int:
        """How many research houses and persons speak in the article."""
        return len({p.person or p.org for e in events for p in e.phrase.parties if p.person or p.org})

    def spoke(self, unit: Unit, event: Event, speakers: tuple[Speaker, ...], quoted: bool, count: int) -> None:
        """Someone has spoken in a sentence: remember who, and how far what follows is still his."""
        self.speakers, self.cue, self.kind, self.paragraph = speakers, event.cue, event.kind, unit.paragraph
        self._reach = self._how_far(unit, event, speakers, quoted, count)

    def _how_far(self, unit: Unit, event: Event, speakers: tuple[Speaker, ...], quoted: bool, count: int) -> str:
        who = speakers[0]
        listing = self.plain[unit.end - 1] in "：:"
        if listing:
            return "list"
        if who.person is None and who.org is None:
            return "sequel"
        if who.person is None and self.types.get(who.org or "") in HOUSES:
            if event.form == "source" and event.kind == "data":
                return "sequel"
            return "article" if self.houses == 1 else "paragraph"
        if who.person is None:
            if event.kind == "announce":
                return "article"
            return "article" if self.houses == 1 and event.form == "colon" else "sequel"
        if quoted or count > 1:
            return "sequel"
        return "paragraph" if unit.first else "sequel"

    def carry(self, unit: Unit) -> tuple[Speaker, ...]:
        """The speakers of a sentence that names none; empty where it is the reporter's."""
        if not self.speakers or self._reach == "none":
            return ()
        away = unit.paragraph - self.paragraph
        narrated = self.cues.narration_start.match(self.plain, unit.start) or self.cues.narration.search(
            self.plain, unit.start, unit.end
        )
        if narrated:
            if self._reach != "article":
                self._reach = "none"
            return ()
        if self._reach == "article":
            return self.speakers
        sequel = self.cues.sequel.match(self.plain, unit.start) is not None
        if self._reach == "list":
            return self.speakers
        if self._reach == "paragraph":
            return self.speakers if away == 0 else ()
        if away == 0 and sequel:
            return self.speakers
        self._reach = "none"
        return ()
