"""Words that stand for somebody without a name (该行, 该公司, 她, 两人) and whom they stand for."""

from __future__ import annotations

from bisect import bisect_right

from extractor.document.models import ORGANISATIONS, Entity
from extractor.entities.scene import Found, Scene, is_han
from extractor.segment.reading import Reference

_HOUSES = frozenset({"bank", "broker", "asset_manager", "rating_agency", "data_provider", "exchange"})
_COMPANIES = frozenset({"company", "bank", "broker", "exchange", "asset_manager", "data_provider"})
_WANTED = {
    "house": _HOUSES, "company": _COMPANIES, "central_bank": frozenset({"central_bank"}),
    "government": frozenset({"government"}), "person": frozenset({"person"}), "man": frozenset({"person"}),
    "woman": frozenset({"person"}), "people": frozenset({"person"}),
}  # fmt: skip
_WEAK_LEFT = frozenset("该本各某两多上子母分总股新大小一家此")  # 子公司, 上市公司, 一家公司 stand for nobody


def find_references(scene: Scene, gathered: list[tuple[Entity, list[Found]]]) -> list[Reference]:
    """Every reference with the entity that it most likely stands for: the last suitable one named before it."""
    order = sorted((f.start, f.end, entity) for entity, finds in gathered for f in finds)
    starts = [start for start, _, _ in order]
    references = []
    for start, end in sorted(scene.marks.starts["reference"].items() | _singles(scene)):
        word = scene.plain[start:end]
        if scene.covered(start, end) or not _stands_alone(scene, start, word):
            continue
        before = [
            entity for _, _, entity in order[max(0, bisect_right(starts, start) - 40) : bisect_right(starts, start)]
        ]
        for entity in _antecedents(scene.lexicon.references[word], before):
            references.append(Reference(start, end, entity.id))
    return references


def _singles(scene: Scene) -> set[tuple[int, int]]:
    found = set()
    for word in ("他", "她"):
        at = scene.plain.find(word)
        while at >= 0:
            after = scene.plain[at + 1 : at + 2]
            if after != "们" and not (word == "他" and scene.plain[at - 1 : at] in ("其", "吉") and at):
                found.add((at, at + 1))
            at = scene.plain.find(word, at + 1)
    return found


def _stands_alone(scene: Scene, start: int, word: str) -> bool:
    """公司 and 集团 refer only where no other word makes them part of something else."""
    if word not in ("公司", "集团"):
        return True
    before = scene.plain[start - 1 : start]
    after = scene.plain[start + 2 : start + 3]
    return (
        (not before or not is_han(before) or before in "，在对向而且但使令和与于为由因将预料指称")
        and before not in _WEAK_LEFT
        and after != "债"
    )


def _antecedents(wanted: str, before: list[Entity]) -> list[Entity]:
    kinds = _WANTED[wanted]
    fitting = [e for e in reversed(before) if e.type in kinds]
    if not fitting:
        fitting = [e for e in reversed(before) if wanted in ("house", "company") and e.type in ORGANISATIONS]
    if wanted != "people":
        return fitting[:1]
    distinct = list({e.id: e for e in fitting}.values())[:2]
    return distinct[::-1] if len(distinct) == 2 else []
