"""Files and standard input to articles."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extractor.article.dates import dateline
from extractor.article.decode import decode
from extractor.article.html import declared_encoding, looks_like_html, read_page
from extractor.article.model import Article, content_id
from extractor.article.records import DEFAULT_FIELDS, Fields, OnError, json_file, json_lines
from extractor.errors import InputError

STDIN = "-"
# A first line longer than this is a paragraph, not a headline; so is one that ends in a full stop.
_LONGEST_TITLE = 160


@dataclass(slots=True, frozen=True)
class ReadOptions:
    """How to read: a forced encoding, record field names, and what holds where the input does not say."""

    encoding: str | None = None
    fields: Fields = DEFAULT_FIELDS
    title: str | None = None
    published_at: date | None = None
    on_error: OnError | None = None  # takes the faults of single JSON lines, which otherwise end the reading


def read_articles(path: str | Path, options: ReadOptions = ReadOptions()) -> Iterator[Article]:
    """The articles of a file (one of text or HTML, several of JSON or JSON Lines), or of standard input for ``-``.

    Raises ``InputError`` where the file cannot be read or holds no article.
    """
    source = "standard input" if str(path) == STDIN else str(path)
    suffix = "" if str(path) == STDIN else Path(path).suffix.lower()
    yield from parse_articles(read_bytes(path), source, suffix, options)


def parse_articles(
    data: bytes,
    source: str,
    suffix: str = "",
    options: ReadOptions = ReadOptions(),
) -> Iterator[Article]:
    """The articles of a file's bytes; ``suffix`` (``.jsonl``, ``.html``, …) decides the form where it is known."""
    html_encoding = declared_encoding(data) if suffix in (".html", ".htm") else None
    try:
        text = decode(data, source, options.encoding or html_encoding)
    except InputError:
        if options.encoding or not html_encoding:
            raise
        text = decode(data, source)
    if suffix in (".jsonl", ".ndjson") or (not suffix and _looks_like_records(text)):
        yield from json_lines(text, source, options.fields, options.on_error)
    elif suffix == ".json":
        yield from json_file(text, source, options.fields)
    else:
        yield _single(text, source, suffix, options)


def read_bytes(path: str | Path) -> bytes:
    """A file's bytes, or those of standard input for ``-``. Raises ``InputError`` with what is wrong."""
    if str(path) == STDIN:
        return sys.stdin.buffer.read()
    path = Path(path)
    if path.is_dir():
        raise InputError(f"{path}: is a directory; name the articles in it, or use `extractor batch {path}`")
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error


def _single(text: str, source: str, suffix: str, options: ReadOptions) -> Article:
    title, published = options.title, options.published_at
    if suffix in (".html", ".htm", ".xhtml") or looks_like_html(text):
        page = read_page(text, source)
        text, title, published = page.text, title or page.title, published or page.published_at
    if not text.strip():
        raise InputError(f"{source}: holds nothing but white space")
    return Article(text, content_id(text), title or first_line(text), published or dateline(text))


def first_line(text: str) -> str | None:
    """The headline of a plain text: its first line that is not blank, if it is short and more text follows it."""
    head, _, rest = text.strip().partition("\n")
    head = head.strip()
    return head if rest.strip() and 0 < len(head) <= _LONGEST_TITLE and not head.endswith("。") else None


def _looks_like_records(text: str) -> bool:
    """True for a text whose first line is a whole JSON object."""
    head = text.lstrip().partition("\n")[0].rstrip()
    return head.startswith("{") and head.endswith("}")
