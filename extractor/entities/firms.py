"""The grammar of a firm's Chinese name: place, own name, words of trade, ending (成都|旭光|电子|股份有限公司)."""

from __future__ import annotations

import re

from extractor.document.models import ORGANISATIONS
from extractor.entities.scene import Scene, is_han
from extractor.segment.words import is_word, words_of

LONGEST = 12  # characters of an unknown firm's own name with its place
_NEVER = frozenset(
    "的了在是和与及或对将为于则也就都并又还被把给让向由自至其这那哪该此每各等着过没不未已曾仍却但而若虽因据如以从随跟较使予"
)
_COUNTED = re.compile("第?[一二两三四五六七八九十几数多]+[家所份间个名位级期]")
_JOINS = frozenset("&-·")


def in_name(character: str) -> bool:
    """May a firm's or a fund's name hold this character?"""
    plain = is_han(character) or (character.isascii() and character.isalnum()) or character in _JOINS
    return plain and character not in _NEVER


def own_name(scene: Scene, end: int, longest: int = LONGEST) -> int:
    """Where a name that ends at ``end`` starts: after the last mark, function word or verb before it."""
    plain, start = scene.plain, end
    floor = max(0, end - longest)
    while start > floor:
        if not in_name(plain[start - 1]) and not _part_of_name(scene, start):
            break
        if scene.covered(start - 1, start):
            break
        if 0 <= scene.closes(start, "stop", "say", "act") < start - 1:
            break
        start -= 1
    while start < end and plain[start] in _JOINS:
        start += 1
    if latin := next((a for a in range(start - 1, max(-1, start - 30), -1) if scene.latin.get(a, 0) > start), None):
        start = latin  # never begin inside a Latin word
    return _from_place(scene, start, end)


def _part_of_name(scene: Scene, start: int) -> bool:
    """A function word that is none here: in a word (自|动化, 祥|和) or right after a place (天津|和柚)."""
    plain = scene.plain
    if not is_han(plain[start - 1]):
        return False
    inside = is_word(plain[start - 1 : start + 1], 100) or is_word(plain[max(0, start - 2) : start], 100)
    return inside or scene.marks.ends["city"].get(start - 1, start) < start - 1


def _from_place(scene: Scene, start: int, end: int) -> int:
    """A place inside begins the name: 接获上海康峰 is 上海康峰."""
    plain = scene.plain
    for at in range(end - 2, start, -1):
        if scene.marks.starts["city"].get(at, 0) or scene.marks.starts["country"].get(at, 0):
            before = scene.closes(at, "city", "country")
            return before if before >= start else at
        if plain[at] == "市" and at - start > 2 and is_word(plain[at - 2 : at], 2):
            return at - 2
    return start


def after_clause(scene: Scene, start: int, end: int) -> int:
    """Where an unknown name in ``[start, end)`` begins once words that only a clause holds are cut off.

    买进|华泰, 不少基民|反应|华泰 (a cut into 基民 ends with the word).
    """
    at = max(0, start - 3)
    for word in words_of(scene.plain[at:end]):
        after = at + len(word)
        said = word in scene.lexicon.clause_words and (len(word) > 1 or at == start)
        said = said or (word in _NEVER and scene.closes(at, "city") < 0) or bool(_COUNTED.fullmatch(word))
        if after < end and (at < start < after or (at >= start and said)):
            start = after
        at = after
    return start


def through_trades(scene: Scene, at: int) -> int:
    """The start of the words of trade that end at ``at``."""
    while True:
        step = scene.marks.ends["trade"].get(at, at)
        if step == at or scene.covered(step, at):
            return at
        at = step


def with_place(scene: Scene, start: int) -> int:
    """The start of the place right before a firm's own name: 上海, 深圳市, 常熟市."""
    plain = scene.plain
    place = scene.marks.ends["city"].get(start, start)
    if place == start and plain[start - 1 : start] in ("市", "省", "县", "区"):
        place = scene.marks.ends["city"].get(start - 1, start)
        if place == start and (is_word(plain[start - 3 : start], 2) or is_word(plain[start - 3 : start - 1], 2)):
            place = start - 3
    return start if place < 0 or scene.covered(place, start) else place


def unknown_before(scene: Scene, start: int) -> int:
    """Where a name that goes on to the left begins: 海澜|星辰科技 is another firm than 星辰科技; ``start`` if none."""
    longer = after_clause(scene, own_name(scene, start, 6), start)
    if start - longer > 3 and not scene.opens(longer, "city"):
        longer = after_clause(scene, own_name(scene, start, 3), start)
    return longer if start - longer > 1 and not is_word(scene.plain[longer:start], 2) else start


def firm_start(scene: Scene, ending: int) -> int:
    """Where a firm's name starts whose ending begins at ``ending``; ``ending`` itself where there is no name."""
    at = through_trades(scene, ending)
    before = scene.ending(at)
    if before is not None and before.type in ORGANISATIONS:
        longer = unknown_before(scene, before.start)
        return longer if longer < before.start else with_place(scene, before.start)
    start = own_name(scene, at)
    before = scene.ending(start)
    if start < at and before is not None and before.type in ORGANISATIONS:  # 招商局|置地有限公司
        return with_place(scene, before.start)
    if at - start < 2:  # the words of trade may themselves be the own name
        start = own_name(scene, ending)
        return with_place(scene, start) if ending - start >= 2 else ending
    return with_place(scene, start)
