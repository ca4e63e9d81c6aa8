"""Events and quotations to statements: what each speaker states, from where to where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from extractor.segment import Speaker, Statement
from extractor.speech.carry import Carrier
from extractor.speech.cues import Cues
from extractor.speech.events import AUTHOR, Event
from extractor.speech.phrases import HOUSES, OFFICES
from extractor.speech.quotes import Quote
from extractor.speech.speakers import Speakers
from extractor.speech.units import Unit

_BEFORE_SPEAKER = 24  # characters between a quotation and its speaker (来自全球银行巨头…的)
_NOTHING = re.compile(r"[\s，,：:]*(?:[。；！？.](?!\d)|$)")
_AT_ONCE = 4  # characters from what a speaker states to the group that it begins with
_CLAUSE = 60  # characters from a speaker back to the start of his clause
_WAITS = re.compile(r"[，,][”」』\"“][。.，,\s]*$")
_CLAUSE_STARTS = "，,、：:　 \n。；！？”」』)）"


class StatementReader:
    """One pass over the sentences of an article."""

    def __init__(
        self,
        plain: str,
        cues: Cues,
        units: list[Unit],
        events: list[Event],
        quotes: list[Quote],
        speakers: Speakers,
    ) -> None:
        self.plain = plain
        self.cues = cues
        self.units = units
        self.unit_starts = [unit.start for unit in units]
        self.events = events
        self.quotes = quotes
        self.quote_starts = [quote.start for quote in quotes]
        self.speakers = speakers
        self.event_starts = [event.phrase.start for event in events]
        self.carrier = Carrier(plain, cues, speakers.types, events, self._find_headings())
        self.found: list[Statement] = []
        self.told: dict[str, tuple[Speaker, ...]] = {}  # summaries come twice: in brackets and in the body
        self.waiting: list[Unit] = []  # quotations that nobody has claimed yet

    def read(self) -> list[Statement]:
        """Every statement, by place."""
        self._begin()
        for index, unit in enumerate(self.units):
            events = self._events_in(unit)
            quotes = self.quotes[
                bisect_left(self.quote_starts, unit.start) : bisect_right(self.quote_starts, unit.end - 1)
            ]
            events = self._not_nested(events)
            if self.carrier.author:
                events = [e for e in events if not self._is_heading(e)]
            if events:
                self._spoken(unit, events, quotes)
            elif any(q.end - q.start > 0.6 * (unit.end - unit.start) for q in quotes):
                self._quotation(unit)
            else:
                self._claim()
                self.carrier.section_ends(unit, self._is_line(index))
                self._carried(unit)
        self._claim()
        self._opening()
        self._headlines()
        self._headline_persons()
        return sorted(self.found, key=lambda s: (s.start, s.end))

    def _begin(self) -> None:
        """Note whose article it is, where a byline tells or where it is a house's note that says 我们."""
        writer = next((e for e in self.events if e.cue == AUTHOR), None)
        if writer is not None and (self._signs(writer) or self.cues.column.search(self.plain)):
            author = self.speakers.named(writer.phrase)
        else:
            author = self._note()
        if author:
            self.carrier.begin(author)
            self.speakers.host = author

    def _signs(self, writer: Event) -> bool:
        """Whether a byline names an analyst by his title."""
        return self.cues.analyst.search(self.plain, writer.phrase.start, writer.phrase.end) is not None

    def _note(self) -> tuple[Speaker, ...]:
        """The unnamed writers of a note on the company of its headline, who say 我们: 某公司：订单饱满 买入评级."""
        first = self.events[0] if self.events else None
        if first is None or first.form != "colon" or not self._is_heading(first):
            return ()
        ours = self.cues.ours.search(self.plain)
        others = any(self.speakers.may_analyse(e.phrase) for e in self.events)
        if first.phrase.start > self.units[0].end or others or not ours or not self.cues.note.search(self.plain):
            return ()
        return (Speaker(None, None, None, *ours.span()),)

    def _is_heading(self, event: Event) -> bool:
        """Whether what stands before a colon is a company, of which an article's writer may tell."""
        parties = event.phrase.parties
        return event.form == "colon" and all(
            not p.person and self.speakers.types.get(p.org or "") == "company" for p in parties
        )

    def _events_in(self, unit: Unit) -> list[Event]:
        return self.events[bisect_left(self.event_starts, unit.start) : bisect_left(self.event_starts, unit.end)]

    def _is_line(self, index: int) -> bool:
        """Whether a sentence is all of its paragraph."""
        following = self.units[index + 1 : index + 2]
        unit = self.units[index]
        return unit.first and (not following or following[0].paragraph != unit.paragraph)

    def _find_headings(self) -> set[int]:
        """Where headlines below the first start that name a speaker each, if they name at least two in turn.

        Each has a text below it: a list of links to other articles has none.
        """
        found: dict[int, str] = {}
        heads = [self._head(index) for index in range(len(self.units))]
        for index, (unit, head) in enumerate(zip(self.units, heads, strict=True)):
            if index and head and heads[index + 1 : index + 2] == [""]:
                below = self.units[index + 1].start
                if not self.cues.narration_start.match(self.plain, below + (self.plain[below] in "(（")):
                    found[unit.start] = head
        return set(found) if len(set(found.values())) > 1 else set()

    def _head(self, index: int) -> str:
        """Whom a line of its own names before a colon, empty where it is none."""
        if not self._is_line(index) or self.plain[self.units[index].end - 1] in "。；":
            return ""
        first = next(iter(self._events_in(self.units[index])), None)
        parties = first.phrase.parties if first is not None and first.form == "colon" else []
        return next((p.person or p.org or "" for p in parties), "")

    def _opening(self) -> None:
        """An article that opens with a forecast and no speaker: whoever speaks in the next sentence."""
        if len(self.units) < 2 or not self.found:
            return
        opening, following = self.units[:2]
        first = min(self.found, key=lambda s: s.start)
        if following.start <= first.start < following.end and self.cues.sequel.match(self.plain, opening.start):
            self.found.append(first._replace(start=opening.start, end=opening.end, quoted=False, carried=True))

    def _headlines(self) -> None:
        """The lines above a company's announcement that name it state the same."""
        first = next((s for s in self.found if s.kind == "announce" and not s.carried), None)
        company = first.speakers[0].org if first else None
        if (
            first is None
            or company is None
            or self.speakers.types.get(company) in OFFICES
            or any(s.start < first.start for s in self.found)
        ):
            return
        for unit in self.units:
            if unit.start >= first.start:
                break
            end = self._trim(unit.start, min(unit.end, first.start))
            named = self.speakers.named_in(company, unit.start, end)
            if named is not None:
                speaker = first.speakers[0]._replace(start=named[0], end=named[1])
                self.found.append(Statement(unit.start, end, (speaker,), False, first.cue, "announce", True))

    def _headline_persons(self) -> None:
        """A firm in a headline whose one analyst speaks below, and never the firm itself, stands for the analyst."""
        below: dict[str, set[Speaker]] = {}
        for statement in self.found:
            for speaker in statement.speakers:
                if speaker.org and not self._heads(statement):
                    below.setdefault(speaker.org, set()).add(speaker._replace(start=0, end=0))
        voice = self._sole_voice()
        for index, statement in enumerate(self.found):
            if voice and self._line(statement) == 0 and self._says_analysts(statement):
                said = statement.speakers[0]
                self.found[index] = statement._replace(speakers=(voice._replace(start=said.start, end=said.end),))
                continue
            if self._heads(statement) and not statement.carried:
                speakers = tuple(self._person_of(speaker, below) for speaker in statement.speakers)
                self.found[index] = statement._replace(speakers=speakers)

    def _heads(self, statement: Statement) -> bool:
        """Whether a statement is a headline's: of the first line, or before a colon."""
        return self._line(statement) == 0 or statement.cue == "："

    def _says_analysts(self, statement: Statement) -> bool:
        """Whether all that a statement says of its speaker is that he analyses: 分析料…."""
        first = statement.speakers[0]
        return len(statement.speakers) == 1 and bool(
            self.cues.headline_voice.fullmatch(self.plain, first.start, first.end)
        )

    def _sole_voice(self) -> Speaker | None:
        """The one person or house that speaks below the headline, whose words 分析料… in it sums up."""
        below = [s for found in self.found for s in found.speakers if self._line(found) > 0]
        named = {s.person or s.org: s for s in below if s.person or self.speakers.types.get(s.org or "") in HOUSES}
        alone = len(named) == 1 and all(s.person or s.org for s in below)
        return next(iter(named.values())) if alone else None

    def _line(self, statement: Statement) -> int:
        return self.units[bisect_right(self.unit_starts, statement.start) - 1].paragraph

    def _person_of(self, speaker: Speaker, named: dict[str, set[Speaker]]) -> Speaker:
        below = named.get(speaker.org or "", set()) if speaker.person is None else set()
        if len(below) != 1 or (only := next(iter(below))).person is None:
            return speaker
        return only._replace(start=speaker.start, end=speaker.end)

    def _not_nested(self, events: list[Event]) -> list[Event]:
        """The events of a sentence without those whom its first speaker speaks of: 某某表示，市场认为…."""
        if len(events) < 2:
            return events
        kept = [events[0]]
        for event in events[1:]:
            if kept[-1].kind == "data" and any(p.group for p in event.phrase.parties):
                kept[-1].phrase.parties += event.phrase.parties  # 据某机构调查，十位分析师预计: both stand behind it
                continue
            if not self._is_told(event, kept[-1]):
                kept.append(event)
        return kept

    def _is_told(self, event: Event, speaker: Event) -> bool:
        """Whether an event is what the speaker before it tells, not a voice beside his."""
        analyst = self.speakers.may_analyse(speaker.phrase)
        if speaker.kind == "announce" or not (analyst or self.speakers.is_named(speaker.phrase)):
            return False
        if self.speakers.is_official(event.phrase) and not self.speakers.is_official(speaker.phrase):
            return analyst and speaker.form in ("verb", "frame")  # 某分析师表示，总统主张…，料利好黄金
        at_once = event.kind == "data" or event.phrase.start - speaker.content <= _AT_ONCE
        if at_once and analyst and any(p.group for p in event.phrase.parties):
            return True  # 某某指业界看好…, 某某写道，交易商持仓报告显示…
        return speaker.form in ("verb", "frame") and not self.speakers.may_analyse(event.phrase)

    def _quotation(self, unit: Unit) -> None:
        if self.waiting and self.waiting[-1].paragraph != unit.paragraph:
            self._claim()
        self.waiting.append(unit)

    def _claim(self, speakers: tuple[Speaker, ...] = ()) -> None:
        """Give the waiting quotations to who follows, else to who spoke right before them."""
        for unit in self.waiting:
            whose = speakers or self._speaker_before(unit)
            if whose:
                self.found.append(Statement(unit.start, unit.end, whose, True, "“", "quote", True))
        self.waiting = []

    def _speaker_before(self, unit: Unit) -> tuple[Speaker, ...]:
        """Who spoke right before a quotation: nobody where it waits for a name, as after its last comma."""
        carrier = self.carrier
        if not carrier.may_go_on or self.plain[carrier.end : unit.start].strip():
            return ()
        if _WAITS.search(self.plain, unit.start, unit.end) or self.cues.voice.search(
            self.plain, unit.end - 8, unit.end
        ):
            return ()
        carrier.end = unit.end
        return carrier.speakers

    def _spoken(self, unit: Unit, events: list[Event], quotes: list[Quote]) -> None:
        """A sentence with speakers of its own."""
        first = events[0]
        near = not self.plain[max(0, self.carrier.end) : unit.start].strip()
        beside = self.carrier.paragraph == unit.paragraph
        resolved = [
            self.carrier.as_author(self.speakers.resolve(e.phrase, e.form == "colon", near, beside), beside)
            for e in events
        ]
        trails = _NOTHING.match(self.plain, first.content, unit.end) is not None and first.form in ("verb", "rate")
        lead = self.plain[unit.start : first.phrase.start]
        quoted_lead = [q for q in quotes if q.end <= first.phrase.start]
        claims = trails and len(lead) <= _BEFORE_SPEAKER and not set(lead) & set("，。：；")
        if self.waiting and self.waiting[0].first and not lead.strip() and first.form == "verb":
            claims = claims or self.waiting[-1].paragraph == unit.paragraph  # “…。”某某表示，“…。”
        self._claim(resolved[0] if claims else ())
        floors = [unit.start, *(event.content for event in events)]
        starts = [self._clause(floor, event) for floor, event in zip(floors, events, strict=False)]
        if not quoted_lead:
            starts[0] = self._lead_in(unit.start, starts[0])
        for index, (event, speakers) in enumerate(zip(events, resolved, strict=True)):
            if not speakers or event.phrase.media:
                continue
            end = starts[index + 1] if index + 1 < len(events) else unit.end
            start = starts[index]
            if index == 0 and claims and event.content >= unit.end - 1:
                continue  # 他表示。 alone: what he states is the quotation before
            if event.form in ("colon", "byline") and end <= event.content:
                continue  # 某公司：券商看好…: the words are another's
            if index == 0 and (quoted_lead or (trails and len(lead) > 4)):
                start = quoted_lead[0].start if quoted_lead else unit.start
            self.found.append(
                Statement(start, self._trim(start, end), speakers, self._quoted(start, end), event.cue, event.kind)
            )
        self.told[self._key(unit)] = next((s for s in resolved if s), ())
        if events[-1].phrase.media:
            self.carrier.stop()  # the interviewer asks
            return
        last = max((i for i, s in enumerate(resolved) if s), default=None)
        if last is not None:
            self.carrier.spoke(unit, events[last], resolved[last], bool(quotes), len(events))

    def _lead_in(self, floor: int, start: int) -> int:
        """Where a lead-in before a speaker's clause starts: 随着…，某某表示; what it says belongs to what he states."""
        at = floor
        while at < start:
            if self.cues.lead_in.match(self.plain, at):
                return at
            at = self.plain.find("，", at, start) + 1 or start
        return start

    def _clause(self, floor: int, event: Event) -> int:
        """Where the clause of a speaker starts, not before ``floor``."""
        start = event.phrase.start
        floor = max(floor, start - _CLAUSE)
        while start > floor and self.plain[start - 1] not in _CLAUSE_STARTS:
            start -= 1
        return start

    def _quoted(self, start: int, end: int) -> bool:
        """Whether most of a statement, but for the words around it, stands in quotation marks."""
        inside = 0
        for index in range(bisect_left(self.quote_starts, start), len(self.quotes)):
            quote = self.quotes[index]
            if quote.start >= end:
                break
            inside += min(quote.end, end) - quote.start
        return inside > 0 and inside * 2 > end - start - 20

    def _key(self, unit: Unit) -> str:
        return self.plain[unit.start : unit.end].strip("【】。 ")

    def _trim(self, start: int, end: int) -> int:
        while end > start and self.plain[end - 1] in " \n　，,":
            end -= 1
        return end

    def _carried(self, unit: Unit) -> None:
        speakers = self.told.get(self._key(unit)) or self.carrier.carry(unit)
        if speakers:
            self.told.setdefault(self._key(unit), speakers)
            self.carrier.end = unit.end
            self.found.append(
                Statement(unit.start, unit.end, speakers, False, self.carrier.cue, self.carrier.kind, True)
            )
