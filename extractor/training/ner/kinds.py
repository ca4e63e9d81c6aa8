"""Which kind of organisation a name is: what the name files say, else what its ending says."""

from __future__ import annotations

from extractor.document.models import ORGANISATIONS
from extractor.knowledge import Gazetteer
from extractor.resources import corpus
from extractor.tables import read_table

UNKNOWN = "organisation"


class Kinds:
    """The kind of an organisation by its simplified name."""

    def __init__(self, gazetteer: Gazetteer, listed: set[str]) -> None:
        self.gazetteer = gazetteer
        self.listed = listed
        path = corpus("knowledge", "training", "organisation_endings.csv")
        allowed = [*sorted(ORGANISATIONS), ""]
        self.endings = {row["ending"]: row.choice("kind", allowed) for row in read_table(path, ["ending", "kind"])}
        self.generic = {
            row["name"] for row in read_table(corpus("knowledge", "training", "generic_names.csv"), ["name"])
        }
        self.longest = max(map(len, self.endings))

    def __call__(self, name: str, default: str = UNKNOWN) -> str:
        """The kind of ``name``; ``default`` where neither list nor ending tells."""
        alias = self.gazetteer.lookup(name)
        if alias:
            types = {entry.type for entry in alias.entries}
            if len(types) == 1 and (only := types.pop()) in ORGANISATIONS:
                return only
        for size in range(min(self.longest, len(name)), 0, -1):
            if name[-size:] in self.endings:
                return self.endings[name[-size:]] or default
        return "company" if name in self.listed else default
