"""Each person's firm and title as the article writes them."""

from __future__ import annotations

import re

from extractor.document.models import ORGANISATIONS, Entity
from extractor.entities.scene import Found, Scene
from extractor.entities.titles import TitlePhrase
from extractor.segment.reading import Role

_JOINER = re.compile(r"\s?(?:和|与|及|以及|、|/|／|&)\s?")
_SPACES = " \u00a0\u3000"
_BRACKET = re.compile(r"\s?[（(]([^（()）\n]{2,60})[）)]")


def find_roles(scene: Scene, phrases: list[TitlePhrase], gathered: list[tuple[Entity, list[Found]]]) -> list[Role]:
    """Roles in reading order: ``firm title person``, ``person（firm title）``, ``person，title firm``, ``firm person``.

    Persons joined by 和 share what stands before the first of them.
    """
    ids = {(f.start, f.end): entity for entity, finds in gathered for f in finds}
    titles = {p.end: p for p in phrases}
    begins = {p.start: p for p in phrases}
    roles: list[Role] = []
    last: tuple[Found, Role | None] | None = None
    for found in scene.found:
        if found.type != "person":
            continue
        role = (
            _before(scene, found, titles, ids)
            or _bracketed(scene, found, titles, ids)
            or _behind(scene, found, begins, ids)
        )
        if role is None and last and last[1] and _JOINER.fullmatch(scene.plain, last[0].end, found.start):
            role = last[1]._replace(person=ids[found.start, found.end].id)
        if role:
            roles.append(role)
        last = found, role
    return roles


def _entity(ids: dict[tuple[int, int], Entity], found: Found | None) -> Entity | None:
    return ids.get((found.start, found.end)) if found else None


def _before(
    scene: Scene, person: Found, titles: dict[int, TitlePhrase], ids: dict[tuple[int, int], Entity]
) -> Role | None:
    """``firm title person`` and ``firm person``."""
    at = person.start
    while at and scene.plain[at - 1] in _SPACES:
        at -= 1
    who = ids[person.start, person.end]
    phrase = titles.get(at)
    if phrase is None:
        firm = _entity(ids, scene.ending(at))
        return Role(who.id, firm.id, None, person.start, at) if firm and firm.type in ORGANISATIONS else None
    firm_found = _firm_before(scene, phrase.start)
    firm = _entity(ids, firm_found)
    start = firm_found.end if firm_found and firm else phrase.start
    title = _title(scene, start, phrase.end)
    return Role(
        who.id, firm.id if firm else None, title, firm_found.start if firm_found and firm else start, phrase.end
    )


def _title(scene: Scene, start: int, end: int) -> str:
    """A title as written, without the marks around it and the city before it."""
    while start < end and scene.plain[start] in " \u00a0\u3000的）)":
        start += 1
    city = scene.marks.starts["city"].get(start, start)
    start = city if city < end and scene.plain[city : city + 1] not in ("区", "地") else start
    return scene.reading.text[start:end].strip(" \u00a0\u3000的")


def _firm_before(scene: Scene, at: int) -> Found | None:
    """The organisation before a title: right beside it or across a few words of department or place."""
    for back in range(at, max(-1, at - 16), -1):
        if (found := scene.ending(back)) is not None:
            return found if found.type in ORGANISATIONS else None
        if back > 1 and scene.plain[back - 1] in "）)" and (found := scene.ending(back - 1)):
            return found if found.type in ORGANISATIONS else None  # 凯投宏观(Capital Economics)
        if back == 0 or scene.plain[back - 1] in '，。；！？、：“”"「」\n（(）)':
            return None
    return None


def _bracketed(
    scene: Scene, person: Found, titles: dict[int, TitlePhrase], ids: dict[tuple[int, int], Entity]
) -> Role | None:
    """``person（firm title）``."""
    match = _BRACKET.match(scene.plain, person.end)
    if not match or match.end(1) not in titles:
        return None
    phrase = titles[match.end(1)]
    firm_found = _firm_before(scene, phrase.start)
    firm = _entity(ids, firm_found)
    start = firm_found.end if firm_found and firm else max(phrase.start, match.start(1))
    title = _title(scene, start, phrase.end)
    return Role(ids[person.start, person.end].id, firm.id if firm else None, title, match.start(1), match.end(1))


def _behind(
    scene: Scene, person: Found, begins: dict[int, TitlePhrase], ids: dict[tuple[int, int], Entity]
) -> Role | None:
    """``person，title firm``, as a sentence translated word by word has it."""
    at = person.end + 1
    if scene.plain[person.end : at] not in ("，", ",") or (phrase := begins.get(at)) is None:
        return None
    after = phrase.end + (scene.plain[phrase.end : phrase.end + 1] == " ")
    firm = _entity(ids, scene.starting(after))
    if firm is None or firm.type not in ORGANISATIONS:
        return None
    return Role(ids[person.start, person.end].id, firm.id, _title(scene, at, phrase.end), at, phrase.end)
