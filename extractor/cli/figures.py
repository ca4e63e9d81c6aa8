"""``extractor figures``: the figures of a text, and why each is what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli import options

if TYPE_CHECKING:
    from extractor.article import Article

EPILOG = "Without --explain: one figure a line, as JSON."


def command(
    source: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="A text, a file, or - for standard input.")],
    explain: Annotated[bool, typer.Option("--explain", help="Print each figure's rule, parts and cues.")] = False,
    published_at: options.PublishedAt = None,
) -> None:
    """Print every figure of a text, or of each article of a file."""
    from extractor.figures.explain import lines
    from extractor.pipeline import load

    nlp = load()
    for article in _articles(source, published_at):
        reading = nlp.read(article)
        if explain:
            print("\n".join(lines(reading)))
            continue
        for figure in reading.figures:
            print(json.dumps(asdict(figure), ensure_ascii=False))


def _articles(source: str, published_at: str | None) -> Iterator[Article]:
    from extractor.article import Article, read_articles

    published = options.published_date(published_at)
    if source == "-" or (len(source) < 1024 and "\n" not in source and Path(source).is_file()):
        for article in read_articles(source):
            yield replace(article, published_at=published or article.published_at)
    else:
        yield Article(source, "text", None, published)
