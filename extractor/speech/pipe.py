"""The room's one way in: fills ``reading.statements``."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from extractor.segment import Reading
from extractor.speech.cues import load_cues
from extractor.speech.events import Event, find_events
from extractor.speech.phrases import PhraseReader
from extractor.speech.quotes import Quote, find_quotes
from extractor.speech.speakers import Speakers
from extractor.speech.statements import StatementReader
from extractor.speech.units import cut

_SHORT = 5  # characters of the shortest quotation of speech
_BETWEEN = "。！？!?\n　 ”"
_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_ABBREVIATED = re.compile(
    r"(?:(?<=\bInc)|(?<=\bLtd)|(?<=\bCo)|(?<=\bCorp))。(?![\n”]|$)|(?<=\b[A-Z])。(?=\s?[A-Z][a-z])"
)
_HALF_WIDTH = re.compile(r"[,:;?!](?=\s?[\u3400-\u9fff“”「」\n])|(?<=[\u3400-\u9fff”」%)])[,:;?!]")


def read_speech(reading: Reading) -> None:
    """Find every statement of the article."""
    cues = load_cues()
    plain = _full_width(reading.plain)
    phrases = PhraseReader(reading, plain, cues)
    found = phrases.read()
    speakers = Speakers(reading, found, cues)
    events = find_events(plain, found, phrases.types, speakers.known, cues)
    quotes = [q for q in find_quotes(plain, cues.announced) if _is_speech(plain, q, events)]
    quotes = [_before_speaker(plain, q, events) for q in quotes]
    events = _outside(events, quotes)
    units = cut(plain, quotes)
    reading.statements = StatementReader(plain, cues, units, events, quotes, speakers).read()


def _full_width(plain: str) -> str:
    """Punctuation of half width between Chinese words in full width, so that every rule meets one form of it.

    The stop of a Latin abbreviation that conversion made a full one (某某 Pte Ltd。策略师) becomes a space.
    """
    return _HALF_WIDTH.sub(lambda m: _FULL[m.group()], _ABBREVIATED.sub(" ", plain))


def _is_speech(plain: str, quote: Quote, events: list[Event]) -> bool:
    """A quotation of speech holds a clause; one of a few words (“融涨”) is a name or a distance."""
    inner = plain[quote.start + 1 : quote.end - 1]
    if (len(inner) >= 6 and any(c in inner for c in "，。！？,!?…；")) or len(inner) >= 16:
        return True
    if len(inner) < _SHORT or plain[max(0, quote.start - 1) : quote.start].strip(_BETWEEN):
        return False
    after = events[(i := bisect_left(events, quote.end, key=_start)) : i + 1]  # “…”，某某称。: a sentence of its own
    return any(
        not plain[quote.end : e.phrase.start].strip("，, ") and not plain[e.content : e.content + 1].strip(_BETWEEN)
        for e in after
    )


def _before_speaker(plain: str, quote: Quote, events: list[Event]) -> Quote:
    """A quotation whose closing mark is lost ends before who is said at its end to speak: “…走弱，某某说。"""
    if quote.closed:
        return quote
    inside = events[bisect_right(events, quote.start, key=_start) : bisect_left(events, quote.end, key=_start)]
    for event in inside:
        if event.form == "verb" and not plain[event.content : quote.end].strip("。.，, \n"):
            return quote._replace(end=event.phrase.start)
    return quote


def _start(event: Event) -> int:
    return event.phrase.start


def _outside(events: list[Event], quotes: list[Quote]) -> list[Event]:
    """The events that do not stand inside a quotation."""
    kept, at = [], 0
    for event in events:
        while at < len(quotes) and quotes[at].end <= event.phrase.start:
            at += 1
        if at == len(quotes) or not quotes[at].start < event.phrase.start:
            kept.append(event)
    return kept
