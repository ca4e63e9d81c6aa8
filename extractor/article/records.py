"""JSON records to articles, with field names of the user's choice."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from extractor.article.dates import dateline, parse_date
from extractor.article.html import looks_like_html, read_page
from extractor.article.model import Article, content_id, encodable
from extractor.errors import InputError

OnError = Callable[[InputError], None]


@dataclass(slots=True, frozen=True)
class Fields:
    """The names of a record's fields. A name that a user gave must exist; the defaults may be absent."""

    text: str = "text"
    id: str = "doc_id"
    title: str = "title"
    date: str = "published_at"


DEFAULT_FIELDS = Fields()
DATE_NAMES = ("date", "publish_date", "pub_date", "datetime", "time")


def article_of(record: Any, source: str, fields: Fields = DEFAULT_FIELDS) -> Article:
    """The article of one record. Raises ``InputError`` where it is no object or has no text."""
    if not isinstance(record, Mapping):
        raise InputError(f"{source}: a record must be a JSON object, this is {_kind(record)}")
    text = record.get(fields.text)
    if not isinstance(text, str):
        have = ", ".join(map(str, list(record)[:12])) or "none"
        what = "is missing" if text is None else f"is {_kind(text)}, not a string"
        raise InputError(f"{source}: field {fields.text!r} {what} (fields here: {have}); name it with --text-field")
    if not text.strip():
        raise InputError(f"{source}: field {fields.text!r} is empty")
    text = encodable(text)
    title = record.get(fields.title)
    published = parse_date(record.get(fields.date))
    if published is None and fields.date == DEFAULT_FIELDS.date:
        published = next(filter(None, (parse_date(record.get(name)) for name in DATE_NAMES)), None)
    if looks_like_html(text):
        page = read_page(text, source)
        text, title, published = page.text, title or page.title, published or page.published_at
    given = record.get(fields.id)
    return Article(
        text=text,
        doc_id=str(given) if given not in (None, "") else content_id(text),
        title=encodable(title) if isinstance(title, str) and title.strip() else None,
        published_at=published or dateline(text),
    )


def json_lines(text: str, source: str, fields: Fields, on_error: OnError | None = None) -> Iterator[Article]:
    """The articles of a JSON Lines text, one a line; blank lines are passed over.

    A bad line raises its ``InputError``, or goes to ``on_error`` and the lines after it are still read.
    """
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"{source}:{number}"
        try:
            article = article_of(parse_json(line, place), place, fields)
        except InputError as error:
            if on_error is None:
                raise
            on_error(error)
        else:
            yield article


def json_file(text: str, source: str, fields: Fields) -> Iterator[Article]:
    """The article of a JSON object, or the articles of a JSON array."""
    value = parse_json(text, source)
    if isinstance(value, list):
        for index, record in enumerate(value):
            yield article_of(record, f"{source}[{index}]", fields)
    else:
        yield article_of(value, source, fields)


def parse_json(text: str, source: str) -> Any:
    """JSON, or ``InputError`` with the place of the fault."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{source}: broken JSON: {error.msg} at column {error.colno}") from error
    except RecursionError as error:
        raise InputError(f"{source}: JSON nested too deeply") from error


def _kind(value: object) -> str:
    names = {
        type(None): "null",
        bool: "true or false",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
    }
    return names.get(type(value), "an object")
