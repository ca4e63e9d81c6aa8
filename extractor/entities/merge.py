"""How the trained model's candidates join what lists and patterns have found.

The rules: a candidate that overlaps nothing is taken where the model is sure enough; one that reaches beyond a known
organisation completes its name; one that contradicts a weak pattern replaces it; a strong find is never given up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

from extractor.document.models import ORGANISATIONS
from extractor.entities.fit import heads_organ, lookup
from extractor.entities.names import foreign
from extractor.entities.ner import Candidate, NameModel
from extractor.entities.organisations import generic, ordinary
from extractor.entities.scene import Found, Scene, is_han
from extractor.segment.reading import Reading
from extractor.segment.words import divides, is_word

NEW = {"person": 0.75, "organisation": 0.93, "index": 0.9}  # least score of a name that nothing else shows; from dev
REPLACE = 0.8  # least score to correct a weak pattern or to complete a known name; from dev

_NO_END = ("党", "党团", "当局", "新城", "新区", "开发区", "工业园", "产业园")  # parties, authorities, places
INSISTS = 0.95  # the same to lengthen a known short form to the left


@cache
def _model() -> NameModel:
    return NameModel.load()


def model_candidates(reading: Reading) -> list[Candidate]:
    """What the shipped model sees in the article, in reading order."""
    return _model().candidates(reading)


def add_candidates(scene: Scene, candidates: Sequence[Candidate]) -> None:
    """Merge the model's candidates into the scene by the rules above."""
    votes = Counter((scene.plain[c.start : c.end], _kind(c.type)) for c in candidates)
    for candidate in candidates:
        overlapping = scene.overlapping(candidate.start, candidate.end)
        if not overlapping:
            if (
                candidate.score >= NEW[_kind(candidate.type)]
                and _plausible(scene, candidate)
                and _steady(scene, candidate, votes)
            ):
                scene.add(_found(scene, candidate))
        elif candidate.score >= REPLACE and _corrects(scene, candidate, overlapping):
            scene.replace(_found(scene, candidate))


def _kind(kind: str) -> str:
    return "organisation" if kind in ORGANISATIONS else kind


def _found(scene: Scene, candidate: Candidate) -> Found:
    start, end = candidate.start, candidate.end
    if candidate.type == "media" and scene.plain[end - 1] == "讯" and end - start > 3:
        end -= 1  # 云财经|讯
    text = scene.plain[start:end]
    alias = lookup(scene, text)
    entry = next((e for e in alias.entries if _kind(e.type) == _kind(candidate.type)), None) if alias else None
    if entry:
        return Found(start, end, entry.type, entry.name, 1, entry, how="model")
    return Found(start, end, candidate.type, text, 1, how="model")


def _steady(scene: Scene, candidate: Candidate, votes: Counter[tuple[str, str]]) -> bool:
    """Does the model see the same kind of name in at least half of the places where the words stand?"""
    text = scene.plain[candidate.start : candidate.end]
    return 2 * votes[text, _kind(candidate.type)] >= scene.plain.count(text)


def _plausible(scene: Scene, candidate: Candidate) -> bool:
    """No single character, everyday word, number or bare abbreviation, and no part of a Latin word."""
    start, end = candidate.start, candidate.end
    text = scene.plain[start:end]
    if len(text) < 2 or text.isdigit() or text[0] in " ,，。" or text[-1] in " ,，。":
        return False
    if heads_organ(scene.plain, start, end) or text.endswith(_NO_END) or _in_address(scene.plain, start):
        return False
    if text.isascii() and text.isupper() and len(text) < 6:
        return bool(scene.opens(end, "say", "head") or scene.opens(end + 1, "head"))
    if not is_han(text[0]):
        return not text[0].islower()
    if candidate.type == "person" and (text in scene.lexicon.not_names or _where(scene, start, end)):
        return False
    word = is_word(text, 300) or scene.opens(start, "modifier", "head", "country", "city") == end
    if candidate.type in ORGANISATIONS and candidate.type not in ("government", "central_bank"):
        named = candidate.type == "data_provider" and text.endswith(("研究所", "研究院"))  # 中美研究所
        word = word or (generic(scene, start, end) and not named) or ordinary(text) or divides(scene.plain, start)
    return (
        not word
        and not (candidate.type == "index" and scene.opens(start, "stop", "modifier"))
        and not scene.plain.startswith("大盘", start - 1)
    )


def _goes_on(scene: Scene, candidate: Candidate, known: Found) -> bool:
    """中兴|汇金 where only one half is known: two characters more, surely of the name."""
    if known.end - known.start != 2 or candidate.end - candidate.start != 4:
        return False
    left = candidate.end == known.end
    at = candidate.start if left else known.end
    plain = is_word(scene.plain[at : at + 2], 1000)
    plain = plain or scene.opens(at, "city", "country", "stop", "modifier", "head", "department", "suffix") == at + 2
    return _kind(known.type) == _kind(candidate.type) == "organisation" and candidate.score >= INSISTS and not plain


def _where(scene: Scene, start: int, end: int) -> bool:
    """在下诺夫哥罗德出席: a transliteration behind a preposition of place, and nobody who speaks."""
    at = start - (scene.plain[start - 1 : start] in ("上", "下", "大", "小", "新", "东", "西", "南", "北"))
    foreigner = foreign(scene, start, end) and end - start > 3
    return foreigner and scene.plain[at - 1 : at] in ("在", "赴", "抵") and not scene.plain.startswith("看来", end)


def _in_address(plain: str, start: int) -> bool:
    """Inside a web address: m.cnyes.com, pic.twitter.com."""
    return plain[start - 1 : start] in (".", "/", "@") and plain[start].isascii() and start > 0


def _corrects(scene: Scene, candidate: Candidate, overlapping: list[Found]) -> bool:
    if not _plausible(scene, candidate):
        return False
    weak = all(f.rank <= 1 for f in overlapping)
    if weak and overlapping[0].how == "suffix" and overlapping[0].end > candidate.end:
        return False  # a name with its ending is whole
    if weak:
        same = len(overlapping) == 1 and (overlapping[0].start, overlapping[0].end) == (candidate.start, candidate.end)
        return not same or _kind(overlapping[0].type) != _kind(candidate.type)
    first = overlapping[0]
    if len(overlapping) == 1 and first.how == "known" and _goes_on(scene, candidate, first):
        return True
    if len(overlapping) > 1 or first.start < candidate.start or first.end >= candidate.end:
        return False
    completes = first.start == candidate.start and _kind(first.type) == _kind(candidate.type) == "organisation"
    if not completes or scene.opens(first.end, "department", "modifier", "head"):
        return False
    return scene.closes(candidate.end, "suffix") >= first.end and scene.closes(candidate.end, "department") < 0
