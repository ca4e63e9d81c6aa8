"""HTML to the article's own text, by trafilatura; offsets then point into that text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from extractor.errors import InputError

if TYPE_CHECKING:
    from trafilatura.settings import Document

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.I | re.S
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset=["']?\s*([\w-]+)""", re.I)
# The web's names for encodings whose supersets real pages use.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}


@dataclass(slots=True, frozen=True)
class Page:
    """What an HTML page holds: its article text, and title and date where the page states them."""

    text: str
    title: str | None
    published_at: date | None


def looks_like_html(text: str) -> bool:
    """True where a text begins as an HTML page or fragment does."""
    return _HTML.match(text[:4096]) is not None


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page's ``<meta charset>`` names, as a codec that decodes all of it."""
    found = _CHARSET.search(data[:4096])
    if found is None:
        return None
    name = found.group(1).decode("ascii").lower()
    return _SUPERSETS.get(name, name)


def read_page(html: str, source: str) -> Page:
    """The article of a page. Raises ``InputError`` where the page holds none."""
    import trafilatura

    # Careful first; a page so short or odd that this finds nothing is read again with favour to recall.
    for recall in (False, True):
        extracted = trafilatura.bare_extraction(
            html, favor_recall=recall, include_comments=False, include_tables=True, with_metadata=True
        )
        document = cast("Document | None", extracted)  # a dict only where one is asked for
        if document is not None and (text := (document.text or "").strip()):
            return Page(text, document.title or None, _iso(document.date))
    raise InputError(f"{source}: no article text found in this HTML page")


def _iso(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None
