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

EPILOG = (
    "Without --explain: one figure, or one number or range, a line, as JSON. Example: extractor figures "
    "'大于5小于10，或三分之一' --numbers prints the range from 5 to 10, its two numbers, and 0.333."
)


def command(
    source: Annotated[str, typer.Argument(metavar="TEXT|FILE|-", help="A text, a file, or - for standard input.")],
    explain: Annotated[bool, typer.Option("--explain", help="Print each figure's rule, parts and cues.")] = False,
    numbers: Annotated[
        bool,
        typer.Option(
            "--numbers",
            help="Print every number instead, figure or not, and every range, open or closed (大于5小于10, 三十以上).",
        ),
    ] = False,
    published_at: options.PublishedAt = None,
) -> None:
    """Print every figure of a text, or of each article of a file."""
    from extractor.figures.explain import lines
    from extractor.figures.listing import list_numbers
    from extractor.pipeline import load

    if numbers:
        if explain:
            raise typer.BadParameter("it explains figures, and --numbers prints numbers", param_hint="--explain")
        for article in _articles(source, published_at):
            for one in list_numbers(article.text):
                print(json.dumps(one.to_dict(), ensure_ascii=False))
        return
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
