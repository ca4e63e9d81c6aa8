"""Options that several commands share, said once."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from extractor.article.dates import parse_date
from extractor.article.read import ReadOptions
from extractor.article.records import DEFAULT_FIELDS, Fields, OnError

Articles = Annotated[
    list[str],
    typer.Argument(metavar="ARTICLE...", help="Files of text, HTML, JSON or JSON Lines; - reads standard input."),
]
Encoding = Annotated[str | None, typer.Option(help="Force an encoding (utf-8, gb18030, big5hkscs, utf-16).")]
Title = Annotated[str | None, typer.Option(help="The headline, where the article does not carry it.")]
PublishedAt = Annotated[str | None, typer.Option(metavar="DATE", help="Publication date, e.g. 2025-07-16.")]
Knowledge = Annotated[
    list[Path] | None, typer.Option(metavar="CSV", help="A name file of your own; may be given several times.")
]
StanceModel = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="A Hugging Face checkpoint for stance, instead of the shipped one."),
]
TextField = Annotated[str, typer.Option(help="JSON: the field that holds the text.")]
IdField = Annotated[str, typer.Option(help="JSON: the field that holds the id.")]
TitleField = Annotated[str, typer.Option(help="JSON: the field that holds the headline.")]
DateField = Annotated[str, typer.Option(help="JSON: the field that holds the publication date.")]


def published_date(value: str | None) -> date | None:
    """The date of ``--published-at``; wrong use where it is none."""
    if value is None:
        return None
    parsed = parse_date(value)
    if parsed is None:
        raise typer.BadParameter(f"{value!r} is not a date; write it as 2025-07-16", param_hint="--published-at")
    return parsed


def read_options(
    encoding: str | None = None,
    title: str | None = None,
    published_at: str | None = None,
    fields: Fields = DEFAULT_FIELDS,
    on_error: OnError | None = None,
) -> ReadOptions:
    """The article room's options from those of the command line."""
    return ReadOptions(encoding, fields, title, published_date(published_at), on_error)
