"""One article as it was read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date


@dataclass(slots=True, frozen=True)
class Article:
    """An article: ``text`` is what every offset points into."""

    text: str
    doc_id: str
    title: str | None = None
    published_at: date | None = None


def content_id(text: str) -> str:
    """A document id that depends on the text alone: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def encodable(text: str) -> str:
    """Lone surrogates, which JSON escapes can smuggle in, as the replacement character: offsets do not move."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text
