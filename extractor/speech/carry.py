"""Whose words a sentence without a speaker of its own are: the speaker before it, as far as that reaches."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

from extractor.document.models import EntityType
from extractor.segment import Speaker
from extractor.speech.cues import Cues
from extractor.speech.events import AUTHOR, Event
from extractor.speech.phrases import HOUSES, OFFICES
from extractor.speech.units import Unit

_OWN_VERB = 6  # characters in which 我们认为 or 报告显示 is the speaker's own going on
_HEADLINE = 36  # characters of a headline inside an article
_HEAD_GOES_ON = "。；：:.;，,、"
_SOON = 12  # events after a headline among which its speaker says 我
_ARTICLE = 200  # characters from which a text is more than a flash
_OPENING = 6  # who speaks in one of the first paragraphs may be whom the whole article reports


# none: nothing more is his; sequel: a next sentence that plainly goes on (预计…); paragraph: to its end;
# list: what a colon announces, section: what stands under a headline of his own among those of others, and article:
# everything, each until someone else speaks.
Reach = Literal["none", "sequel", "paragraph", "list", "section", "article"]


class Carrier:
    """The speaker in force; sentences must come in reading order."""

    def __init__(
        self, plain: str, cues: Cues, types: dict[str, EntityType], events: list[Event], headings: set[int]
    ) -> None:
        self.plain = plain
        self.cues = cues
        self.types = types
        self.events = events
        self._starts = [event.phrase.start for event in events]
        self.headings = headings  # where the headlines start that name several speakers in turn
        self.author: tuple[Speaker, ...] = ()  # of a column, or of the section under a headline of his own
        self.speakers: tuple[Speaker, ...] = ()
        self.cue = self.kind = ""
        self.paragraph = -9
        self.end = -1  # where the last speaker's words end
        self.may_go_on = False  # whether a quotation right after them is his
        self.voices = len({p.person or p.org for e in events for p in e.phrase.parties if p.person or p.org})
        self.houses = self._houses(events)
        self._reach: Reach = "none"
        self._written = ("", "")  # what shows that the article or section is the author's, and of which kind it is

    def _houses(self, events: list[Event]) -> int:
        """How many research houses and persons speak in the article."""
        parties = [p for e in events for p in e.phrase.parties]
        return len({p.person or p.org for p in parties if p.person or self.types.get(p.org or "") in HOUSES})

    def spoke(self, unit: Unit, event: Event, speakers: tuple[Speaker, ...], quoted: bool, count: int) -> None:
        """Someone has spoken in a sentence: remember who, and how far what follows is still his."""
        self.speakers, self.cue, self.kind, self.paragraph = speakers, event.cue, event.kind, unit.paragraph
        self.end = unit.end
        self.may_go_on = not any(party.crowd for party in event.phrase.parties)
        self._reach = self._how_far(unit, event, speakers, quoted, count)

    def _how_far(self, unit: Unit, event: Event, speakers: tuple[Speaker, ...], quoted: bool, count: int) -> Reach:
        who = speakers[0]
        if unit.start in self.headings:
            self._write(speakers, event.cue, event.kind)
            return "section"
        if self.headings and self._of_author(who):
            return "section"
        if self.plain[unit.end - 1] in "：:":
            return "list"
        if who.person is None and who.org is None:
            return "sequel"
        if self._is_author(unit, event, speakers):
            return "article"
        if event.form == "byline":
            return "none"
        if who.person is None:
            return self._organisation(unit, event, self.types.get(who.org or ""))
        if event.form == "colon" and self.houses == 1:
            return "article"
        return "paragraph" if unit.first and not quoted and count == 1 else "sequel"

    def _is_author(self, unit: Unit, event: Event, speakers: tuple[Speaker, ...]) -> bool:
        """Whether the article is the speaker's own: a column, an interview, what stands under his byline."""
        if self.headings:
            return False
        byline = event.form == "byline" and self.houses == 1 and unit.paragraph <= 2 * _OPENING
        headed = event.form == "colon" and unit.first
        if byline or (headed and (self._writes(event) or (unit.paragraph <= 1 and self._only_heads(event)))):
            self._write(speakers, event.cue, event.kind)
        return bool(self.author) and speakers[0][:2] == self.author[0][:2]

    def begin(self, author: tuple[Speaker, ...]) -> None:
        """The article is a column of its writer's, from its first word."""
        self._write(author, AUTHOR, "write")
        self.speakers, self.paragraph = author, 0
        self.cue, self.kind = self._written
        self.may_go_on, self._reach = True, "article"

    def _write(self, author: tuple[Speaker, ...], cue: str, kind: str) -> None:
        self.author, self._written = author, (cue, kind)

    def _of_author(self, who: Speaker) -> bool:
        """Whether who speaks is the one in whose section it is, or his firm's."""
        mine = self.author[0] if self.author else None
        return mine is not None and (mine[:2] == who[:2] or (mine.person is None and mine.org == who.org))

    def _organisation(self, unit: Unit, event: Event, kind: str | None) -> Reach:
        """How far a note, an announcement or an answer of an organisation goes."""
        alone = self.voices == 1
        opens = unit.paragraph <= _OPENING
        if kind in HOUSES:
            if event.form == "source":
                return "sequel"
            return "article" if self.houses == 1 and opens else "paragraph"
        if alone and (event.form == "colon" or event.kind == "announce"):
            return "article"
        if kind in OFFICES:
            return "sequel"
        publishes = event.kind in ("announce", "write") and event.form == "verb"
        if opens and (publishes or (alone and event.kind in ("say", "data"))):
            return "article"
        return "paragraph" if publishes else "sequel"

    def _writes(self, event: Event) -> bool:
        """Whether who is named before a colon writes or answers: 我 follows before anyone else speaks."""
        mine = {p.person or p.org for p in event.phrase.parties}
        after = bisect_right(self._starts, event.phrase.start)
        for following in self.events[after : after + _SOON]:
            if any(p.pronoun == "self" for p in following.phrase.parties):
                return True
            if not {p.person or p.org for p in following.phrase.parties} <= mine:
                return False
        return False

    def _only_heads(self, event: Event) -> bool:
        """Whether a house or its analyst is named before a colon at the top, and the text below is plainly theirs: it
        never tells of them as of others."""
        mine = {p.person or p.org for p in event.phrase.parties}
        house = all(p.person or self.types.get(p.org or "") in HOUSES for p in event.phrase.parties)
        others = self.events[bisect_right(self._starts, event.phrase.start) :]
        told = any(
            not mine.isdisjoint((p.person, p.org)) for e in others if e.form != "colon" for p in e.phrase.parties
        )
        return house and not told and len(self.plain) >= _ARTICLE

    def as_author(self, speakers: tuple[Speaker, ...], beside: bool) -> tuple[Speaker, ...]:
        """The person for his firm where it is his own view: the writer's whose column tells of it, or the speaker's
        ``beside`` whose words his business is named.
        """
        whose = self.author or (self.speakers if beside else ())
        mine = whose[0] if len(whose) == 1 else None
        if mine is None or not (mine.person and mine.org) or any(s.person or s.org != mine.org for s in speakers):
            return speakers
        if not self.author and self.types.get(mine.org) in HOUSES:
            return speakers
        return tuple(mine._replace(start=s.start, end=s.end) for s in speakers)

    def stop(self) -> None:
        """Another voice, which is nobody's view."""
        self.speakers = self.author = ()
        self._reach = "none"

    def section_ends(self, unit: Unit, alone: bool) -> None:
        """A headline that names nobody ends a section; right under the speaker's name it is still his."""
        if self.author and alone and self.headings and self.plain[unit.end - 1] not in _HEAD_GOES_ON:
            under_name = self._reach == "section" and self.plain[self.end - 1 : self.end] in ("：", ":")
            if unit.end - unit.start <= _HEADLINE and not under_name:
                self.stop()

    def carry(self, unit: Unit) -> tuple[Speaker, ...]:
        """The speakers of a sentence that names none; empty where it is the reporter's."""
        if not self.speakers or self._reach == "none":
            return ()
        away = unit.paragraph - self.paragraph
        sequel = self.cues.sequel.match(self.plain, unit.start) is not None
        if away == 0 and self.may_go_on and self.cues.subjectless.search(self.plain, unit.start, unit.end):
            sequel = True
        if self._narrated(unit, sequel):
            if self._reach not in ("article", "section"):
                self._reach = "none"
            return ()
        if self._reach in ("article", "section", "list"):
            return self.speakers
        if self._reach == "paragraph":
            return self.speakers if away == 0 else self._back_to_author()
        supposes = (
            away == 0
            and self.may_go_on
            and not self.author
            and self.cues.supposing.search(self.plain, unit.start, unit.end)
        )
        if (away <= 1 and sequel) or supposes:
            self.paragraph = unit.paragraph
            return self.speakers
        self._reach = "none"
        return self._back_to_author()

    def _back_to_author(self) -> tuple[Speaker, ...]:
        """After someone whom a column quotes its writer goes on."""
        if self.author:
            self.speakers, self._reach = self.author, "section" if self.headings else "article"
            self.cue, self.kind = self._written
        return self.author

    def _narrated(self, unit: Unit, sequel: bool) -> bool:
        """Whether a sentence is the reporter's own: a market report, a source line, what stands under an article."""
        if self.cues.narration_start.match(self.plain, unit.start + (self.plain[unit.start] in "(（")):
            return True
        if not sequel and self.cues.narration.search(self.plain, unit.start, unit.end):
            return True
        voice = self.cues.voice.search(self.plain, unit.start + 2, unit.end)
        if (
            voice
            and self._reach not in ("article", "section")
            and not (sequel and voice.start() < unit.start + _OWN_VERB)
        ):
            return True  # someone speaks whose name is not known
        if self._reach not in ("paragraph", "sequel"):
            return False
        moved = self.cues.moved.search(self.plain, unit.start, unit.end)
        return moved is not None and self.cues.outlook.search(self.plain, unit.start, unit.end) is None
