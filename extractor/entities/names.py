"""The grammar of a person's name: Chinese, transliterated with or without separators, Latin."""

from __future__ import annotations

import re

from extractor.entities.scene import Scene, is_han
from extractor.segment.words import is_word

SEPARATORS = "·•‧・．﹒∙⋅"
LONGEST = 9  # characters of a transliterated name without a separator (爱德华莫亚, 克里斯蒂安劳伦斯)
# Parts of a separated name: given, middle, particles, family (玛丽·安·范·德·贝尔斯).
_MOST_PARTS = 6
_SEPARATOR = re.compile(rf"\s?[{SEPARATORS}.]\s?|(?<=[\u4e00-\u9fff])[?？\-－—‐–](?=[\u4e00-\u9fff])")
_DOT = re.compile(rf"(?<=[\u4e00-\u9fff])\s?[{SEPARATORS}]\s?(?=[\u4e00-\u9fff])")
# What shows a Latin name before it to be a firm: 公司, （H.K.）Limited.
FIRM_MARK = re.compile(
    r" ?公司(?![一-鿿]{0,2}(?:治理|债))|[（(][A-Z][A-Za-z. ]{0,14}[)）] ?(?:Limited|Ltd|LLC|LP|Inc|Co)(?![A-Za-z])\.?"
)
_CLOSERS = frozenset("，,。；;：:、/／）)】」』”’\"'（(【「『“‘！!？?…丨|〉》<>〈《－—-~～\n\r\t \u00a0\u3000")


def spelled(name: str) -> str:
    """A transliterated name with the one dot that news agencies write: 玛丽•安 and 玛丽 · 安 become 玛丽·安."""
    return _DOT.sub("·", name)


def closed(scene: Scene, at: int) -> int:
    """How surely a name may end at ``at``: 2 before a speech verb or a mark, 1 before a linking word, 0 not at all."""
    plain = scene.plain
    if at >= len(plain) or plain[at] in _CLOSERS:
        return 2
    if scene.opens(at, "say", "honorific", "act", "head"):
        return 2
    if scene.opens(at, "link") or not is_han(plain[at]):
        return 1
    return 0


def surname_at(scene: Scene, at: int) -> int:
    """The length of the surname at ``at``: 2, 1 or 0."""
    plain, surnames = scene.plain, scene.lexicon.surnames
    if plain[at : at + 2] in surnames and at + 2 < len(plain):
        return 2
    return 1 if plain[at : at + 1] in surnames else 0


def given(scene: Scene, start: int, end: int) -> bool:
    """May these characters stand in a given name at all?"""
    never = scene.lexicon.never_given
    return end <= len(scene.plain) and all(is_han(c) and c not in never for c in scene.plain[start:end])


def foreign(scene: Scene, start: int, end: int) -> bool:
    """Are these characters all of the kind that transliterates?"""
    sounds = scene.lexicon.sounds
    return end <= len(scene.plain) and end > start and all(c in sounds for c in scene.plain[start:end])


def separated_at(scene: Scene, at: int) -> int:
    """The end of a transliterated name with separators that starts at ``at``; 0 where none does."""
    plain, pieces, position, last = scene.plain, 0, at, 0
    while pieces < _MOST_PARTS and (end := _part_end(scene, position)):
        pieces, last = pieces + 1, end
        separator = _SEPARATOR.match(plain, end)
        if not separator:
            break
        position = separator.end()
    if pieces > 1 and not closed(scene, last):  # a character that transliterates rarely: 斯图尔特·罗素
        ends = (q for q in range(last + 1, last + 2) if closed(scene, q) and given(scene, last, q))
        last = next(ends, last)
    return last if pieces > 1 else 0


def _part_end(scene: Scene, start: int) -> int:
    """The end of one part of a separated name: transliterating characters or an initial (大卫·J·科斯汀)."""
    plain, end = scene.plain, start
    while end < len(plain) and end - start < 7 and plain[end] in scene.lexicon.sounds:
        if end > start and scene.opens(end, "say", "act") > end + 1:
            break
        end += 1
    if end == start and plain[end : end + 1].isascii() and plain[end : end + 1].isupper():
        return end + 1
    return end if end > start else 0


def chinese_at(scene: Scene, at: int, least: int) -> int:
    """The end of a Chinese or unseparated transliterated name at ``at``; 0 where none does.

    ``least``: how surely the name must end (see ``closed``).
    """
    family = surname_at(scene, at)
    options = [at + family + 1, at + family + 2] if family else []
    if family == 1 and scene.plain[at + 1 : at + 2] in scene.lexicon.surnames:
        options.append(at + 4)  # a married name: 梅李玉霞
    ends = [
        (closed(scene, q), scene.opens(q, "say", "honorific") - q, q)
        for q in options
        if _may_name(scene, at, at + family, q)
    ]
    best, _, native = max(ends, default=(0, 0, 0))
    for q in range(at + 2, at + LONGEST + 1):
        if (sure := closed(scene, q)) >= least and _loan(scene, at, q):
            return q if sure > best else native
    return native if best >= least else 0


def _may_name(scene: Scene, start: int, given_start: int, end: int) -> bool:
    """A surname and a given name that together are no word, and the given name no everyday one (避免, 统计)."""
    plain = scene.plain
    least = 50 if plain[start:given_start] in scene.lexicon.word_surnames else 1500
    everyday = end - given_start == 2 and (
        is_word(plain[given_start:end], least) or scene.opens(given_start, "say") == end
    )
    if least == 50 and end - given_start == 1 and plain[given_start:end] in scene.lexicon.surnames:
        return False  # 向|陈 is no name
    return given(scene, given_start, end) and plain[start:end] not in scene.lexicon.not_names and not everyday


def native_name(scene: Scene, start: int, end: int) -> bool:
    """Is ``[start, end)`` a surname and one or two characters that may be a given name?"""
    family = surname_at(scene, start)
    if not family or end - start - family not in (1, 2) or scene.plain[start : start + 2] in scene.lexicon.not_names:
        return False
    return _may_name(scene, start, start + family, end)


def _loan(scene: Scene, start: int, end: int) -> bool:
    """Is ``[start, end)`` an unseparated transliteration, and neither a word nor a place?"""
    if not foreign(scene, start, end) or is_word(scene.plain[start:end], 300):
        return False
    return not any(scene.marks.starts[kind].get(start) == end for kind in ("country", "city"))


def loan_name(scene: Scene, start: int, end: int) -> bool:
    """A transliteration of three characters and more, in no dictionary, that may stand for a person without a title."""
    plain = scene.plain
    if end - start < 3 or not _loan(scene, start, end) or is_word(plain[start:end], 2):
        return False
    if plain[start:end] in scene.lexicon.not_names:
        return False
    if is_word(plain[start : start + 2], 2000) or is_word(plain[start + 1 : end], 300):
        return False  # 基金|君, 向|外界
    return not any(scene.marks.starts[kind].get(start + 1) == end for kind in ("country", "city"))  # 以|俄罗斯


def person_at(scene: Scene, at: int, least: int = 2) -> int:
    """The end of a person's name in any form at ``at``; 0 where none stands there."""
    if at >= len(scene.plain):
        return 0
    if at in scene.latin:
        return latin_person(scene, at, scene.latin[at])
    if not is_han(scene.plain[at]):
        return 0
    return separated_at(scene, at) or chinese_at(scene, at, least)


def latin_person(scene: Scene, start: int, end: int) -> int:
    """The end of a Latin name of a person; 0 where the words name an organisation or are an abbreviation."""
    if end <= start or FIRM_MARK.match(scene.plain, end):
        return 0
    words = re.split(r"[ \u00a0]+", scene.plain[start:end])
    if (
        len(words) > 5
        or any(w.lower() in scene.lexicon.latin for w in words)
        or any(c.isdigit() for c in scene.plain[start:end])
    ):
        return 0
    if len(words[0]) > 2 and words[0].isupper() and not words[-1].isupper():
        return 0  # SPDR Gold Trust
    if len(words) == 1 and (words[0].isupper() or len(words[0]) < 3):
        return 0
    return end
