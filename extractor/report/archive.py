"""A batch's output as linked pages: an overview with charts, lists of articles, and a page an article.

Articles are read and written one at a time; only what the charts draw (a row a view) is held in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

from extractor.archive.documents import read_documents
from extractor.archive.sql import connect
from extractor.errors import ExtractorError
from extractor.report.page import MADE_BY, asset, render, template
from extractor.report.rows import number
from extractor.script import to_simplified

Json = Mapping[str, Any]
ARTICLES_A_LIST = 500
MOST_NAMED = 30
LATEST_CHANGES = 100


@dataclass(slots=True, frozen=True)
class ViewPoint:
    """One view as the charts draw it."""

    date: str | None
    holder: str
    person: str
    house: str
    target: str
    stance: str
    rating: str
    action: str
    price: float | None
    previous: float | None
    currency: str
    page: str


_VIEWS = """
SELECT v.article, strftime(CAST(d.published_at AS DATE), '%Y-%m-%d') AS date, v.holder_text AS holder,
  person.name AS person, house.name AS house, coalesce(target.name, v.target_text) AS target, v.stance,
  v.rating_previous, v.rating_value, v.rating_action, v.price_target_value, v.price_target_previous,
  v.price_target_currency
FROM views v
JOIN documents d USING (article)
LEFT JOIN entities person ON person.article = v.article AND person.id = v.holder_person
LEFT JOIN entities house ON house.article = v.article AND house.id = v.holder_org
LEFT JOIN entities target ON target.article = v.article AND target.id = v.target_entity
ORDER BY date NULLS FIRST, v.article, v.view
"""
_NAMED = f"""
SELECT name, any_value(type) AS type, count(DISTINCT article) AS articles, min(article) AS first
FROM entities WHERE type <> 'location' GROUP BY name ORDER BY articles DESC, name LIMIT {MOST_NAMED}
"""


def build(out: Path, folder: Path, progress: Callable[[int], None] = lambda _: None) -> int:
    """Write the pages of a batch's output under ``folder`` and give their number; ``progress`` hears each one.

    Raises ``ExtractorError`` where plotly is not installed, the output is none, or the folder cannot be written.
    """
    plotly = _plotly()
    points = list(_points(out))
    named = [
        {"name": name, "type": kind, "articles": articles, "page": page_name(first)}
        for name, kind, articles, first in connect(out).execute(_NAMED).fetchall()
    ]
    try:
        for part in ("articles", "assets"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        for name in ("article.css", "article.js", "archive.css", "archive.js"):
            (folder / "assets" / name).write_text(asset(name), encoding="utf-8")
        (folder / "assets" / "plotly.min.js").write_text(plotly, encoding="utf-8")
        count = _write_articles(out, folder, progress)
        (folder / "index.html").write_text(_overview(out, points, named, count), encoding="utf-8")
    except OSError as error:
        raise ExtractorError(f"{folder}: cannot be written: {error.strerror or error}") from error
    return count


def page_name(article: int) -> str:
    """The file of an article's page, by its number in the archive."""
    return f"{article:07d}.html"


def _plotly() -> str:
    try:
        return resources.files("plotly").joinpath("package_data/plotly.min.js").read_text(encoding="utf-8")
    except ModuleNotFoundError as error:
        raise ExtractorError("charts need plotly: pip install 'chinese-finance-extractor[report]'") from error


def _points(out: Path) -> Iterator[ViewPoint]:
    rows = connect(out).execute(_VIEWS)
    while batch := rows.fetchmany(1000):
        for article, date, holder, person, house, target, stance, old, new, action, price, previous, currency in batch:
            yield ViewPoint(
                date=date,
                holder=person or house or to_simplified(holder),
                person=person or "",
                house=house or "",
                target=to_simplified(target),
                stance=stance,
                rating=" → ".join(filter(None, [old, new])),
                action=action or "",
                price=price,
                previous=previous,
                currency=currency or "",
                page=page_name(article),
            )


def _write_articles(out: Path, folder: Path, progress: Callable[[int], None]) -> int:
    """A page an article and the lists that lead to them."""
    written, rows = 0, _pages(out, folder)
    following = list(islice(rows, ARTICLES_A_LIST))
    while following:
        listed, following = following, list(islice(rows, ARTICLES_A_LIST))
        index = written // ARTICLES_A_LIST
        page = template("articles.html").render(
            rows=listed,
            first=written + 1,
            last=written + len(listed),
            before=_list_name(index - 1) if index else None,
            after=_list_name(index + 1) if following else None,
        )
        (folder / _list_name(index)).write_text(page, encoding="utf-8")
        written += len(listed)
        progress(len(listed))
    return written


def _pages(out: Path, folder: Path) -> Iterator[dict[str, Any]]:
    for article, document in read_documents(out):
        name = page_name(article)
        (folder / "articles" / name).write_text(render([document], assets="../assets"), encoding="utf-8")
        counts = {part: len(document[part]) for part in ("entities", "figures", "views")}
        title = document["title"] or document["doc_id"]
        yield counts | {"page": name, "title": title, "date": document["published_at"] or ""}


def _list_name(index: int) -> str:
    return f"articles-{index + 1}.html" if index else "articles.html"


def _overview(out: Path, points: list[ViewPoint], named: list[dict[str, Any]], count: int) -> str:
    changed = [p for p in reversed(points) if p.action in ("upgrade", "downgrade", "initiate")]
    changes = [asdict(p) | {"price": _price(p)} for p in changed[:LATEST_CHANGES]]
    dates = [p.date for p in points if p.date]
    facts = [
        f"{count:,} article{'s' if count != 1 else ''}",
        f"{len(points):,} views",
        *([f"{dates[0]} to {dates[-1]}"] if dates else []),
    ]
    data = json.dumps({"views": [asdict(p) for p in points], "named": named}, ensure_ascii=False, separators=(",", ":"))
    return template("archive.html").render(
        heading=f"Archive {out.name}",
        facts=facts,
        undated=len(points) - len(dates),
        changes=changes,
        # Inside a script element only "<" can end it.
        data=data.replace("<", "\\u003c"),
        made_by=MADE_BY,
    )


def _price(point: ViewPoint) -> str:
    if point.price is None:
        return ""
    ends = [number(end) for end in (point.previous, point.price) if end is not None]
    return f"{' → '.join(ends)} {point.currency}"
