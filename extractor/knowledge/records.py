"""The records of the knowledge room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractor.document.models import EntityType

Caution = Literal["", "short", "word"]


@dataclass(slots=True, frozen=True)
class Entry:
    """One real-world entity that the knowledge files know. ``key`` is unique; ``name`` is canonical and simplified.

    ``tickers``: every listing, the main one first, with the other suffixes in use (6488.TWO, then 6488.TW).
    """

    key: str
    name: str
    type: EntityType
    tickers: tuple[str, ...] = ()

    @property
    def ticker(self) -> str | None:
        """The main listing."""
        return self.tickers[0] if self.tickers else None


@dataclass(slots=True, frozen=True)
class Alias:
    """A form under which entries are named, folded: simplified, half-width, without spaces beside Chinese characters.

    ``caution`` is ``word`` where the form is also an ordinary word (needs a code, a long form or a finance context to
    confirm it), ``short`` where it is a short form that may stand for several; several ``entries`` need a choice.
    """

    text: str
    entries: tuple[Entry, ...]
    caution: Caution = ""


class NameHit(NamedTuple):
    """An alias found at ``[start, end)`` of the simplified text."""

    start: int
    end: int
    alias: Alias
