"""What the rooms share of one article while they read it, filled from left to right.

It hangs on the spaCy ``Doc`` as ``doc._.reading``. ``text`` is the original, ``plain`` the simplified text of the same
length: rules match on ``plain``, whatever is handed out is cut from ``text``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from extractor.document.models import Entity, Figure, Mention, Region, Script, View
from extractor.knowledge import Gazetteer, NameHit


class Spanned(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


class Sentence(NamedTuple):
    """A sentence as ``[start, end)``, without the white space around it."""

    start: int
    end: int


class Reference(NamedTuple):
    """Words that stand for an entity without naming it (该行, 该公司, 他): never a mention."""

    start: int
    end: int
    entity: str


class Role(NamedTuple):
    """A person's firm (an entity id) and title as written, with the place of the words that say so."""

    person: str
    firm: str | None
    title: str | None
    start: int
    end: int


class Speaker(NamedTuple):
    """Who states something: a person, an organisation or both; both null for an unnamed group, named at its place."""

    person: str | None
    org: str | None
    title: str | None
    start: int
    end: int


class Statement(NamedTuple):
    """Words at ``[start, end)`` that the speakers state; ``quoted`` inside quotation marks, ``cue`` what shows it.

    ``kind`` is the cue's kind in ``corpus/knowledge/speech/verbs.csv`` (say, forecast, rate, data ...);
    ``carried`` where the sentence names no speaker and the one before goes on.
    """

    start: int
    end: int
    speakers: tuple[Speaker, ...]
    quoted: bool
    cue: str
    kind: str = "say"
    carried: bool = False


@dataclass(slots=True)
class Reading:
    """One article on its way through the rooms."""

    text: str
    plain: str
    script: Script
    region: Region
    title: str | None = None
    published_at: date | None = None
    names: list[NameHit] = field(default_factory=list)  # knowledge: raw gazetteer hits
    gazetteer: Gazetteer | None = None  # knowledge: what found them, to look up parts of names
    amounts: Sequence[Spanned] = ()  # figures: raw grammar matches, value but no attributes
    sentences: list[Sentence] = field(default_factory=list)  # segment
    entities: list[Entity] = field(default_factory=list)  # entities
    references: list[Reference] = field(default_factory=list)  # entities
    roles: list[Role] = field(default_factory=list)  # entities
    statements: list[Statement] = field(default_factory=list)  # speech
    figures: list[Figure] = field(default_factory=list)  # figures
    views: list[View] = field(default_factory=list)  # views
    warnings: list[str] = field(default_factory=list)

    def mention(self, start: int, end: int) -> Mention:
        """The mention at ``[start, end)``, verbatim from the original."""
        return Mention(start, end, self.text[start:end])
