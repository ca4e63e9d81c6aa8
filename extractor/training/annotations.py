"""Articles annotated in place: ``corpus/training/*/annotations.csv`` keep where words stand, and no text.

An annotated article is read again from the data folder that holds it. Its views have the words of holder and target,
as the annotated sentences have, so that the same code aligns both with the drafts of the product; its figures have the
contract's form.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from extractor.resources import corpus
from extractor.tables import Row, read_table
from extractor.views.stance import STANCES

VIEW_COLUMNS = ["source", "article", "holder", "holder_length", "kind", "target", "target_length", "stance", "optional"]
FIGURE_COLUMNS = ["source", "article", "start", "length", "metric", "subject"]
_QUESTION = re.compile("[？?]")
_NONE = "none"  # the stance of the one row of an article without views
_NOBODY = "-"  # among the owners of a figure
_PLACE = re.compile(r"([0-9]+)\+([0-9]+)")


def annotated_articles(data: Path) -> list[Mapping[str, Any]]:
    """Every annotated article: ``text``, and ``views`` of ``holder``, ``kind``, ``target``, ``stance``, ``optional``.

    ``data`` is the folder with ``news/`` and ``finance/``. Raises ``KnowledgeError`` with file and line where a row
    points outside its article.
    """
    articles: list[Mapping[str, Any]] = []
    for source, text, marked in _articles(data, "views", VIEW_COLUMNS):
        views = [_view(row, text) for row in marked if row["stance"] != _NONE]
        articles.append({"source": source, "text": text, "views": views})
    return articles


def annotated_figures(data: Path) -> list[Mapping[str, Any]]:
    """Every article with annotated figures, in the contract's form: ``text``, ``entities``, ``figures``.

    ``metric`` and ``subject`` of a figure are lists of equally good answers, a metric as words, an owner as the id of
    an entity or None; they are empty where the article does not say. An entity has the one mention that the table
    points at. Raises ``KnowledgeError`` with file and line where a row points outside its article.
    """
    articles: list[Mapping[str, Any]] = []
    for source, text, marked in _articles(data, "figures", FIGURE_COLUMNS):
        entities: dict[tuple[int, int], str] = {}
        figures = [_figure(row, text, entities) for row in marked]
        named = [{"id": key, "mentions": [{"start": start, "end": end}]} for (start, end), key in entities.items()]
        articles.append({"source": source, "text": text, "entities": named, "figures": figures})
    return articles


def _articles(data: Path, room: str, columns: list[str]) -> Iterator[tuple[str, str, list[Row]]]:
    """Source, text and rows of each article of a room's table, in the order of the table."""
    by_article: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in read_table(corpus("training", room, "annotations.csv"), columns):
        by_article[row["source"], _number(row, "article")].append(row)
    for (source, number), rows in by_article.items():
        texts = _texts(data, source)
        if number >= len(texts):
            raise rows[0].fault(f"there is no article {number} in {source}, which has {len(texts)}")
        yield source, texts[number], rows


def _figure(row: Row, text: str, entities: dict[tuple[int, int], str]) -> dict[str, Any]:
    """A figure; owners that no row named before are added to ``entities``, id by start and end."""
    start, end = _within(row, text, "figure", _number(row, "start"), _number(row, "length"))
    owners: list[str | None] = []
    for part in row.list("subject"):
        place = None if part == _NOBODY else _place(row, text, "subject", part)
        owners.append(entities.setdefault(place, f"E{len(entities) + 1}") if place else None)
    words = [_place(row, text, "metric", part) for part in row.list("metric")]
    return {"start": start, "end": end, "metric": [text[s:e] for s, e in words], "subject": owners}


def _place(row: Row, text: str, column: str, part: str) -> tuple[int, int]:
    """The start and end of words given as start+length."""
    match = _PLACE.fullmatch(part)
    if match is None:
        raise row.fault(f"{column} is {part!r}; it must be a start and a length such as 12+4")
    return _within(row, text, column, int(match[1]), int(match[2]))


def _view(row: Row, text: str) -> dict[str, Any]:
    return {
        "holder": _words(row, text, "holder"),
        "kind": row.choice("kind", ("person", "org", "unnamed")),
        "target": _words(row, text, "target"),
        "stance": row.choice("stance", STANCES),
        "optional": row["optional"] == "yes",
    }


def _words(row: Row, text: str, column: str) -> str:
    start, end = _within(row, text, column, _number(row, column), _number(row, f"{column}_length"))
    return text[start:end]


def _within(row: Row, text: str, what: str, start: int, length: int) -> tuple[int, int]:
    """The start and end of words, which must stand in the article."""
    if not 0 <= start < start + length <= len(text):
        raise row.fault(f"the {what} at {start}, {length} long, lies outside its article of {len(text)} characters")
    return start, start + length


def _number(row: Row, column: str) -> int:
    if not row[column].isdecimal():
        raise row.fault(f"{column} is {row[column]!r}; it must be a whole number")
    return int(row[column])


@cache
def _texts(data: Path, source: str) -> list[str]:
    """The articles of a source by number: the title and a line break before the text where there is a title."""
    return list(_news(data / "news" / f"{source}.jsonl.gz") if "/" not in source else _lists(data, source))


def _news(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            title = (record.get("title") or "").strip()
            yield (f"{title}\n" if title else "") + (record.get("text") or "")


def _lists(data: Path, source: str) -> Iterator[str]:
    """``fincuge/finna`` has rows of title and text, ``fincuge/finqa`` rows of a question with its text after it."""
    folder, name = source.split("/")
    for row in json.loads((data / "finance" / folder / f"{name}__eval_list.json").read_text(encoding="utf-8")):
        yield row[1] if name == "finna" else _QUESTION.split(row[0], maxsplit=1)[-1]
