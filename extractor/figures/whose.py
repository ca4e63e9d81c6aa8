"""Who is named around the figures of an article, and who states them, as entity ids."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache

from extractor.document.models import ORGANISATIONS, Entity
from extractor.figures.context import Item
from extractor.figures.units import compiled
from extractor.resources import corpus
from extractor.segment import Reading, foreword_end
from extractor.segment.reading import Statement
from extractor.speech.events import AUTHOR
from extractor.tables import read_table

_ANNOUNCED = re.compile(
    r"公告|公布|披露|发布(?:公告|业绩|财报|年报|季报|中报|半年报)|年度?报告|季度?报告|年报|季报|中报|业绩(?:预告|快报|说明)|通知|回复|招股书|"
    r"法说会|法人说明会|自结|财报"
)
_ANNOUNCES = re.compile(
    r"(?: ?[(（][^()（）\n]{0,40}[)）]){0,2}[^，。；\n]{0,16}?(?:公告|公布|披露|发布|宣布|盈喜|盈警|通告)"
)
_CODE = re.compile(r" ?[(（](?:[^()（）\n]{1,24}[)）] ?[(（])?(?:[A-Za-z]{2,6}[ :：.]{0,2})?[0-9]{4,6}(?![0-9])")
_QUOTED_PRICE = re.compile(r"(?:收市|收盘|收报|现报|报|截至发稿|盘中|股价|高见|低见|开盘|成交额)[^，。；]{0,8}$")
_UNIT_NEXT = re.compile(r" ?[0-9]|区")
_ROLES = ("object", "source", "holder", "shares", "part", "meant", "stake", "rate", "bond", "topic")
_NEVER = frozenset({"media"})


@cache
def cues() -> dict[str, re.Pattern[str]]:
    """The patterns of ``corpus/knowledge/figures/subjects.csv`` by role."""
    found: dict[str, list[str]] = {role: [] for role in _ROLES}
    for row in read_table(corpus("knowledge", "figures", "subjects.csv"), ["role", "pattern"]):
        pattern = compiled(row, "pattern")
        found[row.choice("role", _ROLES)].append(f"(?:{pattern.pattern if pattern else ''})")
    joined = {role: "|".join(patterns) for role, patterns in found.items()}
    ending = {role: re.compile(f"(?:{joined[role]})$") for role in ("object", "source", "holder")}
    topic = re.compile(rf"[。！？；;\n][ 　]*(?:{joined['topic']})[，,]")
    return {role: re.compile(pattern) for role, pattern in joined.items()} | ending | {"topic": topic}


class Whose:
    """The mentions of one article, ready to be asked about each figure."""

    def __init__(self, reading: Reading, folded: str) -> None:
        self.folded = folded
        self.entities = {entity.id: entity for entity in reading.entities}
        places = [(m.start, m.end, e.id) for e in reading.entities if e.type not in _NEVER for m in e.mentions]
        places += [(r.start, r.end, r.entity) for r in reading.references if r.entity in self.entities]
        self.begin = foreword_end(reading.plain)
        self.places = sorted(place for place in places if place[0] >= self.begin and not self._unit(place))
        self.starts = [place[0] for place in self.places]
        self.referring = {r.start for r in reading.references}
        self.banks = [place for place in self.places if self.entities[place[2]].type == "central_bank"]
        self.statements = sorted(reading.statements, key=lambda s: (s.start, -s.end))
        self.statement_starts = [s.start for s in self.statements]
        self.asked: tuple[Item | None, Statement | None] = (None, None)
        self.objects: dict[int, bool] = {}  # by the start of a mention, whether it is an object
        self.topics = [match.end() - 1 for match in cues()["topic"].finditer(f"\n{folded}")]
        self.issuers: set[str] = set()  # who may announce something of itself
        self.announcer = self._announcer(folded)
        self._firm(reading)

    def _firm(self, reading: Reading) -> None:
        """公司 and 集团 alone are the firm that announces or that the article is about, whoever else was just named."""
        firm = self.announcer or next((key for _, _, key in self.places if self.entities[key].type == "company"), None)
        if firm is None:
            return
        own = {
            r.start for r in reading.references if self.folded[r.start : r.end] in ("公司", "本公司", "集团", "本集团")
        }
        self.places = [(s, e, firm if s in own else key) for s, e, key in self.places]

    def _unit(self, place: tuple[int, int, str]) -> bool:
        """Whether a currency's name is a unit or part of a region's name: 新台币 3亿, 欧元区."""
        if self.entities[place[2]].type != "currency":
            return False
        return bool(_UNIT_NEXT.match(self.folded, place[1]))

    def _announcer(self, folded: str) -> str | None:
        """The company whose announcement the article reports, None where it reports none."""
        if not _ANNOUNCED.search(folded):
            return None
        counts: Counter[str] = Counter()
        told: set[str] = set()
        for start, end, key in self.places:
            entity = self.entities[key]
            if entity.type in ORGANISATIONS and entity.type not in ("government", "central_bank", "exchange"):
                if key not in counts:
                    counts[key] = (6 if start < self.begin + 60 else 0) + (4 if entity.ticker else 0)
                counts[key] += 2
                # A house that reports on another announces nothing; one with its code is spoken of as listed itself.
                if entity.type == "company" or _CODE.match(self.folded, end):
                    self.issuers.add(key)
                if key in self.issuers and key not in told and _ANNOUNCES.match(self.folded, end):
                    told.add(key)
                    counts[key] += 8
        return counts.most_common(1)[0][0] if counts else None

    def speakers(self) -> frozenset[str]:
        """Everybody who states something in the article but the announcer."""
        spoken = {key for st in self.statements for s in st.speakers for key in (s.person, s.org) if key}
        return frozenset(spoken - {self.announcer} if self.announcer else spoken)

    def speaker(self, item: Item) -> str | None:
        """Who states the figure: the innermost statement's person, else its organisation, else the announcer."""
        statement = self._statement(item)
        if statement is not None and not (statement.carried and statement.cue == AUTHOR):  # a column reports as well
            item.cues["said_by"] = statement.cue
            return statement.speakers[0].person or statement.speakers[0].org
        if self.announcer and not _QUOTED_PRICE.search(item.before):
            item.cues["said_by"] = "its own announcement"
            return self.announcer
        return None

    def quoted(self, item: Item) -> bool:
        """Whether the figure stands in a direct quotation."""
        statement = self._statement(item)
        return statement is not None and statement.quoted

    def stated(self, item: Item) -> bool:
        """Whether the figure stands in somebody's statement."""
        return self._statement(item) is not None

    def _statement(self, item: Item) -> Statement | None:
        """The shortest statement that the figure stands in; every attribute of a figure asks for it."""
        if self.asked[0] is item:
            return self.asked[1]
        index = bisect_left(self.statement_starts, item.start + 1) - 1
        best = None
        for statement in self.statements[max(0, index - 12) : index + 1]:
            if statement.start <= item.start and item.amount.end <= statement.end and statement.speakers:
                size = statement.end - statement.start
                if best is None or size <= best[0]:
                    best = size, statement
        self.asked = item, best[1] if best else None
        return self.asked[1]

    def topic(self, at: int) -> int:
        """Where the topic of a place begins: after 债市方面， and the like, else 0."""
        if not self.topics:
            return 0
        index = bisect_left(self.topics, at) - 1
        return self.topics[index] if index >= 0 else 0

    def acted_on(self, start: int) -> bool:
        """Whether the words before a mention make it an object: 持有, 跑输, 较."""
        known = self.objects.get(start)
        if known is None:
            match = cues()["object"].search(self.folded[max(0, start - 8) : start])
            known = match is not None and any(
                place[1] <= start - 2 and place[0] > start - 60 for place in self._before(start)
            )
            self.objects[start] = known
        return known

    def _before(self, start: int) -> list[tuple[int, int, str]]:
        index = bisect_left(self.starts, start)
        return self.places[max(0, index - 3) : index]

    def central_bank(self, at: int) -> str | None:
        """The central bank last named before a place, else the first of the article."""
        index = max(0, bisect_left(self.banks, (at, 0, "")) - 1)
        return self.banks[index][2] if self.banks else None

    def silent(self, item: Item) -> frozenset[str]:
        """Who may not be the subject: the person and the firm that speak of another."""
        statement = self._statement(item)
        if statement is None:
            return frozenset()
        spoken = {key for s in statement.speakers for key in (s.person, s.org) if key}
        return frozenset(spoken - {self.announcer} if self.announcer else spoken)

    def entity(self, key: str | None) -> Entity | None:
        """The entity of an id."""
        return self.entities.get(key) if key else None
