"""Title phrases: modifiers and a head (亚太区首席经济学家), with the organisation before and the person after."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.entities.scene import Scene

LONGEST = 40  # characters of a title phrase

_BEFORE_THAT = ("此", "之", "目", "日", "以", "先", "年", "月", "周")  # 此前|美国总统 is no 前美国总统


@dataclass(slots=True, frozen=True)
class TitlePhrase:
    """A title as ``[start, end)``."""

    start: int
    end: int


def title_phrases(scene: Scene) -> list[TitlePhrase]:
    """Every maximal title phrase in reading order; it never reaches into a known name."""
    phrases: list[TitlePhrase] = []
    for end in sorted(scene.marks.ends["head"]):
        start = scene.marks.ends["head"][end]
        start = next((at for at in range(start, end) if _head(scene, at, end)), end)
        if start == end:
            continue
        start = _leftmost(scene, start, end)
        while phrases and phrases[-1].start >= start:
            phrases.pop()
        phrases.append(TitlePhrase(start, end))
    return phrases


def _head(scene: Scene, start: int, end: int) -> bool:
    return scene.plain[start:end] in scene.lexicon.kinds["head"] and not scene.covered(start, end)


def _leftmost(scene: Scene, start: int, end: int) -> int:
    while end - start < LONGEST:
        before = start
        if before and scene.plain[before - 1] == " " and scene.closes(before - 1, "modifier", "head") >= 0:
            before -= 1
        step = scene.closes(before, "modifier", "head")
        if step < 0 or scene.covered(step, before):
            break
        if scene.plain[step:before] == "前" and scene.plain[step - 1 : step] in _BEFORE_THAT:
            break
        start = step
    while scene.plain[start] in "的、和与及兼暨· " and start < end:
        start += 1
    return start
