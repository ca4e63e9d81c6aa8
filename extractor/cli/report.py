"""``extractor report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli import options
from extractor.errors import ExtractorError

EPILOG = """Examples:

extractor report article.txt --html page.html

extractor report --archive OUT --html pages/
"""


def command(
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="[ARTICLE...]", help="Articles, for one page of them all.")
    ] = None,
    archive: Annotated[
        Path | None, typer.Option(metavar="OUT", help="A batch's output, for an overview and a page an article.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The page to write [report.html]; with --archive a folder [report]."),
    ] = None,
    published_at: options.PublishedAt = None,
    title: options.Title = None,
    encoding: options.Encoding = None,
    knowledge: options.Knowledge = None,
    stance_model: options.StanceModel = None,
) -> None:
    """Write HTML that needs no network: articles with their marks and tables, or an archive as pages with charts."""
    if bool(articles) == bool(archive):
        raise typer.BadParameter("name articles, or a batch's output with --archive", param_hint="ARTICLE")
    if archive:
        _archive(archive, html or Path("report"))
        return
    read = options.read_options(encoding, title, published_at)
    from extractor.article import read_articles
    from extractor.pipeline import load
    from extractor.report.page import render

    page = html or Path("report.html")
    nlp = load(knowledge or (), stance_model)
    documents = [nlp.extract_article(a).to_dict() for path in articles or () for a in read_articles(path, read)]
    try:
        page.write_text(render(documents), encoding="utf-8")
    except OSError as error:
        raise ExtractorError(f"{page}: cannot be written: {error.strerror or error}") from error
    typer.echo(f"{page}: {len(documents)} article{'s' if len(documents) != 1 else ''}", err=True)


def _archive(out: Path, folder: Path) -> None:
    from rich.console import Console
    from rich.progress import Progress

    from extractor.report.archive import build

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("pages", total=None)
        count = build(out, folder, lambda done: bar.advance(task, done))
    typer.echo(f"{folder / 'index.html'}: {count} articles", err=True)
