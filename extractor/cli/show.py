"""``extractor show``."""

from __future__ import annotations

from typing import Annotated

import typer

from extractor.cli import options


def command(
    articles: options.Articles,
    width: Annotated[int | None, typer.Option(metavar="COLUMNS", min=40, help="The width to fill.")] = None,
    published_at: options.PublishedAt = None,
    title: options.Title = None,
    encoding: options.Encoding = None,
    knowledge: options.Knowledge = None,
    stance_model: options.StanceModel = None,
) -> None:
    """Show each article with its names, figures and evidence coloured in place, and the tables under it."""
    read = options.read_options(encoding, title, published_at)
    from rich.console import Console

    from extractor.article import read_articles
    from extractor.pipeline import load
    from extractor.report.terminal import show

    console = Console(width=width, highlight=False, emoji=False, markup=False)
    nlp = load(knowledge or (), stance_model)
    for path in articles:
        for article in read_articles(path, read):
            show(nlp.extract_article(article).to_dict(), console)
