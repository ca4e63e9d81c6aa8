"""The room's one way in: fills ``reading.entities``, ``references`` and ``roles``."""

from __future__ import annotations

from extractor.document.models import Entity
from extractor.segment import Reading


def read_entities(reading: Reading) -> None:
    """Find every entity of the article."""
    found: dict[str, Entity] = {}
    for hit in reading.names:
        if hit.alias.caution:
            continue
        known = hit.alias.entries[0]
        entity = found.get(known.key)
        if entity is None:
            entity = Entity(f"E{len(found) + 1}", known.type, known.name, [], known.ticker, list(known.tickers))
            found[known.key] = entity
        entity.mentions.append(reading.mention(hit.start, hit.end))
    reading.entities = list(found.values())
