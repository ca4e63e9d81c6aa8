"""The document and its parts.

Offsets are half-open ``[start, end)`` positions in code points of the original text, and ``text[start:end]`` is the
verbatim original. Names and normalised strings are simplified Chinese. Numbers are plain numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

SCHEMA_VERSION = "1"

Script = Literal["hant", "hans", "mixed"]
Region = Literal["CN", "HK", "TW"]
EntityType = Literal[
    "person", "bank", "broker", "asset_manager", "company", "central_bank", "government", "exchange",
    "rating_agency", "data_provider", "media", "index",
    "fund", "commodity", "currency", "crypto", "location", "sector", "product",
]  # fmt: skip
ORGANISATIONS: frozenset[EntityType] = frozenset(
    {"bank", "broker", "asset_manager", "company", "central_bank", "government", "exchange",
     "rating_agency", "data_provider", "media"}
)  # fmt: skip
FigureKind = Literal["money", "percent", "percentage_point", "basis_point", "points", "multiple", "quantity"]
Modifier = Literal["about", "more_than", "less_than", "up_to", "at_least"]
Direction = Literal["up", "down", "flat"]
Basis = Literal["yoy", "qoq", "mom", "ytd", "day"]
Stance = Literal["bullish", "bearish", "neutral", "mixed"]
RatingAction = Literal["initiate", "maintain", "upgrade", "downgrade"]
Number = int | float


@dataclass(slots=True)
class Mention:
    """One place where an entity is named."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Entity:
    """One real-world entity with every mention of it, under whatever alias."""

    id: str
    type: EntityType
    name: str
    mentions: list[Mention]
    ticker: str | None = None
    tickers: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Figure:
    """One figure as written: number, scale and unit inside the span, and what it says about whom."""

    start: int
    end: int
    text: str
    kind: FigureKind
    unit: str
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    per: str | None = None
    modifier: Modifier | None = None
    direction: Direction | None = None
    basis: Basis | None = None
    metric: str | None = None
    subject: str | None = None
    period: str | None = None
    period_start: str | None = None
    period_end: str | None = None
    said_by: str | None = None
    role: Literal["price_target", "forecast"] | None = None


@dataclass(slots=True)
class Holder:
    """Who holds a view; both ids are null for an unnamed group. ``text`` is as written."""

    text: str
    person: str | None = None
    org: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Target:
    """What is judged: an entity where it is one, and the article's words."""

    text: str
    entity: str | None = None


@dataclass(slots=True)
class Rating:
    """A rating label as written, with what it was before and what was done to it."""

    value: str
    previous: str | None = None
    action: RatingAction | None = None


@dataclass(slots=True)
class PriceTarget:
    """A price target in a currency (ISO 4217) or in index ``points``; a range has ``low`` and ``high``."""

    value: Number | None
    currency: str
    previous: Number | None = None
    low: Number | None = None
    high: Number | None = None


@dataclass(slots=True)
class Evidence:
    """A sentence that a view rests on; ``quoted`` for a direct quotation."""

    start: int
    end: int
    text: str
    quoted: bool = False


@dataclass(slots=True)
class View:
    """What one holder thinks of one target. ``score`` is the confidence in ``stance``, 0 to 1."""

    holder: Holder
    target: Target
    stance: Stance
    score: float
    evidence: list[Evidence]
    rating: Rating | None = None
    price_target: PriceTarget | None = None
    horizon: str | None = None
    decided_by: str = "rule"


@dataclass(slots=True)
class Analyst:
    """One person who holds at least one view; ``views`` are indices into the document's views."""

    entity: str
    name: str
    stance: Stance
    views: list[int]
    firm: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Document:
    """What one article becomes. ``text`` is the article as read; every offset points into it."""

    doc_id: str
    text: str
    title: str | None = None
    published_at: str | None = None
    script: Script = "hans"
    region: Region = "CN"
    entities: list[Entity] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    views: list[View] = field(default_factory=list)
    analysts: list[Analyst] = field(default_factory=list)
    meta: dict[str, Any] = field(default_factory=dict)
    schema_version: str = SCHEMA_VERSION

    def to_dict(self) -> dict[str, Any]:
        """The document as plain JSON types, ``schema_version`` first."""
        plain = _plain(self)
        return {"schema_version": plain.pop("schema_version")} | plain


def _plain(value: Any) -> Any:
    """Dataclasses to dictionaries; faster than ``dataclasses.asdict``, which copies every leaf."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    slots = getattr(type(value), "__slots__", None)
    if slots is None or isinstance(value, str):
        return value
    return {name: _plain(getattr(value, name)) for name in slots}
