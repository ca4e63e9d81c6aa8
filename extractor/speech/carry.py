"""Whose words a sentence without a speaker of its own are: the speaker before it, as far as that reaches."""

from __future__ import annotations

import re

from extractor.document.models import EntityType
from extractor.segment import Speaker
from extractor.speech.cues import Cues
from extractor.speech.events import Event
from extractor.speech.phrases import HOUSES
from extractor.speech.units import Unit

_MOVE = re.compile(
    r"(?:上涨|下跌|上升|下降|走高|走低|跳升|攀升|回落|飙升|大涨|大跌|[升跌涨挫])[了约近逾超过至到]{0,3}\s?\d[\d.,]*\s?(?:%|点|美元|个基点|日元|元)"
)
_OUTLOOK = re.compile(r"将|会|可能|预计|预期|料|有望|目标|若|如果")


class Carrier:
    """The speaker in force; sentences must come in reading order."""

    def __init__(self, plain: str, cues: Cues, types: dict[str, EntityType], events: list[Event]) -> None:
        self.plain = plain
        self.cues = cues
        self.types = types
        self.events = events
        self.author: tuple[Speaker, ...] = ()  # of a column
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
        if self.author and speakers[0].person == self.author[0].person:
            return "article"
        if event.form == "colon" and unit.paragraph == 0 and self._writes(event):
            self.author = speakers
            return "article"
        if who.person is None and self.types.get(who.org or "") in HOUSES:
            if event.form == "source" and event.kind == "data":
                return "sequel"
            return "article" if self.houses == 1 else "paragraph"
        if who.person is None:
            if event.kind == "announce" and event.form == "verb":
                return "article"
            return "article" if self.houses == 1 and event.form == "colon" else "sequel"
        if quoted or count > 1:
            return "sequel"
        return "paragraph" if unit.first else "sequel"

    def _writes(self, event: Event) -> bool:
        """Whether who is named before a headline's colon writes the article: it says 我 and names no other at once."""
        named = [e for e in self.events if not any(p.pronoun == "self" for p in e.phrase.parties)]
        return len(named) < len(self.events) and (named[-1] is event or named[named.index(event) + 1].form == "colon")

    def carry(self, unit: Unit) -> tuple[Speaker, ...]:
        """The speakers of a sentence that names none; empty where it is the reporter's."""
        if not self.speakers or self._reach == "none":
            return ()
        away = unit.paragraph - self.paragraph
        sequel = self.cues.sequel.match(self.plain, unit.start) is not None
        if self._narrated(unit, sequel):
            if self._reach not in ("article", "column"):
                self._reach = "none"
            return ()
        if self._reach in ("article", "list"):
            return self.speakers
        if self._reach == "paragraph":
            return self.speakers if away == 0 else ()
        if away <= 1 and sequel:
            self.paragraph = unit.paragraph
            return self.speakers
        self._reach = "none"
        return ()

    def _narrated(self, unit: Unit, sequel: bool) -> bool:
        """Whether a sentence is the reporter's own: a market report, a source line, what stands under an article."""
        if self.cues.narration_start.match(self.plain, unit.start):
            return True
        if not sequel and self.cues.narration.search(self.plain, unit.start, unit.end):
            return True
        if self._reach not in ("paragraph", "sequel"):
            return False
        moved = _MOVE.search(self.plain, unit.start, unit.end)
        return moved is not None and _OUTLOOK.search(self.plain, unit.start, unit.end) is None
