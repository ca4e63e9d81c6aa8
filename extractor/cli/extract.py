"""``extractor extract``."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TextIO

import typer

from extractor.article.records import DEFAULT_FIELDS, Fields
from extractor.cli import options
from extractor.errors import ExtractorError, InputError

EPILOG = """Examples:

extractor extract article.txt --pretty

extractor extract news.jsonl --id-field url --out documents.jsonl

cat article.html | extractor extract - --published-at 2025-07-16
"""


def command(
    articles: options.Articles,
    out: Annotated[Path | None, typer.Option(help="Write here instead of to standard output.")] = None,
    pretty: Annotated[bool, typer.Option("--pretty", help="Indent the JSON for reading.")] = False,
    no_text: Annotated[bool, typer.Option("--no-text", help="Leave the article's text out of the document.")] = False,
    published_at: options.PublishedAt = None,
    title: options.Title = None,
    encoding: options.Encoding = None,
    knowledge: options.Knowledge = None,
    stance_model: options.StanceModel = None,
    text_field: options.TextField = DEFAULT_FIELDS.text,
    id_field: options.IdField = DEFAULT_FIELDS.id,
    title_field: options.TitleField = DEFAULT_FIELDS.title,
    date_field: options.DateField = DEFAULT_FIELDS.date,
) -> None:
    """Extract each article: one JSON document a line, in the order of the articles.

    A JSON Lines file or a JSON array holds many articles and gives as many documents. An article that cannot be read
    is one line on standard error; the others are still extracted, and the exit status is 1.
    """
    failures: list[InputError] = []

    def report(error: InputError) -> None:
        failures.append(error)
        print(f"extractor: {error}", file=sys.stderr)

    fields = Fields(text_field, id_field, title_field, date_field)
    read = options.read_options(encoding, title, published_at, fields, report)
    from extractor.article import read_articles
    from extractor.pipeline import load

    nlp = load(knowledge or (), stance_model)
    with _output(out) as stream:
        for path in articles:
            try:
                for article in read_articles(path, read):
                    document = nlp.extract_article(article).to_dict()
                    if no_text:
                        del document["text"]
                    print(json.dumps(document, ensure_ascii=False, indent=2 if pretty else None), file=stream)
            except InputError as error:
                report(error)
    if failures:
        raise typer.Exit(1)


@contextmanager
def _output(path: Path | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8") as stream:
            yield stream
    except OSError as error:
        raise ExtractorError(f"{path}: cannot be written: {error.strerror or error}") from error
