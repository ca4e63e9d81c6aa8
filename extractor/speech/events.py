"""Where someone starts to speak: a phrase with its verb or frame, and where the stated words begin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractor.document.models import EntityType
from extractor.speech.cues import Cues
from extractor.speech.phrases import HOUSES, Party, Phrase

Form = Literal["verb", "rate", "frame", "source", "colon", "byline"]
_AFTER = re.compile(r"[\s，,：:]*")
_HEAD = 16  # characters of an unknown firm before a title at the start of a line
_HEAD_STOPS = "，、：:。；！？“”「」（）()【】《》 　\n"
_STOP = re.compile(r"[。；！？\n]")
_LOOK_BACK = 12
_RELEASED = 30  # characters from an expectation to what is expected
_TOWARDS = "对向"  # before whom someone else speaks of or to, not by whom he is rated (遭, 获)
AUTHOR = "作者"  # the cue of who is named as the writer of a column
_OPENS, _CLOSES = ("(", "（"), (")", "）")
_SAID_BY = "说"
_POLL = "调查"
_PUBLISHED = 80  # characters from a speaker to the end of what he publishes
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


def find_events(
    plain: str, phrases: list[Phrase], types: dict[str, EntityType], known: dict[str, str], cues: Cues
) -> list[Event]:
    """Every speech event of an article in reading order, at most one for a phrase.

    ``types`` of entities and the work of ``known`` people are by id.
    """
    addressed = [
        _before(plain, p, cues, "addressed") and not (p.party.group and cues.together.match(plain, p.end))
        for p in phrases
    ]
    limits = _limits(phrases, addressed, len(plain))
    events: list[Event] = []
    for phrase, limit, spoken_to in zip(phrases, limits, addressed, strict=True):
        if events and phrase.start < events[-1].content:
            continue  # 某行发布某公司的研报称: the company is what the report is on
        event = _event(plain, phrase, limit, spoken_to, cues, types)
        if event is not None and known.get(phrase.party.person or "") and "，" in plain[phrase.end : event.cue_start]:
            event = None  # 某总统的政策或利好经济，预料…: someone else expects it
        if event is None:
            continue
        if event.cue == _SAID_BY and events and events[-1].content == phrase.start:
            events.pop()  # 某词表示某行分析师某某。: who seemed to speak is the end of what he states
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
    at = phrase.end
    if _bracketed(plain, phrase) or (phrase.party.group and _titles_a_work(plain, phrase)):
        return None  # 超级电轨(Super Rail)，预计…: the bracket only explains
    if phrase.party.person and _before(plain, phrase, cues, "byline"):
        return _made(plain, phrase, at, at, "write", "byline", AUTHOR)
    if _line_start(plain, phrase, cues) and not cues.near.match(plain, at, limit):
        match = cues.colon.match(plain, at)
        if (
            match
            and match.end() <= limit
            and phrase.party.pronoun not in ("self", "report", "work", "company")
            and not phrase.party.crowd
        ):
            return _made(plain, phrase, match.end(), match.end(), "say", "colon", "：")
        if phrase.party.person and phrase.party.title and plain[at : at + 1] == "\n":
            return _made(plain, phrase, at, at, "write", "byline", "署名")  # the writer alone on a line
    outlet = phrase.media or types.get(phrase.party.org or "") == "media"
    poll = cues.poll.match(plain, at) if outlet else None
    if poll:
        phrase.media, phrase.parties = False, [Party(phrase.start, poll.end(), group=True)]
        return _made(plain, phrase, poll.start(), poll.end(), "forecast", "source", _POLL)
    if phrase.media:
        return None
    if _ends_sentence(plain, at) and _is_titled(phrase):
        before = cues.said_by.search(plain, max(0, phrase.start - _LOOK_BACK), phrase.start)
        if before:
            return _made(plain, phrase, phrase.start, at, "say", "verb", _SAID_BY)
    if cues.inverse.search(plain, max(0, phrase.start - _LOOK_BACK), phrase.start):
        return _made(plain, phrase, phrase.start, at, "say", "verb", "”说")
    if _ends_sentence(plain, at) and cues.bare.search(plain, max(0, phrase.start - _LOOK_BACK), phrase.start):
        return _made(plain, phrase, at, at, "say", "verb", "”")
    view = cues.after["view"].match(plain, at)
    if view and _before(plain, phrase, cues, "view"):
        return _made(plain, phrase, view.start(), view.end(), "opine", "frame", view.group())
    survey = cues.survey_end.match(plain, match.end()) if (match := cues.after["survey"].match(plain, at)) else None
    if survey and not _before(plain, phrase, cues, "compared"):
        kind = "forecast" if phrase.party.group else "data"
        return _made(plain, phrase, survey.start(1), survey.end(), kind, "source", survey.group(1))
    if phrase.party.pronoun is None and not phrase.party.crowd and _before(plain, phrase, cues, "source"):
        match = cues.source_end.match(plain, at)
        if match is None:
            return None
        opinion = phrase.party.person or phrase.party.group or cues.source_opinion.search(match.group())
        return _made(plain, phrase, match.end(), match.end(), "say" if opinion else "data", "source", "据")
    rated = _rated(plain, phrase, limit, cues, types)
    if spoken_to:
        return rated if plain[phrase.start - 1] not in _TOWARDS else None
    match = cues.near.match(plain, at, limit) or cues.free.match(plain, at, limit)
    if match is None and phrase.party.person:
        match = cues.late.match(plain, at, limit)
    published = cues.publish.match(plain, at, at + _PUBLISHED)
    if published and published.end(1) <= limit and not (match and match.start(2) < published.start(2)):
        kind = cues.words.publication_kinds[published.group(3)]
        return _made(plain, phrase, published.start(2), published.end(), kind, "verb", published.group(3))
    if match and (rated is None or match.start(2) <= rated.cue_start) and not plain.startswith("的", match.end()):
        verb = match.group(2)
        if _is_advised(plain, phrase, match, cues, types):
            return None
        if cues.words.verb_kinds[verb] == "forecast" and _is_forecast_noun(plain, phrase, match.end(), cues):
            return rated
        kind = cues.words.verb_kinds[verb]
        if kind == "forecast" and phrase.party.crowd and _is_consensus(plain, phrase, match.end(), cues):
            kind = "data"
        return _made(plain, phrase, match.start(2), match.end(), kind, "verb", verb)
    return rated


def _bracketed(plain: str, phrase: Phrase) -> bool:
    """Whether a phrase is all that a bracket holds."""
    return plain[phrase.start - 1 : phrase.start] in _OPENS and plain[phrase.end : phrase.end + 1] in _CLOSES


def _titles_a_work(plain: str, phrase: Phrase) -> bool:
    """Whether a phrase is part of a title: 《全球市场展望》."""
    return plain.rfind("《", max(0, phrase.start - 30), phrase.start) > plain.rfind(
        "》", max(0, phrase.start - 30), phrase.start
    )


def _is_advised(plain: str, phrase: Phrase, match: re.Match[str], cues: Cues, types: dict[str, EntityType]) -> bool:
    """Whether the words before a verb of advice are what or whom somebody advises: 推荐某某，建议…, 投资者建议观望."""
    if phrase.party.crowd and cues.remark.match(plain, match.start(2)):
        return True  # 市场点评：
    if not cues.advice.match(match.group(2)):
        return False
    if phrase.party.crowd:
        return True
    parted = "，" in plain[phrase.end : match.start(2)]
    goods = all(types.get(p.org or "") == "company" and not p.person for p in phrase.parties)
    return parted and (goods or _before(plain, phrase, cues, "object"))


def _ends_sentence(plain: str, at: int) -> bool:
    return plain[at : at + 1] in ("。", "\n", "")


def _is_titled(phrase: Phrase) -> bool:
    """Whether a phrase names one person with his firm or title."""
    party = phrase.party
    return len(phrase.parties) == 1 and party.person is not None and bool(party.org or party.title)


def _is_consensus(plain: str, phrase: Phrase, end: int, cues: Cues) -> bool:
    """Whether what the market at large expects is a figure to come or a rate decision, for which nobody argues."""
    return (
        cues.released.search(plain, end, end + _RELEASED) is not None
        or cues.expected_before.search(plain, phrase.end, end) is not None
    )


def _is_forecast_noun(plain: str, phrase: Phrase, end: int, cues: Cues) -> bool:
    """高于分析师预期, 逊于市场预测。: the forecast is a yardstick, nobody speaks."""
    return _before(plain, phrase, cues, "compared") or plain[end : end + 1] in "。；、)）"


def _rated(plain: str, phrase: Phrase, limit: int, cues: Cues, types: dict[str, EntityType]) -> Event | None:
    """What a research house does with a rating or a target."""
    party = phrase.party
    house = (party.org is not None and types.get(party.org) in HOUSES) or party.person or party.group > party.crowd
    if (not house and party.pronoun in (None, "company")) or _before(plain, phrase, cues, "object"):
        return None
    stop = _STOP.search(plain, phrase.end, phrase.end + _CLAUSE)
    match = cues.rate.match(plain, phrase.end, stop.start() if stop else phrase.end + _CLAUSE)
    if match is None or plain[match.start(2) - 1] == "的":
        return None  # 机构的超配: a noun
    return _made(
        plain, phrase, match.start(2), match.start(2), "rate", "rate", next(verb for verb in match.groups()[2:] if verb)
    )


def _line_start(plain: str, phrase: Phrase, cues: Cues) -> bool:
    at = phrase.start
    if phrase.party.title and (phrase.party.person or phrase.party.org):
        while at and phrase.start - at < _HEAD and plain[at - 1] not in _HEAD_STOPS:
            at -= 1  # the firm before the title may be unknown
    return (
        cues.line_start.search(plain, max(0, at - _LOOK_BACK), at) is not None or not plain[max(0, at - 3) : at].strip()
    )


def _made(plain: str, phrase: Phrase, cue_start: int, end: int, kind: str, form: Form, cue: str) -> Event:
    content = _AFTER.match(plain, end).end()  # type: ignore[union-attr]
    return Event(phrase, phrase.start, cue_start, content, kind, form, cue)
