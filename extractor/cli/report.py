"""``extractor report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli import options
from extractor.errors import ExtractorError


def command(
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="[ARTICLE...]", help="Articles, for one page of them all.")
    ] = None,
    html: Annotated[Path, typer.Option(metavar="PATH", help="The page to write.")] = Path("report.html"),
    published_at: options.PublishedAt = None,
    title: options.Title = None,
    encoding: options.Encoding = None,
    knowledge: options.Knowledge = None,
) -> None:
    """Write an HTML page that needs no network: the articles with every mark, and the tables that point to them."""
    if not articles:
        raise typer.BadParameter("name at least one article", param_hint="ARTICLE")
    read = options.read_options(encoding, title, published_at)
    from extractor.article import read_articles
    from extractor.pipeline import load
    from extractor.report.page import render

    nlp = load(knowledge or ())
    documents = [nlp.extract_article(a).to_dict() for path in articles for a in read_articles(path, read)]
    try:
        html.write_text(render(documents), encoding="utf-8")
    except OSError as error:
        raise ExtractorError(f"{html}: cannot be written: {error.strerror or error}") from error
    typer.echo(f"{html}: {len(documents)} article{'s' if len(documents) != 1 else ''}", err=True)
