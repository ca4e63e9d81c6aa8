"""What is known of names: entries, aliases, tickers, in one automaton over characters."""

from extractor.knowledge.gazetteer import Gazetteer, load_gazetteer
from extractor.knowledge.records import Alias, Entry, NameHit

__all__ = ["Alias", "Entry", "Gazetteer", "NameHit", "load_gazetteer"]
