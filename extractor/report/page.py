"""Documents as one self-contained HTML page: no network, everything from the articles escaped."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from extractor._version import __version__
from extractor.document.models import ORGANISATIONS
from extractor.report.marks import Piece, pieces
from extractor.report.rows import EntityRow, FigureRow, ViewRow, entity_rows, figure_rows, number, view_rows
from extractor.script import to_simplified

Json = Mapping[str, Any]
MADE_BY = f"Made by extractor {__version__}."
TEMPLATES = Path(__file__).with_name("templates")
_LANGUAGES = {"hant": "zh-Hant", "hans": "zh-Hans", "mixed": "zh"}
_CHIPS = [("person", "people"), ("org", "organisations"), ("index", "indices"), ("other", "other names")]


class Story:
    """One document as the template reads it; ``key`` starts every id of its part of the page."""

    def __init__(self, document: Json, key: str) -> None:
        self.key = key
        self.text: str = document["text"]
        self.plain = to_simplified(self.text)
        self.title: str = document["title"] or document["doc_id"]
        self.lang = _LANGUAGES[document["script"]]
        self.pieces: list[Piece] = pieces(document)
        self.views: list[ViewRow] = view_rows(document)
        self.figures: list[FigureRow] = figure_rows(document, number)
        self.entities: list[EntityRow] = entity_rows(document)
        self.facts = [
            document["published_at"] or "no date",
            f"{document['script']} · {document['region']}",
            document["doc_id"],
        ]
        self.classes = {row.id: _class(row.type) for row in self.entities}
        self.entity_tips = {row.id: _lines(row.name, row.type, row.tickers) for row in self.entities}
        self.figure_tips = [_figure_tip(row) for row in self.figures]
        self._evidence = {i: v["evidence"][0]["start"] for i, v in enumerate(document["views"]) if v["evidence"]}
        self.evidence_starts = frozenset(self._evidence.values())

    @property
    def chips(self) -> list[tuple[str, str, int]]:
        """Filter name, label and number of mentions, figures and views."""
        counts = Counter[str]()
        for row in self.entities:
            counts[self.classes[row.id]] += row.mentions
        kinds = [(name, label, counts[name]) for name, label in _CHIPS]
        return [*kinds, ("figure", "figures", len(self.figures)), ("evidence", "views", len(self.views))]

    def view_tips(self, indices: Sequence[int]) -> str:
        """What a piece of evidence shows: one line a view."""
        rows = [self.views[index] for index in indices]
        return "\n".join(f"{row.name or row.firm} on {row.target}: {row.stance}" for row in rows)

    def evidence_place(self, index: int) -> str:
        """The id that a view's row links to: where its evidence begins."""
        return f"{self.key}ev{self._evidence[index]}" if index in self._evidence else self.key


def render(documents: Sequence[Json], assets: str | None = None) -> str:
    """The page of one document or several.

    The page carries its style and script, or takes them from the folder ``assets`` where many pages share one.
    """
    stories = [Story(document, f"a{index}-") for index, document in enumerate(documents)]
    style, script = asset("article.css"), asset("article.js")
    return template("article.html").render(
        stories=stories,
        heading=stories[0].title if len(stories) == 1 else f"{len(stories)} articles",
        assets=assets,
        style=style,
        script=script,
        # No script but the page's own can run, whatever an article holds.
        style_source="'self' file:" if assets else f"'sha256-{_sha256(style)}'",
        script_source="'self' file:" if assets else f"'sha256-{_sha256(script)}'",
        made_by=MADE_BY,
    )


def _class(entity_type: str) -> str:
    if entity_type in ORGANISATIONS:
        return "org"
    return entity_type if entity_type in ("person", "index") else "other"


def _figure_tip(row: FigureRow) -> str:
    about = " ".join(filter(None, [row.subject, row.metric]))
    change = " ".join(filter(None, [row.change, row.basis]))
    said = f"said by {row.said_by}" if row.said_by else ""
    return _lines(f"{row.value} {row.unit}", about, " · ".join(filter(None, [change, row.period])), said)


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))


def template(name: str) -> Template:
    """A template of this room; whatever it prints is escaped."""
    return _environment().get_template(name)


@cache
def asset(name: str) -> str:
    """A style sheet or script of this room."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)


def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
