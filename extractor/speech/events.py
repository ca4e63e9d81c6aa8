"""Where someone starts to speak: a phrase with its verb or frame, and where the stated words begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractor.document.models import EntityType
from extractor.speech.cues import BRACKET, Cues
from extractor.speech.phrases import HOUSES, Phrase

Form = Literal["verb", "rate", "frame", "source", "colon"]
_COLON = re.compile(
    rf"{BRACKET}*\s?(?:(?:首席)?(?:策略|宏观|固收|研究|观点|最新调查|最新研报|最新观点|分析|晨会|早评|午评|速评|点评|解读[^：:\n]{{0,16}}|[^\s：:，。\n]{{0,4}}))?\s?[：:](?!//)"
)
_LINE_START = re.compile(
    r"(?:^|[\n。！？；】《　|｜]|>>>|\s\s|原标题[：:]|标题[：:]|速报\s?-|快讯[：:|｜]|丨)[\s　\d、.•*\-①-⑨【—“(（]*$"
)
_SOURCE_END = re.compile(
    r"[^，。：；！？\n]{0,26}?([，,：:]|(?:显示|指出|表明|称|表示|预测|预计|预估|认为|估计|统计|介绍|透露))[，,：:]?"
)
_AFTER = re.compile(r"[\s，,：:]*")
_STOP = re.compile(r"[。；！？\n]")
_LOOK_BACK = 12
_CLAUSE = 120  # characters in which a house's verb and its object must stand


@dataclass(slots=True)
class Event:
    """A speaker at work. The stated words begin at ``content``; ``cue`` is what shows it, of one of the verb kinds."""

    phrase: Phrase
    start: int
    cue_start: int
    content: int
    kind: str
    form: Form
    cue: str


def find_events(plain: str, phrases: list[Phrase], types: dict[str, EntityType], cues: Cues) -> list[Event]:
    """Every speech event of an article in reading order, at most one for a phrase; ``types`` of entities by id."""
    addressed = [_before(plain, p, cues, "addressed") for p in phrases]
    limits = _limits(phrases, addressed, len(plain))
    events = []
    for phrase, limit, spoken_to in zip(phrases, limits, addressed, strict=True):
        event = None if phrase.media else _event(plain, phrase, limit, spoken_to, cues, types)
        if event is not None:
            events.append(event)
    return events


def _limits(phrases: list[Phrase], addressed: list[bool], length: int) -> list[int]:
    """For each phrase where the next one that may take its verb starts."""
    limits, limit = [0] * len(phrases), length
    for index in range(len(phrases) - 1, -1, -1):
        limits[index] = limit
        phrase = phrases[index]
        if not phrase.media and not addressed[index]:
            limit = phrase.start
    return limits


def _before(plain: str, phrase: Phrase, cues: Cues, frame: str) -> bool:
    return cues.before[frame].search(plain, max(0, phrase.start - _LOOK_BACK), phrase.start) is not None


def _event(
    plain: str, phrase: Phrase, limit: int, spoken_to: bool, cues: Cues, types: dict[str, EntityType]
) -> Event | None:
    if _line_start(plain, phrase.start):
        match = _COLON.match(plain, phrase.end)
        if match and match.end() <= limit and phrase.party.pronoun not in ("self", "report", "company"):
            return _made(plain, phrase, match.end(), match.end(), "say", "colon", "：")
    view = cues.after["view"].match(plain, phrase.end)
    if view and _before(plain, phrase, cues, "view"):
        return _made(plain, phrase, view.start(), view.end(), "opine", "frame", view.group())
    if _before(plain, phrase, cues, "source"):
        match = _SOURCE_END.match(plain, phrase.end)
        if match:
            return _made(
                plain, phrase, match.start(1), match.end(), "data", "source", "据" + match.group().rstrip("，,：:")
            )
        return None
    if spoken_to:
        return _rated(plain, phrase, limit, cues, types)
    match = cues.near.match(plain, phrase.end, limit) or cues.free.match(plain, phrase.end, limit)
    rated = _rated(plain, phrase, limit, cues, types)
    if match and (rated is None or match.start(2) <= rated.cue_start):
        verb = match.group(2)
        if plain[match.end() : match.end() + 1] == "的":
            return rated
        return _made(plain, phrase, match.start(2), match.end(), cues.verb_kinds[verb], "verb", verb)
    return rated


def _rated(plain: str, phrase: Phrase, limit: int, cues: Cues, types: dict[str, EntityType]) -> Event | None:
    """What a research house does with a rating or a target."""
    party = phrase.party
    house = (party.org is not None and types.get(party.org) in HOUSES) or party.person or party.group
    if not house and party.pronoun not in ("house", "report", "self"):
        return None
    stop = _STOP.search(plain, phrase.end, phrase.end + _CLAUSE)
    match = cues.rate.match(plain, phrase.end, stop.start() if stop else phrase.end + _CLAUSE)
    if match is None:
        return None
    return _made(plain, phrase, match.start(2), match.start(2), "rate", "rate", match.group(2)[-6:])


def _line_start(plain: str, at: int) -> bool:
    return _LINE_START.search(plain, max(0, at - _LOOK_BACK), at) is not None or not plain[max(0, at - 3) : at].strip()


def _made(plain: str, phrase: Phrase, cue_start: int, end: int, kind: str, form: Form, cue: str) -> Event:
    content = _AFTER.match(plain, end).end()  # type: ignore[union-attr]
    return Event(phrase, phrase.start, cue_start, content, kind, form, cue)
