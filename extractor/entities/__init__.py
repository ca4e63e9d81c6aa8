"""Who is named: entities with types, aliases, tickers; references; each person's firm and title."""

from extractor.entities.pipe import read_entities

__all__ = ["read_entities"]
