"""The room's one way in: fills ``reading.statements``."""

from __future__ import annotations

from extractor.segment import Reading
from extractor.speech.cues import load_cues
from extractor.speech.events import Event, find_events
from extractor.speech.phrases import PhraseReader
from extractor.speech.quotes import Quote, find_quotes
from extractor.speech.speakers import Speakers
from extractor.speech.statements import StatementReader
from extractor.speech.units import cut


def read_speech(reading: Reading) -> None:
    """Find every statement of the article."""
    cues = load_cues()
    phrases = PhraseReader(reading, cues)
    found = phrases.read()
    events = find_events(reading.plain, found, phrases.types, cues)
    quotes = [q for q in find_quotes(reading.plain) if _is_speech(reading.plain, q, events)]
    events = _outside(events, quotes)
    units = cut(reading.plain, quotes)
    reading.statements = StatementReader(reading, cues, units, events, quotes, Speakers(reading, found)).read()


def _is_speech(plain: str, quote: Quote, events: list[Event]) -> bool:
    """A quotation of speech holds a clause; one of a few words (“融涨”) is a name or a distance."""
    inner = plain[quote.start + 1 : quote.end - 1]
    return (len(inner) >= 6 and any(c in inner for c in "，。！？,!?…；")) or len(inner) >= 16


def _outside(events: list[Event], quotes: list[Quote]) -> list[Event]:
    """The events that do not stand inside a quotation."""
    kept, at = [], 0
    for event in events:
        while at < len(quotes) and quotes[at].end <= event.phrase.start:
            at += 1
        if at == len(quotes) or not quotes[at].start < event.phrase.start:
            kept.append(event)
    return kept
