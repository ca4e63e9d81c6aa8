"""Marked-up example sentences: entities stand in square brackets, ``[mention type=name]``."""

from __future__ import annotations

import re

from extractor.document.models import Entity, Mention
from extractor.script import detect
from extractor.segment import Reading
from extractor.segment.sentences import split

_MARKED = re.compile(r"\[([^\[\]]+) ([a-z_]+)(?:=([^\[\]]+))?\]")


def read_marked(marked: str) -> Reading:
    """The reading of a marked-up text, its entities and sentences filled; ``\\n`` in it is a line's end."""
    marked = marked.replace("\\n", "\n")
    text, at, entities = "", 0, {}
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        name, kind, known_as = match.groups()
        entity = entities.setdefault(known_as or name, Entity(known_as or name, kind, known_as or name, []))  # type: ignore[arg-type]
        entity.mentions.append(Mention(len(text), len(text) + len(name), name))
        text += name
        at = match.end()
    text += marked[at:]
    found = detect(text)
    reading = Reading(text, found.plain, found.script, found.region, entities=list(entities.values()))
    reading.sentences = split(found.plain)
    return reading
