"""The short forms of a name, and whether two forms are of one name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.document.models import ORGANISATIONS
from extractor.entities.names import SEPARATORS, foreign
from extractor.entities.phonetics import alike
from extractor.entities.scene import Found, Scene, is_han
from extractor.segment.words import is_word

# Marks of special treatment right before a share's name are part of it.
SPECIAL = re.compile(r"(?<![A-Za-z])(?:\*?ST|S\*?ST|SST)$")
_PARTS = re.compile(rf"[ \u00a0{SEPARATORS}.?？\-－—‐–]+")


def name_key(text: str) -> str:
    """A name without the marks and spaces that its spellings differ in."""
    return _PARTS.sub("", text).lower()


def parts_of(text: str) -> list[str]:
    """The parts of a person's name: David, Kostin; 布拉姆, 卡普兰."""
    return [part for part in _PARTS.split(text) if part]


def short_forms(scene: Scene, found: Found) -> Iterator[str]:
    """The forms under which the article may name it again: 卡普兰, Kostin, 长实 of 长实集团."""
    text = scene.plain[found.start : found.end]
    if found.type == "person":
        parts = parts_of(text)
        if len(parts) > 1 and len(parts[-1]) > 1:
            yield parts[-1]
            if is_han(parts[0][0]) and len(parts[0]) > 1:
                yield parts[0]
    elif found.type in ORGANISATIONS and found.how != "known" and is_han(text[-1]):
        core = core_of(scene, found.start, found.end)
        short = scene.plain[core[0] : core[1]]
        if (
            core != (found.start, found.end)
            and not is_word(short, 50)
            and scene.opens(core[0], "city", "country") != core[1]
        ):
            yield short


def core_of(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """A firm's own name without its ending, its words of trade and, where enough is left, its place."""
    at = end
    while (step := min(scene.marks.ends["suffix"].get(at, at), scene.marks.ends["trade"].get(at, at))) < at:
        if step - start < 2:
            break
        at = step
    while at > start and scene.plain[at - 1] == " ":
        at -= 1
    place = scene.marks.starts["city"].get(start, start)
    if at - place >= 2 and place < end:
        return place, at
    return (start, at) if at - start >= 2 else (start, end)


def same_person(scene: Scene, a: Found, b: Found) -> bool:
    """Two forms of one person: the unseparated full name and its end (玛丽戴利, 戴利), or the sound in two scripts."""
    x, y = scene.plain[a.start : a.end], scene.plain[b.start : b.end]
    if x.isascii() != y.isascii():
        latin, chinese = (x, y) if x.isascii() else (y, x)
        if not all(c in scene.lexicon.sounds or not is_han(c) for c in chinese):
            return False
        han = parts_of(chinese)
        return alike(han[-1], parts_of(latin)[-1]) or (len(han) == 1 and len(chinese) > 3 and alike(chinese, latin))
    if x.isascii() or len(parts_of(x)) > 1 or len(parts_of(y)) > 1:
        return False
    longer, shorter = (a, y) if len(x) > len(y) else (b, x)
    text = scene.plain[longer.start : longer.end]
    if len(text) == 3 and len(shorter) == 2 and text.endswith(shorter):  # 彦蓉 of 陈彦蓉
        return True
    fits = len(text) >= len(shorter) + 2 and len(shorter) > 1 and text.endswith(shorter)
    return fits and foreign(scene, longer.start, longer.end)


def latin_names(scene: Scene, found: Found) -> list[str]:
    """The Latin spellings of a known person, in small letters."""
    if found.entry is None or scene.reading.gazetteer is None:
        return []
    return [alias.text.lower() for alias in scene.reading.gazetteer.forms_of(found.entry) if alias.text.isascii()]
