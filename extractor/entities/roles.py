"""Each person's firm and title as the article writes them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.document.models import ORGANISATIONS, Entity
from extractor.entities.names import closed
from extractor.entities.scene import Found, Scene
from extractor.entities.titles import TitlePhrase
from extractor.segment.reading import Reference, Role
from extractor.segment.words import words_of

REACH = 26  # characters of departments and places that may stand between a firm and a title
AHEAD = 160  # characters between a title without a name and the name
_SPACES = " \u00a0\u3000"
_STOPS = frozenset('，。；！？、：“”"「」\n（(')
_APART = re.compile(r"\n|[-－—] |\d+[年月日]")
_JOINER = re.compile(r"\s?(?:和|与|及|以及|、|/|／|&)\s?")
_BRACKET = re.compile(r"\s?[（(]([^（()）\n]{2,60})[）)]")


@dataclass(slots=True)
class Roles:
    """Finds the roles of one article. ``ids``: the entity of every span; ``stands_for``: of every reference's end."""

    scene: Scene
    ids: dict[tuple[int, int], Entity]
    stands_for: dict[int, tuple[int, Entity]]
    ends: dict[int, TitlePhrase]
    starts: dict[int, TitlePhrase]

    def of(self, person: Found) -> Role | None:
        """``firm title person``, ``person（firm title）``, ``person，title firm`` or ``firm person``."""
        return self._before(person) or self._bracketed(person) or self._behind(person)

    def _before(self, person: Found) -> Role | None:
        at = person.start
        while at and self.scene.plain[at - 1] in _SPACES:
            at -= 1
        if (phrase := self.ends.get(at)) is not None:
            return self._role(person, phrase, phrase.start)
        firm = self._entity(self.scene.ending(at))
        return Role(self._id(person), firm.id, None, person.start, at) if firm else None

    def _bracketed(self, person: Found) -> Role | None:
        match = _BRACKET.match(self.scene.plain, person.end)
        phrase = self.ends.get(match.end(1)) if match else None
        return self._role(person, phrase, max(phrase.start, match.start(1))) if match and phrase else None

    def _behind(self, person: Found) -> Role | None:
        """As a sentence translated word by word has it: 陈汉，首席市场分析师 Exinity，说."""
        at = person.end + 1
        if self.scene.plain[person.end : at] not in ("，", ",") or (phrase := self.starts.get(at)) is None:
            return None
        after = phrase.end + (self.scene.plain[phrase.end : phrase.end + 1] == " ")
        firm = self._entity(self.scene.starting(after))
        return Role(self._id(person), firm.id, self._title(at, phrase.end), at, phrase.end) if firm else None

    def _role(self, person: Found, phrase: TitlePhrase, begin: int) -> Role:
        firm, start = self._firm_before(begin)
        if firm is not None and start < begin:
            between = self.scene.plain[start:begin]
            if _APART.search(between) or (firm.type == "media" and between.strip(" 　]】）)的")):
                firm = None  # 路透空军一号9月7日 - 美国总统
            elif any(word in self.scene.lexicon.clause_words for word in words_of(between)):
                return Role(self._id(person), firm.id, self._title(begin, phrase.end), begin, phrase.end)
        title = self._title(start if firm else begin, phrase.end)
        if firm is None and self.scene.closes(phrase.end, "corporate") >= 0:
            firm = self._subject(begin)
        return Role(self._id(person), firm.id if firm else None, title, start if firm else begin, phrase.end)

    def _firm_before(self, at: int) -> tuple[Entity | None, int]:
        """The organisation before a title and where it ends: right beside or across departments, places, brackets."""
        scene, back = self.scene, at
        while back > max(0, at - REACH):
            if (found := scene.ending(back)) is not None:
                return self._entity(found), found.end
            if back in self.stands_for:
                return self.stands_for[back][1], back
            before = scene.plain[back - 1]
            if before in "）)":
                if inside := self._entity(scene.ending(back - 1)):
                    return inside, back  # 凯投宏观(Capital Economics)
                opening = max(scene.plain.rfind("（", 0, back), scene.plain.rfind("(", 0, back))
                back = opening if opening > at - REACH else 0
            elif before in _STOPS:
                break
            else:
                back -= 1
        return None, at

    def _subject(self, at: int) -> Entity | None:
        """The first firm of the sentence, or of the one before it: 某公司将挂牌。董事长…."""
        sentences = self.scene.reading.sentences
        i = bisect_right(sentences, (at, len(self.scene.plain))) - 1
        for sentence in sentences[max(0, i - 1) : i + 1][::-1]:
            named = self.scene.overlapping(sentence.start, min(sentence.end, at))
            firms = (self._entity(f) for f in named if f.type in ORGANISATIONS - {"media", "government"})
            if firm := next(firms, None):
                return firm
        return None

    def unnamed(self, person: Found, phrases: Sequence[TitlePhrase]) -> Role | None:
        """美银经济学家预计…，”Tom Baker 写道: the title that a clause before gave without a name."""
        i = bisect_right(phrases, person.start, key=lambda p: p.end) - 1
        if i < 0 or person.start - phrases[i].end > AHEAD or "\n" in self.scene.plain[phrases[i].end : person.start]:
            return None
        between = self.scene.overlapping(phrases[i].end, person.start)
        if any(f.type == "person" for f in between):
            return None
        firm, start = self._firm_before(phrases[i].start)
        title = self._title(start, phrases[i].end)
        return Role(self._id(person), firm.id, title, start, phrases[i].end) if firm else None

    def _title(self, start: int, end: int) -> str:
        """A title as written, without the marks around it and the city before it."""
        bracket = _BRACKET.match(self.scene.plain, start, end)
        start = bracket.end() if bracket else start
        while start < end and self.scene.plain[start] in " \u00a0\u3000的）)]】":
            start += 1
        city = self.scene.marks.starts["city"].get(start, start)
        start = city if city < end and self.scene.plain[city : city + 1] not in ("区", "地") else start
        return self.scene.reading.text[start:end].strip(" \u00a0\u3000的")

    def _entity(self, found: Found | None) -> Entity | None:
        return self.ids.get((found.start, found.end)) if found and found.type in ORGANISATIONS else None

    def _id(self, person: Found) -> str:
        return self.ids[person.start, person.end].id


def find_roles(
    scene: Scene,
    phrases: Sequence[TitlePhrase],
    gathered: list[tuple[Entity, list[Found]]],
    references: Sequence[Reference],
) -> list[Role]:
    """Roles in reading order. Persons joined by 和 share what stands before the first of them."""
    by_id = {entity.id: entity for entity, _ in gathered}
    roles = Roles(
        scene,
        {(f.start, f.end): entity for entity, finds in gathered for f in finds},
        {r.end: (r.start, by_id[r.entity]) for r in references if by_id[r.entity].type in ORGANISATIONS},
        {p.end: p for p in phrases},
        {p.start: p for p in phrases},
    )
    found: list[Role] = []
    last: tuple[Found, Role | None] | None = None
    for person in (f for f in scene.found if f.type == "person"):
        role = roles.of(person)
        if role is None and last and last[1] and _JOINER.fullmatch(scene.plain, last[0].end, person.start):
            role = last[1]._replace(person=roles.ids[person.start, person.end].id)
        if role:
            found.append(role)
        last = person, role
    known = {role.person for role in found}
    for person in (f for f in scene.found if f.type == "person" and f.how in ("speech", "model")):
        who = roles.ids[person.start, person.end].id
        if who not in known and closed(scene, person.end) and (role := roles.unnamed(person, phrases)):
            found.append(role)
        known.add(who)
    return sorted(found, key=lambda role: role.start)
