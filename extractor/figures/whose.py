"""Whose a figure is and who states it: its subject and its speaker, as entity ids."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from extractor.document.models import ORGANISATIONS, Entity
from extractor.figures.context import Item
from extractor.segment import Reading

_ANNOUNCED = re.compile(
    r"公告|公布|披露|发布(?:公告|业绩|财报|年报|季报|中报|半年报)|年度?报告|季度?报告|年报|季报|中报|业绩(?:预告|快报|说明)|通知|回复|招股书|"
    r"法说会|法人说明会|自结|财报"
)
_QUOTED_PRICE = re.compile(r"(?:收市|收盘|收报|现报|报|截至发稿|盘中|股价|高见|低见|开盘|成交额)[^，。；]{0,8}$")
_NEVER = frozenset({"media"})


class Whose:
    """The mentions of one article, ready to be asked about each figure."""

    def __init__(self, reading: Reading, folded: str) -> None:
        self.entities = {entity.id: entity for entity in reading.entities}
        places = [(m.start, m.end, e.id) for e in reading.entities if e.type not in _NEVER for m in e.mentions]
        places += [(r.start, r.end, r.entity) for r in reading.references if r.entity in self.entities]
        self.places = sorted(places)
        self.starts = [place[0] for place in self.places]
        self.statements = sorted(reading.statements, key=lambda s: (s.start, -s.end))
        self.statement_starts = [s.start for s in self.statements]
        self.announcer = self._announcer(folded)

    def _announcer(self, folded: str) -> str | None:
        """The company whose announcement the article reports, None where it reports none."""
        if not _ANNOUNCED.search(folded):
            return None
        counts: Counter[str] = Counter()
        for entity in self.entities.values():
            if entity.type in ORGANISATIONS and entity.type not in ("government", "media", "central_bank", "exchange"):
                first = min((m.start for m in entity.mentions), default=len(folded))
                counts[entity.id] = len(entity.mentions) * 2 + (6 if first < 60 else 0) + (4 if entity.ticker else 0)
        return counts.most_common(1)[0][0] if counts else None

    def speaker(self, item: Item) -> str | None:
        """Who states the figure: the innermost statement's person, else its organisation, else the announcer."""
        index = bisect_left(self.statement_starts, item.start + 1) - 1
        best = None
        for statement in self.statements[max(0, index - 12) : index + 1]:
            if statement.start <= item.start and item.amount.end <= statement.end and statement.speakers:
                size = statement.end - statement.start
                if best is None or size <= best[0]:
                    best = size, statement
        if best is not None:
            first = best[1].speakers[0]
            item.cues["said_by"] = best[1].cue
            return first.person or first.org
        if self.announcer and not _QUOTED_PRICE.search(item.before):
            item.cues["said_by"] = "its own announcement"
            return self.announcer
        return None

    def subject(self, item: Item, speaker: str | None, last: str | None) -> str | None:
        """The nearest entity before the figure in its sentence, leaving out who speaks; else who was last spoken of."""
        end = bisect_left(self.starts, item.start)
        silent = self._silent(speaker)
        fallback = None
        for start, stop, entity in reversed(self.places[max(0, end - 30) : end]):
            if stop > item.start:
                continue
            if start < item.sentence.start:
                break
            if entity in silent:
                fallback = fallback or entity
                continue
            item.cues["subject"] = "named before it in the sentence"
            return entity
        if last is not None and item.previous is not None:
            return last
        for start, _, entity in reversed(self.places[max(0, end - 60) : end]):
            if start >= item.sentence.start or entity in silent:
                continue
            item.cues["subject"] = "last named before the sentence"
            return entity
        return fallback

    def entity(self, key: str | None) -> Entity | None:
        """The entity of an id."""
        return self.entities.get(key) if key else None

    def _silent(self, speaker: str | None) -> set[str]:
        """Who may not be the subject: the one who speaks of another."""
        if speaker is None or speaker == self.announcer:
            return set()
        return {speaker}
